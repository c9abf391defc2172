//! Projection `reference`: the reference data as last defined.

use std::collections::BTreeMap;

use async_trait::async_trait;
use contracts::ledger::v1::Entry;
use eventing::{Projection, ProjectionError};
use sqlx::PgConnection;

use super::{
    events::{ReferenceEvent, required},
    origins, truncate,
};
use crate::rows::{self, EntryRow, entry_key};

pub(super) const TABLES: &[&str] = &["reference_entries"];

/// See the module.
pub(super) struct Reference;

#[async_trait]
impl Projection<Entry> for Reference {
    fn name(&self) -> &'static str {
        "reference"
    }

    async fn apply(&self, batch: &[Entry], db: &mut PgConnection) -> Result<(), ProjectionError> {
        let mut newest = BTreeMap::new();
        let mut used = Vec::new();
        for entry in batch {
            if let Some(row) = row(entry)? {
                newest.insert((row.kind.clone(), row.entry_id.clone()), row);
                used.push(entry);
            }
        }
        let rows: Vec<EntryRow> = newest.into_values().collect();
        rows::insert(db, "reference_entries", REPLACE, &rows).await?;
        origins::keep(db, &used).await
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        truncate(db, TABLES).await
    }
}

const REPLACE: &str = "on conflict (kind, entry_id) do update \
    set entry = excluded.entry, revision = excluded.revision, position = excluded.position";

fn row(entry: &Entry) -> Result<Option<EntryRow>, ProjectionError> {
    let Some(ReferenceEvent::ReferenceDataDefined(defined)) = ReferenceEvent::decode(entry)? else {
        return Ok(None);
    };
    let content = required(entry.position, "entry", defined.entry)?;
    let (kind, entry_id) = required(entry.position, "entry.content", entry_key(&content))?;
    Ok(Some(EntryRow {
        kind: kind.to_owned(),
        entry_id,
        entry: content,
        revision: defined.revision,
        position: entry.position,
    }))
}
