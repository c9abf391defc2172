//! Embedded proofs: `DataIntegrityProof` of the suite `eddsa-rdfc-2022` (W3C Data Integrity EdDSA Cryptosuites 1.0).

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    canonical::{self, CanonicalError, CanonicalHash},
    document::Document,
    key::Ed25519Key,
    multibase,
    value::{InvalidValue, Iri, whole_seconds},
};

/// The suite.
pub const CRYPTOSUITE: &str = "eddsa-rdfc-2022";

/// What a proof here is for: saying that the credential is so.
pub(crate) const PURPOSE: &str = "assertionMethod";

/// A document that cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// It looks too much alike in places; see [`CanonicalError`].
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The time cannot be written.
    #[error(transparent)]
    Value(#[from] InvalidValue),
}

/// A proof, as it stands in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    r#type: &'static str,
    cryptosuite: &'static str,
    created: String,
    verification_method: String,
    proof_purpose: &'static str,
    proof_value: String,
}

/// Signs documents with one key, under the name by which its controller publishes it.
#[derive(Debug, Clone)]
pub struct ProofSigner {
    key: Ed25519Key,
    method: Iri,
}

impl ProofSigner {
    /// A signer; `method` is the id of the verification method in the issuer's controller document.
    pub fn new(key: Ed25519Key, method: Iri) -> Self {
        Self { key, method }
    }

    /// The id of the verification method.
    pub fn method(&self) -> &Iri {
        &self.method
    }

    /// The key.
    pub fn key(&self) -> &Ed25519Key {
        &self.key
    }

    /// Signs a document; the answer is its JSON with the proof.
    ///
    /// # Errors
    ///
    /// See [`SignError`]; a document of usual content is always signed.
    pub fn sign(&self, document: &impl Document, created: Timestamp) -> Result<String, SignError> {
        let canonical = canonical::canonicalise(&document.to_quads())?;
        let proof = self.prove(canonical::hash(&canonical), created)?;
        Ok(document.serialise(Some(&proof)))
    }

    /// The proof for a document's canonical hash: the last step but one of [`ProofSigner::sign`].
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Time`].
    pub fn prove(&self, document: CanonicalHash, created: Timestamp) -> Result<Proof, InvalidValue> {
        let created = whole_seconds(created)?.to_string();
        let options = canonical::hash(&canonical_options(&created, &self.method));
        let signature = self.key.sign(&signed_bytes(options, document));
        Ok(Proof {
            r#type: "DataIntegrityProof",
            cryptosuite: CRYPTOSUITE,
            created,
            verification_method: self.method.as_str().to_owned(),
            proof_purpose: PURPOSE,
            proof_value: multibase::base58(&signature),
        })
    }
}

/// What is signed: the hash of the proof's options, then that of the document.
pub(crate) fn signed_bytes(options: CanonicalHash, document: CanonicalHash) -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&options);
    bytes[32..].copy_from_slice(&document);
    bytes
}

/// The canonical form of a proof's options. They have one blank node, which is always `c14n0`, and lines in this order.
fn canonical_options(created: &str, method: &Iri) -> String {
    const SECURITY: &str = "https://w3id.org/security#";
    format!(
        "_:c14n0 <http://purl.org/dc/terms/created> \"{created}\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n\
         _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SECURITY}DataIntegrityProof> .\n\
         _:c14n0 <{SECURITY}cryptosuite> \"{CRYPTOSUITE}\"^^<{SECURITY}cryptosuiteString> .\n\
         _:c14n0 <{SECURITY}proofPurpose> <{SECURITY}{PURPOSE}> .\n\
         _:c14n0 <{SECURITY}verificationMethod> <{method}> .\n"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{context, expand};

    const ALUMNI: &str = include_str!("../tests/fixtures/w3c/eddsa-rdfc-2022-alumni.json");

    fn contexts(url: &str) -> Option<&'static str> {
        match url {
            "https://www.w3.org/ns/credentials/examples/v2" => Some(include_str!(
                "../tests/fixtures/w3c/credentials-examples-v2.jsonld"
            )),
            other => context::built_in(other),
        }
    }

    fn canonical(document: &Value) -> String {
        canonical::canonicalise(&expand::read(&document.to_string(), contexts).unwrap()).unwrap()
    }

    /// The W3C's vector: canonical forms, hashes and signature, step by step.
    #[test]
    fn the_vector_of_the_recommendation() {
        let mut document: Value = serde_json::from_str(ALUMNI).unwrap();
        let mut options = document.as_object_mut().unwrap().remove("proof").unwrap();
        let value = options.as_object_mut().unwrap().remove("proofValue").unwrap();
        options["@context"] = document["@context"].clone();
        let created = options["created"].as_str().unwrap();
        let method = Iri::parse(options["verificationMethod"].as_str().unwrap()).unwrap();
        assert_eq!(canonical_options(created, &method), canonical(&options));

        let message = signed_bytes(
            canonical::hash(&canonical(&options)),
            canonical::hash(&canonical(&document)),
        );
        let (options, document) = message.split_at(32);
        // The combined hash that the vectors publish, which is what is signed here too.
        let published = "4c4d3890a157f8d611b13c265c2c22f39aa0a567c7c7dd9ba3e45cd579784eeb\
                         517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017";
        assert_eq!(hex::encode(document), published[64..]);
        assert_eq!(hex::encode(options), published[..64]);

        let secret = multibase::from_base58("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").unwrap();
        let key = Ed25519Key::from_seed(secret[2..].try_into().unwrap());
        assert_eq!(multibase::base58(&key.sign(&message)), value.as_str().unwrap());
    }
}
