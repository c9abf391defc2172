//! Status lists: which of a provider's credentials were revoked, signed by the provider, without saying whose they are.

use blocks::values::Id;
use credentials::{StatusBits, StatusListCredential, StatusPurpose, Validity};
use jiff::{SignedDuration, Timestamp};
use quick_cache::sync::Cache;
use runtime::fault::{Fault, Kind};

use super::{Issuing, LIST_ENTRIES, signers::Signer, unwritable};
use crate::domain::{
    issuance::Issuance,
    keyring::{Algorithm, Keyring},
};

/// Most lists that are kept.
const KEPT_MAX: usize = 200;
/// How long a list holds, in hours: after that a verifier asks again.
const VALID_HOURS: i64 = 24;
/// After how many minutes a list is signed again although nothing changed, so that what is fetched still holds for a while.
const AGAIN_MINUTES: i64 = 60;

/// A signed list, and of when it is.
#[derive(Clone)]
struct Kept {
    version: u64,
    key_id: Id,
    signed_at: Timestamp,
    document: String,
}

/// Lists that were signed.
pub(super) struct Lists(Cache<(Id, u32), Kept>);

impl Default for Lists {
    fn default() -> Self {
        Self(Cache::new(KEPT_MAX))
    }
}

impl Issuing {
    /// A status list as it stands now, signed; none when nothing in it was issued.
    ///
    /// # Errors
    /// The provider has no key that signs, or the vault does not answer.
    pub async fn status_list(&self, provider_id: &str, list: u32) -> Result<Option<String>, Fault> {
        let loaded = self.office.store.load::<Issuance>(provider_id).await?;
        let (version, issuance) = (loaded.version, loaded.state);
        let lists = issuance.issued().div_ceil(LIST_ENTRIES);
        if list >= lists {
            return Ok(None);
        }
        let keyring = self.office.store.load::<Keyring>(provider_id).await?.state;
        let key = keyring.active(Algorithm::Ed25519).ok_or_else(no_key)?;
        let (now, _) = self.office.now();
        let name = (provider_id.to_owned(), list);
        let fresh = |kept: &Kept| {
            let age = now.duration_since(kept.signed_at);
            kept.version == version
                && kept.key_id == key.key_id
                && age < SignedDuration::from_mins(AGAIN_MINUTES)
                && age >= SignedDuration::ZERO
        };
        if let Some(kept) = self.lists.0.get(&name).filter(fresh) {
            return Ok(Some(kept.document));
        }
        let Some(Signer::Proof(signer)) = self.signer(provider_id, key).await? else {
            return Err(no_key());
        };
        let addresses = self.addresses()?;
        let (id, issuer) = (
            addresses.status_list(provider_id, list)?,
            addresses.issuer(provider_id)?,
        );
        let until = now.checked_add(SignedDuration::from_hours(VALID_HOURS)).ok();
        let revoked = numbers_in(&issuance, list);
        let sign = move || -> Result<String, Fault> {
            let mut bits = StatusBits::default();
            for index in revoked {
                bits.set(u64::from(index), true)
                    .map_err(|error| unwritable(&error))?;
            }
            let validity = Validity::new(now, until).map_err(|error| unwritable(&error))?;
            let list = StatusListCredential::new(id, issuer, validity, StatusPurpose::Revocation, &bits);
            let list = list.map_err(|error| unwritable(&error))?;
            signer.sign(&list, now).map_err(|error| unwritable(&error))
        };
        let document = tokio::task::spawn_blocking(sign)
            .await
            .map_err(|error| unwritable(&error))??;
        let kept = Kept {
            version,
            key_id: key.key_id.clone(),
            signed_at: now,
            document: document.clone(),
        };
        self.lists.0.insert(name, kept);
        Ok(Some(document))
    }
}

/// Places in a list that were revoked.
fn numbers_in(issuance: &Issuance, list: u32) -> Vec<u32> {
    let first = list.saturating_mul(LIST_ENTRIES);
    let end = first.saturating_add(LIST_ENTRIES);
    issuance
        .revoked()
        .range(first..end)
        .map(|number| number - first)
        .collect()
}

fn no_key() -> Fault {
    let what = "the provider has no key at this moment with which its lists are signed";
    Fault::new("KEY_MISSING", Kind::WrongState, what)
}
