//! Rebuilding projections beside the live ones.
//!
//! One pass over the ledger feeds all that are rebuilt. Their rows are made in memory, written to tables of the same names in
//! a schema of their own, and then, in one transaction, these take the place of the live ones together with the checkpoint.
//! Fetching, folding and writing overlap, and the live rows go on answering. The same code writes both: only the search path
//! differs. The database role needs the right to create schemas.

mod shadow;

use anyhow::Context;
use blocks::ledger::{Batch, Ledger};
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use eventing::breakpoint::{self, Step};
use futures::{StreamExt, future::try_join_all};
use runtime::{MESSAGE_BYTES_MAX, block::BlockEnv};
use sqlx::PgPool;
use tokio::sync::mpsc;

use crate::{
    checkpoint::Checkpoint,
    projections::{ALL, Refolded, Registered},
    tail::Stopped,
};
use shadow::Shadow;

/// Batches a projection may be behind the reading of the ledger.
const BEHIND_BATCHES: usize = 4;

/// Rebuilds projections by name, or `all`, and answers how far the new rows of each are.
///
/// # Errors
/// There is no such projection, the ledger or the database is away, or an event cannot be understood.
pub async fn rebuild(env: BlockEnv, names: &[String]) -> anyhow::Result<Vec<Checkpoint>> {
    let chosen = chosen(names)?;
    let ledger =
        LedgerServiceClient::new(env.peers.channel("ledger")?).max_decoding_message_size(MESSAGE_BYTES_MAX);
    rebuild_all(&env.pool, &ledger, &chosen)
        .await
        .with_context(|| format!("{} was not rebuilt", names.join(", ")))
}

fn chosen(names: &[String]) -> anyhow::Result<Vec<Registered>> {
    if names.iter().any(|name| name == "all") {
        return Ok(ALL.to_vec());
    }
    let known = || ALL.iter().map(Registered::name).collect::<Vec<_>>().join(", ");
    let mut chosen: Vec<Registered> = Vec::new();
    for name in names {
        let registered = Registered::find(name)
            .with_context(|| format!("insight has no projection '{name}', only {} and all", known()))?;
        if !chosen.iter().any(|other| other.name() == name) {
            chosen.push(registered);
        }
    }
    Ok(chosen)
}

/// Rebuilds one projection from a ledger.
///
/// # Errors
/// As for [`rebuild`].
pub async fn rebuild_from(
    pool: &PgPool,
    ledger: &impl Ledger,
    registered: Registered,
) -> Result<Checkpoint, Stopped> {
    let mut rebuilt = rebuild_all(pool, ledger, &[registered]).await?;
    rebuilt.pop().ok_or(Stopped::RebuiltElsewhere)
}

/// Rebuilds projections in one pass over a ledger.
///
/// # Errors
/// As for [`rebuild`]. Those that were swapped in before stay.
pub async fn rebuild_all(
    pool: &PgPool,
    ledger: &impl Ledger,
    chosen: &[Registered],
) -> Result<Vec<Checkpoint>, Stopped> {
    let mut shadows = Vec::new();
    for registered in chosen {
        shadows.push(Shadow::prepare(pool, *registered).await?);
    }
    let (folds, feeds): (Vec<_>, Vec<_>) = chosen.iter().copied().map(fold).unzip();
    let (_, folded) = futures::try_join!(read(ledger, feeds), try_join_all(folds))?;
    let finished = shadows
        .into_iter()
        .zip(folded)
        .map(|(shadow, folded)| finish(ledger, shadow, folded));
    try_join_all(finished).await
}

/// Reads the ledger from the beginning to its head, for all.
async fn read(ledger: &impl Ledger, feeds: Vec<mpsc::Sender<Batch>>) -> Result<(), Stopped> {
    let mut batches = ledger.read(1, false).await?;
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        for feed in &feeds {
            // One that failed tells so itself.
            let _ = feed.send(batch.clone()).await;
        }
    }
    Ok(())
}

/// Folds what it is fed in a task of its own.
fn fold(
    registered: Registered,
) -> (
    impl Future<Output = Result<Refolded, Stopped>>,
    mpsc::Sender<Batch>,
) {
    let (feed, fed) = mpsc::channel::<Batch>(BEHIND_BATCHES);
    let task = tokio::spawn(async move { registered.refold(fed).await });
    // A task ends otherwise only when it panics or the process stops.
    let joined = async move { task.await.unwrap_or(Err(Stopped::RebuiltElsewhere)) };
    (joined, feed)
}

/// Writes the rows and swaps them in; what happened meanwhile is taken along first.
async fn finish(
    ledger: &impl Ledger,
    mut shadow: Shadow,
    mut folded: Refolded,
) -> Result<Checkpoint, Stopped> {
    loop {
        shadow.write(folded.state.save().as_ref()).await?;
        folded.state.saved(true);
        breakpoint::pass(Step::InsightRebuilt);
        if let Some(swapped) = shadow.swap(&folded.reached).await? {
            shadow.close().await?;
            let (projection, position) = (&swapped.projection, swapped.position);
            tracing::info!(projection, position, "rebuilt and swapped in");
            return Ok(swapped);
        }
        let mut batches = ledger.read(folded.reached.position + 1, false).await?;
        while let Some(batch) = batches.next().await {
            folded.take(&batch?.entries)?;
        }
    }
}
