//! The read models of insight: each follows the ledger on its own, with its own checkpoint, and none waits for another.
//!
//! A projection folds events into rows with pure functions, in memory: [`State`] holds all of them. What changed
//! is shown to the views at once, and written to its tables a little later, together with the checkpoint. To add one: a file
//! here, its tables in `migrations/`, and a line in [`ALL`]. Raise its version when the same events must give other rows: the
//! next start then rebuilds it beside the live one.

mod attention;
mod culture;
mod events;
mod exchange;
mod fold;
mod linked;
mod observations;
mod professionalisation;
mod projects;
mod radar;
mod reference;
mod refold;
mod reporting;
mod state;
mod transitions;

use blocks::ledger::Batch;
use futures::{FutureExt, future::BoxFuture};
use sqlx::PgConnection;
use tokio::sync::mpsc;

use crate::{checkpoint::Checkpoint, tail::Stopped};
use fold::{Fold, Stored};
use refold::refold;
use state::Kept;

pub use events::is_known;
pub use observations::{OBSERVERS, Observed, Observer};
pub use refold::Refolded;
pub use state::{State, Unsaved};

/// Reads a projection's rows from its tables.
type Load = for<'a> fn(&'a mut PgConnection) -> BoxFuture<'a, Result<Box<dyn State>, sqlx::Error>>;

/// Makes a projection's rows from the first event on, by what it is fed.
type Refold = fn(mpsc::Receiver<Batch>, Checkpoint) -> BoxFuture<'static, Result<Refolded, Stopped>>;

/// A projection: its name, and how its rows are begun and found again.
#[derive(Clone, Copy)]
pub struct Registered {
    name: &'static str,
    /// Version of its code: raised when the same events must give other rows.
    pub version: i32,
    /// Its tables.
    pub tables: &'static [&'static str],
    /// Its rows before the first event.
    pub empty: fn() -> Box<dyn State>,
    load: Load,
    refold: Refold,
}

/// All projections.
pub const ALL: &[Registered] = &[
    Registered::of::<reference::Entries>("reference", 1),
    Registered::of::<projects::Rows>("projects", 2),
    Registered::of::<reporting::Rows>("reporting", 3),
    Registered::of::<attention::Points>("attention", 2),
    Registered::of::<observations::Observations>("observations", 5),
    Registered::of::<transitions::Rows>("transitions", 1),
    Registered::of::<professionalisation::Rows>("professionalisation", 2),
    Registered::of::<radar::Rows>("radar", 1),
    Registered::of::<culture::Rows>("culture", 1),
    Registered::of::<linked::Rows>("linked", 1),
    Registered::of::<exchange::Rows>("exchange", 1),
];

impl Registered {
    const fn of<F: Fold>(name: &'static str, version: i32) -> Self {
        Self {
            name,
            version,
            tables: <F as Stored>::TABLES,
            empty: Kept::<F>::empty,
            load: |db| Kept::<F>::load(db).boxed(),
            refold: |fed, beginning| refold::<F>(fed, beginning).boxed(),
        }
    }

    /// Its permanent name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The projection with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        ALL.iter().find(|registered| registered.name() == name).copied()
    }

    /// Its rows as its tables have them.
    ///
    /// # Errors
    /// The database's; `Decode` when a row does not fit its struct.
    pub async fn load(&self, db: &mut PgConnection) -> Result<Box<dyn State>, sqlx::Error> {
        (self.load)(db).await
    }

    /// Its rows made from the first event on, of all entries it is fed until there are no more.
    ///
    /// # Errors
    /// Entries are missing, or an event cannot be understood.
    pub async fn refold(&self, fed: mpsc::Receiver<Batch>) -> Result<Refolded, Stopped> {
        (self.refold)(fed, Checkpoint::beginning(self.name, self.version)).await
    }
}

impl std::fmt::Debug for Registered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Registered").field(&self.name()).finish()
    }
}
