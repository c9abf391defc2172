//! Local issuers: one for people in development, one for the services of the hub among themselves.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk, jwk::JwkSet};
use p256::{
    ecdsa::SigningKey,
    elliptic_curve::rand_core::{OsRng, RngCore},
    pkcs8::{EncodePrivateKey, LineEnding},
};
use serde_json::json;

use super::{Issuer, KeySource, issuer::RoleMapping};
use crate::access::Grant;

/// `iss` of tokens for people in development.
pub const DEVELOPMENT_ISSUER: &str = "urn:schakelpunt:development";
/// `iss` of tokens of the hub's own services.
pub const SERVICE_ISSUER: &str = "urn:schakelpunt:services";
/// `aud` of every token for this hub, unless configured otherwise.
pub const AUDIENCE: &str = "urn:schakelpunt:hub";

/// File in a data directory with the development issuer's key.
pub const DEVELOPMENT_KEY_FILE: &str = "development-issuer.pem";
/// File in a data directory with the services' key.
pub const SERVICE_KEY_FILE: &str = "services.pem";
/// File in a data directory with the key pseudonyms are made with.
pub const PSEUDONYM_KEY_FILE: &str = "pseudonym.key";

/// An issuer whose signing key is in a local file.
#[derive(Clone)]
pub struct LocalIssuer {
    name: &'static str,
    key: EncodingKey,
    public: JwkSet,
}

impl LocalIssuer {
    /// The development issuer with the key in `path`, which is made when it is missing.
    ///
    /// # Errors
    /// The file cannot be read or made, or holds no P-256 key.
    pub fn development(path: &Path) -> io::Result<Self> {
        Self::open(DEVELOPMENT_ISSUER, path)
    }

    /// The development issuer with the key in `path`, which must exist: for clients, who must not make a key that no hub knows.
    ///
    /// # Errors
    /// The file cannot be read, or holds no P-256 key.
    pub fn existing_development(path: &Path) -> io::Result<Self> {
        Self::of_pem(DEVELOPMENT_ISSUER, &fs::read(path)?)
    }

    /// The services' issuer with the key in `path`, which is made when it is missing.
    ///
    /// # Errors
    /// The file cannot be read or made, or holds no P-256 key.
    pub fn services(path: &Path) -> io::Result<Self> {
        Self::open(SERVICE_ISSUER, path)
    }

    fn open(name: &'static str, path: &Path) -> io::Result<Self> {
        Self::of_pem(name, &read_or_create(path, new_signing_key)?)
    }

    fn of_pem(name: &'static str, pem: &[u8]) -> io::Result<Self> {
        let key = EncodingKey::from_ec_pem(pem).map_err(io::Error::other)?;
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).map_err(io::Error::other)?;
        jwk.common.key_id = Some(name.to_owned());
        Ok(Self {
            name,
            key,
            public: JwkSet { keys: vec![jwk] },
        })
    }

    /// The issuer as the hub sees it.
    #[must_use]
    pub fn issuer(&self) -> Issuer {
        Issuer::new(
            self.name.to_owned(),
            vec![AUDIENCE.to_owned()],
            "roles".to_owned(),
            RoleMapping::AsWritten,
            KeySource::Fixed(Box::new(self.public.clone())),
        )
    }

    /// A token for `subject` with these grants.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn token(&self, grants: &[Grant], subject: &str, lifetime: Duration) -> io::Result<String> {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_err(io::Error::other)?
            .as_secs();
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.name.to_owned());
        let claims = json!({
            "iss": self.name,
            "aud": AUDIENCE,
            "sub": subject,
            "iat": now,
            "exp": now + lifetime.as_secs(),
            "roles": grants.iter().map(Grant::to_string).collect::<Vec<_>>(),
        });
        encode(&header, &claims, &self.key).map_err(io::Error::other)
    }
}

fn new_signing_key() -> io::Result<Vec<u8>> {
    let key = SigningKey::random(&mut OsRng);
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(io::Error::other)?;
    Ok(pem.as_bytes().to_vec())
}

/// A new key for a secret file, as hexadecimal digits.
///
/// # Errors
/// The machine gives no randomness.
pub fn random_key() -> io::Result<Vec<u8>> {
    let mut key = [0; 32];
    OsRng.try_fill_bytes(&mut key).map_err(io::Error::other)?;
    Ok(hex::encode(key).into_bytes())
}

/// Reads a secret file, or makes it readable for its owner only. Two processes that start at once end up with the same one.
///
/// # Errors
/// The file cannot be read or made, or its content cannot be made.
pub fn read_or_create(path: &Path, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        read => return read,
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let fresh = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    file.write_all(&make()?)?;
    file.sync_all()?;
    // A link is made only when nobody was first, and never shows a half-written file.
    let linked = fs::hard_link(&fresh, path);
    fs::remove_file(&fresh)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::read(path),
    }
}
