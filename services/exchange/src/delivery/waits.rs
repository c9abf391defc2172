//! What waits for all subscriptions that were approved and are not over. One task follows the ledger for all of them.
//!
//! It knows of a subscription, and what was acknowledged, some seconds late: whoever wants to know it exactly says where the subscription is,
//! and looks through what came since ([`Waits::of`]). What a process has counted is gone with it; the next one looks through what waits once.

use std::{
    collections::{BTreeMap, HashSet},
    ops::ControlFlow,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use blocks::following::{Following, Stretch};
use contracts::ledger::v1::Entry;
use jiff::Timestamp;
use runtime::fault::{Fault, error_chain};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::{cursor::Cursor, waiting::Waiting};
use crate::{
    domain::subscription::{Content, Stage, Subscription},
    grpc::Desk,
    projections::subscriptions::{self, Open},
};

/// How often it is looked which subscriptions there are and how far they are.
const LOOK: Duration = Duration::from_secs(2);
/// Most entries that are looked through at a time for one that is behind the others.
const STRETCH: u64 = 20_000;
/// How long a ledger that is away is left alone.
const RETRY: Duration = Duration::from_secs(1);

/// A subscription that is counted for.
#[derive(Debug)]
struct Counted {
    content: Arc<Content>,
    stage: Stage,
    cursor: Option<Cursor>,
    parked: u64,
    waiting: Waiting,
}

/// How a subscription fares.
#[derive(Debug, Clone)]
pub struct Course {
    /// What it asks for.
    pub content: Arc<Content>,
    /// Its stage.
    pub stage: Stage,
    /// Its row; none before its first stream.
    pub cursor: Option<Cursor>,
    /// Events that are parked.
    pub parked: u64,
    /// Events that wait, counted up to [`WAITING_MAX`](super::waiting::WAITING_MAX).
    pub waiting: u64,
    /// When the oldest of them was logged.
    pub waiting_since: Option<Timestamp>,
}

impl From<&Counted> for Course {
    fn from(it: &Counted) -> Self {
        let oldest = it.waiting.oldest();
        Self {
            content: it.content.clone(),
            stage: it.stage,
            cursor: it.cursor.clone(),
            parked: it.parked,
            waiting: it.waiting.count() as u64,
            waiting_since: oldest.and_then(|(_, second)| Timestamp::from_second(second).ok()),
        }
    }
}

/// What was counted of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Position up to which the ledger was looked through.
    pub looked_to: u64,
    /// Events that wait up to there.
    pub count: u64,
    /// Second in which the oldest was logged, counted from 1970.
    pub oldest_second: Option<i64>,
}

/// How all of them fare. Cheap to clone.
#[derive(Debug, Default, Clone)]
pub struct Waits(Arc<Mutex<BTreeMap<String, Counted>>>);

impl Waits {
    /// What waits for a subscription that is at a position; none when it is not known yet.
    #[must_use]
    pub fn of(&self, subscription_id: &str, position: u64) -> Option<Found> {
        self.with(|all| {
            let counted = all.get_mut(subscription_id)?;
            counted.waiting.done(position);
            Some(Found {
                looked_to: counted.waiting.looked_to(),
                count: counted.waiting.count() as u64,
                oldest_second: counted.waiting.oldest().map(|(_, second)| second),
            })
        })
    }

