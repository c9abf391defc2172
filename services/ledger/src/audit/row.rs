//! One entry as an auditor gets to see it.

use bytes::Bytes;
use transparency::Hash;

use super::Moment;

/// One entry: its exact bytes, and what is kept or served beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the ledger, from 1.
    pub position: u64,
    /// The bytes that are hashed: structured CloudEvents JSON.
    pub bytes: Bytes,
    /// The leaf hash that is kept with it; `None` where none is.
    pub leaf: Option<Vec<u8>>,
    /// What is kept or served of it in columns; `None` where there are only bytes.
    pub columns: Option<Columns>,
}

/// An entry as its columns say it, in a table or in an answer. Whatever a table can hold, this can.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Block that published it.
    pub block: String,
    /// Its number among the block's published events.
    pub sequence: i64,
    /// Its place in the block's own log.
    pub log_position: i64,
    /// CloudEvents `id`.
    pub event_id: String,
    /// CloudEvents `type`.
    pub kind: String,
    /// CloudEvents `source`.
    pub source: String,
    /// CloudEvents `subject`.
    pub subject: String,
    /// CloudEvents `time`.
    pub time: Option<Moment>,
    /// When the ledger recorded it.
    pub recorded_at: Option<Moment>,
    /// Building block it belongs to.
    pub building_block: Option<String>,
    /// Project it belongs to.
    pub project: Option<String>,
    /// Regions it belongs to; a table can hold NULL among them.
    pub regions: Vec<Option<String>>,
    /// Theme it belongs to.
    pub theme: Option<String>,
    /// Number of the audience.
    pub audience: i32,
    /// W3C trace context.
    pub traceparent: Option<String>,
    /// The event's own data as served; `None` in a table, which has them within the bytes only.
    pub data: Option<Bytes>,
}

impl Row {
    /// An entry of which there are only the bytes.
    pub fn of_bytes(position: u64, bytes: Bytes) -> Self {
        Self {
            position,
            bytes,
            leaf: None,
            columns: None,
        }
    }

    /// Whether this is the hash that is kept with it; true where none is.
    pub(super) fn keeps(&self, leaf: Hash) -> bool {
        self.leaf.as_ref().is_none_or(|kept| kept == leaf.as_bytes())
    }
}
