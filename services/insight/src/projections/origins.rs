//! The events behind rows, as an explanation shows them.

use contracts::{ledger::v1::Entry, options::v1::Audience};
use eventing::ProjectionError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::events::logged_at;
use crate::rows;

/// An event that rows were made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Ledger position.
    pub position: u64,
    /// CloudEvents type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// What it is about.
    pub subject: String,
    /// Project; empty when it belongs to none.
    pub project_id: String,
    /// Who may see it.
    pub audience: Audience,
    /// When the block logged it.
    pub logged_at: Timestamp,
}

/// Keeps the given entries. Repeating is harmless: an entry never changes.
pub(super) async fn keep(db: &mut PgConnection, entries: &[&Entry]) -> Result<(), ProjectionError> {
    let origins = entries
        .iter()
        .map(|entry| origin(entry))
        .collect::<Result<Vec<_>, _>>()?;
    rows::insert(db, "origins", "on conflict do nothing", &origins).await?;
    Ok(())
}

fn origin(entry: &Entry) -> Result<Origin, ProjectionError> {
    Ok(Origin {
        position: entry.position,
        event_type: entry.r#type.clone(),
        subject: entry.subject.clone(),
        project_id: entry.project_id.clone(),
        audience: entry.audience(),
        logged_at: logged_at(entry)?,
    })
}

/// The events at the given positions, by position.
///
/// # Errors
/// The database's.
pub async fn read(db: &mut PgConnection, positions: &[u64]) -> Result<Vec<Origin>, sqlx::Error> {
    let positions: Vec<i64> = positions.iter().map(|position| position.cast_signed()).collect();
    let rows: Vec<String> = sqlx::query_scalar(
        "select row_to_json(rows)::text from origins rows where position = any($1) order by position",
    )
    .bind(positions)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| serde_json::from_str(row).map_err(|error| sqlx::Error::Decode(error.into())))
        .collect()
}
