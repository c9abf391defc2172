//! How large things may be. Whatever is published travels in one event, and the NL GOV profile for CloudEvents allows 64 KB
//! on the wire, attributes included. A test in `publish` keeps the largest of each below that.
//!
//! Sizes are those of the stored JSON, in bytes; the published JSON of the same content is about as large.

pub use blocks::size::{REASON_CHARS_MAX, json_bytes};

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
