//! To whom a credential is issued: personal data, from the request to the document and never elsewhere.

use credentials::{HashedIdentity, IdentityType, Iri};
use jiff::civil::Date;
use uuid::Uuid;

use crate::domain::keyring::Algorithm;

/// In which form a credential is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON-LD with a proof in it.
    Embedded,
    /// A JWT.
    Jwt,
}

impl Form {
    /// Algorithm of the keys that sign in this form.
    #[must_use]
    pub fn algorithm(self) -> Algorithm {
        match self {
            Self::Embedded => Algorithm::Ed25519,
            Self::Jwt => Algorithm::Rs256,
        }
    }
}

/// A name by which a credential is tied to a learner.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// Kind.
    pub kind: IdentityType,
    /// The name itself.
    pub value: String,
}

/// A learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Its passport, when there is one.
    pub holder_id: Option<Uuid>,
    /// Its decentralised identifier.
    pub did: Option<Iri>,
    /// Its names.
    pub identities: Vec<Identity>,
    /// Day on which it was achieved.
    pub achieved_on: Option<Date>,
}

impl std::fmt::Debug for Identity {
    /// Without the name: what is debugged ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Recipient {
    /// As the document has it: names as salted digests. A JWT needs an identifier: without a DID a random one of this credential alone.
    pub(super) fn written(&self, form: Form) -> Result<credentials::Recipient, credentials::InvalidValue> {
        let identities = self.identities.iter();
        let hashed = identities
            .map(|it| HashedIdentity::new(it.kind, &it.value))
            .collect();
        let id = match (&self.did, form) {
            (Some(did), _) => Some(did.clone()),
            (None, Form::Jwt) => Some(Iri::parse(format!("urn:uuid:{}", Uuid::new_v4()))?),
            (None, Form::Embedded) => None,
        };
        credentials::Recipient::new(id, hashed)
    }
}
