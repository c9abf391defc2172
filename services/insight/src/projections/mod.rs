//! The read models of insight: each follows the ledger on its own, with its own checkpoint, and none waits for another.
//!
//! A projection folds events into rows: it loads the rows of the projects a batch touches, applies the events to them with
//! pure functions, and writes them back. To add one: a file here, its tables in `migrations/`, and a line in [`ALL`].
//! Raise its version when the same events must give other rows: the next start then rebuilds it beside the live one.

mod attention;
mod events;
mod fold;
mod observations;
mod origins;
mod projects;
mod reference;
mod reporting;

use contracts::ledger::v1::Entry;
use eventing::{Projection, ProjectionError};

pub use events::is_known;
pub use observations::{OBSERVERS, Observed, Observer};
pub use origins::{Origin, read as read_origins};

/// A projection with what a rebuild must know of it.
#[derive(Clone, Copy)]
pub struct Registered {
    /// The projection.
    pub projection: &'static dyn Projection<Entry>,
    /// Version of its code: raised when the same events must give other rows.
    pub version: i32,
    /// Its tables.
    pub tables: &'static [&'static str],
}

/// All projections.
pub const ALL: &[Registered] = &[
    Registered {
        projection: &reference::Reference,
        version: 1,
        tables: reference::TABLES,
    },
    Registered {
        projection: &projects::Projects,
        version: 1,
        tables: projects::TABLES,
    },
    Registered {
        projection: &reporting::Reporting,
        version: 1,
        tables: reporting::TABLES,
    },
    Registered {
        projection: &attention::Attention,
        version: 1,
        tables: attention::TABLES,
    },
    Registered {
        projection: &observations::Observations,
        version: 1,
        tables: observations::TABLES,
    },
];

impl Registered {
    /// Its permanent name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.projection.name()
    }

    /// The projection with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        ALL.iter().find(|registered| registered.name() == name).copied()
    }
}

impl std::fmt::Debug for Registered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Registered").field(&self.name()).finish()
    }
}

/// Empties tables.
async fn truncate(db: &mut sqlx::PgConnection, tables: &[&str]) -> Result<(), ProjectionError> {
    sqlx::query(&format!("truncate {}", tables.join(", ")))
        .execute(db)
        .await?;
    Ok(())
}
