//! Checking whether a credential was revoked or suspended.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    embedded,
    fetch::{Fetched, Fetcher, Finding},
    report::{Check, Outcome, Step},
    shape::{several, time, types},
};
use crate::status::{StatusBits, StatusPurpose};

/// Most status entries of a credential.
pub const MAX_STATUSES: usize = 4;

/// One check for each entry.
pub(super) async fn check(
    credential: &Map<String, Value>,
    issuer: Option<&str>,
    fetcher: &Fetcher<'_>,
    now: Timestamp,
) -> Vec<Check> {
    let entries: Vec<&Value> = several(credential.get("credentialStatus")).collect();
    if entries.is_empty() {
        return vec![Check::passed(
            Step::Status,
            "STATUS_NONE",
            "The credential is one that cannot be revoked.",
        )];
    }
    if entries.len() > MAX_STATUSES {
        let sentence = format!("The credential has more than {MAX_STATUSES} status entries.");
        return vec![Check::failed(Step::Status, "TOO_MANY_STATUSES", sentence)];
    }
    let mut checks = Vec::with_capacity(entries.len());
    for entry in entries {
        let found = match Entry::read(entry) {
            Ok(entry) => entry.look_up(issuer, fetcher, now).await,
            Err(finding) => Err(finding),
        };
        checks.push(match found {
            Ok(sentence) => Check::passed(Step::Status, "STATUS_CLEAR", sentence),
            Err(Finding {
                outcome: Outcome::NotChecked,
                reason,
                sentence,
            }) => Check::not_checked(Step::Status, reason, sentence),
            Err(Finding { reason, sentence, .. }) => Check::failed(Step::Status, reason, sentence),
        });
    }
    checks
}

/// A status entry of a credential.
struct Entry<'c> {
    purpose: StatusPurpose,
    list: &'c str,
    index: u64,
}

impl<'c> Entry<'c> {
    fn read(entry: &'c Value) -> Result<Self, Finding> {
        let malformed = |what: &str| Finding::failed("STATUS_MALFORMED", format!("The status entry {what}."));
        let entry = entry.as_object().ok_or_else(|| malformed("is not an object"))?;
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        if !types(entry).any(|name| name == "BitstringStatusListEntry") {
            let kind = types(entry).next().unwrap_or("unnamed").to_owned();
            return Err(Finding::not_checked(
                "STATUS_KIND_UNKNOWN",
                format!("Status entries of type {kind} are not known here."),
            ));
        }
        if entry
            .get("statusSize")
            .is_some_and(|size| size.as_u64() != Some(1))
        {
            return Err(Finding::not_checked(
                "STATUS_KIND_UNKNOWN",
                "Status entries of more than one bit are not known here.",
            ));
        }
        let purpose = text("statusPurpose").ok_or_else(|| malformed("has no purpose"))?;
        let purpose = StatusPurpose::parse(purpose).ok_or_else(|| {
            Finding::not_checked(
                "STATUS_KIND_UNKNOWN",
                format!("Status entries for {purpose} are not known here."),
            )
        })?;
        let index = match entry.get("statusListIndex") {
            Some(Value::String(digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok()
            }
            // Some issuers write a number, against the letter of the Recommendation.
            Some(Value::Number(number)) => number.as_u64(),
            _ => None,
        };
        Ok(Self {
            purpose,
            list: text("statusListCredential").ok_or_else(|| malformed("names no list"))?,
            index: index.ok_or_else(|| malformed("has no index"))?,
        })
    }

    async fn look_up(
        &self,
        issuer: Option<&str>,
        fetcher: &Fetcher<'_>,
        now: Timestamp,
    ) -> Result<String, Finding> {
        let list = fetcher.get(self.list).await?;
        let bits = self.open(&list, issuer, now)?;
        let proven = embedded::check(&list, issuer, fetcher, now).await;
        if let Some(finding) = proven.proof.err().or(proven.issuer.err()) {
            let undecided = finding.outcome == Outcome::NotChecked;
            return Err(Finding {
                outcome: finding.outcome,
                reason: if undecided {
                    finding.reason
                } else {
                    "STATUS_LIST_INVALID"
                },
                sentence: format!("The status list is not to be trusted: {}", finding.sentence),
            });
        }
        let set = bits.get(self.index).map_err(|error| {
            Finding::failed(
                "STATUS_LIST_INVALID",
                format!("The status list cannot be used: {error}."),
            )
        })?;
        match (set, self.purpose) {
            (false, StatusPurpose::Revocation) => Ok("The credential was not revoked.".to_owned()),
            (false, StatusPurpose::Suspension) => Ok("The credential is not suspended.".to_owned()),
            (true, StatusPurpose::Revocation) => {
                Err(Finding::failed("REVOKED", "The credential was revoked."))
            }
            (true, StatusPurpose::Suspension) => {
                Err(Finding::failed("SUSPENDED", "The credential is suspended."))
            }
        }
    }

    /// Reads the list, as far as that does not depend on its proof.
    fn open(&self, list: &Fetched, issuer: Option<&str>, now: Timestamp) -> Result<StatusBits, Finding> {
        let invalid = |what: &str| Finding::failed("STATUS_LIST_INVALID", format!("The status list {what}."));
        let text = |name: &str| list.get(name).and_then(Value::as_str);
        if !types(list).any(|name| name == "BitstringStatusListCredential") {
            return Err(invalid("is not a BitstringStatusListCredential"));
        }
        if text("id").is_some_and(|id| id != self.list) {
            return Err(invalid("is another one"));
        }
        if super::issuer_id(list) != issuer {
            return Err(invalid("is of another issuer"));
        }
        let (from, until) = (text("validFrom").map(time), text("validUntil").map(time));
        if from.is_some_and(|from| from.is_none_or(|from| from > now)) {
            return Err(invalid("is not valid yet"));
        }
        if until.is_some_and(|until| until.is_none_or(|until| until < now)) {
            return Err(invalid("is out of date"));
        }
        let subject = list.get("credentialSubject").and_then(Value::as_object);
        let subject = subject.filter(|subject| types(subject).any(|name| name == "BitstringStatusList"));
        let subject = subject.ok_or_else(|| invalid("has no BitstringStatusList"))?;
        let mut purposes = several(subject.get("statusPurpose")).filter_map(Value::as_str);
        if !purposes.any(|purpose| purpose == self.purpose.as_str()) {
            return Err(invalid("is for another purpose"));
        }
        let encoded = subject.get("encodedList").and_then(Value::as_str);
        let encoded = encoded.ok_or_else(|| invalid("has no encodedList"))?;
        StatusBits::decode(encoded).map_err(|error| invalid(&format!("cannot be used: {error}")))
    }
}
