//! What the agency decided, paid, changed and determined.

use contracts::{
    programme::v1::GetProjectRequest,
    transitions::v1::{
        Advance, AwardChange, AwardOutcome, Condition, DecideAwardChangeRequest, DetermineGrantRequest,
        RecordAdvanceRequest, RecordAwardRequest, RecordConditionRequest, RequestAwardChangeRequest,
    },
};
use jiff::civil::{Date, date};
use serde_json::json;

use super::{
    applications::requested_cents,
    entrants::{Entrant, Outcome, entrants},
};
use crate::{
    calendar::plus,
    line::{Call, Line},
    money::{looks_like_bsn, part},
};

const AGENCY: &str = "agency-officer";
/// The day on which the hub hears of all decisions of the round.
pub const AWARDED: Date = date(2024, 11, 18);
/// The condition of a conditional award, when it falls due, and when it is decided on.
const CONDITION: &str = "tweede-gesprek";
const CONDITION_DUE: Date = date(2025, 3, 31);
const CONDITION_DECIDED: Date = date(2025, 4, 14);
/// Days on which advances are paid: the first of a conditional award, and those of the first and second year.
const FIRST_SHARE: Date = date(2024, 12, 9);
const FIRST_YEAR: Date = date(2025, 3, 10);
const SECOND_YEAR: Date = date(2026, 3, 9);
/// A change that is approved, with what it leaves in thousandths, and one that is not.
const LOWERED: (u32, i64) = (203, 960);
const UNCHANGED: u32 = 207;
const CHANGE_ASKED: Date = date(2025, 9, 15);
const CHANGE_DECIDED: Date = date(2025, 10, 13);
/// Final determinations, with what they come to in thousandths of the award.
const DETERMINED: [(u32, i64); 2] = [(221, 1_000), (222, 950)];
const DETERMINED_ON: Date = date(2026, 11, 9);

/// Everything that was decided on the applications of the round.
#[must_use]
pub fn lines() -> Vec<Line> {
    entrants().iter().flat_map(lines_of).collect()
}

fn lines_of(entrant: &Entrant) -> Vec<Line> {
    let mut lines = match entrant.outcome {
        Outcome::Withdrawn => return Vec::new(),
        Outcome::Rejected => vec![recorded(entrant, AwardOutcome::Rejected)],
        Outcome::Granted => vec![recorded(entrant, AwardOutcome::Granted)],
        Outcome::ConditionMet | Outcome::ConditionNotMet => {
            vec![recorded(entrant, AwardOutcome::Conditional)]
        }
    };
    if entrant.outcome.becomes_project() {
        lines.push(project_is_there(entrant));
        lines.extend(payments(entrant));
        lines.extend(condition(entrant));
    }
    lines.extend(change(entrant));
    lines.extend(determination(entrant));
    lines
}

fn reference(entrant: &Entrant, what: &str) -> String {
    format!("Voorbeeld DUS-I 2-{}: {what}", entrant.seat.number)
}

/// The agency decides some days before the hub hears of it.
fn days_before(on: Date) -> String {
    plus(on, -5).to_string()
}

fn recorded(entrant: &Entrant, outcome: AwardOutcome) -> Line {
    let (what, motivation) = match outcome {
        AwardOutcome::Rejected | AwardOutcome::Unspecified => {
            ("afwijzing", "De aanvraag haalt de drempel niet.")
        }
        AwardOutcome::Conditional => (
            "voorwaardelijke verlening",
            "Bijna voldoende; de commissie vraagt een tweede gesprek.",
        ),
        AwardOutcome::Granted => ("verlening", "Overtuigend, en binnen het plafond."),
    };
    let condition = Condition {
        condition_id: CONDITION.into(),
        text: "In een tweede gesprek is uitgewerkt hoe bewoners meebeslissen over het ontwerp.".into(),
        due_on: CONDITION_DUE.to_string(),
        ..Default::default()
    };
    let conditional = outcome == AwardOutcome::Conditional;
    let request = RecordAwardRequest {
        application_id: entrant.seat.id(),
        outcome: outcome.into(),
        awarded_cents: match outcome {
            AwardOutcome::Rejected | AwardOutcome::Unspecified => 0,
            AwardOutcome::Granted | AwardOutcome::Conditional => requested_cents(&entrant.seat),
        },
        reference: reference(entrant, what),
        decided_on: days_before(AWARDED),
        conditions: conditional.then_some(condition).into_iter().collect(),
        motivation: motivation.into(),
        ..Default::default()
    };
    Line::new(AWARDED, Call::RecordAward, AGENCY, &request)
}

/// Waits until the programme block has made the project, its plan and its money of the award. That it has some in this state stays
/// true, whatever the amount becomes.
fn project_is_there(entrant: &Entrant) -> Line {
    let request = GetProjectRequest {
        project_id: entrant.seat.id(),
    };
    let state = if entrant.outcome == Outcome::Granted {
        "MONEY_STATE_GRANTED"
    } else {
        "MONEY_STATE_CONDITIONAL"
    };
    Line::new(AWARDED, Call::GetProject, AGENCY, &request)
        .until(json!({"project": {"money": [{"state": state}]}}))
}

