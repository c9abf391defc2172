//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod catalogue;
pub mod connection;
pub mod delivery;
pub mod link;
pub mod subscription;

use blocks::{feed::Feed, office::Office};
use contracts::options::v1::Role;
use eventing::{Committed, Context, Meta};
use runtime::{access::Caller, call::Change, fault::Fault, parse::Faults};
use tonic::{Response, Status};

use crate::{
    delivery::{
        archive::Archive,
        cursor,
        moves::Moves,
        standing::{Standing, Standings},
        waits::Waits,
    },
    domain::subscription::{By, Command, Content, Range, Rejection, Subscription},
    nats::NatsDoor,
};

/// Name of the block.
pub(crate) const BLOCK: &str = "exchange";

type Answer<T> = Result<Response<T>, Status>;

/// What every service of the block works with.
#[derive(Clone)]
pub struct Desk {
    /// The block's log, its time, and what it knows of others.
    pub office: Office,
    /// What is published, as it comes.
    pub feed: Feed,
    /// What was published.
    pub archive: Archive,
    /// Where subscriptions stand.
    pub standings: Standings,
    /// The NATS for programmes, if there is one.
    pub nats: Option<NatsDoor>,
    /// Moves their rows on.
    pub moves: Moves,
    /// What waits for them.
    pub waits: Waits,
}

impl Desk {
    /// A subscription of a programme, with what it asks for.
    ///
    /// # Errors
    /// The programme has no such subscription, or the database cannot be reached.
    pub(crate) async fn of(&self, programme_id: &str, id: &str) -> Result<(Subscription, Content), Fault> {
        let subscription = self.office.store.load::<Subscription>(id).await?.state;
        let content = subscription.of(programme_id).map_err(|it| Fault::rejected(&it))?;
        let content = content.clone();
        Ok((subscription, content))
    }

    /// Looks where a subscription stands, and tells its streams.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub(crate) async fn look(&self, id: &str) -> Result<Standing, Fault> {
        let store = &self.office.store;
        let subscription = store.load::<Subscription>(id).await?.state;
        let mut cursor = cursor::of(store.pool(), id).await?.unwrap_or_default();
        for replay in subscription.replays_after(cursor.replays) {
            cursor = cursor::replay(store.pool(), id, subscription.from_position(), replay).await?;
        }
        let standing = Standing {
            stage: subscription.stage(),
            cursor,
        };
        self.standings.tell(id, standing.clone());
        Ok(standing)
    }

    /// What a subscription asks for; none when there is no such subscription.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub(crate) async fn content(&self, id: &str) -> Result<Option<Content>, Fault> {
        let subscription = self.office.store.load::<Subscription>(id).await?.state;
        Ok(subscription.content().cloned())
    }

    /// Suspends a subscription without a request that could be repeated: because its subscriber will have no more, or the hub itself because
    /// of what the endpoint says.
    ///
    /// # Errors
    /// It is refused, or the database cannot be reached.
    pub(crate) async fn suspend(
        &self,
        programme_id: &str,
        id: &str,
        reason: String,
        subscriber: Option<String>,
    ) -> Result<(), Fault> {
        let (at, today) = self.office.now();
        let by_hub = subscriber.is_none();
        let actor = subscriber.unwrap_or_else(|| "hub-exchange".to_owned());
        let command = Command::Suspend {
            programme_id: programme_id.to_owned(),
            reason,
            by_hub,
            by: By {
                actor: actor.clone(),
                today,
            },
        };
        let meta = Meta {
            actor,
            at,
            request: None,
            traceparent: None,
            context: context(),
        };
        self.office
            .store
            .execute::<Subscription>(id, command, &meta)
            .await?;
        self.look(id).await?;
        Ok(())
    }

    /// Does something about a subscription, and tells its streams.
    ///
    /// # Errors
    /// It is refused, or the database cannot be reached.
    pub(crate) async fn execute(
        &self,
        id: &str,
        change: &Change,
        command: impl FnOnce(By) -> Command,
    ) -> Result<Committed, Fault> {
        let (now, today) = self.office.now();
        let by = By {
            actor: change.actor().to_owned(),
            today,
        };
        let meta = change.meta(now, context());
        let store = &self.office.store;
        let committed = store.execute::<Subscription>(id, command(by), &meta).await?;
        self.look(id).await?;
        Ok(committed)
    }

    /// Has events delivered again.
    ///
    /// # Errors
    /// None of the ranges was given to the subscription, or the database cannot be reached.
    pub(crate) async fn replay(
        &self,
        change: &Change,
        programme_id: String,
        id: &str,
        ranges: Vec<Range>,
    ) -> Result<Committed, Fault> {
        let command = |by| Command::Replay {
            programme_id,
            ranges,
            by,
        };
        self.execute(id, change, command).await
    }
}

/// Programmes whose subscriptions a caller sees; none for all.
fn programmes(caller: &Caller) -> Option<Vec<String>> {
    const OVERSEEING: [Role; 4] = [
        Role::NationalCoordinator,
        Role::Operator,
        Role::Auditor,
        Role::MinistryReader,
    ];
    if OVERSEEING.iter().any(|role| caller.has(*role)) {
        return None;
    }
    let own = caller
        .grants
        .iter()
        .filter(|it| it.role == Role::SubscriberProgramme);
    Some(own.filter_map(|it| it.scope.clone()).collect())
}

/// A subscription belongs to no building block.
pub(crate) fn context() -> Context {
    Context::default()
}

/// What somebody may not see is not there.
fn unknown() -> Fault {
    Fault::rejected(&Rejection::Unknown)
}

/// Whose subscription, and which one.
fn named(faults: &mut Faults, programme_id: &str, subscription_id: &str) -> (String, String) {
    (
        faults.id("programme_id", programme_id),
        faults.id("subscription_id", subscription_id),
    )
}
