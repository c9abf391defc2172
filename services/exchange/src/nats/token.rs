//! What NATS calls JWTs: who somebody is and what he may do, signed with an NKey. The server knows them in this form only
//! (algorithm `ed25519-nkey`), which no JWT library has.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use nkeys::KeyPair;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Version of the claims.
const VERSION: u32 = 2;

#[derive(Serialize)]
struct Claims<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    jti: String,
    iat: i64,
    iss: String,
    name: &'a str,
    sub: &'a str,
    nats: Value,
}

/// Claims of a kind about a subject, signed.
///
/// # Errors
/// The signer has no private key.
pub(super) fn signed(
    signer: &KeyPair,
    subject: &str,
    name: &str,
    kind: &str,
    mut nats: Value,
) -> Result<String, nkeys::error::Error> {
    nats["type"] = json!(kind);
    nats["version"] = json!(VERSION);
    let mut claims = Claims {
        jti: String::new(),
        iat: Timestamp::now().as_second(),
        iss: signer.public_key(),
        name,
        sub: subject,
        nats,
    };
    claims.jti = hex::encode(Sha256::digest(text(&claims)));
    let header = json!({"typ": "JWT", "alg": "ed25519-nkey"}).to_string();
    let signed = format!(
        "{}.{}",
        encoded(header.as_bytes()),
        encoded(text(&claims).as_bytes())
    );
    let signature = signer.sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", encoded(&signature)))
}

fn text(claims: &Claims<'_>) -> String {
    // Texts and numbers are always written.
    serde_json::to_string(claims).unwrap_or_default()
}

fn encoded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
