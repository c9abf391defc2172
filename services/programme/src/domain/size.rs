//! How large things may be. Whatever is published travels in one event, and the NL GOV profile for CloudEvents allows 64 KB
//! on the wire, attributes included. A test in `publish` keeps the largest of each below that.
//!
//! Sizes are those of the stored JSON, in bytes; the published JSON of the same content is about as large.

use serde::Serialize;

/// Most bytes of what a report says. Its acceptance is published with a note beside it.
pub const REPORT_BYTES_MAX: usize = 44_000;

/// Most bytes of a plan as it is first set. A report repeats the plan line by line and needs room for its own words, and
/// revisions need room to grow.
pub const PLAN_BYTES_MAX: usize = 24_000;

/// Most bytes of a revised plan together with the values that the revision replaced; both are published with the reason.
pub const REVISION_BYTES_MAX: usize = 32_000;

/// Most bytes of a project's profile.
pub const PROFILE_BYTES_MAX: usize = 40_000;

/// Most bytes of an entry of the reference data with its source.
pub const ENTRY_BYTES_MAX: usize = 40_000;

/// Most characters of a reason, a note, a question or a direct answer. Such a text is published beside a plan or a report.
pub const REASON_CHARS_MAX: usize = 3_000;

/// The size of a value as JSON, in bytes. What cannot be written is larger than everything.
#[must_use]
pub fn json_bytes(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX, |json| json.len())
}
