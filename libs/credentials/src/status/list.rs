//! The credential that a status list is published as.

use jiff::Timestamp;
use serde::Serialize;

use super::{StatusBits, StatusPurpose};
use crate::{
    context,
    credential::to_string,
    proof::Proof,
    value::{InvalidValue, Iri, Validity},
};

/// A status list, not signed yet.
#[derive(Debug, Clone)]
pub struct StatusListCredential {
    pub(crate) id: Iri,
    pub(crate) subject: Iri,
    pub(crate) issuer: Iri,
    pub(crate) validity: Validity,
    pub(crate) purpose: StatusPurpose,
    pub(crate) encoded: String,
}

impl StatusListCredential {
    /// The list that is published at `id`. Its issuer is the one of the credentials it speaks of; the end of its validity
    /// is when a verifier has to fetch it again at the latest.
    ///
    /// # Errors
    ///
    /// None for an id that leaves room for a fragment.
    pub fn new(
        id: Iri,
        issuer: Iri,
        validity: Validity,
        purpose: StatusPurpose,
        bits: &StatusBits,
    ) -> Result<Self, InvalidValue> {
        Ok(Self {
            subject: id.with_fragment("list")?,
            id,
            issuer,
            validity,
            purpose,
            encoded: bits.encode(),
        })
    }

    /// Its id.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// Its JSON without a proof.
    pub fn to_json(&self) -> String {
        self.write(None)
    }

    pub(crate) fn write(&self, proof: Option<&Proof>) -> String {
        to_string(&Wire {
            context: [context::CREDENTIALS_V2],
            id: self.id.as_str(),
            r#type: ["VerifiableCredential", "BitstringStatusListCredential"],
            issuer: self.issuer.as_str(),
            valid_from: self.validity.from(),
            valid_until: self.validity.until(),
            credential_subject: SubjectWire {
                id: self.subject.as_str(),
                r#type: "BitstringStatusList",
                status_purpose: self.purpose.as_str(),
                encoded_list: &self.encoded,
            },
            proof,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'c> {
    #[serde(rename = "@context")]
    context: [&'static str; 1],
    id: &'c str,
    r#type: [&'static str; 2],
    issuer: &'c str,
    valid_from: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<Timestamp>,
    credential_subject: SubjectWire<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<&'c Proof>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubjectWire<'c> {
    id: &'c str,
    r#type: &'static str,
    status_purpose: &'static str,
    encoded_list: &'c str,
}
