//! Checking proofs that stand in the document: `eddsa-rdfc-2022`.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::{
    fetch::{Fetcher, Finding},
    method::{self, Key},
    shape::{several, time, types},
};
use crate::{
    canonical::{self, CanonicalHash},
    expand::{ExpandError, expand},
    multibase,
    proof::{CRYPTOSUITE, PURPOSE, signed_bytes},
};

/// Most proofs of a document that are looked at. One that holds is enough.
pub const MAX_PROOFS: usize = 4;

/// How far the clock of a signer may be ahead of ours.
pub const CLOCK_TOLERANCE_SECONDS: i64 = 300;

/// What was found out about the proof, and about who made it.
pub(super) struct Proven {
    pub(super) proof: Result<String, Finding>,
    pub(super) issuer: Result<String, Finding>,
}

impl Proven {
    /// Without a proof that holds, whose key it is does not matter.
    pub(super) fn without(finding: Finding) -> Self {
        let issuer = Finding::not_checked(
            "PROOF_NEEDED",
            "Who signed is not known without a proof that holds.",
        );
        Self {
            proof: Err(finding),
            issuer: Err(issuer),
        }
    }

    /// How far it got, for choosing among several proofs.
    fn rank(&self) -> u8 {
        u8::from(self.proof.is_ok()) + u8::from(self.issuer.is_ok())
    }
}

/// Checks the proofs of a document until one holds, and tells of the one that got furthest.
pub(super) async fn check(
    document: &Map<String, Value>,
    issuer: Option<&str>,
    fetcher: &Fetcher<'_>,
    now: Timestamp,
) -> Proven {
    let proofs: Vec<&Value> = several(document.get("proof")).collect();
    if proofs.is_empty() {
        return Proven::without(Finding::failed("PROOF_MISSING", "The document has no proof."));
    }
    if proofs.len() > MAX_PROOFS {
        let sentence = format!("The document has more than {MAX_PROOFS} proofs.");
        return Proven::without(Finding::failed("TOO_MANY_PROOFS", sentence));
    }
    let mut unsecured = Unsecured::new(document);
    let mut best: Option<Proven> = None;
    for proof in proofs {
        let proven = match proof.as_object() {
            Some(proof) => one(&mut unsecured, proof, issuer, fetcher, now).await,
            None => Proven::without(Finding::failed("PROOF_MALFORMED", "The proof is not an object.")),
        };
        if best.as_ref().is_none_or(|best| proven.rank() > best.rank()) {
            best = Some(proven);
        }
        if best.as_ref().is_some_and(|best| best.rank() == 2) {
            break;
        }
    }
    best.unwrap_or_else(|| Proven::without(Finding::failed("PROOF_MISSING", "The document has no proof.")))
}

/// A document without its proofs, whose hash is found out once for all of them.
struct Unsecured {
    document: Map<String, Value>,
    hash: Option<Result<CanonicalHash, Finding>>,
}

impl Unsecured {
    fn new(document: &Map<String, Value>) -> Self {
        let mut document = document.clone();
        document.remove("proof");
        Self { document, hash: None }
    }

    fn hash(&mut self) -> Result<CanonicalHash, Finding> {
        self.hash
            .get_or_insert_with(|| canonical_hash(&self.document))
            .clone()
    }
}

async fn one(
    unsecured: &mut Unsecured,
    proof: &Map<String, Value>,
    issuer: Option<&str>,
    fetcher: &Fetcher<'_>,
    now: Timestamp,
) -> Proven {
    let proof = match Options::read(proof, now) {
        Ok(proof) => proof,
        Err(finding) => return Proven::without(finding),
    };
    let message = match message(unsecured, &proof) {
        Ok(message) => message,
        Err(finding) => return Proven::without(finding),
    };
    let method = match method::resolve(proof.method, fetcher).await {
        Ok(method) => method,
        Err(finding) => return Proven::without(finding),
    };
    let Key::Ed25519(key) = &method.key else {
        let sentence = "The key is not an Ed25519 key, which the suite of the proof demands.";
        return Proven::without(Finding::failed("KEY_UNSUPPORTED", sentence));
    };
    if !key.verifies(&message, &proof.signature) {
        return Proven::without(Finding::failed(
            "SIGNATURE_INVALID",
            "The signature does not fit: the document is not as it was signed, or another key signed it.",
        ));
    }
    if let Err(finding) = method.usable(Some(proof.created), now) {
        return Proven::without(finding);
    }
    let controlled = match issuer {
        Some(issuer) => method::controlled(proof.method, &method, issuer, fetcher).await,
        None => Err(Finding::failed("ISSUER_MISSING", "The document names no issuer.")),
    };
    Proven {
        proof: Ok(format!("Signed with {} at {}.", proof.method, proof.created)),
        issuer: controlled.map(|()| "The issuer makes assertions with this key.".to_owned()),
    }
}

