//! Issuers of tokens, and the keys they publish.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, jwk::JwkSet};
use tokio::sync::Mutex;

use crate::access::Grant;

/// How long published keys are used before they are asked for again, in seconds.
const FRESH_SECONDS: u64 = 600;
/// How soon they are asked for again when a token names an unknown key, in seconds.
const ASK_AGAIN_SECONDS: u64 = 10;
/// How long the issuer may take to answer, in seconds.
const ANSWER_SECONDS: u64 = 5;

/// Where an issuer's keys come from.
#[derive(Debug, Clone)]
pub enum KeySource {
    /// A JWKS document at a URL.
    Url(String),
    /// A JWKS document in a file, read again when it is stale.
    File(PathBuf),
    /// Keys known at start.
    Fixed(Box<JwkSet>),
}

/// An issuer whose tokens are taken.
pub struct Issuer {
    /// Its `iss`.
    pub name: String,
    /// The audiences of which a token must name one.
    pub audiences: Vec<String>,
    /// The claim that holds roles.
    pub roles_claim: String,
    /// What its values grant; a value that is not here grants nothing.
    pub role_mapping: RoleMapping,
    source: KeySource,
    keys: Mutex<Option<Known>>,
    /// How often its keys changed.
    change: AtomicU64,
}

/// How the values of the role claim become grants.
#[derive(Debug, Clone)]
pub enum RoleMapping {
    /// The values are grants as the hub writes them (local issuers).
    AsWritten,
    /// Each value stands for grants by configuration.
    Table(BTreeMap<String, Vec<Grant>>),
}

struct Known {
    keys: JwkSet,
    /// When the issuer last said that these are its keys.
    at: Instant,
    /// When it was last asked.
    asked: Instant,
}

impl Known {
    /// Until when they need not be asked for again: also an issuer that is away is left alone for a while.
    fn fresh_until(&self) -> Instant {
        let answered = self.at + Duration::from_secs(FRESH_SECONDS);
        answered.max(self.asked + Duration::from_secs(ASK_AGAIN_SECONDS))
    }
}

/// What a key was known by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Basis {
    /// At which change of its keys the issuer was.
    pub(super) change: u64,
    /// When these keys are to be asked for again.
    pub(super) fresh_until: Instant,
}

/// Why a key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// The issuer does not answer.
    #[error("{0}")]
    Away(String),
    /// It does not publish the key.
    #[error("the key is unknown")]
    UnknownKey,
}

impl Issuer {
    /// An issuer with these keys.
    #[must_use]
    pub fn new(
        name: String,
        audiences: Vec<String>,
        roles_claim: String,
        role_mapping: RoleMapping,
        source: KeySource,
    ) -> Self {
        Self {
            name,
            audiences,
            roles_claim,
            role_mapping,
            source,
            keys: Mutex::new(None),
            change: AtomicU64::new(0),
        }
    }

    /// At which change of its keys the issuer is, as far as this hub knows.
    pub(super) fn change(&self) -> u64 {
        self.change.load(Ordering::Acquire)
    }

    /// What a value of the role claim grants.
    #[must_use]
    pub fn grants(&self, value: &str) -> Vec<Grant> {
        match &self.role_mapping {
            RoleMapping::AsWritten => value.parse().into_iter().collect(),
            RoleMapping::Table(table) => table.get(value).cloned().unwrap_or_default(),
        }
    }

    /// The key a token is signed with. Asked for again, not too often, when it is unknown: issuers rotate keys.
    ///
    /// # Errors
    /// The issuer does not answer, or does not publish the key.
    pub(super) async fn key(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<(DecodingKey, Basis), IssuerError> {
        let mut known = self.keys.lock().await;
        if known
            .as_ref()
            .is_none_or(|known| known.fresh_until() <= Instant::now())
        {
            self.refresh(&mut known).await?;
        }
        if let Some(found) = self.find(known.as_ref(), id, algorithm) {
            return Ok(found);
        }
        let asked = known.as_ref().map(|known| known.asked.elapsed());
        if asked.is_some_and(|ago| ago > Duration::from_secs(ASK_AGAIN_SECONDS)) {
            self.refresh(&mut known).await?;
        }
        self.find(known.as_ref(), id, algorithm)
            .ok_or(IssuerError::UnknownKey)
    }

    fn find(
        &self,
        known: Option<&Known>,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Option<(DecodingKey, Basis)> {
        let known = known?;
        let basis = Basis {
            change: self.change(),
            fresh_until: known.fresh_until(),
        };
        Some((find(&known.keys, id, algorithm)?, basis))
    }

    /// Asks for the keys, however fresh they are.
    #[cfg(test)]
    pub(super) async fn ask_now(&self) {
        let mut known = self.keys.lock().await;
        self.refresh(&mut known).await.unwrap();
    }

    /// Keys that are known stay in use while the issuer is away.
    async fn refresh(&self, known: &mut Option<Known>) -> Result<(), IssuerError> {
        let (answer, asked) = (self.fetch().await, Instant::now());
        match (answer, known.as_mut()) {
            (Ok(keys), Some(known)) if known.keys == keys => (known.at, known.asked) = (asked, asked),
            (Ok(keys), _) => {
                *known = Some(Known {
                    keys,
                    at: asked,
                    asked,
                });
                self.change.fetch_add(1, Ordering::Release);
            }
            (Err(error), Some(known)) => {
                known.asked = asked;
                tracing::warn!(issuer = self.name, %error, "the issuer's keys cannot be refreshed; the known ones stay in use");
            }
            (Err(error), None) => return Err(error),
        }
        Ok(())
    }

    async fn fetch(&self) -> Result<JwkSet, IssuerError> {
        let away = |error: &dyn std::error::Error| IssuerError::Away(crate::fault::error_chain(error));
        match &self.source {
            KeySource::Fixed(keys) => Ok((**keys).clone()),
            KeySource::File(path) => {
                let bytes = tokio::fs::read(path).await.map_err(|error| away(&error))?;
                serde_json::from_slice(&bytes).map_err(|error| away(&error))
            }
            KeySource::Url(url) => {
                let client = reqwest::Client::builder()
                    .timeout(Duration::from_secs(ANSWER_SECONDS))
                    .redirect(reqwest::redirect::Policy::none())
                    .build()
                    .map_err(|error| away(&error))?;
                let answer = client
                    .get(url)
                    .send()
                    .await
                    .and_then(reqwest::Response::error_for_status);
                answer
                    .map_err(|error| away(&error))?
                    .json()
                    .await
                    .map_err(|error| away(&error))
            }
        }
    }
}

fn find(keys: &JwkSet, id: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
    let jwk = match id {
        Some(id) => keys.find(id)?,
        // Without a key id there must be no doubt which key is meant.
        None if keys.keys.len() == 1 => keys.keys.first()?,
        None => return None,
    };
    let key = DecodingKey::from_jwk(jwk).ok()?;
    (key.family() == family(algorithm)?).then_some(key)
}

fn family(algorithm: Algorithm) -> Option<AlgorithmFamily> {
    match algorithm {
        Algorithm::RS256 | Algorithm::PS256 => Some(AlgorithmFamily::Rsa),
        Algorithm::ES256 => Some(AlgorithmFamily::Ec),
        _ => None,
    }
}
