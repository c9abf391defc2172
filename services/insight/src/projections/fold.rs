//! What a projection makes of events: rows by what they are about, most often a project, folded in memory by pure functions.

use std::{collections::BTreeMap, sync::Arc};

use contracts::ledger::v1::Entry;
use eventing::ProjectionError;
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::{rows::Onto, views::Gathered};

/// When and where an event was recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Ledger position.
    pub(super) position: u64,
    /// When the block logged it.
    pub(super) at: Timestamp,
}

/// The rows about one thing in one projection, and what events do to them: about a project, or about a demand, an application, a
/// solution. A copy is cheap: rows are shared.
pub(super) trait Fold: Stored {
    /// The events it understands.
    type Event: Send;

    /// The event of an entry; none when it is of another type.
    fn decode(entry: &Entry) -> Result<Option<Self::Event>, ProjectionError>;

    /// The identifier that an event's rows are kept by: the project it is about, empty when it is about none, or what else the
    /// projection keeps its rows by.
    fn kept_by(event: &Self::Event) -> &str;

    /// Applies one event. Pure.
    fn apply(&mut self, event: Self::Event, place: Place) -> Result<(), ProjectionError>;

    /// Shows the rows kept by an identifier to the views.
    fn show(&self, id: &str, views: &mut Gathered);

    /// The identifiers by which the views may have been shown rows before.
    fn shown(views: &Gathered) -> Vec<String> {
        views.project_ids().cloned().collect()
    }
}

/// The rows about one thing before and after some events.
#[derive(Debug)]
pub(super) struct Change<F> {
    pub(super) before: F,
    pub(super) now: F,
}

/// Rows that are kept in tables. [`stored`] writes this for a struct of lists.
#[async_trait::async_trait]
pub(super) trait Stored: Clone + Default + Send + Sync + 'static {
    /// The tables, in the order in which they are written.
    const TABLES: &'static [&'static str];

    /// Puts the lists in their order.
    fn settle(&mut self);

    /// All rows in the tables, by what they are kept by.
    async fn load(db: &mut PgConnection) -> Result<BTreeMap<String, Self>, sqlx::Error>;

    /// Writes what changed; to empty tables faster.
    async fn write(db: &mut PgConnection, changes: &[Change<Self>], onto: Onto) -> Result<(), sqlx::Error>;

    /// Deletes whatever the tables hold by the given identifiers.
    async fn delete(db: &mut PgConnection, ids: &[String]) -> Result<(), sqlx::Error>;
}

/// Puts a row in the place of the one before. What is the same already is left alone: nothing is copied for it.
pub(super) fn put<T: Clone>(
    known: &mut Arc<BTreeMap<String, T>>,
    id: &str,
    now: Option<T>,
    is_same: impl Fn(&T, &T) -> bool,
) {
    match (now, known.get(id)) {
        (None, None) => {}
        (Some(row), Some(before)) if is_same(&row, before) => {}
        (Some(row), _) => {
            Arc::make_mut(known).insert(id.to_owned(), row);
        }
        (None, Some(_)) => {
            Arc::make_mut(known).remove(id);
        }
    }
}

/// Makes [`Stored`] of a struct whose fields are lists of rows.
macro_rules! stored {
    ($fold:ty { $($list:ident: $row:ty),* $(,)? }) => {
        #[async_trait::async_trait]
        impl $crate::projections::fold::Stored for $fold {
            const TABLES: &'static [&'static str] = &[$(<$row as $crate::rows::Row>::TABLE),*];

            fn settle(&mut self) {
                $(self.$list.sort_by($crate::rows::Row::order);)*
            }

            async fn load(
                db: &mut sqlx::PgConnection,
            ) -> Result<std::collections::BTreeMap<String, Self>, sqlx::Error> {
                let mut all = std::collections::BTreeMap::<String, Self>::new();
                $(for row in $crate::rows::read::<$row>(db).await? {
                    let id = $crate::rows::Row::kept_by(&row).to_owned();
                    all.entry(id).or_default().$list.push(row);
                })*
                all.values_mut().for_each($crate::projections::fold::Stored::settle);
                Ok(all)
            }

            async fn write(
                db: &mut sqlx::PgConnection,
                changes: &[$crate::projections::fold::Change<Self>],
                onto: $crate::rows::Onto,
            ) -> Result<(), sqlx::Error> {
                $({
                    let mut difference = $crate::rows::Difference::default();
                    for change in changes {
                        difference.add(&change.before.$list, &change.now.$list);
                    }
                    match onto {
                        $crate::rows::Onto::Nothing => difference.fill(db).await?,
                        $crate::rows::Onto::Known | $crate::rows::Onto::Unknown => difference.write(db).await?,
                    }
                })*
                Ok(())
            }

            async fn delete(db: &mut sqlx::PgConnection, ids: &[String]) -> Result<(), sqlx::Error> {
                $($crate::rows::delete_of::<$row>(db, ids).await?;)*
                Ok(())
            }
        }
    };
}
pub(super) use stored;
