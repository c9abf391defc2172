//! What stands in the releases of taxonomies. It lies beside the log, because it is somebody else's: the log names a release by the
//! digests of its files, from which everything here follows.

mod builtin;
mod import;
mod lookup;
mod search;
mod successors;
mod upload;
mod write;

use std::{collections::HashMap, sync::Arc};

use sqlx::PgPool;
use taxonomy::{Kind, Successors};
use tokio::sync::Mutex;

pub use builtin::{FILES as BUILTIN_FILES, SCHEME as BUILTIN_SCHEME, release as builtin_release};
pub use import::{FileBytes, Outcome, digest};
pub use lookup::{Changed, Found, State};
pub use search::{Hit, Wanted};
pub use successors::Unreadable;
pub use upload::{PART_BYTES_MAX, Uploaded};
pub use write::Imported;

/// Successors by scheme, each with the version of the release that they are as of.
type ByScheme = HashMap<String, (String, Arc<Successors>)>;

/// The taxonomies. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Taxonomies {
    pool: PgPool,
    /// Successors of each scheme, as of its release in force.
    successors: Arc<Mutex<ByScheme>>,
}

impl Taxonomies {
    /// In the tables of the block.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            successors: Arc::default(),
        }
    }
}

/// Name of a kind in the rows.
#[must_use]
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::SkillCompetence | Kind::Skill => "skill",
        Kind::Knowledge => "knowledge",
        Kind::Attitude => "attitude",
        Kind::Group => "group",
        Kind::Task => "task",
        Kind::Occupation => "occupation",
        Kind::Other => "other",
    }
}
