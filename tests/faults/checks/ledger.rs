//! The ledger has every place up to its head, and of each block every sequence in the order of its log.

use super::{connect, some};
use crate::world::World;

pub(super) async fn gapless(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let (count, last, head): (i64, i64, i64) = sqlx::query_as(
        "SELECT count(*), coalesce(max(position), 0), (SELECT position FROM ledger.ledger_head) FROM ledger.entries",
    )
    .fetch_one(&mut database)
    .await?;
    let mut wrong = Vec::new();
    if (count, last) != (head, head) {
        wrong.push(format!(
            "{count} entries stand up to place {last}, and the head is {head}"
        ));
    }
    let steps: Vec<(i64, String)> = sqlx::query_as(
        "SELECT position, block FROM (
             SELECT position, block, sequence, log_position,
                 lag(sequence, 1, 0::bigint) OVER places AS before,
                 lag(log_position, 1, 0::bigint) OVER places AS log_before
             FROM ledger.entries WINDOW places AS (PARTITION BY block ORDER BY position)
         ) steps WHERE sequence <> before + 1 OR log_position <= log_before ORDER BY position",
    )
    .fetch_all(&mut database)
    .await?;
    wrong.extend(
        steps.iter().map(|(place, block)| {
            format!("the entry at {place} does not follow on the one before of {block}")
        }),
    );
    let heads: Vec<(String,)> = sqlx::query_as(
        "SELECT block FROM ledger.block_heads heads FULL JOIN (
             SELECT block, max(sequence) AS sequence, max(log_position) AS log_position
             FROM ledger.entries GROUP BY block
         ) newest USING (block)
         WHERE (heads.sequence, heads.log_position) IS DISTINCT FROM (newest.sequence, newest.log_position)",
    )
    .fetch_all(&mut database)
    .await?;
    wrong.extend(
        heads
            .iter()
            .map(|(block,)| format!("the head of {block} is not its newest entry")),
    );
    let rejected: Vec<(String, String)> = sqlx::query_as("SELECT reason, detail FROM ledger.rejected")
        .fetch_all(&mut database)
        .await?;
    wrong.extend(
        rejected
            .iter()
            .map(|(reason, detail)| format!("an event of the hub itself was rejected: {reason}: {detail}")),
    );
    Ok(some(wrong))
}
