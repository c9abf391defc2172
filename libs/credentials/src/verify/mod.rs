//! Verifying: the checks of Open Badges 3.0, section "Verification and Validation", in its order. A check that fails
//! stops none of those behind it.

mod classes;
mod embedded;
mod endorsements;
mod fetch;
mod method;
mod report;
mod shape;
mod status;
mod token;

use jiff::Timestamp;
use serde_json::{Map, Value};

pub use embedded::{CLOCK_TOLERANCE_SECONDS, MAX_PROOFS};
pub use endorsements::MAX_ENDORSEMENTS;
pub use fetch::MAX_LOOKUPS;
pub use report::{Check, Outcome, Report, Step, Summary, Verdict};
pub use status::MAX_STATUSES;

use crate::{
    json::{self, MAX_DOCUMENT_BYTES},
    lookup::Lookup,
    recipient::identity_hash,
};
use embedded::Proven;
use fetch::{Fetcher, Finding};
use shape::{several, time};
use token::Token;

/// Whom a verifier has in mind, by what it knows from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownRecipient {
    /// By the id, such as a DID.
    Id(String),
    /// By an identifier, such as an e-mail address, and its kind as the specification writes it (`emailAddress`).
    Identifier {
        /// The kind.
        kind: String,
        /// The identifier in plain text.
        value: String,
    },
}

/// Verifies a credential: JSON with an embedded proof, or a compact JWT. `now` is the moment it is looked at from.
pub async fn verify(document: &[u8], lookup: &dyn Lookup, now: Timestamp) -> Report {
    examine(document, lookup, now, None).await
}

/// The same, and whether it is about whom the verifier has in mind.
pub async fn verify_recipient(
    document: &[u8],
    lookup: &dyn Lookup,
    now: Timestamp,
    recipient: &KnownRecipient,
) -> Report {
    examine(document, lookup, now, Some(recipient)).await
}

/// The id of a document's issuer, which may be an object or the id itself.
pub(crate) fn issuer_id(document: &Map<String, Value>) -> Option<&str> {
    let issuer = document.get("issuer")?;
    issuer
        .as_str()
        .or_else(|| issuer.get("id").and_then(Value::as_str))
}

/// A document that could be read.
enum Opened {
    Embedded(Map<String, Value>),
    Token(Box<Token>),
}

impl Opened {
    fn read(document: &[u8]) -> Result<Self, String> {
        if document.len() > MAX_DOCUMENT_BYTES {
            return Err(format!("it has more than {MAX_DOCUMENT_BYTES} bytes"));
        }
        let document = document.trim_ascii();
        if document.starts_with(b"{") {
            return match json::parse(document) {
                Ok(Value::Object(object)) => Ok(Self::Embedded(object)),
                Ok(_) => Err("it is not an object".to_owned()),
                Err(error) => Err(error.to_string()),
            };
        }
        let text = std::str::from_utf8(document).map_err(|_| "it is not text".to_owned())?;
        Token::read(text).map(|token| Self::Token(Box::new(token)))
    }

    fn credential(&self) -> &Map<String, Value> {
        match self {
            Self::Embedded(credential) => credential,
            Self::Token(token) => &token.credential,
        }
    }
}

async fn examine(
    document: &[u8],
    lookup: &dyn Lookup,
    now: Timestamp,
    recipient: Option<&KnownRecipient>,
) -> Report {
    let opened = match Opened::read(document) {
        Ok(opened) => opened,
        Err(why) => {
            let check = Check::failed(
                Step::Document,
                "DOCUMENT_MALFORMED",
                format!("The document cannot be read: {why}."),
            );
            return Report {
                checks: vec![check],
                summary: None,
            };
        }
    };
    let credential = opened.credential();
    let issuer = issuer_id(credential);
    let fetcher = Fetcher::new(lookup);
    let mut checks = vec![Check::passed(
        Step::Document,
        "DOCUMENT_READ",
        "The document can be read.",
    )];
    checks.extend(shape::check(credential));
    let (proven, expires) = match &opened {
        Opened::Embedded(document) => (embedded::check(document, issuer, &fetcher, now).await, None),
        Opened::Token(token) => (token.check(issuer, &fetcher, now).await, token.expires()),
    };
    checks.extend(proof_checks(proven));
    checks.push(refresh(credential));
    checks.extend(status::check(credential, issuer, &fetcher, now).await);
    checks.extend(period(credential, expires, now));
    checks.push(about(credential, recipient));
    checks.extend(endorsements::check(credential, &fetcher, now).await);
    Report {
        checks,
        summary: Some(summary(credential)),
    }
}

