//! The ledger's entries, read from its table past the hub.

use serde_json::Value;
use sqlx::{FromRow, PgConnection};

use super::Event;

/// An entry, with what filters look at.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) event: Event,
    pub(crate) event_type: String,
    pub(crate) regions: Vec<String>,
    /// The number of the contract's `Audience`.
    pub(crate) audience: i16,
}

#[derive(FromRow)]
struct Row {
    position: i64,
    event_id: String,
    r#type: String,
    subject: String,
    regions: Vec<String>,
    audience: i16,
    entry: Vec<u8>,
}

impl TryFrom<Row> for Kept {
    type Error = serde_json::Error;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let entry: Value = serde_json::from_slice(&row.entry)?;
        let position = row.position.cast_unsigned();
        Ok(Self {
            event: Event::new(position, &row.event_id, &row.r#type, &row.subject, &entry["data"]),
            event_type: row.r#type,
            regions: row.regions,
            audience: row.audience,
        })
    }
}

/// The entries after a position.
pub(crate) async fn after(database: &mut PgConnection, position: u64) -> anyhow::Result<Vec<Kept>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT position, event_id, type, subject, regions, audience, entry FROM ledger.entries
         WHERE position > $1 ORDER BY position",
    )
    .bind(position.cast_signed())
    .fetch_all(database)
    .await?;
    let kept: Result<Vec<Kept>, _> = rows.into_iter().map(Kept::try_from).collect();
    Ok(kept?)
}
