//! Checking credentials that are JSON Web Tokens, Open Badges 3.0 section "Verify a Credential".

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    embedded::Proven,
    fetch::{Fetcher, Finding},
    method::{self, Key},
    shape::{is_version_one, time},
};
use crate::{json, key::RsaPublic};

/// The claims that stand beside the credential in the same object.
const CLAIMS: [&str; 7] = ["iss", "jti", "nbf", "sub", "exp", "iat", "aud"];

/// A token that could be taken apart.
pub(super) struct Token {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    pub(super) credential: Map<String, Value>,
    signed: String,
    signature: Vec<u8>,
}

impl Token {
    /// Takes a compact JWS apart.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut parts = text.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err("it is neither a JSON object nor a token of three parts".to_owned());
        };
        let signed = format!("{header}.{payload}");
        let header = object(header).map_err(|error| format!("its header {error}"))?;
        let claims = object(payload).map_err(|error| format!("its payload {error}"))?;
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| "its signature is not base64url".to_owned())?;
        let credential = match claims.get("vc") {
            Some(Value::Object(credential)) => credential.clone(),
            Some(_) => return Err("its claim vc is not an object".to_owned()),
            None => claims
                .iter()
                .filter(|(name, _)| !CLAIMS.contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        };
        Ok(Self {
            header,
            claims,
            credential,
            signed,
            signature,
        })
    }

    /// The end of the credential's validity that the token gives, where the credential has none itself.
    pub(super) fn expires(&self) -> Option<Timestamp> {
        self.claims.get("exp").and_then(numeric_date)
    }

    /// Checks signature and claims.
    pub(super) async fn check(&self, issuer: Option<&str>, fetcher: &Fetcher<'_>, now: Timestamp) -> Proven {
        match self.proven(issuer, fetcher, now).await {
            Ok(proven) => proven,
            Err(finding) => Proven::without(finding),
        }
    }

    async fn proven(
        &self,
        issuer: Option<&str>,
        fetcher: &Fetcher<'_>,
        now: Timestamp,
    ) -> Result<Proven, Finding> {
        self.header()?;
        let missing = || Finding::failed("ISSUER_MISSING", "The credential names no issuer.");
        let (key, controlled) = match (self.text("kid"), self.header.get("jwk")) {
            (Some(kid), _) => {
                let method = method::resolve(kid, fetcher).await?;
                method.usable(None, now)?;
                let controlled = match issuer {
                    Some(issuer) => method::controlled(kid, &method, issuer, fetcher).await,
                    None => Err(missing()),
                };
                match method.key {
                    Key::Rsa(key) => (*key, controlled),
                    Key::Ed25519(_) => {
                        return Err(Finding::failed(
                            "KEY_UNSUPPORTED",
                            "The key is not an RSA key, which RS256 demands.",
                        ));
                    }
                }
            }
            (None, Some(jwk)) => {
                let key = RsaPublic::from_jwk(jwk).map_err(|error| {
                    Finding::failed("KEY_UNSUPPORTED", format!("The key of the token: {error}."))
                })?;
                let controlled = match issuer {
                    Some(issuer) => method::published(&key, issuer, fetcher)
                        .await
                        .and_then(|method| method.usable(None, now)),
                    None => Err(missing()),
                };
                (key, controlled)
            }
            (None, None) => {
                return Err(Finding::failed(
                    "JWT_KEY_MISSING",
                    "The token names no key: it has neither kid nor jwk.",
                ));
            }
        };
        if !key.verifies(self.signed.as_bytes(), &self.signature) {
            return Err(Finding::failed(
                "SIGNATURE_INVALID",
                "The signature does not fit: the token is not as it was signed, or another key signed it.",
            ));
        }
        self.claims(issuer)?;
        Ok(Proven {
            proof: Ok("Signed as a token with RS256.".to_owned()),
            issuer: controlled.map(|()| "The issuer makes assertions with this key.".to_owned()),
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.header.get(name).and_then(Value::as_str)
    }

    /// The header has what the specification allows, and nothing else.
    fn header(&self) -> Result<(), Finding> {
        if self.text("alg") != Some("RS256") {
            let alg = self
                .header
                .get("alg")
                .map_or_else(|| "nothing".to_owned(), Value::to_string);
            return Err(Finding::failed(
                "JWT_ALGORITHM_UNSUPPORTED",
                format!("The token is signed with {alg}; here only RS256 is checked."),
            ));
        }
        if self.header.contains_key("typ") && self.text("typ") != Some("JWT") {
            return Err(Finding::failed(
                "JWT_HEADER_INVALID",
                "The token's typ is not JWT.",
            ));
        }
        match self
            .header
            .keys()
            .find(|name| !matches!(name.as_str(), "alg" | "kid" | "jwk" | "typ"))
        {
            Some(other) => Err(Finding::failed(
                "JWT_HEADER_INVALID",
                format!("The token's header has {other:?}, which is not allowed."),
            )),
            None => Ok(()),
        }
    }

    /// The claims say the same as the credential.
    fn claims(&self, issuer: Option<&str>) -> Result<(), Finding> {
        let differs = |claim: &str, property: &str| {
            Finding::failed(
                "JWT_CLAIM_DIFFERS",
                format!("The token's {claim} is not the credential's {property}."),
            )
        };
        let text = |name: &str| self.claims.get(name).and_then(Value::as_str);
        let of_credential = |name: &str| self.credential.get(name).and_then(Value::as_str);
        if text("iss").is_none() || text("iss") != issuer {
            return Err(differs("iss", "issuer"));
        }
        if text("jti").is_none() || text("jti") != of_credential("id") {
            return Err(differs("jti", "id"));
        }
        let subject = self
            .credential
            .get("credentialSubject")
            .and_then(|subject| subject.get("id"));
        if text("sub").is_none() || text("sub") != subject.and_then(Value::as_str) {
            return Err(differs("sub", "credentialSubject.id"));
        }
        let (from, until) = if is_version_one(&self.credential) {
            ("issuanceDate", "expirationDate")
        } else {
            ("validFrom", "validUntil")
        };
        let date = |name: &str| self.claims.get(name).and_then(numeric_date);
        if date("nbf").is_none() || date("nbf") != of_credential(from).and_then(time) {
            return Err(differs("nbf", from));
        }
        match self.credential.get(until) {
            None if !self.claims.contains_key("exp") || date("exp").is_some() => Ok(()),
            Some(end) if date("exp").is_some() && date("exp") == end.as_str().and_then(time) => Ok(()),
            _ => Err(differs("exp", until)),
        }
    }
}

fn object(part: &str) -> Result<Map<String, Value>, String> {
    let bytes = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| "is not base64url".to_owned())?;
    match json::parse(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("is not an object".to_owned()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

/// Seconds since 1970, RFC 7519. Ours are whole; others may have fractions.
fn numeric_date(value: &Value) -> Option<Timestamp> {
    match value.as_i64() {
        Some(seconds) => Timestamp::from_second(seconds).ok(),
        None => {
            let milliseconds = value.as_f64()? * 1_000.0;
            #[expect(
                clippy::cast_possible_truncation,
                reason = "saturates, and is refused out of range"
            )]
            Timestamp::from_millisecond(milliseconds as i64).ok()
        }
    }
}
