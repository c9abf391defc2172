//! The other form of a credential: a JSON Web Token signed with RS256, Open Badges 3.0 section "JSON Web Token Proof
//! Format".

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use crate::{
    credential::{AchievementCredential, Claims},
    key::{KeyError, RsaKey},
    value::Iri,
};

/// A credential that cannot be made into a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// The claim `sub` is compulsory, and is the recipient's id.
    #[error("the recipient has no id, which the JWT form demands")]
    NoSubject,
    /// The key does not sign.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Signs credentials as tokens with one key, under the name by which its controller publishes it.
#[derive(Debug, Clone)]
pub struct JwtSigner {
    key: RsaKey,
    method: Iri,
    /// The header in base64url: it is the same for all tokens.
    header: String,
}

impl JwtSigner {
    /// A signer; `method` is the id of the verification method in the issuer's controller document, and becomes `kid`.
    pub fn new(key: RsaKey, method: Iri) -> Self {
        let header = json!({"alg": "RS256", "kid": method.as_str(), "typ": "JWT"}).to_string();
        Self {
            key,
            method,
            header: URL_SAFE_NO_PAD.encode(header),
        }
    }

    /// The id of the verification method.
    pub fn method(&self) -> &Iri {
        &self.method
    }

    /// The key.
    pub fn key(&self) -> &RsaKey {
        &self.key
    }

    /// The token: a compact JWS.
    ///
    /// # Errors
    ///
    /// See [`JwtError`].
    pub fn sign(&self, credential: &AchievementCredential) -> Result<String, JwtError> {
        let payload = payload(credential)?;
        let mut token = String::with_capacity(self.header.len() + payload.len() * 4 / 3 + 350);
        token.push_str(&self.header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(payload, &mut token);
        let signature = self.key.sign(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

/// The credential with the claims beside it.
fn payload(credential: &AchievementCredential) -> Result<String, JwtError> {
    let sub = credential.recipient.id().ok_or(JwtError::NoSubject)?.as_str();
    let validity = credential.validity();
    let claims = Claims {
        iss: credential.issuer.id.as_str(),
        jti: credential.id.as_str(),
        nbf: validity.from().as_second(),
        sub,
        exp: validity.until().map(|until| until.as_second()),
    };
    Ok(credential.write(None, Some(&claims)))
}
