//! Who a credential is about: an id, salted hashes of identifiers, or both. Plain names and addresses have no place here.

use std::fmt::Write;

use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::value::{InvalidValue, Iri};

/// What kind of identifier was hashed, from the enumeration `IdentifierTypeEnum` of Open Badges 3.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityType {
    /// The name of the person.
    Name,
    /// What a system knows the person by.
    SystemId,
    /// An e-mail address.
    EmailAddress,
    /// The number of a national register.
    NationalIdentityNumber,
    /// A number of the provider's own administration.
    SisSourcedId,
    /// A name in a system.
    UserName,
    /// Anything else.
    Identifier,
}

impl IdentityType {
    /// As the specification writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::SystemId => "systemId",
            Self::EmailAddress => "emailAddress",
            Self::NationalIdentityNumber => "nationalIdentityNumber",
            Self::SisSourcedId => "sisSourcedId",
            Self::UserName => "userName",
            Self::Identifier => "identifier",
        }
    }
}

/// An identifier as a salted hash: who knows the identifier can check it, who does not learns nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashedIdentity {
    kind: IdentityType,
    hash: String,
    salt: String,
}

impl HashedIdentity {
    /// Hashes an identifier with a new random salt of 128 bits. Neither value nor salt can be got back from the hash, but
    /// the salt stands beside it: a short number is found by trying them all.
    pub fn new(kind: IdentityType, value: &str) -> Self {
        let mut salt = [0; 16];
        rand::rng().fill_bytes(&mut salt);
        Self::with_salt(kind, value, &hexadecimal(&salt))
    }

    /// Hashes an identifier with a salt that is given.
    pub fn with_salt(kind: IdentityType, value: &str, salt: &str) -> Self {
        Self {
            kind,
            hash: identity_hash(value, salt),
            salt: salt.to_owned(),
        }
    }

    /// What kind of identifier it is.
    pub fn kind(&self) -> IdentityType {
        self.kind
    }

    /// `sha256$` and the hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The salt.
    pub fn salt(&self) -> &str {
        &self.salt
    }
}

/// Open Badges 3.0, `IdentityHash`: the salt stands behind the value.
pub(crate) fn identity_hash(value: &str, salt: &str) -> String {
    let digest = Sha256::new().chain_update(value).chain_update(salt).finalize();
    format!("sha256${}", hexadecimal(&digest))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Who a credential is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    id: Option<Iri>,
    identities: Vec<HashedIdentity>,
}

impl Recipient {
    /// A recipient; identities that are equal count once.
    ///
    /// The JWT form demands an id. Where there is no DID, a random `urn:uuid:` of this one credential will do: one that
    /// is used again links a person's credentials.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Recipient`] when there is neither an id nor an identity.
    pub fn new(id: Option<Iri>, identities: Vec<HashedIdentity>) -> Result<Self, InvalidValue> {
        if id.is_none() && identities.is_empty() {
            return Err(InvalidValue::Recipient);
        }
        let mut once: Vec<HashedIdentity> = Vec::with_capacity(identities.len());
        for identity in identities {
            if !once.contains(&identity) {
                once.push(identity);
            }
        }
        Ok(Self { id, identities: once })
    }

    /// Known by an id alone, such as a DID.
    pub fn by_id(id: Iri) -> Self {
        Self {
            id: Some(id),
            identities: Vec::new(),
        }
    }

    /// Known by a hashed identifier alone.
    pub fn by_identity(identity: HashedIdentity) -> Self {
        Self {
            id: None,
            identities: vec![identity],
        }
    }

    /// The id.
    pub fn id(&self) -> Option<&Iri> {
        self.id.as_ref()
    }

    /// The hashed identifiers.
    pub fn identities(&self) -> &[HashedIdentity] {
        &self.identities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification() {
        let identity = HashedIdentity::with_salt(IdentityType::EmailAddress, "a@example.com", "Kosher");
        assert_eq!(
            identity.hash(),
            "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
        );
    }

    #[test]
    fn salts_differ() {
        let one = HashedIdentity::new(IdentityType::EmailAddress, "a@example.com");
        let other = HashedIdentity::new(IdentityType::EmailAddress, "a@example.com");
        assert_ne!(one.hash(), other.hash());
        assert!(Recipient::new(None, Vec::new()).is_err());
    }
}
