//! Why a command was not carried out.

use std::sync::Arc;

use crate::{
    decider::{Decider, Rejection},
    failure::is_passing,
    recorded::CorruptFact,
};

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// A rule refuses it.
    #[error("{0}")]
    Rejected(Box<dyn Rejection>),
    /// The request id was used before for something else.
    #[error("the request id {0} was used before for another request")]
    RequestReused(uuid::Uuid),
    /// Others kept changing the same things.
    #[error("others kept changing the same things at the same time")]
    Contended,
    /// More changes wait than the store takes.
    #[error("more changes wait than the hub takes")]
    Busy,
    /// The database is away, or in trouble that passes. The change may have been made all the same: the same request id
    /// tells, when it is asked for again.
    #[error("the database did not answer")]
    Unavailable(#[source] Arc<sqlx::Error>),
    /// The database answers and refuses, such as a name it cannot store. Nothing was changed, and asking again changes
    /// nothing about that.
    #[error("the database refuses what is asked of it")]
    Refused(#[source] Arc<sqlx::Error>),
    /// The log's writer or its reader has ended; see [`Store::closed`](super::Store::closed).
    #[error("the log is closed")]
    Closed,
    /// A stored fact does not parse.
    #[error(transparent)]
    Corrupt(#[from] CorruptFact),
    /// A stream does not have all its facts.
    #[error("facts of {stream} before version {version} are missing")]
    Gap {
        /// Aggregate type and identifier.
        stream: String,
        /// The version before which something is missing.
        version: u64,
    },
    /// A fact cannot be written as JSON.
    #[error("a fact cannot be written")]
    Unwritable(#[source] serde_json::Error),
}

impl From<sqlx::Error> for ExecuteError {
    fn from(source: sqlx::Error) -> Self {
        Arc::new(source).into()
    }
}

/// One failure of the database may concern many callers.
impl From<Arc<sqlx::Error>> for ExecuteError {
    fn from(source: Arc<sqlx::Error>) -> Self {
        if is_passing(&source) {
            Self::Unavailable(source)
        } else {
            Self::Refused(source)
        }
    }
}

impl ExecuteError {
    /// Facts of a stream before `version` are missing.
    pub(super) fn gap<D: Decider>(id: &str, version: u64) -> Self {
        Self::Gap {
            stream: format!("{}/{id}", D::TYPE),
            version,
        }
    }
}
