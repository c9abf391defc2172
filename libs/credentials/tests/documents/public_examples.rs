//! Documents that others published: good ones are accepted, bad ones refused for the right reason.

use credentials::{KnownDocuments, verify};
use serde_json::{Value, json};

use crate::{samples::time, verifying::objections};

const KEY: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";
const STATUS_LIST: &str = "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist";

/// The issuers of 1EdTech's examples, whose real documents are not public: with the key that the examples name.
fn issuers() -> KnownDocuments {
    let mut lookup = KnownDocuments::default();
    for id in [
        "https://1edtech.edu/issuers/565049",
        "https://example.com/issuers/876543",
    ] {
        let keys = [KEY, "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x"].map(|key| {
            json!({"id": format!("{id}#{key}"), "type": "Multikey", "controller": id, "publicKeyMultibase": key})
        });
        let names: Vec<&Value> = keys.iter().map(|key| &key["id"]).collect();
        let document =
            json!({"id": id, "type": ["Profile"], "verificationMethod": keys, "assertionMethod": names});
        lookup = lookup.with(id, document.to_string());
    }
    lookup.with(STATUS_LIST, include_str!("../fixtures/1edtech/status-list.json"))
}

async fn look(document: &str) -> Vec<String> {
    objections(&verify(document.as_bytes(), &issuers(), time("2026-06-02T00:00:00Z")).await)
}

#[tokio::test]
async fn good_ones() {
    let subject = include_str!("../fixtures/1edtech/good-did-web-subject.json");
    assert_eq!(look(subject).await, [""; 0]);
    // Its signature is good; its issuer is a random URN, which nobody can prove to control.
    let did = include_str!("../fixtures/1edtech/good-did-key.json");
    assert_eq!(look(did).await, ["issuer: ISSUER_NOT_CONTROLLER"]);
}

#[tokio::test]
async fn bad_ones() {
    let expired = include_str!("../fixtures/1edtech/bad-expired.json");
    assert_eq!(look(expired).await, ["validUntil: EXPIRED"]);
    let value = include_str!("../fixtures/1edtech/bad-proof-value.json");
    assert_eq!(
        look(value).await,
        ["proof: SIGNATURE_INVALID", "issuer: PROOF_NEEDED"]
    );
    // Refused, though not by its bit: the list that is published there gives itself another id.
    let revoked = include_str!("../fixtures/1edtech/bad-revoked.json");
    assert_eq!(look(revoked).await, ["status: STATUS_LIST_INVALID"]);
}

/// The changes that 1EdTech's other bad examples make to a good one.
#[tokio::test]
async fn bad_shapes() {
    let good: Value =
        serde_json::from_str(include_str!("../fixtures/1edtech/good-did-web-subject.json")).unwrap();
    let wrong = json!(["Wrong"]);
    let changes: [(&str, Value); 8] = [
        ("/type", json!(["VerifiableCredential"])),
        ("/issuer/type", wrong.clone()),
        ("/credentialSubject/type", wrong.clone()),
        ("/credentialSubject/achievement/type", wrong.clone()),
        ("/@context", json!(["https://www.w3.org/ns/credentials/v2"])),
        ("/issuer", json!({"type": ["Profile"], "name": "Nobody"})),
        ("/validFrom", json!("2010-01-01")),
        ("/credentialSubject/achievement/criteria", json!("none")),
    ];
    for (pointer, value) in changes {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        let found = look(&bad.to_string()).await;
        assert_eq!(found[0], "schema: SCHEMA_VIOLATED", "{pointer}: {found:?}");
    }
    let mut nobody = good.clone();
    nobody["credentialSubject"].as_object_mut().unwrap().remove("id");
    assert_eq!(
        look(&nobody.to_string()).await[0],
        "subject: SUBJECT_NOT_IDENTIFIED"
    );
    let mut unsigned = good;
    unsigned.as_object_mut().unwrap().remove("proof");
    assert_eq!(
        look(&unsigned.to_string()).await,
        ["proof: PROOF_MISSING", "issuer: PROOF_NEEDED"]
    );
}
