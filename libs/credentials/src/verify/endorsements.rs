//! Checking what others say of a credential, its achievement or its issuer, Open Badges 3.0 section
//! "EndorsementCredential Verification".

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    embedded::{self, Proven},
    fetch::Fetcher,
    report::{Check, Outcome, Step},
    shape::several,
    token::Token,
};

/// Most endorsements of a credential that are looked at.
pub const MAX_ENDORSEMENTS: usize = 8;

/// One check for each endorsement.
pub(super) async fn check(
    credential: &Map<String, Value>,
    fetcher: &Fetcher<'_>,
    now: Timestamp,
) -> Vec<Check> {
    let endorsements = all(credential);
    if endorsements.is_empty() {
        return vec![Check::passed(
            Step::Endorsements,
            "ENDORSEMENTS_NONE",
            "The credential carries no endorsements.",
        )];
    }
    if endorsements.len() > MAX_ENDORSEMENTS {
        let sentence = format!(
            "The credential carries more than {MAX_ENDORSEMENTS} endorsements, none of which was verified."
        );
        return vec![Check::not_checked(
            Step::Endorsements,
            "TOO_MANY_ENDORSEMENTS",
            sentence,
        )];
    }
    let mut checks = Vec::with_capacity(endorsements.len());
    for endorsement in endorsements {
        checks.push(one(endorsement, fetcher, now).await);
    }
    checks
}

/// Those of the credential, of the achievement and of the issuer, embedded and as tokens.
fn all(credential: &Map<String, Value>) -> Vec<&Value> {
    let subject = credential.get("credentialSubject");
    let achievement = subject.and_then(|subject| subject.get("achievement"));
    let places = [
        Some(credential),
        object(achievement),
        object(credential.get("issuer")),
    ];
    let within = |place| ["endorsement", "endorsementJwt"].map(|name| several(Map::get(place, name)));
    places.into_iter().flatten().flat_map(within).flatten().collect()
}

fn object(value: Option<&Value>) -> Option<&Map<String, Value>> {
    value.and_then(Value::as_object)
}

async fn one(endorsement: &Value, fetcher: &Fetcher<'_>, now: Timestamp) -> Check {
    let (proven, document) = match endorsement {
        Value::Object(document) => {
            let issuer = super::issuer_id(document);
            (
                embedded::check(document, issuer, fetcher, now).await,
                document.clone(),
            )
        }
        Value::String(text) => match Token::read(text) {
            Ok(token) => {
                let issuer = super::issuer_id(&token.credential);
                (token.check(issuer, fetcher, now).await, token.credential.clone())
            }
            Err(why) => return failed("DOCUMENT_MALFORMED", &format!("It cannot be read: {why}.")),
        },
        _ => return failed("DOCUMENT_MALFORMED", "It is neither an object nor a token."),
    };
    let Proven { proof, issuer } = proven;
    if let Some(finding) = proof.err().or(issuer.err()) {
        return match finding.outcome {
            Outcome::NotChecked => {
                let sentence = format!("An endorsement could not be verified: {}", finding.sentence);
                Check::not_checked(Step::Endorsements, finding.reason, sentence)
            }
            _ => failed(finding.reason, &finding.sentence),
        };
    }
    let expired = super::period(&document, None, now)
        .into_iter()
        .find(|check| check.outcome == Outcome::Failed);
    match expired {
        Some(check) => failed(check.reason, &check.sentence),
        None => Check::passed(
            Step::Endorsements,
            "ENDORSEMENT_HOLDS",
            format!("Endorsed by {}.", super::issuer_id(&document).unwrap_or("nobody")),
        ),
    }
}

fn failed(reason: &'static str, sentence: &str) -> Check {
    Check::failed(
        Step::Endorsements,
        reason,
        format!("An endorsement does not hold: {sentence}"),
    )
}
