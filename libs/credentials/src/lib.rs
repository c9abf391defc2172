//! Microcredentials as signed Open Badges 3.0 documents (verifiable credentials, data model 2.0).
//!
//! The crate knows nothing of the hub, stores nothing and fetches nothing: whoever uses it keeps the keys and the bits of the
//! status lists, and says by a [`Lookup`] where documents of issuers are found.
//!
//! - [`AchievementCredential`] with [`Issuer`], [`Recipient`], [`Achievement`], [`Alignment`], [`Validity`]: what is issued,
//!   as values that cannot be wrong. Skills are alignments by URI; recipients are known by an id or by salted hashes;
//! - [`ProofSigner`]: embedded proofs, `eddsa-rdfc-2022`. [`JwtSigner`]: the same credential as an RS256 token;
//! - [`Ed25519Key`], [`RsaKey`]: the keys, wiped from memory when they are dropped;
//! - [`ControllerDocument`]: what the issuer serves at its id, so that others find the keys, old ones included;
//! - [`StatusBits`], [`StatusListCredential`], [`StatusEntry`]: revocation and suspension, Bitstring Status List 1.0;
//! - [`verify()`] and its [`Report`]: every check of the specification with its outcome and reason;
//! - [`context`]: the JSON-LD contexts that are built in. Others are refused.
//!
//! # One credential, from key to verdict
//!
//! ```
//! use credentials::*;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The provider has keys, and serves its profile with them at its id.
//! let issuer = Issuer::new(Iri::parse("https://roc.example/issuers/1")?, Text::parse("ROC Voorbeeld")?);
//! let key = Ed25519Key::generate()?;
//! let method = issuer.id().with_fragment("key-1")?;
//! let profile = ControllerDocument::new(&issuer).with_ed25519(method.clone(), key.public()).to_json();
//! let signer = ProofSigner::new(key, method);
//!
//! // A learner earned something, and the credential can be revoked.
//! let now = "2026-06-01T12:00:00Z".parse()?;
//! let list = Iri::parse("https://roc.example/status/1")?;
//! let credential = AchievementCredential::new(
//!     Iri::parse("https://roc.example/credentials/1")?,
//!     issuer.clone(),
//!     Recipient::by_identity(HashedIdentity::new(IdentityType::EmailAddress, "learner@example.org")),
//!     Achievement::new(
//!         Iri::parse("https://roc.example/classes/heat-pumps")?,
//!         AchievementType::MicroCredential,
//!         Text::parse("Warmtepompen installeren")?,
//!         Text::parse("Kan een hybride warmtepomp installeren.")?,
//!         Text::parse("Een praktijkopdracht, beoordeeld door twee examinatoren.")?,
//!     )
//!     .aligned(Alignment::eqf(4)?)
//!     .worth(Credits::hundredths(300)?)?,
//!     Validity::new(now, None)?,
//! )
//! .with_status(StatusEntry::new(list.clone(), StatusPurpose::Revocation, 4_711)?);
//! let document: Vec<u8> = signer.sign(&credential, now)?.into_bytes();
//!
//! // The list is signed anew whenever a bit changes, and before it is out of date.
//! let tomorrow = "2026-06-02T12:00:00Z".parse()?;
//! let validity = Validity::new(now, Some(tomorrow))?;
//! let bits = StatusBits::default();
//! let statuses =
//!     StatusListCredential::new(list.clone(), issuer.id().clone(), validity, StatusPurpose::Revocation, &bits)?;
//! let statuses = signer.sign(&statuses, now)?;
//!
//! // Anyone who can fetch these two can verify it.
//! let lookup = KnownDocuments::default().with(issuer.id().as_str(), profile).with(list.as_str(), statuses);
//! let report = verify(&document, &lookup, now).await;
//! assert_eq!(report.verdict(), Verdict::Verified, "{report}");
//!
//! // A document in which anything was changed is refused, with the reason.
//! let changed = String::from_utf8(document)?.replace("hybride", "enorme");
//! let report = verify(changed.as_bytes(), &lookup, now).await;
//! let reasons: Vec<_> = report.failures().map(|check| check.reason).collect();
//! assert_eq!(reasons, ["SIGNATURE_INVALID"]);
//! # Ok(())
//! # }
//! ```
//!
//! # What a signature covers
//!
//! A proof is made over the statements (quads) that JSON-LD reads from a document, not over its bytes. Two things follow.
//! What JSON-LD passes over is not signed, so [`expand()`] refuses it: terms that no context defines, identifiers that are
//! none, empty values, keywords, and, by counting, anything else that makes no statement. And the canonical form of statements
//! about things without identifiers can take forever to find, so [`canonicalise`] refuses documents made for that.
//!
//! Signing does not go through JSON-LD, which takes thirty times as long as all the rest: [`Document::to_quads`] makes the
//! quads from the typed values. A property test holds both ways together.
//!
//! # Adding things
//!
//! - *A property of credentials*: a field in `achievement.rs`, `recipient.rs` or `credential.rs`, its JSON in
//!   `credential.rs`, its quads in `document.rs`, and arbitrary values of it in `tests/documents/samples.rs`: the property
//!   test then fails until JSON and quads agree.
//! - *A context*: the file in `contexts/`, a row in its README, a line in `context.rs`.
//! - *A check*: a file in `verify/`, a [`Step`] in its place, a call in `verify/mod.rs`.
//! - *A class of Open Badges*: a table in `verify/classes.rs`.

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
pub use canonical::{
    CanonicalError, CanonicalHash, MAX_AMBIGUOUS, MAX_AMBIGUOUS_STATEMENTS, MAX_BLANK_NODES, canonicalise,
    hash,
};
pub use controller::ControllerDocument;
pub use credential::{AchievementCredential, Issuer, SCHEMA};
pub use document::Document;
pub use expand::{ExpandError, MAX_CONTEXT_PLACES, MAX_CONTEXTS, MAX_QUADS, expand};
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
    CLOCK_TOLERANCE_SECONDS, Check, KnownRecipient, MAX_ENDORSEMENTS, MAX_LOOKUPS, MAX_PROOFS, MAX_STATUSES,
    Outcome, Report, Step, Summary, Verdict, verify, verify_recipient,
};