/// A proof's options, read as far as they matter here.
struct Options<'p> {
    all: &'p Map<String, Value>,
    method: &'p str,
    created: Timestamp,
    signature: [u8; 64],
}

impl<'p> Options<'p> {
    fn read(proof: &'p Map<String, Value>, now: Timestamp) -> Result<Self, Finding> {
        let text = |name: &str| proof.get(name).and_then(Value::as_str);
        let malformed = |what: &str| Finding::failed("PROOF_MALFORMED", format!("The proof {what}."));
        if !types(proof).any(|name| name == "DataIntegrityProof") || text("cryptosuite") != Some(CRYPTOSUITE)
        {
            let suite = text("cryptosuite")
                .or(text("type"))
                .unwrap_or("an unnamed one")
                .to_owned();
            return Err(Finding::failed(
                "CRYPTOSUITE_UNSUPPORTED",
                format!("The proof uses {suite}; here only {CRYPTOSUITE} is checked."),
            ));
        }
        if text("proofPurpose") != Some(PURPOSE) {
            return Err(Finding::failed(
                "PROOF_PURPOSE_WRONG",
                format!("The proof was not made for making assertions ({PURPOSE})."),
            ));
        }
        if proof.contains_key("previousProof") {
            return Err(malformed("is a part of a chain, which is not supported"));
        }
        let created = text("created")
            .and_then(time)
            .ok_or_else(|| malformed("has no time at which it was created"))?;
        if created
            > now
                .saturating_add(SignedDuration::from_secs(CLOCK_TOLERANCE_SECONDS))
                .unwrap_or(Timestamp::MAX)
        {
            return Err(Finding::failed(
                "PROOF_FROM_FUTURE",
                format!("The proof is of {created}, which is still to come."),
            ));
        }
        if let Some(expires) = proof.get("expires") {
            let expires = expires
                .as_str()
                .and_then(time)
                .ok_or_else(|| malformed("expires at no time"))?;
            if expires < now {
                return Err(Finding::failed(
                    "PROOF_EXPIRED",
                    format!("The proof expired at {expires}."),
                ));
            }
        }
        let signature = text("proofValue")
            .and_then(multibase::from_base58)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| malformed("has no signature of 64 bytes in base58btc"))?;
        Ok(Self {
            all: proof,
            method: text("verificationMethod").ok_or_else(|| malformed("names no verification method"))?,
            created,
            signature,
        })
    }
}

/// What the signature has to be of.
fn message(unsecured: &mut Unsecured, proof: &Options<'_>) -> Result<[u8; 64], Finding> {
    let named = unsecured.document.get("@context").cloned().unwrap_or_default();
    let (contexts, document) = match proof.all.get("@context") {
        None => (named, unsecured.hash()?),
        Some(own) if *own == named => (named, unsecured.hash()?),
        Some(own) => {
            // The document's contexts have to begin with the proof's, which are then those that count.
            let own: Vec<&Value> = several(Some(own)).collect();
            if !several(Some(&named)).take(own.len()).eq(own.iter().copied()) {
                return Err(Finding::failed(
                    "PROOF_CONTEXT_DIFFERS",
                    "The contexts of the proof are not those that the document begins with.",
                ));
            }
            let own = Value::Array(own.into_iter().cloned().collect());
            let mut document = unsecured.document.clone();
            document.insert("@context".to_owned(), own.clone());
            (own, canonical_hash(&document)?)
        }
    };
    let mut options = proof.all.clone();
    options.remove("proofValue");
    options.insert("@context".to_owned(), contexts);
    Ok(signed_bytes(canonical_hash(&options)?, document))
}

fn canonical_hash(document: &Map<String, Value>) -> Result<CanonicalHash, Finding> {
    let quads = expand(document).map_err(|error| {
        let reason = match &error {
            ExpandError::Context => "CONTEXT_MALFORMED",
            ExpandError::UnknownContext(_) => "CONTEXT_UNKNOWN",
            ExpandError::UndefinedTerm(_) => "TERM_UNDEFINED",
            ExpandError::RelativeIdentifier(_) => "IDENTIFIER_RELATIVE",
            ExpandError::Unsigned(_) => "CONTENT_UNSIGNED",
            ExpandError::Malformed(_) => "JSON_LD_MALFORMED",
            ExpandError::TooLarge => "DOCUMENT_TOO_COMPLEX",
        };
        Finding::failed(reason, format!("What was signed cannot be made out: {error}."))
    })?;
    canonical::canonicalise(&quads)
        .map(|canonical| canonical::hash(&canonical))
        .map_err(|error| {
            Finding::failed(
                "DOCUMENT_TOO_COMPLEX",
                format!("What was signed would take too long to make out: {error}."),
            )
        })
}
