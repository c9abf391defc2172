//! Where the world finds what stands in credentials. These URLs are in documents that people keep: they never change.

use credentials::{Iri, MIN_ENTRIES};
use runtime::fault::Fault;

use super::{below, unwritable};

/// Credentials in one status list: the least that the Bitstring Status List takes, so that looking one up tells little.
pub const LIST_ENTRIES: u32 = MIN_ENTRIES;

/// URLs below the public one.
#[derive(Debug, Clone)]
pub struct Addresses {
    base: Iri,
}

impl Addresses {
    pub(super) fn new(base: Iri) -> Self {
        Self { base }
    }

    /// The public URL.
    #[must_use]
    pub fn base(&self) -> &str {
        self.base.as_str()
    }

    /// An issuer, and the document with its keys.
    ///
    /// # Errors
    /// None, since identifiers are plain.
    pub fn issuer(&self, provider_id: &str) -> Result<Iri, Fault> {
        below(&self.base, &format!("/credentials/issuers/{provider_id}"))
    }

    /// A key of an issuer.
    ///
    /// # Errors
    /// None, since identifiers are plain.
    pub fn method(&self, provider_id: &str, key_id: &str) -> Result<Iri, Fault> {
        let issuer = self.issuer(provider_id)?;
        issuer.with_fragment(key_id).map_err(|error| unwritable(&error))
    }

    /// A class of credentials.
    ///
    /// # Errors
    /// None, since identifiers are plain.
    pub fn class(&self, class_id: &str) -> Result<Iri, Fault> {
        below(&self.base, &format!("/credentials/classes/{class_id}"))
    }

    /// A status list of a provider, counting from 0.
    ///
    /// # Errors
    /// None, since identifiers are plain.
    pub fn status_list(&self, provider_id: &str, list: u32) -> Result<Iri, Fault> {
        below(&self.base, &format!("/credentials/status/{provider_id}/{list}"))
    }
}
