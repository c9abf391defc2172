//! What the hub sends by itself: for each active subscription with such a door a courier of its own, so that none waits for another. Of all
//! replicas one sends, by a lease.

mod progress;
mod queue;

use std::{collections::HashMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use eventing::lease::Lease;
use runtime::fault::error_chain;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

pub(crate) use progress::Progress;
pub(crate) use queue::Queue;

use crate::{
    domain::subscription::{Content, Stage},
    grpc::Desk,
    projections::subscriptions,
};

/// How often it is looked which subscriptions there are to send to.
const LOOK: Duration = Duration::from_millis(500);
/// How long a courier that failed waits before it begins anew.
const ANEW: Duration = Duration::from_secs(2);
const LEASE: &str = "sending";

/// A door that the hub sends through.
#[async_trait]
pub(crate) trait Door: Send + Sync + 'static {
    /// Sends a subscription's events until it is no longer active.
    ///
    /// # Errors
    /// Something of the hub's own is away; the caller begins anew.
    async fn carry(&self, content: &Content) -> anyhow::Result<()>;

    /// Takes away what it still holds of a subscription that is no longer active.
    ///
    /// # Errors
    /// It cannot be reached; the caller tries again.
    async fn put_away(&self, content: &Content) -> anyhow::Result<()>;
}

/// Keeps a courier for each subscription. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Dispatcher {
    pub(crate) desk: Desk,
    /// Doors by name.
    pub(crate) doors: HashMap<&'static str, Arc<dyn Door>>,
}

impl Dispatcher {
    /// Runs until the process stops.
    pub(crate) async fn run(self, shutdown: CancellationToken) {
        let pool = self.desk.office.store.pool();
        while let Some(lease) = Lease::acquire(pool, LEASE, &shutdown).await {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = lease.lost() => {}
                () = self.send() => {}
            }
        }
    }

    /// Sends for ever; dropped, it ends all couriers.
    async fn send(&self) {
        let _putting_away = AbortOnDropHandle::new(tokio::spawn(self.clone().put_away()));
        let mut couriers: HashMap<String, AbortOnDropHandle<()>> = HashMap::new();
        loop {
            couriers.retain(|_, courier| !courier.is_finished());
            match self.through_doors(&[Stage::Active]).await {
                Ok(active) => {
                    for id in active {
                        couriers
                            .entry(id)
                            .or_insert_with_key(|id| AbortOnDropHandle::new(tokio::spawn(self.courier(id))));
                    }
                }
                Err(error) => {
                    tracing::warn!(error = %error_chain(&error), "it is not known to whom events are sent");
                }
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Subscriptions in one of these stages that are sent to.
    async fn through_doors(&self, stages: &[Stage]) -> Result<Vec<String>, sqlx::Error> {
        let doors: Vec<&str> = self.doors.keys().copied().collect();
        subscriptions::through(self.desk.office.store.pool(), &doors, stages).await
    }

    /// Puts away what was left of subscriptions that ended or were suspended while no process sent. What fails is waited out.
    async fn put_away(self) {
        while let Err(error) = self.put_all_away().await {
            let error = format!("{error:#}");
            tracing::warn!(error, "what is no longer sent is not taken away; trying again");
            tokio::time::sleep(ANEW).await;
        }
    }

    async fn put_all_away(&self) -> anyhow::Result<()> {
        for id in self.through_doors(&[Stage::Suspended, Stage::Ended]).await? {
            let Some(content) = self.desk.content(&id).await? else {
                continue;
            };
            let is_active = self.desk.look(&id).await?.stage == Stage::Active;
            match self.doors.get(content.door.name()) {
                Some(door) if !is_active => door.put_away(&content).await?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Sends what one subscription is given. What fails is waited out.
    fn courier(&self, id: &str) -> impl Future<Output = ()> + Send + 'static {
        let (desk, doors, id) = (self.desk.clone(), self.doors.clone(), id.to_owned());
        async move {
            loop {
                match carry(&desk, &doors, &id).await {
                    Ok(()) => return,
                    Err(error) => {
                        let error = format!("{error:#}");
                        tracing::warn!(subscription = id, error, "events are not sent; trying again");
                    }
                }
                tokio::time::sleep(ANEW).await;
            }
        }
    }
}

async fn carry(desk: &Desk, doors: &HashMap<&'static str, Arc<dyn Door>>, id: &str) -> anyhow::Result<()> {
    let Some(content) = desk.content(id).await? else {
        return Ok(());
    };
    match doors.get(content.door.name()) {
        Some(door) => door.carry(&content).await,
        None => Ok(()),
    }
}
