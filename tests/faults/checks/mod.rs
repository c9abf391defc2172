//! What must hold whatever was broken: one file each, one line in [`CHECKS`]. Asked of the tables themselves, past the hub.

mod answers;
mod awards;
mod insight;
mod known;
mod ledger;
mod log;
mod proofs;
mod published;
mod read_models;
mod receipts;
mod rows;
mod subscribers;

use futures::future::LocalBoxFuture;
use sqlx::{Connection, PgConnection};

pub(crate) use published::{nothing_is_left, pool_at};
pub(crate) use subscribers::differences;

use crate::world::World;

/// The blocks with a log of decisions.
const BLOCKS: [&str; 3] = ["programme", "transitions", "exchange"];

/// Looks, and answers what is wrong.
type Look = for<'a> fn(&'a mut World) -> LocalBoxFuture<'a, anyhow::Result<Vec<String>>>;

/// Something that must hold when things are quiet again.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) look: Look,
}

/// All checks. The last ones make things anew and restart a process, so they come when everything else was looked at.
pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "each block's log is gapless",
        look: |world| Box::pin(log::gapless(world)),
    },
    Check {
        name: "who was told of a change finds it, once; who was refused left nothing",
        look: |world| Box::pin(receipts::true_to_the_log(world)),
    },
    Check {
        name: "no answer contradicts another",
        look: |world| Box::pin(receipts::no_contradiction(world)),
    },
    Check {
        name: "the ledger is gapless, and in the order of each block",
        look: |world| Box::pin(ledger::gapless(world)),
    },
    Check {
        name: "every public fact is in the ledger once, and nothing else is",
        look: |world| Box::pin(published::the_same(world)),
    },
    Check {
        name: "the proofs hold",
        look: |world| Box::pin(proofs::hold(world)),
    },
    Check {
        name: "what was awarded is within the ceiling, and a project with that money",
        look: |world| Box::pin(awards::within_the_ceiling(world)),
    },
    Check {
        name: "what the transitions block knows of others is what they made public",
        look: |world| Box::pin(known::what_was_public(world)),
    },
    Check {
        name: "every subscriber has what the ledger has for it, in order",
        look: |world| Box::pin(subscribers::have_what_the_ledger_has(world)),
    },
    Check {
        name: "the blocks' own read models equal a rebuild",
        look: |world| Box::pin(undisturbed(world, read_models::equal_a_rebuild)),
    },
    Check {
        name: "insight's rows and answers equal a rebuild",
        look: |world| Box::pin(undisturbed(world, insight::equal_a_rebuild)),
    },
];

/// A connection to the hub's database, past networks and roles.
pub(crate) async fn connect(world: &World) -> anyhow::Result<PgConnection> {
    Ok(PgConnection::connect(&world.servers.database_url()).await?)
}

/// How often a comparison is begun again because something happened meanwhile.
const COMPARISONS_MAX: usize = 3;

/// Compares what there is with what there is later, when nothing happened in between. What has come due is recorded by the
/// scheduler once a minute, and by a process that starts at once: that may be in the middle of a comparison, but not again
/// and again.
async fn undisturbed(
    world: &mut World,
    compare: impl AsyncFn(&mut World) -> anyhow::Result<Vec<String>>,
) -> anyhow::Result<Vec<String>> {
    for _ in 0..COMPARISONS_MAX {
        let before = log_head(world).await?;
        let wrong = compare(world).await?;
        if wrong.is_empty() || log_head(world).await? == before {
            return Ok(some(wrong));
        }
    }
    anyhow::bail!("the log does not come to rest")
}

/// Places of all logs together: it moves when one does.
async fn log_head(world: &World) -> anyhow::Result<i64> {
    let sql = "SELECT (SELECT position FROM programme.head) + (SELECT position FROM transitions.head)
                   + (SELECT position FROM exchange.head)";
    Ok(sqlx::query_scalar(sql)
        .fetch_one(&mut connect(world).await?)
        .await?)
}

/// The first few of many.
fn some(mut what: Vec<String>) -> Vec<String> {
    const SHOWN: usize = 8;
    let more = what.len().saturating_sub(SHOWN);
    what.truncate(SHOWN);
    if more > 0 {
        what.push(format!("and {more} more"));
    }
    what
}