    /// How each of them fares, by identifier.
    #[must_use]
    pub fn all(&self) -> Vec<Course> {
        self.with(|all| all.values().map(Course::from).collect())
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<String, Counted>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Keeps the counts.
pub(crate) struct Counter {
    desk: Desk,
    /// Position up to which the ledger was followed.
    followed_to: u64,
}

impl Counter {
    /// Has counted nothing.
    pub(crate) fn new(desk: Desk) -> Self {
        Self { desk, followed_to: 0 }
    }

    /// Counts until the process stops. A ledger or a database that is away is waited for.
    pub(crate) async fn run(mut self, shutdown: CancellationToken) -> anyhow::Result<()> {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = self.count_for_ever() => {}
        }
        Ok(())
    }

    async fn count_for_ever(&mut self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        self.followed_to = self.head().await;
        let mut following = Following::new(self.desk.feed.clone(), self.followed_to + 1);
        loop {
            tokio::select! {
                stretch = following.next() => match stretch {
                    Ok(stretch) => self.follow(&stretch),
                    Err(status) => {
                        tracing::warn!(%status, "the ledger is not followed; what waits is counted later");
                        tokio::time::sleep(RETRY).await;
                    }
                },
                _ = looks.tick() => if let Err(fault) = self.look().await {
                    tracing::warn!(error = %error_chain(&fault), "what waits for subscriptions is counted later");
                },
            }
        }
    }

    async fn head(&self) -> u64 {
        loop {
            match self.desk.archive.head().await {
                Ok(head) => return head,
                Err(_) => tokio::time::sleep(RETRY).await,
            }
        }
    }

    /// Counts what came, for those who have everything before it.
    fn follow(&mut self, stretch: &Stretch) {
        let Some(last) = stretch.entries().last() else {
            return;
        };
        let before = self.followed_to;
        self.followed_to = last.position;
        self.desk.waits.with(|all| {
            for counted in all.values_mut().filter(|it| it.waiting.looked_to() >= before) {
                for entry in stretch.entries() {
                    counted.waiting.look(&counted.content, entry);
                }
            }
        });
    }

    /// Looks which subscriptions there are and how far they are, and brings those up that are behind.
    async fn look(&self) -> Result<(), Fault> {
        let open = subscriptions::open(self.desk.office.store.pool()).await?;
        let ids: HashSet<&str> = open.iter().map(|it| it.subscription_id.as_str()).collect();
        self.desk
            .waits
            .with(|all| all.retain(|id, _| ids.contains(id.as_str())));
        for it in open {
            self.note(it).await?;
        }
        for id in self.behind() {
            self.bring_up(&id).await?;
        }
        Ok(())
    }

    /// Those who have not looked at everything, though they have room.
    fn behind(&self) -> Vec<String> {
        self.desk.waits.with(|all| {
            let behind = all.iter().filter(|(_, counted)| {
                counted.waiting.looked_to() < self.followed_to && !counted.waiting.is_full()
            });
            behind.map(|(id, _)| id.clone()).collect()
        })
    }

    async fn note(&self, open: Open) -> Result<(), Fault> {
        let is_known = self
            .desk
            .waits
            .with(|all| all.contains_key(&open.subscription_id));
        if !is_known {
            self.begin(&open.subscription_id).await?;
        }
        self.desk.waits.with(|all| {
            if let Some(counted) = all.get_mut(&open.subscription_id) {
                counted.stage = open.stage;
                counted.parked = open.parked;
                counted
                    .waiting
                    .done(open.cursor.as_ref().map_or(0, |it| it.position));
                counted.cursor = open.cursor;
            }
        });
        Ok(())
    }

    /// Begins to count for a subscription, from where it was approved from.
    async fn begin(&self, id: &str) -> Result<(), Fault> {
        let subscription = self.desk.office.store.load::<Subscription>(id).await?.state;
        if let Some(content) = subscription.content().cloned() {
            let counted = Counted {
                content: Arc::new(content),
                stage: subscription.stage(),
                cursor: None,
                parked: 0,
                waiting: Waiting::after(subscription.from_position().saturating_sub(1)),
            };
            self.desk.waits.with(|all| all.insert(id.to_owned(), counted));
        }
        Ok(())
    }

    /// Looks through the next stretch of what one has not looked at.
    async fn bring_up(&self, id: &str) -> Result<(), Fault> {
        let known = |all: &mut BTreeMap<String, Counted>| {
            all.get(id).map(|it| (it.content.clone(), it.waiting.clone()))
        };
        let Some((content, mut waiting)) = self.desk.waits.with(known) else {
            return Ok(());
        };
        let from = waiting.looked_to() + 1;
        let to = self.followed_to.min(waiting.looked_to() + STRETCH);
        let look = |entry: &Entry| {
            waiting.look(&content, entry);
            if waiting.is_full() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        self.desk.archive.look_through(from, to, look).await?;
        self.desk.waits.with(|all| {
            if let Some(counted) = all.get_mut(id) {
                counted.waiting = waiting;
            }
        });
        Ok(())
    }
}
