//! Tokens of configured issuers: which are taken, which are not, and what their claims grant.

use std::{collections::BTreeMap, path::Path};

use contracts::options::v1::Role;
use http::{HeaderMap, header::AUTHORIZATION};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk, jwk::JwkSet};
use rsa::{RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, pkcs1::LineEnding};
use serde_json::{Value, json};

use super::{issuer::Basis, *};
use crate::access::Grant;

const ISSUER: &str = "https://inloggen.voorbeeld.example";

struct Elsewhere {
    key: EncodingKey,
    identity: Identity,
}

/// Makes an RSA key and publishes it, and no other, in the folder's JWKS file.
fn publish_key(folder: &Path, key_id: &str) -> EncodingKey {
    let private = RsaPrivateKey::new(&mut p256::elliptic_curve::rand_core::OsRng, 2_048).unwrap();
    let key = EncodingKey::from_rsa_pem(private.to_pkcs1_pem(LineEnding::LF).unwrap().as_bytes()).unwrap();
    let mut jwk = Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap();
    jwk.common.key_id = Some(key_id.into());
    jwk.common.key_algorithm = None;
    let keys = serde_json::to_vec(&JwkSet { keys: vec![jwk] }).unwrap();
    std::fs::write(folder.join("jwks.json"), keys).unwrap();
    key
}

/// An issuer with an RSA key in a JWKS file, whose roles are mapped by configuration.
fn elsewhere(folder: &Path) -> Elsewhere {
    let key = publish_key(folder, "sleutel-1");
    let table = BTreeMap::from([
        (
            "lsp-nationaal".to_owned(),
            vec![Grant::hub_wide(Role::NationalCoordinator)],
        ),
        (
            "lsp-blok2".to_owned(),
            vec!["block-coordinator:transitions".parse().unwrap()],
        ),
    ]);
    let issuer = Issuer::new(
        ISSUER.into(),
        vec!["urn:hub".into()],
        "edu_roles".into(),
        RoleMapping::Table(table),
        KeySource::File(folder.join("jwks.json")),
    );
    Elsewhere {
        key,
        identity: Identity::new(vec![issuer], Pseudonyms::new(&[1; 32]).unwrap()),
    }
}

impl Elsewhere {
    async fn calls_with(&self, algorithm: Algorithm, key_id: &str, claims: Value) -> Result<Caller, Fault> {
        let mut header = Header::new(algorithm);
        header.kid = Some(key_id.into());
        let token = encode(&header, &claims, &self.key).unwrap();
        self.identity.caller(&bearer(&token)).await
    }
}

fn bearer(token: &str) -> HeaderMap {
    HeaderMap::from_iter([(AUTHORIZATION, format!("Bearer {token}").parse().unwrap())])
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": ["urn:hub", "urn:anders"], "sub": "jan.jansen", "exp": 4_000_000_000_u64,
        "edu_roles": ["lsp-blok2", "lsp-onbekend", "national-coordinator"],
    })
}

#[tokio::test]
async fn roles_are_mapped_by_configuration_and_nothing_else_grants() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere(folder.path());
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        let caller = elsewhere
            .calls_with(algorithm, "sleutel-1", claims())
            .await
            .unwrap();
        let grants: Vec<String> = caller.grants.iter().map(ToString::to_string).collect();
        // The hub's own spelling of a role means nothing to an issuer with a mapping.
        assert_eq!(
            grants,
            ["block-coordinator:transitions", "public"],
            "{algorithm:?}"
        );
        assert!(
            caller.actor.starts_with("p-") && !caller.actor.contains("jan"),
            "{}",
            caller.actor
        );
    }
}

#[tokio::test]
async fn a_key_or_method_the_issuer_does_not_have_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere(folder.path());
    for (algorithm, key_id) in [(Algorithm::RS256, "sleutel-2"), (Algorithm::RS384, "sleutel-1")] {
        let refused = elsewhere
            .calls_with(algorithm, key_id, claims())
            .await
            .unwrap_err();
        assert_eq!(refused.reason(), "TOKEN_INVALID", "{algorithm:?} {key_id}");
    }
    // A signature by HMAC with something public as its secret is the classic forgery.
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("sleutel-1".into());
    let public = std::fs::read(folder.path().join("jwks.json")).unwrap();
    let forged = encode(&header, &claims(), &EncodingKey::from_secret(&public)).unwrap();
    assert_eq!(
        elsewhere
            .identity
            .caller(&bearer(&forged))
            .await
            .unwrap_err()
            .reason(),
        "TOKEN_INVALID"
    );
}