fn proof_checks(proven: Proven) -> [Check; 2] {
    let check = |step, reason, found: Result<String, Finding>| match found {
        Ok(sentence) => Check::passed(step, reason, sentence),
        Err(finding) if finding.outcome == Outcome::NotChecked => {
            Check::not_checked(step, finding.reason, finding.sentence)
        }
        Err(finding) => Check::failed(step, finding.reason, finding.sentence),
    };
    [
        check(Step::Proof, "PROOF_HOLDS", proven.proof),
        check(Step::Issuer, "ISSUER_CONTROLS_KEY", proven.issuer),
    ]
}

/// Newer versions are not fetched: the verification goes on with the original, as the specification has it.
fn refresh(credential: &Map<String, Value>) -> Check {
    if credential.contains_key("refreshService") {
        let sentence = "The credential says where a newer version can be had, which was not fetched.";
        Check::not_checked(Step::Refresh, "REFRESH_NOT_FOLLOWED", sentence)
    } else {
        Check::passed(
            Step::Refresh,
            "REFRESH_NONE",
            "The credential has no newer versions.",
        )
    }
}

fn period(credential: &Map<String, Value>, expires: Option<Timestamp>, now: Timestamp) -> [Check; 2] {
    let text = |names: [&str; 2]| names.iter().find_map(|name| credential.get(*name));
    let read = |value: &Value| value.as_str().and_then(time);
    let from = match text(["validFrom", "issuanceDate"]).map(read) {
        None => Check::failed(
            Step::ValidFrom,
            "VALIDITY_MISSING",
            "The credential does not say from when it is valid.",
        ),
        Some(None) => Check::failed(
            Step::ValidFrom,
            "VALIDITY_MALFORMED",
            "The beginning of the validity is not a time.",
        ),
        Some(Some(from)) if from > now => Check::failed(
            Step::ValidFrom,
            "NOT_YET_VALID",
            format!("The credential is valid from {from} on."),
        ),
        Some(Some(from)) => Check::passed(
            Step::ValidFrom,
            "VALID_ALREADY",
            format!("The credential is valid since {from}."),
        ),
    };
    let until = match text(["validUntil", "expirationDate"])
        .map(read)
        .or(expires.map(Some))
    {
        None => Check::passed(
            Step::ValidUntil,
            "VALID_WITHOUT_END",
            "The validity of the credential has no end.",
        ),
        Some(None) => Check::failed(
            Step::ValidUntil,
            "VALIDITY_MALFORMED",
            "The end of the validity is not a time.",
        ),
        Some(Some(until)) if until < now => Check::failed(
            Step::ValidUntil,
            "EXPIRED",
            format!("The credential expired at {until}."),
        ),
        Some(Some(until)) => Check::passed(
            Step::ValidUntil,
            "VALID_STILL",
            format!("The credential is valid until {until}."),
        ),
    };
    [from, until]
}

/// Open Badges 3.0, section "Verify the Recipient Using an Identifier".
fn about(credential: &Map<String, Value>, recipient: Option<&KnownRecipient>) -> Check {
    let Some(known) = recipient else {
        return Check::not_checked(
            Step::Recipient,
            "RECIPIENT_NOT_ASKED",
            "Whom the credential is to be about was not said.",
        );
    };
    let subject = credential.get("credentialSubject");
    let matches = match known {
        KnownRecipient::Id(id) => {
            subject
                .and_then(|subject| subject.get("id"))
                .and_then(Value::as_str)
                == Some(id)
        }
        KnownRecipient::Identifier { kind, value } => {
            several(subject.and_then(|subject| subject.get("identifier"))).any(|identity| {
                let text = |name: &str| identity.get(name).and_then(Value::as_str);
                let hash = text("identityHash");
                text("identityType") == Some(kind)
                    && match identity.get("hashed").and_then(Value::as_bool) {
                        Some(true) => hash.is_some_and(|hash| {
                            hash.eq_ignore_ascii_case(&identity_hash(value, text("salt").unwrap_or_default()))
                        }),
                        Some(false) => hash == Some(value),
                        None => false,
                    }
            })
        }
    };
    if matches {
        Check::passed(
            Step::Recipient,
            "RECIPIENT_MATCHES",
            "The credential is about the recipient who was named.",
        )
    } else {
        Check::failed(
            Step::Recipient,
            "RECIPIENT_DIFFERS",
            "The credential is not about the recipient who was named.",
        )
    }
}

fn summary(credential: &Map<String, Value>) -> Summary {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(ToOwned::to_owned);
    let either = |names: [&str; 2]| names.iter().find_map(|name| text(credential.get(*name)));
    let achievement = credential
        .get("credentialSubject")
        .and_then(|subject| subject.get("achievement"));
    Summary {
        id: text(credential.get("id")),
        issuer: issuer_id(credential).map(ToOwned::to_owned),
        achievement: text(achievement.and_then(|achievement| achievement.get("name"))),
        achievement_id: text(achievement.and_then(|achievement| achievement.get("id"))),
        valid_from: either(["validFrom", "issuanceDate"]),
        valid_until: either(["validUntil", "expirationDate"]),
    }
}
