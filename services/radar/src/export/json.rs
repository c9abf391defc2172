//! JSON, as the contract writes it.

use crate::{contract::edition::edition, domain::edition::Published};

/// Writes an edition.
pub(super) fn write(it: &Published) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&edition(it))
}
