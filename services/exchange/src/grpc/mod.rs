//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod delivery;
pub mod subscription;

use blocks::{feed::Feed, office::Office};
use contracts::options::v1::Role;
use eventing::Context;
use runtime::{access::Caller, fault::Fault, parse::Faults};
use tonic::{Response, Status};

use crate::{
    delivery::{
        archive::Archive,
        cursor,
        moves::Moves,
        standing::{Standing, Standings},
        waits::Waits,
    },
    domain::subscription::{Content, Rejection, Subscription},
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
        let cursor = cursor::of(store.pool(), id).await?.unwrap_or_default();
        let standing = Standing {
            stage: subscription.stage(),
            cursor,
        };
        self.standings.tell(id, standing.clone());
        Ok(standing)
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
