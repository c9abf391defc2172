//! What is signed here verifies here, and whatever is changed is found.

use credentials::{
    AchievementCredential, ControllerDocument, Ed25519Key, Issuer, JwtSigner, KnownDocuments, KnownRecipient,
    Outcome, ProofSigner, Recipient, Report, RsaKey, StatusBits, StatusListCredential, StatusPurpose, Step,
    Validity, Verdict, verify, verify_recipient,
};
use serde_json::{Value, json};

use crate::samples::{ISSUER, achievement, credential, iri, issuer, text, time};

pub(crate) const LIST: &str = "https://provider.example/status/1";

/// An issuer with both kinds of keys, and what it publishes.
pub(crate) struct Provider {
    pub(crate) proofs: ProofSigner,
    pub(crate) tokens: JwtSigner,
    pub(crate) controller: ControllerDocument,
    pub(crate) bits: StatusBits,
}

impl Provider {
    pub(crate) fn new() -> Self {
        let id = iri(ISSUER);
        let ed25519 = Ed25519Key::from_seed(&[7; 32]);
        let rsa = RsaKey::from_pkcs8(include_bytes!("../fixtures/rsa-2048.pkcs8")).unwrap();
        let (first, second) = (
            id.with_fragment("key-1").unwrap(),
            id.with_fragment("key-2").unwrap(),
        );
        let controller = ControllerDocument::new(&issuer())
            .with_ed25519(first.clone(), ed25519.public())
            .with_rsa(second.clone(), &rsa.public());
        Self {
            proofs: ProofSigner::new(ed25519, first),
            tokens: JwtSigner::new(rsa, second),
            controller,
            bits: StatusBits::default(),
        }
    }

    pub(crate) fn list(&self, purpose: StatusPurpose) -> String {
        let validity =
            Validity::new(time("2026-06-01T00:00:00Z"), Some(time("2026-06-03T00:00:00Z"))).unwrap();
        let list = StatusListCredential::new(iri(LIST), iri(ISSUER), validity, purpose, &self.bits).unwrap();
        self.proofs.sign(&list, time("2026-06-01T00:00:00Z")).unwrap()
    }

    pub(crate) fn published(&self) -> KnownDocuments {
        KnownDocuments::default()
            .with(ISSUER, self.controller.to_json())
            .with(LIST, self.list(StatusPurpose::Revocation))
    }

    pub(crate) fn document(&self) -> String {
        self.proofs
            .sign(&credential(), time("2026-01-01T00:00:00Z"))
            .unwrap()
    }
}

pub(crate) const NOW: &str = "2026-06-02T00:00:00Z";

/// All checks that are not passed, as `step: reason`.
pub(crate) fn objections(report: &Report) -> Vec<String> {
    let expected =
        |check: &&credentials::Check| check.outcome != Outcome::Passed && check.step != Step::Recipient;
    let objections = report.checks.iter().filter(expected);
    objections
        .map(|check| format!("{}: {}", check.step.as_str(), check.reason))
        .collect()
}

async fn look(document: &str, lookup: &KnownDocuments) -> Vec<String> {
    objections(&verify(document.as_bytes(), lookup, time(NOW)).await)
}

/// Servers verify on whatever thread is free.
#[test]
fn a_verification_can_be_sent_to_another_thread() {
    fn sendable(_: impl Send) {}
    let lookup = KnownDocuments::default();
    sendable(verify(b"", &lookup, time(NOW)));
}

#[tokio::test]
async fn both_forms_verify() {
    let provider = Provider::new();
    let token = provider.tokens.sign(&credential()).unwrap();
    for document in [provider.document(), token] {
        let report = verify(document.as_bytes(), &provider.published(), time(NOW)).await;
        assert_eq!(report.verdict(), Verdict::Verified, "{report}");
        let summary = report.summary.unwrap();
        assert_eq!(summary.issuer.as_deref(), Some(ISSUER));
        assert_eq!(summary.achievement.as_deref(), Some("Warmtepompen installeren"));
        let steps: Vec<Step> = report.checks.iter().map(|check| check.step).collect();
        assert!(steps.is_sorted(), "{steps:?}");
    }
}

