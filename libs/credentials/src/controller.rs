//! What an issuer publishes at its id: an Open Badges profile that is also a controlled identifier document, with the
//! keys that its credentials may be signed with.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    credential::Issuer,
    key::{Ed25519Public, RsaPublic},
    value::Iri,
};

/// An issuer's profile and keys.
#[derive(Debug, Clone)]
pub struct ControllerDocument {
    issuer: Issuer,
    methods: Vec<Method>,
}

#[derive(Debug, Clone)]
struct Method {
    id: Iri,
    key: Map<String, Value>,
    expires: Option<Timestamp>,
    revoked: Option<Timestamp>,
}

impl ControllerDocument {
    /// A document without keys yet.
    pub fn new(issuer: &Issuer) -> Self {
        Self {
            issuer: issuer.clone(),
            methods: Vec::new(),
        }
    }

    /// With a key for embedded proofs; `method` is its id, the issuer's with a fragment.
    #[must_use]
    pub fn with_ed25519(self, method: Iri, key: Ed25519Public) -> Self {
        self.with(
            method,
            [
                ("type", json!("Multikey")),
                ("publicKeyMultibase", json!(key.multikey())),
            ],
        )
    }

    /// With a key for tokens; `method` is its id, the issuer's with a fragment.
    #[must_use]
    pub fn with_rsa(self, method: Iri, key: &RsaPublic) -> Self {
        self.with(
            method,
            [("type", json!("JsonWebKey")), ("publicKeyJwk", key.jwk())],
        )
    }

    /// A key is not used for signing any more since then. What it signed before stays verifiable.
    #[must_use]
    pub fn retired(mut self, method: &Iri, since: Timestamp) -> Self {
        for known in self.methods.iter_mut().filter(|known| known.id == *method) {
            known.expires = Some(since);
        }
        self
    }

    /// A key is in wrong hands. Nothing that it signed is verifiable from then on, whenever it claims to be signed.
    #[must_use]
    pub fn revoked(mut self, method: &Iri, since: Timestamp) -> Self {
        for known in self.methods.iter_mut().filter(|known| known.id == *method) {
            known.revoked = Some(since);
        }
        self
    }

    /// Its JSON, to be served at the issuer's id.
    pub fn to_json(&self) -> String {
        let methods: Vec<Value> = self.methods.iter().map(|method| self.method(method)).collect();
        let ids: Vec<&str> = self.methods.iter().map(|method| method.id.as_str()).collect();
        let mut document = json!({
            "@context": [
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/multikey/v1",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": self.issuer.id.as_str(),
            "type": ["Profile"],
            "name": self.issuer.name.as_str(),
            "verificationMethod": methods,
            "assertionMethod": ids,
        });
        if let Some(url) = &self.issuer.url {
            document["url"] = json!(url.as_str());
        }
        document.to_string()
    }

    fn with<const N: usize>(mut self, id: Iri, key: [(&str, Value); N]) -> Self {
        self.methods.retain(|known| known.id != id);
        self.methods.push(Method {
            id,
            key: key
                .map(|(name, value)| (name.to_owned(), value))
                .into_iter()
                .collect(),
            expires: None,
            revoked: None,
        });
        self
    }

    fn method(&self, method: &Method) -> Value {
        let mut object = method.key.clone();
        object.insert("id".to_owned(), json!(method.id.as_str()));
        object.insert("controller".to_owned(), json!(self.issuer.id.as_str()));
        for (name, time) in [("expires", method.expires), ("revoked", method.revoked)] {
            if let Some(time) = time {
                object.insert(name.to_owned(), json!(time.to_string()));
            }
        }
        object.into()
    }
}
