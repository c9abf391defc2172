//! Private keys at work: read from the vault once, kept while they sign.

use std::sync::Arc;

use blocks::values::Id;
use credentials::{Ed25519Key, JwtSigner, KeyError, ProofSigner, RsaKey};
use quick_cache::sync::Cache;
use runtime::fault::Fault;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Issuing, unwritable};
use crate::domain::keyring::{Algorithm, Key};

/// Most keys that are kept at work.
const KEPT_MAX: usize = 1_000;

/// A key that signs.
#[derive(Clone)]
pub(super) enum Signer {
    /// Embedded proofs.
    Proof(Arc<ProofSigner>),
    /// JWTs.
    Jwt(Arc<JwtSigner>),
}

/// The keys that were used, by provider and key.
pub(super) struct Signers(Cache<(Id, Id), Signer>);

impl Default for Signers {
    fn default() -> Self {
        Self(Cache::new(KEPT_MAX))
    }
}

/// A key that was made and not used yet.
pub struct NewKey {
    /// Identifier: the beginning of the digest of its public half, so that two that are made at once are told apart.
    pub key_id: Id,
    /// Its public half.
    pub public_key: String,
    /// Its private half.
    pub private: Zeroizing<Vec<u8>>,
}

/// Makes a key. For RSA this takes a while; call it where that does not matter.
///
/// # Errors
/// The machine has no randomness.
pub fn new_key(algorithm: Algorithm) -> Result<NewKey, KeyError> {
    let (public_key, private) = match algorithm {
        Algorithm::Ed25519 => {
            let key = Ed25519Key::generate()?;
            (key.public().multikey(), Zeroizing::new(key.seed().to_vec()))
        }
        Algorithm::Rs256 => {
            let key = RsaKey::generate()?;
            (key.public().jwk().to_string(), key.to_pkcs8()?)
        }
    };
    let digest = hex::encode(Sha256::digest(&public_key));
    Ok(NewKey {
        key_id: format!("key-{}", &digest[..16]),
        public_key,
        private,
    })
}

impl Issuing {
    /// The signer of a key; none when its private half was destroyed.
    pub(super) async fn signer(&self, provider_id: &str, key: &Key) -> Result<Option<Signer>, Fault> {
        let name = (provider_id.to_owned(), key.key_id.clone());
        if let Some(signer) = self.signers.0.get(&name) {
            return Ok(Some(signer));
        }
        let Some(private) = self.vault.key(provider_id, &key.key_id).await? else {
            return Ok(None);
        };
        let method = self.addresses()?.method(provider_id, &key.key_id)?;
        let signer = match key.algorithm {
            Algorithm::Ed25519 => {
                let seed = private.as_slice().try_into().map(Zeroizing::new);
                let seed = seed.map_err(|error| unwritable(&error))?;
                Signer::Proof(Arc::new(ProofSigner::new(Ed25519Key::from_seed(&seed), method)))
            }
            Algorithm::Rs256 => {
                let key = RsaKey::from_pkcs8(&private).map_err(|error| unwritable(&error))?;
                Signer::Jwt(Arc::new(JwtSigner::new(key, method)))
            }
        };
        self.signers.0.insert(name, signer.clone());
        Ok(Some(signer))
    }

    /// Destroys the private half of a key that signs nothing any more.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn destroy_key(&self, provider_id: &str, key_id: &str) -> Result<(), Fault> {
        self.signers
            .0
            .remove(&(provider_id.to_owned(), key_id.to_owned()));
        Ok(self.vault.destroy_key(provider_id, key_id).await?)
    }
}
