//! Making what issuers hand out and publish: signed credentials, status lists, and the documents that say with which keys they are signed.
//!
//! What was decided is in the log ([`issuance`](crate::domain::issuance), [`keyring`](crate::domain::keyring)); what is secret or personal
//! is in the [`vault`](crate::vault). Here both come together for a moment, to sign.

mod addresses;
mod documents;
mod issuer;
mod lookup;
mod recipient;
mod signers;
mod status;

use std::sync::Arc;

use blocks::office::Office;
use credentials::Iri;
use runtime::{
    fault::{Fault, Kind},
    outbound::{Outbound, Reach},
};

pub use addresses::{Addresses, LIST_ENTRIES};
pub use documents::{Batch, Issue};
pub use recipient::{Form, Identity, Recipient};
pub use signers::{NewKey, new_key};

use crate::{config::Config, vault::Vault};
use signers::Signers;
use status::Lists;

/// What signs and looks up. Cheap to clone.
#[derive(Clone)]
pub struct Issuing {
    /// The block's log, time, and what is known of others.
    pub office: Office,
    /// The vault.
    pub vault: Vault,
    addresses: Option<Addresses>,
    signers: Arc<Signers>,
    lists: Arc<Lists>,
    outbound: Outbound,
}

impl Issuing {
    /// What signs by this configuration.
    ///
    /// # Errors
    /// Nobody can be asked over HTTP from this machine.
    pub fn new(office: Office, vault: Vault, config: &Config) -> anyhow::Result<Self> {
        let reach = if config.development {
            Reach::Everywhere
        } else {
            Reach::Public
        };
        Ok(Self {
            office,
            vault,
            addresses: config.public_url.clone().map(Addresses::new),
            signers: Arc::default(),
            lists: Arc::default(),
            outbound: Outbound::new(reach)?,
        })
    }

    /// Where the world finds what is issued.
    ///
    /// # Errors
    /// It is not configured.
    pub fn addresses(&self) -> Result<&Addresses, Fault> {
        self.addresses.as_ref().ok_or_else(|| {
            let what =
                "the hub's public URL is not configured, and credentials would say for ever where to find it";
            Fault::new("PUBLIC_URL_MISSING", Kind::WrongState, what)
        })
    }
}

/// What cannot be written as a part of a credential, although it was checked: told as a fault of the hub.
fn unwritable(error: &(dyn std::error::Error + 'static)) -> Fault {
    Fault::internal("writing a credential", error)
}

/// A URL below the public one.
fn below(base: &Iri, path: &str) -> Result<Iri, Fault> {
    Iri::parse(format!("{}{path}", base.as_str())).map_err(|error| unwritable(&error))
}
