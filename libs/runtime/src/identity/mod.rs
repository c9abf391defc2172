//! Identity: bearer tokens of configured issuers become callers with pseudonyms and grants.

pub mod development;
mod issuer;
mod pseudonym;
mod verified;

use std::{
    collections::HashMap,
    time::{SystemTime, UNIX_EPOCH},
};

use http::HeaderMap;
use jsonwebtoken::{Algorithm, Validation, dangerous, decode, decode_header, errors::ErrorKind};
use serde::Deserialize;
use serde_json::Value;

pub use issuer::{Issuer, IssuerError, KeySource, RoleMapping};
pub use pseudonym::Pseudonyms;

use crate::{
    access::{Caller, Grant},
    fault::{Fault, Kind},
};
use verified::{Verdict, Verified};

/// Signature methods that are taken; everything else, `none` included, is refused.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256];

/// How far clocks may differ, in seconds.
const LEEWAY_SECONDS: u64 = 30;

/// Longest token, in bytes.
const TOKEN_BYTES_MAX: usize = 16 * 1024;

/// The claims the hub reads; the role claim has a configured name.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    /// A token without it is refused; see [`validation`].
    #[serde(default)]
    exp: f64,
    #[serde(flatten)]
    others: HashMap<String, Value>,
}

#[derive(Deserialize)]
struct IssuerClaim {
    iss: String,
}

/// Finds out who calls.
pub struct Identity {
    issuers: Vec<Issuer>,
    pseudonyms: Pseudonyms,
    verified: Verified,
}

impl Identity {
    /// Identity by these issuers.
    #[must_use]
    pub fn new(issuers: Vec<Issuer>, pseudonyms: Pseudonyms) -> Self {
        Self {
            issuers,
            pseudonyms,
            verified: Verified::new(),
        }
    }

    /// The caller of a request; anonymous without a token.
    ///
    /// # Errors
    /// The token is not credible: expired, forged, for somebody else, or by an unknown issuer.
    pub async fn caller(&self, headers: &HeaderMap) -> Result<Caller, Fault> {
        let Some(value) = headers.get(http::header::AUTHORIZATION) else {
            return Ok(Caller::anonymous());
        };
        let token = value
            .to_str()
            .ok()
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && token.len() <= TOKEN_BYTES_MAX)
            .map(|(_, token)| token.trim())
            .ok_or_else(|| invalid("the authorization header must read `Bearer <token>`"))?;
        let change = |issuer: usize| self.issuers[issuer].change();
        if let Some(known) = self.verified.caller(token, unix_seconds(), change) {
            return Ok(Caller::clone(&known));
        }
        let verdict = self.verify(token).await?;
        let caller = Caller::clone(&verdict.caller);
        self.verified.remember(token, verdict);
        Ok(caller)
    }

    async fn verify(&self, token: &str) -> Result<Verdict, Fault> {
        let header = decode_header(token)
            .map_err(|_| invalid("the token is not a JWT signed with RS256, PS256 or ES256"))?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(invalid("the token is not signed with RS256, PS256 or ES256"));
        }
        // Not trusted yet: it only says whose keys to check it with.
        let claimed: IssuerClaim =
            dangerous::insecure_decode_claims(token).map_err(|_| invalid("the token names no issuer"))?;
        let (number, issuer) = self
            .issuers
            .iter()
            .enumerate()
            .find(|(_, issuer)| issuer.name == claimed.iss)
            .ok_or_else(|| invalid("the token's issuer is not one this hub knows"))?;
        let (key, basis) =
            issuer
                .key(header.kid.as_deref(), header.alg)
                .await
                .map_err(|error| match error {
                    IssuerError::Away(reason) => Fault::unavailable(
                        "ISSUER_UNAVAILABLE",
                        format!("the keys of the token's issuer cannot be had now: {reason}"),
                    ),
                    IssuerError::UnknownKey => {
                        invalid("the token is signed with a key its issuer does not publish")
                    }
                })?;
        let claims = decode::<Claims>(token, &key, &validation(issuer, header.alg))
            .map_err(|error| refused(error.kind()))?
            .claims;
        let caller = Caller {
            actor: self.pseudonyms.of(&issuer.name, &claims.sub),
            grants: grants(issuer, &claims),
        };
        Ok(Verdict::new(
            token,
            caller,
            number,
            basis,
            last_second(claims.exp),
        ))
    }
}

/// Last second in which a token is taken that expires at `exp`, with the leeway that its verification gives it.
fn last_second(exp: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casting stops at the bounds: a token that expired before 1970 or never is taken until then"
    )]
    let exp = exp.round() as u64;
    exp.saturating_add(LEEWAY_SECONDS)
}

fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |now| now.as_secs())
}

fn validation(issuer: &Issuer, algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_audience(&issuer.audiences);
    validation.set_issuer(&[&issuer.name]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.validate_nbf = true;
    validation.leeway = LEEWAY_SECONDS;
    validation
}

/// The grants a token's role claim leads to. Values that map to nothing grant nothing.
fn grants(issuer: &Issuer, claims: &Claims) -> Vec<Grant> {
    let values: Vec<&str> = match claims.others.get(&issuer.roles_claim) {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(values)) => values.split_whitespace().collect(),
        _ => Vec::new(),
    };
    let mut grants: Vec<Grant> = values
        .into_iter()
        .flat_map(|value| issuer.grants(value))
        .collect();
    // Whoever has a token may at least what the public may.
    grants.push(Grant::hub_wide(contracts::options::v1::Role::Public));
    grants
}

fn invalid(why: &str) -> Fault {
    Fault::new("TOKEN_INVALID", Kind::Unauthenticated, why)
}

fn refused(kind: &ErrorKind) -> Fault {
    match kind {
        ErrorKind::ExpiredSignature => {
            Fault::new("TOKEN_EXPIRED", Kind::Unauthenticated, "the token has expired")
        }
        ErrorKind::InvalidAudience => invalid("the token is meant for another audience"),
        ErrorKind::InvalidIssuer => invalid("the token's issuer is not one this hub knows"),
        ErrorKind::ImmatureSignature => invalid("the token is not valid yet"),
        ErrorKind::InvalidSignature => invalid("the token's signature does not hold"),
        ErrorKind::MissingRequiredClaim(claim) => invalid(&format!("the token lacks the claim {claim}")),
        _ => invalid("the token cannot be read"),
    }
}

#[cfg(test)]
mod tests;
