//! Assessments of the small applications: the version of the scheme names criteria for them only.

use contracts::transitions::v1::{DeclareInterestRequest, Score, ScoreApplicationRequest};
use jiff::civil::{Date, date};

use super::entrants::{Entrant, Outcome, entrants};
use crate::{
    line::{Call, Line},
    rng::Rng,
};

/// Assessors of each application.
pub const ASSESSORS: u32 = 3;
/// Criteria of the version.
const CRITERIA: [&str; 3] = ["impact", "quality", "third"];
/// When assessors say whether they have an interest, and when they score.
const DECLARED: Date = date(2024, 5, 27);
const SCORED: Date = date(2024, 6, 17);

/// Declarations and scores.
#[must_use]
pub fn lines() -> Vec<Line> {
    let small = entrants()
        .into_iter()
        .filter(|entrant| !entrant.seat.large && entrant.outcome != Outcome::Withdrawn);
    small.flat_map(|entrant| lines_of(&entrant)).collect()
}

/// Whether an assessor has an interest: one in two of the applications.
fn has_interest(entrant: &Entrant, assessor: u32) -> bool {
    entrant.seat.number % 6 == assessor
}

fn lines_of(entrant: &Entrant) -> Vec<Line> {
    let mut lines = Vec::new();
    for assessor in 1..=ASSESSORS {
        let caller = format!("assessor#{assessor}");
        let conflict = has_interest(entrant, assessor);
        let declare = DeclareInterestRequest {
            application_id: entrant.seat.id(),
            conflict,
            ..Default::default()
        };
        lines.push(Line::new(
            DECLARED,
            Call::DeclareInterest,
            caller.clone(),
            &declare,
        ));
        if !conflict {
            let score = ScoreApplicationRequest {
                application_id: entrant.seat.id(),
                scores: CRITERIA
                    .iter()
                    .map(|criterion| score(entrant, assessor, criterion))
                    .collect(),
                ..Default::default()
            };
            lines.push(Line::new(SCORED, Call::ScoreApplication, caller, &score));
        }
    }
    lines
}

fn score(entrant: &Entrant, assessor: u32, criterion: &str) -> Score {
    let (low, high, motivation) = match entrant.outcome {
        Outcome::Granted => (
            72,
            92,
            "Overtuigend: de vraag is scherp, en de partners maken samen de stap naar beproeven.",
        ),
        Outcome::ConditionMet | Outcome::ConditionNotMet => (
            60,
            68,
            "Bijna voldoende: de rol van de bewoners is nog niet uitgewerkt.",
        ),
        Outcome::Rejected | Outcome::Withdrawn => (
            36,
            54,
            "Onvoldoende: het ontwerp verschilt weinig van het aanbod dat er al is.",
        ),
    };
    let name = format!("{}/{criterion}/{assessor}", entrant.seat.id());
    let points = Rng::named(&name).between(low, high);
    Score {
        criterion_id: criterion.into(),
        points: u32::try_from(points).unwrap_or_default(),
        motivation: motivation.into(),
    }
}
