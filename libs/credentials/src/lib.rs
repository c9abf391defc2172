//! Microcredentials as signed Open Badges 3.0 documents.

mod achievement;
mod canonical;
pub mod context;
mod controller;
mod credential;
mod document;
mod expand;
mod json;
mod jwt;
mod key;
mod lookup;
mod multibase;
mod proof;
mod recipient;
mod status;
mod value;
mod verify;

pub use achievement::{Achievement, AchievementType, Alignment, Participation};
pub use canonical::{CanonicalError, CanonicalHash, MAX_AMBIGUOUS, MAX_BLANK_NODES, canonicalise, hash};
pub use controller::ControllerDocument;
pub use credential::{AchievementCredential, Issuer, SCHEMA};
pub use document::Document;
pub use expand::{ExpandError, MAX_CONTEXTS, MAX_QUADS, expand};
pub use json::{MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_VALUES};
pub use jwt::{JwtError, JwtSigner};
pub use key::{Ed25519Key, Ed25519Public, KeyError, MAX_RSA_BITS, MIN_RSA_BITS, RsaKey, RsaPublic};
pub use lookup::{KnownDocuments, Lookup, LookupError};
pub use proof::{CRYPTOSUITE, Proof, ProofSigner, SignError};
pub use recipient::{HashedIdentity, IdentityType, Recipient};
pub use status::{
    BitsError, MAX_LIST_BYTES, MIN_ENTRIES, StatusBits, StatusEntry, StatusListCredential, StatusPurpose,
};
pub use value::{
    Credits, InvalidValue, Iri, Language, MAX_CREDITS_HUNDREDTHS, MAX_IRI_BYTES, MAX_TEXT_BYTES, Text,
    Validity,
};
pub use verify::{
    CLOCK_TOLERANCE_SECONDS, Check, KnownRecipient, MAX_LOOKUPS, MAX_PROOFS, MAX_STATUSES, Outcome, Report,
    Step, Summary, Verdict, verify, verify_recipient,
};
