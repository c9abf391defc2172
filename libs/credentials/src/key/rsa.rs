//! RSA with SHA-256, and its JWK form (RFC 7517, RFC 7518).

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{
    BigUint, RsaPrivateKey, RsaPublicKey,
    pkcs1v15::{Signature, SigningKey, VerifyingKey},
    pkcs8::{DecodePrivateKey, EncodePrivateKey},
    rand_core::OsRng,
    sha2::Sha256,
    signature::{RandomizedSigner, SignatureEncoding, Verifier},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::KeyError;

/// Shortest key, RFC 7518 section 3.3.
pub const MIN_RSA_BITS: usize = 2_048;

/// Longest key that is used for verifying: the time grows with the cube.
pub const MAX_RSA_BITS: usize = 8_192;

/// A private key. Its numbers are wiped when it is dropped, and it does not show them.
#[derive(Clone)]
pub struct RsaKey(SigningKey<Sha256>);

impl RsaKey {
    /// A new key of [`MIN_RSA_BITS`]. That takes a second or so; longer ones make signing slower still.
    ///
    /// # Errors
    ///
    /// [`KeyError::Random`].
    pub fn generate() -> Result<Self, KeyError> {
        RsaPrivateKey::new(&mut OsRng, MIN_RSA_BITS)
            .map(|key| Self(SigningKey::new(key)))
            .map_err(|_| KeyError::Random)
    }

    /// Reads what [`RsaKey::to_pkcs8`] gave.
    ///
    /// # Errors
    ///
    /// [`KeyError::Form`], also for keys outside of [`MIN_RSA_BITS`] to [`MAX_RSA_BITS`].
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        RsaPrivateKey::from_pkcs8_der(der)
            .ok()
            .filter(|key| (MIN_RSA_BITS..=MAX_RSA_BITS).contains(&key.n().bits()))
            .map(|key| Self(SigningKey::new(key)))
            .ok_or(KeyError::Form("an RSA key of 2,048 to 8,192 bits as PKCS#8"))
    }

    /// The secret key as PKCS#8 in DER, for storing it encrypted.
    ///
    /// # Errors
    ///
    /// [`KeyError::Form`] for a key that PKCS#8 cannot write, which generated ones are not.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.0
            .to_pkcs8_der()
            .map(|document| Zeroizing::new(document.as_bytes().to_vec()))
            .map_err(|_| KeyError::Form("an RSA key"))
    }

    /// The public key.
    pub fn public(&self) -> RsaPublic {
        RsaPublic(self.0.as_ref().to_public_key())
    }

    /// Signs with PKCS#1 v1.5 and SHA-256, blinded: how long it takes tells nothing about the key.
    ///
    /// # Errors
    ///
    /// [`KeyError::Sign`].
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Box<[u8]>, KeyError> {
        self.0
            .try_sign_with_rng(&mut OsRng, message)
            .map(|signature| signature.to_bytes())
            .map_err(|_| KeyError::Sign)
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RsaKey({} bits)", self.0.as_ref().n().bits())
    }
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaPublic(RsaPublicKey);

impl RsaPublic {
    /// Reads a JWK.
    ///
    /// # Errors
    ///
    /// [`KeyError::Form`] for other kinds of keys, for private ones, and for those outside of [`MIN_RSA_BITS`] to
    /// [`MAX_RSA_BITS`].
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        let form = || KeyError::Form("a public RSA key of 2,048 to 8,192 bits as JWK");
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let number = |name: &str| {
            let digits = text(name).filter(|digits| digits.len() <= MAX_RSA_BITS / 4)?;
            URL_SAFE_NO_PAD
                .decode(digits)
                .ok()
                .map(|bytes| BigUint::from_bytes_be(&bytes))
        };
        let fits = text("kty") == Some("RSA")
            && jwk.get("d").is_none()
            && text("alg").is_none_or(|alg| alg == "RS256")
            && text("use").is_none_or(|purpose| purpose == "sig");
        if !fits {
            return Err(form());
        }
        let (modulus, exponent) = number("n").zip(number("e")).ok_or_else(form)?;
        if !(MIN_RSA_BITS..=MAX_RSA_BITS).contains(&modulus.bits()) {
            return Err(form());
        }
        RsaPublicKey::new_with_max_size(modulus, exponent, MAX_RSA_BITS)
            .map(Self)
            .map_err(|_| form())
    }

    /// As JWK.
    pub fn jwk(&self) -> Value {
        let number = |number: &BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
        json!({"kty": "RSA", "alg": "RS256", "use": "sig", "n": number(self.0.n()), "e": number(self.0.e())})
    }

    /// Whether a signature is this key's.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::try_from(signature).is_ok_and(|signature| {
            VerifyingKey::<Sha256>::new(self.0.clone())
                .verify(message, &signature)
                .is_ok()
        })
    }
}
