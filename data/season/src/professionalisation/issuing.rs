//! Keys, and credentials in monthly batches: large ones and some so small that they cannot be told apart in what becomes public.

use contracts::professionalisation::v1::{
    Identity, IdentityKind, IssueCredentialsRequest, KeyAlgorithm, Recipient, RevocationReason,
    RevokeCredentialRequest, RotateKeyRequest,
};
use jiff::civil::{Date, date};

use super::{
    classes::{COURSES, Course, Fate},
    providers::Cast,
};
use crate::{
    calendar::{LAST_DAY, plus, workday},
    line::{Call, Line},
    rng::Rng,
};

/// Days from one batch of a class to the next.
const BETWEEN_DAYS: i64 = 56;
/// The provider that took another key, and when.
const ROTATED: (&str, Date) = ("vb-hs-westkust", date(2026, 2, 2));

/// Credentials of one class that were issued together.
#[derive(Debug, Clone, Copy)]
struct Batch {
    course: &'static Course,
    on: Date,
    region: &'static str,
    count: i64,
}

/// Keys, batches and revocations.
#[must_use]
pub fn lines() -> Vec<Line> {
    let batches = batches();
    let mut lines = keys();
    let mut learner = 0;
    for batch in &batches {
        lines.push(issue(batch, &mut learner));
    }
    lines.extend(revocations(&batches));
    lines
}

/// All batches, in the order in which they are issued.
fn batches() -> Vec<Batch> {
    let mut batches: Vec<_> = COURSES.iter().flat_map(batches_of).collect();
    batches.sort_by_key(|batch| (batch.on, batch.course.provider));
    batches
}

fn batches_of(course: &'static Course) -> Vec<Batch> {
    let Some(published) = course.published() else {
        return Vec::new();
    };
    let end = match course.fate {
        Fate::Withdrawn(on) => on,
        Fate::Published | Fate::ReturnedFirst | Fate::Proposed => LAST_DAY,
    };
    let mut rng = Rng::named(&format!("{}/batches", course.id()));
    let regions = Cast::named(course.provider).regions;
    let days = (1..).map(|nth| workday(plus(published, nth * BETWEEN_DAYS)));
    days.take_while(|on| *on < end)
        .flat_map(|on| {
            let larger = Batch {
                course,
                on,
                region: regions[rng.index(regions.len())],
                count: rng.between(5, 9),
            };
            // Every third time a few learners of another region come along, too few for a cell of their own.
            let smaller = (rng.chance(33) && regions.len() > 1).then(|| Batch {
                region: other(regions, larger.region),
                count: rng.between(1, 3),
                ..larger
            });
            [Some(larger), smaller]
        })
        .flatten()
        .collect()
}

fn other(regions: &'static [&'static str], than: &str) -> &'static str {
    regions
        .iter()
        .copied()
        .find(|region| *region != than)
        .unwrap_or(regions[0])
}

/// A key of each provider that issues, and the second one of the provider that took another.
fn keys() -> Vec<Line> {
    let published = |course: &Course| course.published().map(|on| (course.provider, on));
    let mut keys: Vec<_> = COURSES
        .iter()
        .filter_map(published)
        .map(|(id, on)| key(id, on, ""))
        .collect();
    // By a colleague: the same request by the same person would be the same request again.
    keys.push(key(ROTATED.0, ROTATED.1, "#2"));
    keys
}

fn key(provider: &str, on: Date, who: &str) -> Line {
    let request = RotateKeyRequest {
        provider_id: provider.into(),
        algorithm: KeyAlgorithm::Ed25519.into(),
        ..Default::default()
    };
    let officer = Cast::named(provider).officer();
    Line::new(on, Call::RotateKey, format!("{officer}{who}"), &request)
}

fn issue(batch: &Batch, learner: &mut u32) -> Line {
    let recipients = (0..batch.count).map(|_| {
        *learner += 1;
        let identity = Identity {
            kind: IdentityKind::SystemId.into(),
            value: format!("vb-leerling-{learner:04}"),
        };
        Recipient {
            identities: vec![identity],
            achieved_on: plus(batch.on, -7).to_string(),
            ..Recipient::default()
        }
    });
    let request = IssueCredentialsRequest {
        provider_id: batch.course.provider.into(),
        class_id: batch.course.id(),
        region_id: batch.region.into(),
        recipients: recipients.collect(),
        ..Default::default()
    };
    let officer = Cast::named(batch.course.provider).officer();
    Line::new(batch.on, Call::IssueCredentials, officer, &request)
}

/// Eight credentials, each of another batch of a class or two: first mistakes, later what turned out not to hold.
fn revocations(batches: &[Batch]) -> Vec<Line> {
    let chosen = ["vb-hs-westkust", "vb-roc-noorderlicht"];
    chosen
        .iter()
        .flat_map(|provider| {
            let mut first = 0;
            let own: Vec<_> = batches
                .iter()
                .filter(|batch| batch.course.provider == *provider)
                .collect();
            let numbered = own.into_iter().map(|batch| {
                let number = first;
                first += batch.count;
                (batch, number)
            });
            let numbered: Vec<_> = numbered.collect();
            let larger = numbered
                .into_iter()
                .filter(|(batch, _)| batch.count >= 5)
                .take(4)
                .enumerate();
            larger
                .map(|(nth, (batch, number))| revoke(batch, number, nth))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn revoke(batch: &Batch, number: i64, nth: usize) -> Line {
    let reason = if nth.is_multiple_of(2) {
        RevocationReason::IssuedInError
    } else {
        RevocationReason::GroundLapsed
    };
    let request = RevokeCredentialRequest {
        provider_id: batch.course.provider.into(),
        status_number: u32::try_from(number).unwrap_or_default(),
        reason: reason.into(),
        ..Default::default()
    };
    let on = workday(plus(batch.on, 24));
    Line::new(
        on,
        Call::RevokeCredential,
        Cast::named(batch.course.provider).officer(),
        &request,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_hundred_are_issued_over_many_months_and_some_batches_are_small() {
        let batches = batches();
        let sum: i64 = batches.iter().map(|batch| batch.count).sum();
        assert!((300..800).contains(&sum), "{sum}");
        let months: std::collections::BTreeSet<_> = batches
            .iter()
            .map(|batch| (batch.on.year(), batch.on.month()))
            .collect();
        assert!(months.len() >= 12, "{months:?}");
        assert!(batches.iter().filter(|batch| batch.count < 5).count() >= 5);
    }

    #[test]
    fn what_is_revoked_was_issued_before() {
        let batches = batches();
        for line in revocations(&batches) {
            let provider = line.request["providerId"].as_str().unwrap_or_default();
            let before: i64 = batches
                .iter()
                .filter(|batch| batch.course.provider == provider && batch.on < line.on)
                .map(|batch| batch.count)
                .sum();
            assert!(
                line.request["statusNumber"].as_i64().unwrap_or(0) < before,
                "{}",
                line.text()
            );
        }
    }
}
