//! Revoking and suspending: entries of credentials in lists of bits, W3C Bitstring Status List 1.0.

mod bits;
mod list;

use serde::Serialize;

pub use bits::{BitsError, MAX_LIST_BYTES, MIN_ENTRIES, StatusBits};
pub use list::StatusListCredential;

use crate::value::Iri;

/// What a status list tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusPurpose {
    /// Taken back for good.
    Revocation,
    /// Not valid for the time being.
    Suspension,
}

impl StatusPurpose {
    /// As the specification writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }

    /// Reads one.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Revocation, Self::Suspension]
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
    }
}

/// Where a credential's status stands: a bit of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEntry {
    id: Iri,
    list: Iri,
    purpose: StatusPurpose,
    index: u32,
}

impl StatusEntry {
    /// The bit `index` of the list that is published at `list`. Give out indices at random within a list, so that their
    /// order does not tell who was given one when.
    ///
    /// # Errors
    ///
    /// None for a list whose URL leaves room for a fragment.
    pub fn new(list: Iri, purpose: StatusPurpose, index: u32) -> Result<Self, crate::value::InvalidValue> {
        Ok(Self {
            id: list.with_fragment(&index.to_string())?,
            list,
            purpose,
            index,
        })
    }

    /// What the list tells.
    pub fn purpose(&self) -> StatusPurpose {
        self.purpose
    }

    /// Which bit.
    pub fn index(&self) -> u32 {
        self.index
    }

    pub(crate) fn id(&self) -> &Iri {
        &self.id
    }

    pub(crate) fn list(&self) -> &Iri {
        &self.list
    }

    pub(crate) fn wire(&self) -> EntryWire<'_> {
        EntryWire {
            id: self.id.as_str(),
            r#type: "BitstringStatusListEntry",
            status_purpose: self.purpose.as_str(),
            status_list_index: self.index.to_string(),
            status_list_credential: self.list.as_str(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntryWire<'c> {
    id: &'c str,
    r#type: &'static str,
    status_purpose: &'static str,
    status_list_index: String,
    status_list_credential: &'c str,
}
