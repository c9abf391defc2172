//! How large things may be. Whatever is published travels in one event, and the NL GOV profile for CloudEvents allows 64 KB
//! on the wire, attributes included. Each block sets the bounds of its own things, and tests that its largest event fits.

use serde::Serialize;

/// Most characters of a reason, a note, a question or a direct answer. Such a text is published beside larger things.
pub const REASON_CHARS_MAX: usize = 3_000;

/// The size of a value as JSON, in bytes. What cannot be written is larger than everything.
#[must_use]
pub fn json_bytes(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX, |json| json.len())
}
