//! Repeats that are not the same as what is kept.

use sqlx::PgConnection;

use super::{from_sql, to_sql};
use crate::event::Event;

/// A repeat that is not the same as what is kept. What is kept stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// Block of both.
    pub(crate) block: String,
    /// Sequence of both.
    pub(crate) sequence: u64,
    /// Id of the entry in the ledger.
    pub(crate) kept_id: String,
    /// Id of the event that arrived.
    pub(crate) arrived_id: String,
}

/// Compares repeats with what is kept, those of this very transaction included.
pub(super) async fn conflicts(
    tx: &mut PgConnection,
    repeats: &[&Event],
) -> Result<Vec<Conflict>, sqlx::Error> {
    if repeats.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, i64, String, String)> = sqlx::query_as(
        "SELECT kept.block, kept.sequence, kept.event_id, arrived.event_id
         FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::bytea[])
            AS arrived (block, sequence, event_id, leaf_hash)
         JOIN entries kept ON kept.block = arrived.block AND kept.sequence = arrived.sequence
         WHERE kept.event_id <> arrived.event_id OR kept.leaf_hash <> arrived.leaf_hash",
    )
    .bind(
        repeats
            .iter()
            .map(|event| event.block.as_str())
            .collect::<Vec<_>>(),
    )
    .bind(
        repeats
            .iter()
            .map(|event| to_sql(event.sequence))
            .collect::<Vec<_>>(),
    )
    .bind(repeats.iter().map(|event| event.id.as_str()).collect::<Vec<_>>())
    .bind(repeats.iter().map(|event| event.leaf_hash()).collect::<Vec<_>>())
    .fetch_all(tx)
    .await?;
    let conflict = |(block, sequence, kept_id, arrived_id)| Conflict {
        block,
        sequence: from_sql(sequence),
        kept_id,
        arrived_id,
    };
    Ok(rows.into_iter().map(conflict).collect())
}
