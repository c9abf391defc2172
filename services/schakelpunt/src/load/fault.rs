//! What is wrong with one line, found before anything was sent.

use crate::{client::Refusal, failure::Note, output::Texts};

/// What is wrong with one line, or why the hub refused it.
#[derive(Debug)]
pub(super) enum Fault {
    /// Found on this side: a stable reason and the words for it.
    Here {
        /// Stable reason, such as `LINE_TOO_LONG`.
        reason: &'static str,
        /// In words.
        note: Note,
    },
    /// The hub refused, or could not be reached.
    There(Box<Refusal>),
}

impl Fault {
    /// A fault found on this side.
    pub(super) fn here(reason: &'static str, note: Note) -> Self {
        Self::Here { reason, note }
    }

    /// The stable reason.
    #[cfg(test)]
    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Here { reason, .. } => reason,
            Self::There(refusal) => &refusal.reason,
        }
    }

    /// Reason and message on one line.
    pub(super) fn one_line(&self, texts: &Texts) -> String {
        match self {
            Self::Here { reason, note } => {
                crate::output::clean(&format!("{reason} {}", note.text(texts))).replace('\n', " ")
            }
            Self::There(refusal) => refusal.one_line(),
        }
    }

    /// For machines, in the form of all errors.
    pub(super) fn json(&self, texts: &Texts) -> serde_json::Value {
        match self {
            Self::Here { reason, note } => {
                serde_json::json!({"reason": reason, "message": note.text(texts), "faults": []})
            }
            Self::There(refusal) => refusal.json()["error"].take(),
        }
    }

    /// Whether the hub is away, so that going on makes no sense.
    pub(super) fn is_away(&self) -> bool {
        matches!(self, Self::There(refusal) if refusal.code == tonic::Code::Unavailable)
    }
}
