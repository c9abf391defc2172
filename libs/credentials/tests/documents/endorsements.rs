//! Credentials that carry what others say.

use credentials::{Ed25519Key, KnownDocuments, ProofSigner, canonicalise, expand, hash, verify};
use serde_json::{Value, json};

use crate::{
    samples::{credential, iri, time},
    verifying::{NOW, Provider, objections},
};

/// Signs any JSON-LD document.
fn sign(mut document: Value, signer: &ProofSigner) -> Value {
    let quads = expand(document.as_object().unwrap()).unwrap();
    let digest = hash(&canonicalise(&quads).unwrap());
    let proof = signer.prove(digest, time("2026-01-01T00:00:00Z")).unwrap();
    document["proof"] = serde_json::to_value(proof).unwrap();
    document
}

fn endorsed(comment: &str, until: &str) -> (Value, KnownDocuments) {
    let provider = Provider::new();
    let key = Ed25519Key::from_seed(&[9; 32]);
    let endorser = ProofSigner::new(key.clone(), key.public().did_method().unwrap());
    let endorsement = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "https://endorser.example/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": key.public().did().unwrap().as_str(), "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": until,
        "credentialSubject": {
            "id": "https://provider.example/classes/heat-pumps",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Well taught.",
        },
    });
    let mut endorsement = sign(endorsement, &endorser);
    endorsement["credentialSubject"]["endorsementComment"] = json!(comment);
    let mut document: Value = serde_json::from_str(&credential().to_json()).unwrap();
    document["endorsement"] = json!([endorsement]);
    let signer = ProofSigner::new(
        Ed25519Key::from_seed(&[7; 32]),
        iri("https://provider.example/issuers/1#key-1"),
    );
    (sign(document, &signer), provider.published())
}

async fn look((document, lookup): (Value, KnownDocuments)) -> Vec<String> {
    objections(&verify(document.to_string().as_bytes(), &lookup, time(NOW)).await)
}

#[tokio::test]
async fn endorsements_are_verified_too() {
    assert_eq!(
        look(endorsed("Well taught.", "2027-01-01T00:00:00Z")).await,
        [""; 0]
    );
    // The issuer signed it with the endorsement as it is, which is not as the endorser signed it.
    assert_eq!(
        look(endorsed("Badly taught.", "2027-01-01T00:00:00Z")).await,
        ["endorsements: SIGNATURE_INVALID"]
    );
    assert_eq!(
        look(endorsed("Well taught.", "2026-02-01T00:00:00Z")).await,
        ["endorsements: EXPIRED"]
    );
    // An endorsement that is changed later is found by both.
    let (mut document, lookup) = endorsed("Well taught.", "2027-01-01T00:00:00Z");
    document["endorsement"][0]["credentialSubject"]["endorsementComment"] = json!("Very well taught.");
    assert_eq!(
        look((document, lookup)).await,
        [
            "proof: SIGNATURE_INVALID",
            "issuer: PROOF_NEEDED",
            "endorsements: SIGNATURE_INVALID"
        ]
    );
}
