//! Whatever the bytes: an answer, and never that a document verifies which nobody signed.

use std::sync::LazyLock;

use credentials::{Outcome, Step, Verdict, verify};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{
    samples::{any_credential, time},
    verifying::{NOW, Provider},
};

static SIGNED: LazyLock<String> = LazyLock::new(|| Provider::new().document());
static PUBLISHED: LazyLock<credentials::KnownDocuments> = LazyLock::new(|| Provider::new().published());
static TOKEN: LazyLock<String> = LazyLock::new(|| {
    Provider::new()
        .tokens
        .sign(&crate::samples::credential())
        .unwrap()
});

fn look(document: &[u8]) -> credentials::Report {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(verify(document, &*PUBLISHED, time(NOW)))
}

/// Arbitrary JSON, with the words of credentials and of JSON-LD among its names.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("type"),
        Just("id"),
        Just("@id"),
        Just("@type"),
        Just("@context"),
        Just("@graph"),
        Just("@value"),
        Just("@list"),
        Just("@set"),
        Just("@reverse"),
        Just("@language"),
        Just("issuer"),
        Just("proof"),
        Just("credentialSubject"),
        Just("achievement"),
        Just("criteria"),
        Just("alignment"),
        Just("evidence"),
        Just("_:b0"),
        Just(""),
        Just("VerifiableCredential"),
        Just("https://www.w3.org/ns/credentials/v2"),
        Just("AchievementSubject"),
        Just("cnf"),
        Just("_sd"),
        Just("://"),
        Just("a:b"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        let name = prop_oneof![word.clone().prop_map(str::to_owned), ".{0,6}"];
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((name, inner), 0..6).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// All places in a document, as JSON pointers.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{path}/{index}"), found);
            }
        }
        Value::Object(object) => {
            for (name, item) in object {
                places(item, &format!("{path}/{name}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert_ne!(look(&bytes).verdict(), Verdict::Verified);
    }

    #[test]
    fn any_text_like_a_token(text in "[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,60}") {
        prop_assert_ne!(look(text.as_bytes()).verdict(), Verdict::Verified);
    }

    #[test]
    fn a_document_with_anything_anywhere(place in any::<Index>(), value in any_json()) {
        let signed: Value = serde_json::from_str(&SIGNED).unwrap();
        let mut found = Vec::new();
        places(&signed, "", &mut found);
        let mut changed = signed.clone();
        *changed.pointer_mut(&found[place.index(found.len())]).unwrap() = value.clone();
        let report = look(changed.to_string().as_bytes());
        // The same said in another way is still the same: [x] for x, and so on.
        if report.verdict() == Verdict::Verified {
            let before = signed.pointer(&found[place.index(found.len())]).unwrap();
            let same = value == *before || value == json!([before]) || *before == json!([value]);
            prop_assert!(same, "{} accepted for {before}", value);
        }
    }

    #[test]
    fn a_document_with_something_more(place in any::<Index>(), name in "[a-zA-Z@_:]{1,8}|.{0,4}", value in any_json()) {
        let signed: Value = serde_json::from_str(&SIGNED).unwrap();
        let mut found = Vec::new();
        places(&signed, "", &mut found);
        found.retain(|place| signed.pointer(place).unwrap().is_object());
        let mut changed = signed.clone();
        let object = changed.pointer_mut(&found[place.index(found.len())]).unwrap().as_object_mut().unwrap();
        prop_assume!(!object.contains_key(&name));
        object.insert(name, value);
        prop_assert_ne!(look(changed.to_string().as_bytes()).verdict(), Verdict::Verified);
    }

    #[test]
    fn a_byte_changed(place in any::<Index>(), byte in any::<u8>(), token in any::<bool>()) {
        let document: &str = if token { &TOKEN } else { &SIGNED };
        let mut changed = document.as_bytes().to_vec();
        let place = place.index(changed.len());
        prop_assume!(changed[place] != byte);
        changed[place] = byte;
        let report = look(&changed);
        // White space and escapes can be written in more than one way.
        if report.verdict() == Verdict::Verified {
            let before: Value = serde_json::from_str(document).unwrap();
            prop_assert_eq!(serde_json::from_slice::<Value>(&changed).unwrap(), before);
        }
    }

    #[test]
    fn what_is_signed_verifies(credential in any_credential()) {
        let signer = credentials::ProofSigner::new(
            credentials::Ed25519Key::from_seed(&[7; 32]),
            crate::samples::iri("https://provider.example/issuers/1#key-1"),
        );
        let document = signer.sign(&credential, time("2026-01-01T00:00:00Z")).unwrap();
        let report = look(document.as_bytes());
        let proof = report.checks.iter().find(|check| check.step == Step::Proof).unwrap();
        prop_assert_eq!(proof.outcome, Outcome::Passed, "{}", report);
        let schema = report.checks.iter().find(|check| check.step == Step::Schema).unwrap();
        prop_assert_eq!(schema.outcome, Outcome::Passed, "{}", report);
    }
}

#[test]
fn large_and_deep_documents() {
    for document in [
        vec![b'{'; 2 << 20],
        "[".repeat(100_000).into_bytes(),
        format!("{{\"a\":{}1{}}}", "[".repeat(500), "]".repeat(500)).into_bytes(),
        b"e30.e30.".to_vec(),
        b"..".to_vec(),
    ] {
        assert_eq!(look(&document).verdict(), Verdict::Refuted);
    }
}

/// Things without an identifier that all look alike, which would take ages to put in order.
#[test]
fn poisoned_documents() {
    let mut document: Value = serde_json::from_str(&SIGNED).unwrap();
    let alike: Vec<Value> = (0..12).map(|_| json!({"type": ["Evidence"]})).collect();
    document["evidence"] = alike.into();
    let report = look(document.to_string().as_bytes());
    let proof = report
        .checks
        .iter()
        .find(|check| check.step == Step::Proof)
        .unwrap();
    assert_eq!(proof.reason, "DOCUMENT_TOO_COMPLEX");
}

#[test]
fn tokens_that_lie_about_their_form() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let payload = TOKEN.split('.').nth(1).unwrap();
    let signature = TOKEN.split('.').nth(2).unwrap();
    let headers = [
        (json!({"alg": "none", "typ": "JWT"}), "JWT_ALGORITHM_UNSUPPORTED"),
        (json!({"alg": "HS256", "typ": "JWT"}), "JWT_ALGORITHM_UNSUPPORTED"),
        (json!({"alg": "RS256", "typ": "JWT"}), "JWT_KEY_MISSING"),
        (
            json!({"alg": "RS256", "typ": "JOSE", "kid": "x"}),
            "JWT_HEADER_INVALID",
        ),
        (
            json!({"alg": "RS256", "crit": ["exp"], "kid": "x"}),
            "JWT_HEADER_INVALID",
        ),
        (
            json!({"alg": "RS256", "kid": "https://provider.example/issuers/1#key-1"}),
            "KEY_UNSUPPORTED",
        ),
        (
            json!({"alg": "RS256", "kid": "https://provider.example/issuers/1#key-2"}),
            "SIGNATURE_INVALID",
        ),
        (
            json!({"alg": "RS256", "jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}}),
            "KEY_UNSUPPORTED",
        ),
        (
            json!({"alg": "RS256", "kid": "file:///etc/passwd"}),
            "IDENTIFIER_NOT_FETCHABLE",
        ),
    ];
    for (header, reason) in headers {
        let token = format!(
            "{}.{payload}.{signature}",
            URL_SAFE_NO_PAD.encode(header.to_string())
        );
        let report = look(token.as_bytes());
        let proof = report
            .checks
            .iter()
            .find(|check| check.step == Step::Proof)
            .unwrap();
        assert_eq!(proof.reason, reason, "{header}");
    }
}
