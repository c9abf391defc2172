//! Why a message is no event of ours.

use std::fmt;

/// Longest detail kept, in characters: enough to find the fault, too little to fill a disk.
const MAX_DETAIL_CHARS: usize = 500;

/// A message that cannot be appended, ever. It is kept in the table `rejected` and acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct Malformed {
    /// What is wrong, as a stable code.
    pub reason: Reason,
    /// What is wrong, in a sentence. Free of control characters.
    pub detail: String,
}

impl Malformed {
    /// A message refused for `reason`.
    pub fn new(reason: Reason, detail: impl fmt::Display) -> Self {
        let printable = |c: char| {
            if c.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        };
        let detail = detail
            .to_string()
            .chars()
            .take(MAX_DETAIL_CHARS)
            .map(printable)
            .collect();
        Self { reason, detail }
    }
}

/// What is wrong with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A CloudEvents attribute that the hub needs is missing; all of them, when it is no CloudEvent at all.
    AttributeMissing,
    /// An attribute has a value that its rule does not allow.
    AttributeInvalid,
    /// It names another block than the one on whose subject it came.
    WrongBlock,
    /// The data are larger than [`MAX_DATA_BYTES`](super::MAX_DATA_BYTES).
    DataTooLarge,
    /// The data are not a JSON object.
    DataNotJson,
    /// It is next by its sequence, but not later in its block's log than its predecessor.
    OutOfStep,
    /// As the bytes of an entry it is not in the one form in which the hub writes it.
    OtherForm,
}

impl Reason {
    /// The code in the table and in the metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::AttributeMissing => "ATTRIBUTE_MISSING",
            Self::AttributeInvalid => "ATTRIBUTE_INVALID",
            Self::WrongBlock => "WRONG_BLOCK",
            Self::DataTooLarge => "DATA_TOO_LARGE",
            Self::DataNotJson => "DATA_NOT_JSON",
            Self::OutOfStep => "OUT_OF_STEP",
            Self::OtherForm => "OTHER_FORM",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_can_always_be_stored() {
        let malformed = Malformed::new(Reason::AttributeInvalid, format!("a\0b{}", "x".repeat(10_000)));
        assert!(malformed.detail.starts_with("a\u{fffd}bxx"));
        assert_eq!(malformed.detail.chars().count(), MAX_DETAIL_CHARS);
    }
}