/// Totals that are paid by a day, in thousandths of the award.
fn payments(entrant: &Entrant) -> Vec<Line> {
    let awarded = requested_cents(&entrant.seat);
    let totals = match entrant.outcome {
        Outcome::Granted => vec![
            (FIRST_YEAR, part(awarded, 400), "voorschot jaar 1"),
            (SECOND_YEAR, part(awarded, 700), "voorschot jaar 2"),
        ],
        Outcome::ConditionMet => vec![
            (FIRST_SHARE, fifth(awarded), "voorschot 20 procent"),
            (SECOND_YEAR, part(awarded, 600), "voorschot jaar 2"),
        ],
        Outcome::ConditionNotMet => vec![(FIRST_SHARE, fifth(awarded), "voorschot 20 procent")],
        Outcome::Rejected | Outcome::Withdrawn => Vec::new(),
    };
    let mut before = 0;
    let mut lines = Vec::new();
    for (on, total, what) in totals {
        let advance = Advance {
            cents: not_a_person(total - before),
            paid_on: days_before(on),
            reference: reference(entrant, what),
        };
        before += advance.cents;
        let request = RecordAdvanceRequest {
            application_id: entrant.seat.id(),
            advance: Some(advance),
            ..Default::default()
        };
        lines.push(Line::new(on, Call::RecordAdvance, AGENCY, &request));
    }
    lines
}

/// A fifth at most, in whole euros.
fn fifth(cents: i64) -> i64 {
    not_a_person(cents / 500 * 100)
}

/// The amount, or a euro less where its cents would look like a citizen service number.
fn not_a_person(cents: i64) -> i64 {
    if looks_like_bsn(cents) { cents - 100 } else { cents }
}

fn condition(entrant: &Entrant) -> Option<Line> {
    let met = match entrant.outcome {
        Outcome::ConditionMet => true,
        Outcome::ConditionNotMet => false,
        Outcome::Granted | Outcome::Rejected | Outcome::Withdrawn => return None,
    };
    let request = RecordConditionRequest {
        application_id: entrant.seat.id(),
        condition_id: CONDITION.into(),
        met,
        reference: reference(entrant, "besluit na tweede gesprek"),
        decided_on: days_before(CONDITION_DECIDED),
        ..Default::default()
    };
    Some(Line::new(
        CONDITION_DECIDED,
        Call::RecordCondition,
        AGENCY,
        &request,
    ))
}

fn change(entrant: &Entrant) -> Vec<Line> {
    let number = entrant.seat.number;
    let (approved, awarded_cents, reason) = match number {
        _ if number == LOWERED.0 => (
            true,
            Some(part(requested_cents(&entrant.seat), LOWERED.1)),
            "Een partner brengt apparatuur in; het project heeft minder subsidie nodig.",
        ),
        _ if number == UNCHANGED => (
            false,
            None,
            "Het samenwerkingsverband vraagt de penvoerder te wisselen.",
        ),
        _ => return Vec::new(),
    };
    let change = AwardChange {
        change_id: "wijziging-1".into(),
        reason: reason.into(),
        awarded_cents,
        ..Default::default()
    };
    let ask = RequestAwardChangeRequest {
        application_id: entrant.seat.id(),
        change: Some(change),
        ..Default::default()
    };
    let decide = DecideAwardChangeRequest {
        application_id: entrant.seat.id(),
        change_id: "wijziging-1".into(),
        approved,
        reference: reference(entrant, "besluit op wijziging"),
        decided_on: days_before(CHANGE_DECIDED),
        ..Default::default()
    };
    vec![
        Line::new(CHANGE_ASKED, Call::RequestAwardChange, entrant.lead(), &ask),
        Line::new(CHANGE_DECIDED, Call::DecideAwardChange, AGENCY, &decide),
    ]
}

fn determination(entrant: &Entrant) -> Option<Line> {
    let (_, share) = DETERMINED
        .into_iter()
        .find(|(number, _)| *number == entrant.seat.number)?;
    let awarded = requested_cents(&entrant.seat);
    let request = DetermineGrantRequest {
        application_id: entrant.seat.id(),
        determined_cents: part(awarded, share).min(awarded),
        reference: reference(entrant, "vaststelling"),
        decided_on: days_before(DETERMINED_ON),
        ..Default::default()
    };
    Some(Line::new(DETERMINED_ON, Call::DetermineGrant, AGENCY, &request))
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::SizeClass;

    use super::*;
    use crate::profile::profile;

    #[test]
    fn what_is_awarded_fits_within_the_ceilings_of_the_call() {
        for (size_class, ceiling) in [(SizeClass::Small, 100_000_000), (SizeClass::Large, 1_950_000_000)] {
            let awarded = entrants()
                .into_iter()
                .filter(|entrant| entrant.outcome.becomes_project())
                .filter(|entrant| profile(&entrant.seat).size_class() == size_class);
            let sum: i64 = awarded.map(|entrant| requested_cents(&entrant.seat)).sum();
            assert!(
                ceiling / 2 < sum && sum <= ceiling,
                "{size_class:?}: {sum} of {ceiling}"
            );
        }
    }

    #[test]
    fn the_first_share_is_a_fifth_at_most() {
        assert_eq!(fifth(10_000_000), 2_000_000);
        assert!((0..5_000).all(|step| fifth(5_000_000 + step * 37) * 5 <= 5_000_000 + step * 37));
    }
}