#[tokio::test]
async fn every_claim_that_matters_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere(folder.path());
    let with = |key: &str, value: Value| {
        let mut claims = claims();
        claims[key] = value;
        claims
    };
    for (claims, reason) in [
        (with("exp", json!(1_000_000_000)), "TOKEN_EXPIRED"),
        (with("aud", json!("urn:anders")), "TOKEN_INVALID"),
        (with("iss", json!("https://elders.example")), "TOKEN_INVALID"),
        (with("nbf", json!(3_999_999_999_u64)), "TOKEN_INVALID"),
        (with("sub", Value::Null), "TOKEN_INVALID"),
    ] {
        let refused = elsewhere
            .calls_with(Algorithm::RS256, "sleutel-1", claims.clone())
            .await
            .unwrap_err();
        assert_eq!(refused.reason(), reason, "{claims}");
    }
}

#[tokio::test]
async fn an_issuer_that_is_away_is_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere(folder.path());
    std::fs::remove_file(folder.path().join("jwks.json")).unwrap();
    let refused = elsewhere
        .calls_with(Algorithm::RS256, "sleutel-1", claims())
        .await
        .unwrap_err();
    assert_eq!(
        (refused.reason(), refused.kind()),
        ("ISSUER_UNAVAILABLE", Kind::Unavailable)
    );
}

#[tokio::test]
async fn without_a_token_somebody_is_the_public_and_with_half_a_one_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let identity = elsewhere(folder.path()).identity;
    assert_eq!(
        identity.caller(&HeaderMap::new()).await.unwrap(),
        Caller::anonymous()
    );
    for header in ["Basic abc", "Bearer", "Bearer ", "abc"] {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, header.parse().unwrap())]);
        assert_eq!(
            identity.caller(&headers).await.unwrap_err().reason(),
            "TOKEN_INVALID",
            "{header}"
        );
    }
}

#[tokio::test]
async fn a_token_that_was_verified_is_known_and_one_that_was_refused_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere(folder.path());
    let expired = json!({"iss": ISSUER, "aud": "urn:hub", "sub": "jan", "exp": 1});
    let refused = elsewhere.calls_with(Algorithm::RS256, "sleutel-1", expired).await;
    assert_eq!(refused.unwrap_err().reason(), "TOKEN_EXPIRED");
    assert_eq!(elsewhere.identity.verified.len(), 0);

    let call = || elsewhere.calls_with(Algorithm::RS256, "sleutel-1", claims());
    let first = call().await.unwrap();
    assert_eq!(elsewhere.identity.verified.len(), 1);
    assert_eq!(call().await.unwrap(), first);
    assert_eq!(elsewhere.identity.verified.len(), 1);
}

/// Something that no verification would take is taken when it is known: so what is known is not verified again.
#[tokio::test]
async fn what_is_known_is_not_verified_again() {
    let folder = tempfile::tempdir().unwrap();
    let identity = elsewhere(folder.path()).identity;
    let (caller, basis) = (
        Caller::anonymous(),
        Basis {
            change: identity.issuers[0].change(),
            fresh_until: std::time::Instant::now() + std::time::Duration::from_secs(60),
        },
    );
    let known = Verdict::new("no-token", caller.clone(), 0, basis, u64::MAX);
    identity.verified.remember("no-token", known);
    assert_eq!(identity.caller(&bearer("no-token")).await.unwrap(), caller);
    assert!(identity.caller(&bearer("no-token-")).await.is_err());
}

#[tokio::test]
async fn a_token_is_refused_as_soon_as_its_issuer_published_other_keys() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere(folder.path());
    let call = || elsewhere.calls_with(Algorithm::RS256, "sleutel-1", claims());
    call().await.unwrap();
    elsewhere.identity.issuers[0].ask_now().await;
    call().await.expect("the same keys");

    publish_key(folder.path(), "sleutel-2");
    call().await.expect("the hub has not heard of it");
    elsewhere.identity.issuers[0].ask_now().await;
    assert_eq!(call().await.unwrap_err().reason(), "TOKEN_INVALID");
}

#[test]
fn a_token_is_known_up_to_the_second_in_which_it_would_be_refused() {
    assert_eq!(last_second(1_000.0), 1_000 + LEEWAY_SECONDS);
    assert_eq!(last_second(1_000.4), 1_000 + LEEWAY_SECONDS);
    assert_eq!(last_second(-5.0), LEEWAY_SECONDS);
    assert_eq!(last_second(f64::MAX), u64::MAX);
}
