//! Folding a batch into the rows of the projects it touches.

use std::collections::{BTreeMap, BTreeSet};

use contracts::ledger::v1::Entry;
use eventing::ProjectionError;
use jiff::Timestamp;
use sqlx::PgConnection;

use super::{events::logged_at, origins};

/// When and where an event was recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Ledger position.
    pub(super) position: u64,
    /// When the block logged it.
    pub(super) at: Timestamp,
}

/// The rows of one project in one projection, and what events do to them.
#[async_trait::async_trait]
pub(super) trait Fold: Default + Send + Sync + Sized {
    /// The events it understands.
    type Event: Send + Sync;

    /// The event of an entry; none when it is of another type.
    fn decode(entry: &Entry) -> Result<Option<Self::Event>, ProjectionError>;

    /// The project an event is about.
    fn project_id(event: &Self::Event) -> &str;

    /// Applies one event. Pure.
    fn apply(&mut self, event: Self::Event, place: Place) -> Result<(), ProjectionError>;

    /// The rows of the given projects; a project without rows may be left out.
    async fn load(db: &mut PgConnection, ids: &[String]) -> Result<BTreeMap<String, Self>, sqlx::Error>;

    /// Replaces the rows of the given projects.
    async fn save(db: &mut PgConnection, ids: &[String], folds: Vec<Self>) -> Result<(), sqlx::Error>;
}

/// Applies a batch: load, fold, save, in a fixed number of statements.
pub(super) async fn apply<F: Fold>(batch: &[Entry], db: &mut PgConnection) -> Result<(), ProjectionError> {
    let mut events = Vec::new();
    for entry in batch {
        if let Some(event) = F::decode(entry)? {
            events.push((entry, event));
        }
    }
    if events.is_empty() {
        return Ok(());
    }
    let used: Vec<&Entry> = events.iter().map(|(entry, _)| *entry).collect();
    let ids: BTreeSet<String> = events
        .iter()
        .map(|(_, event)| F::project_id(event).to_owned())
        .collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let mut folds = F::load(db, &ids).await?;
    for (entry, event) in events {
        let place = Place {
            position: entry.position,
            at: logged_at(entry)?,
        };
        folds
            .entry(F::project_id(&event).to_owned())
            .or_default()
            .apply(event, place)?;
    }
    F::save(db, &ids, folds.into_values().collect()).await?;
    origins::keep(db, &used).await
}

/// Sorts rows by project.
pub(super) fn hand_out<F: Default, R>(
    folds: &mut BTreeMap<String, F>,
    rows: Vec<R>,
    project_id: impl Fn(&R) -> &str,
    list: impl Fn(&mut F) -> &mut Vec<R>,
) {
    for row in rows {
        list(folds.entry(project_id(&row).to_owned()).or_default()).push(row);
    }
}
