//! What lies beside the log: the texts of sources, where in them mentions stand, and what was read, held in memory for trends.

mod compare;
mod evidence;
mod held;
mod judged;
mod mentions;
mod terms;
mod texts;

use std::{collections::HashMap, sync::Arc};

use sqlx::PgPool;
use tokio::sync::RwLock;

pub use compare::{Compared, Difference};
pub use evidence::{Evidence, Sought};
pub use held::Reading;
pub use judged::{Answers, JudgedConcepts, Key};
pub use mentions::{Mention, MentionRow, Wanted};
pub use terms::{Corpus, TermRow, Terms};

use held::Held;

/// The archive. Cheap to clone.
#[derive(Clone)]
pub struct Archive {
    pool: PgPool,
    /// What runs have read, by run.
    held: Arc<RwLock<HashMap<String, Arc<RwLock<Held>>>>>,
    /// Trends that were judged a moment ago.
    pub judged: Answers,
}

impl Archive {
    /// In the tables of the block.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            held: Arc::default(),
            judged: Answers::default(),
        }
    }
}