#[tokio::test]
async fn every_change_is_found() {
    let provider = Provider::new();
    let lookup = provider.published();
    let signed: Value = serde_json::from_str(&provider.document()).unwrap();
    let changes: [(&str, Value, &[&str]); 18] = [
        (
            "/credentialSubject/achievement/_:grade",
            json!("10"),
            &["proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/my grade",
            json!("10"),
            &["proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/a b:c",
            json!("10"),
            &["proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/type/1",
            json!("Master piece"),
            &["proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/image",
            json!({"id": "not an IRI", "type": ["Image"]}),
            &["schema: SCHEMA_VIOLATED", "proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/source",
            json!("a < b"),
            &["schema: SCHEMA_VIOLATED", "proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/name",
            json!("Kernfysica"),
            &["proof: SIGNATURE_INVALID"],
        ),
        (
            "/validFrom",
            json!("2025-12-31T23:59:59Z"),
            &["proof: SIGNATURE_INVALID"],
        ),
        (
            "/credentialSubject/id",
            json!("urn:uuid:00000000-0000-4000-8000-000000000000"),
            &["proof: SIGNATURE_INVALID"],
        ),
        (
            "/credentialSubject/achievement/grade",
            json!("10"),
            &["proof: TERM_UNDEFINED"],
        ),
        (
            "/credentialSubject/achievement/extra",
            json!([]),
            &["proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/@id",
            json!("urn:x:1"),
            &["proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/@context",
            json!({"grade": "urn:x:grade"}),
            &["proof: CONTENT_UNSIGNED"],
        ),
        (
            "/credentialSubject/achievement/type/1",
            json!("Masterpiece"),
            &["proof: TERM_UNDEFINED"],
        ),
        (
            "/evidence",
            Value::Null,
            &["schema: SCHEMA_VIOLATED", "proof: CONTENT_UNSIGNED"],
        ),
        ("/proof/extra", json!("x"), &["proof: TERM_UNDEFINED"]),
        (
            "/proof/created",
            json!("2026-01-01T00:00:01Z"),
            &["proof: SIGNATURE_INVALID"],
        ),
        (
            "/@context/3",
            json!("https://example.org/context"),
            &["proof: CONTEXT_UNKNOWN"],
        ),
    ];
    for (pointer, value, found) in changes {
        let mut changed = signed.clone();
        set(&mut changed, pointer, value);
        let objections = look(&changed.to_string(), &lookup).await;
        let mut found: Vec<String> = found.iter().map(|reason| (*reason).to_owned()).collect();
        found.push("issuer: PROOF_NEEDED".to_owned());
        assert_eq!(objections, found, "{pointer}");
    }
    assert_eq!(look(&signed.to_string(), &lookup).await, [""; 0]);
}

fn set(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) => items.insert(name.parse().unwrap(), value),
        Value::Object(object) => {
            object.insert(name.to_owned(), value);
        }
        other => panic!("{other} has no parts"),
    }
}

#[tokio::test]
async fn revoked_and_suspended() {
    let mut provider = Provider::new();
    provider.bits.set(4_711, true).unwrap();
    let document = provider.document();
    assert_eq!(look(&document, &provider.published()).await, ["status: REVOKED"]);

    let other = provider
        .published()
        .with(LIST, provider.list(StatusPurpose::Suspension));
    assert_eq!(look(&document, &other).await, ["status: STATUS_LIST_INVALID"]);
    let tampered = provider
        .list(StatusPurpose::Revocation)
        .replace("2026-06-03T", "2036-06-03T");
    let tampered = provider.published().with(LIST, tampered);
    assert_eq!(look(&document, &tampered).await, ["status: STATUS_LIST_INVALID"]);
    let none = KnownDocuments::default().with(ISSUER, provider.controller.to_json());
    assert_eq!(look(&document, &none).await, ["status: DOCUMENT_NOT_FOUND"]);
}

#[tokio::test]
async fn time_passes() {
    let provider = Provider::new();
    let (document, lookup) = (provider.document(), provider.published());
    let at = async |now: &str| objections(&verify(document.as_bytes(), &lookup, time(now)).await);
    assert_eq!(at("2026-06-02T00:00:00Z").await, [""; 0]);
    // Before it was signed, and before the list.
    let early = at("2025-12-31T00:00:00Z").await;
    assert_eq!(
        early,
        [
            "proof: PROOF_FROM_FUTURE",
            "issuer: PROOF_NEEDED",
            "status: STATUS_LIST_INVALID",
            "validFrom: NOT_YET_VALID"
        ]
    );
    assert_eq!(
        at("2031-01-01T00:00:01Z").await,
        ["status: STATUS_LIST_INVALID", "validUntil: EXPIRED"]
    );
}

#[tokio::test]
async fn keys_are_rotated() {
    let provider = Provider::new();
    let document = provider.document();
    let key = provider.proofs.method().clone();
    let with = |controller: ControllerDocument| provider.published().with(ISSUER, controller.to_json());
    let retired = provider
        .controller
        .clone()
        .retired(&key, time("2026-01-01T00:00:00Z"));
    // The status list was signed later, with the same key.
    assert_eq!(
        look(&document, &with(retired)).await,
        ["status: STATUS_LIST_INVALID"]
    );
    let before = provider
        .controller
        .clone()
        .retired(&key, time("2025-12-31T00:00:00Z"));
    let objections = look(&document, &with(before)).await;
    assert_eq!(objections[0], "proof: KEY_EXPIRED");
    let revoked = provider
        .controller
        .clone()
        .revoked(&key, time("2026-05-01T00:00:00Z"));
    assert_eq!(look(&document, &with(revoked)).await[0], "proof: KEY_REVOKED");
}

#[tokio::test]
async fn a_key_of_somebody_else() {
    let provider = Provider::new();
    let document = provider.document();
    // Another key under the same name.
    let other = Ed25519Key::from_seed(&[8; 32]);
    let id = provider.proofs.method().clone();
    let foreign = ControllerDocument::new(&issuer()).with_ed25519(id.clone(), other.public());
    let lookup = provider.published().with(ISSUER, foreign.to_json());
    assert_eq!(look(&document, &lookup).await[0], "proof: SIGNATURE_INVALID");

    // A good signature by a key that is not the issuer's.
    let did = other.public().did_method().unwrap();
    let stranger = ProofSigner::new(other.clone(), did)
        .sign(&credential(), time("2026-01-01T00:00:00Z"))
        .unwrap();
    assert_eq!(
        look(&stranger, &provider.published()).await,
        ["issuer: ISSUER_NOT_CONTROLLER"]
    );

    // A stranger's document that claims the issuer for its controller.
    let evil = iri("https://evil.example/1#key");
    let mut claims: Value = serde_json::from_str(&foreign.to_json()).unwrap();
    claims["id"] = json!("https://evil.example/1");
    claims["verificationMethod"][0]["id"] = json!(evil.as_str());
    let stranger = ProofSigner::new(other, evil)
        .sign(&credential(), time("2026-01-01T00:00:00Z"))
        .unwrap();
    let lookup = provider
        .published()
        .with("https://evil.example/1", claims.to_string());
    assert_eq!(look(&stranger, &lookup).await, ["issuer: KEY_NOT_FOR_ASSERTIONS"]);

    // A key that is published, but not for assertions.
    let mut document_of_issuer: Value = serde_json::from_str(&provider.controller.to_json()).unwrap();
    document_of_issuer["assertionMethod"] = json!([]);
    let lookup = provider.published().with(ISSUER, document_of_issuer.to_string());
    assert_eq!(
        look(&document, &lookup).await[0],
        "issuer: KEY_NOT_FOR_ASSERTIONS"
    );
    let nothing = KnownDocuments::default();
    assert_eq!(look(&document, &nothing).await[0], "proof: DOCUMENT_NOT_FOUND");
}

/// An issuer that is a key needs no document.
#[tokio::test]
async fn an_issuer_that_is_a_key() {
    let key = Ed25519Key::from_seed(&[8; 32]);
    let credential = AchievementCredential::new(
        iri("urn:uuid:00000000-0000-4000-8000-000000000001"),
        Issuer::new(key.public().did().unwrap(), text("Iemand")),
        Recipient::by_id(iri("did:example:1")),
        achievement(),
        Validity::new(time("2026-01-01T00:00:00Z"), None).unwrap(),
    );
    let method = key.public().did_method().unwrap();
    let document = ProofSigner::new(key, method)
        .sign(&credential, time("2026-01-01T00:00:00Z"))
        .unwrap();
    assert_eq!(look(&document, &KnownDocuments::default()).await, [""; 0]);
}

#[tokio::test]
async fn the_recipient() {
    let provider = Provider::new();
    let (document, lookup) = (provider.document(), provider.published());
    let of = async |known: KnownRecipient| {
        let report = verify_recipient(document.as_bytes(), &lookup, time(NOW), &known).await;
        let check = report
            .checks
            .iter()
            .find(|check| check.step == Step::Recipient)
            .unwrap();
        check.reason
    };
    let mail = |value: &str| KnownRecipient::Identifier {
        kind: "emailAddress".into(),
        value: value.into(),
    };
    assert_eq!(of(mail("a@example.com")).await, "RECIPIENT_MATCHES");
    assert_eq!(of(mail("b@example.com")).await, "RECIPIENT_DIFFERS");
    let id = "urn:uuid:7f0b2c5e-8f0e-4b52-8f7d-0a4f7d1f9a11";
    assert_eq!(of(KnownRecipient::Id(id.into())).await, "RECIPIENT_MATCHES");
    assert_eq!(
        of(KnownRecipient::Id("urn:uuid:1".into())).await,
        "RECIPIENT_DIFFERS"
    );
}

#[tokio::test]
async fn several_proofs() {
    let provider = Provider::new();
    let mut document: Value = serde_json::from_str(&provider.document()).unwrap();
    let good = document["proof"].clone();
    document["proof"] = json!([{"type": "SomeProofType"}, good, "nonsense"]);
    assert_eq!(look(&document.to_string(), &provider.published()).await, [""; 0]);
    document["proof"] = json!([]);
    assert_eq!(
        look(&document.to_string(), &provider.published()).await[0],
        "proof: PROOF_MISSING"
    );
    document["proof"] = vec![good; 5].into();
    assert_eq!(
        look(&document.to_string(), &provider.published()).await[0],
        "proof: TOO_MANY_PROOFS"
    );
}
