//! Awards.

use contracts::transitions::v1;
use jiff::civil::Date;
use runtime::parse::Faults;

use super::{
    rules::size_class,
    values::{REASON_CHARS_MAX, REFERENCE_CHARS_MAX, read_choice, read_given},
};
use crate::domain::{
    award::{Advance, Award, Change, Condition, Decision, Outcome, Standing},
    values::{Cents, Id},
};

/// Most conditions of an award that are looked at; the aggregate's own rules allow fewer.
const LIST_MAX: usize = 200;

/// Reads what was decided.
pub fn read_outcome(faults: &mut Faults, outcome: i32) -> Option<Outcome> {
    read_choice(faults, "outcome", outcome, |outcome| match outcome {
        v1::AwardOutcome::Unspecified => None,
        v1::AwardOutcome::Granted => Some(Outcome::Granted),
        v1::AwardOutcome::Conditional => Some(Outcome::Conditional),
        v1::AwardOutcome::Rejected => Some(Outcome::Rejected),
    })
}

/// Writes what was decided; an award that lapsed or was determined had been granted in some way before.
#[must_use]
pub fn outcome(standing: Standing) -> v1::AwardOutcome {
    match standing {
        Standing::Granted | Standing::Determined => v1::AwardOutcome::Granted,
        Standing::Conditional | Standing::Lapsed => v1::AwardOutcome::Conditional,
        Standing::Rejected => v1::AwardOutcome::Rejected,
    }
}

/// Reads a decision of the agency.
pub fn read_decision(faults: &mut Faults, reference: &str, decided_on: &str) -> Option<Decision> {
    let reference = faults.text("reference", reference, REFERENCE_CHARS_MAX, true);
    let decided_on = faults.date("decided_on", decided_on);
    Some(Decision {
        reference,
        decided_on: decided_on?,
    })
}

/// Reads conditions: identifier, text and last day of each.
pub fn read_conditions(faults: &mut Faults, conditions: &[v1::Condition]) -> Vec<(Id, String, Date)> {
    faults.at_most("conditions", conditions, LIST_MAX);
    let conditions = conditions.iter().take(LIST_MAX).enumerate();
    conditions
        .filter_map(|(index, it)| {
            let at = |field: &str| format!("conditions[{index}].{field}");
            let id = faults.id(&at("condition_id"), &it.condition_id);
            let text = faults.text(&at("text"), &it.text, REASON_CHARS_MAX, true);
            let due_on = faults.date(&at("due_on"), &it.due_on);
            Some((id, text, due_on?))
        })
        .collect()
}

/// Reads an advance; `advance` is the path of its fields.
pub fn read_advance(faults: &mut Faults, it: Option<v1::Advance>) -> Option<Advance> {
    let it = read_given(faults, "advance", it);
    let amount = Cents(faults.cents("advance.cents", it.cents));
    let paid_on = faults.date("advance.paid_on", &it.paid_on);
    let reference = faults.text("advance.reference", &it.reference, REFERENCE_CHARS_MAX, true);
    Some(Advance {
        amount,
        paid_on: paid_on?,
        reference,
    })
}

/// Writes how an award stands.
#[must_use]
pub fn standing(standing: Standing) -> v1::AwardState {
    match standing {
        Standing::Granted => v1::AwardState::Granted,
        Standing::Conditional => v1::AwardState::Conditional,
        Standing::Rejected => v1::AwardState::Rejected,
        Standing::Lapsed => v1::AwardState::Lapsed,
        Standing::Determined => v1::AwardState::Determined,
    }
}

/// Writes an award.
#[must_use]
pub fn award(application_id: &str, call_id: &str, it: &Award) -> v1::Award {
    v1::Award {
        application_id: application_id.to_owned(),
        call_id: call_id.to_owned(),
        state: standing(it.standing).into(),
        size_class: size_class(it.size_class).into(),
        awarded_cents: it.awarded.0,
        reference: it.decision.reference.clone(),
        decided_on: it.decision.decided_on.to_string(),
        conditions: it.conditions.iter().map(condition).collect(),
        advances: it.advances.iter().map(advance).collect(),
        changes: it.changes.iter().map(change).collect(),
        determined_cents: it.determined.map(|cents| cents.0),
        motivation: it.motivation.clone(),
    }
}

fn condition(it: &Condition) -> v1::Condition {
    let state = match it.met {
        None => v1::ConditionState::Open,
        Some(true) => v1::ConditionState::Met,
        Some(false) => v1::ConditionState::NotMet,
    };
    let (reference, decided_on) = parts(it.decision.as_ref());
    v1::Condition {
        condition_id: it.condition_id.clone(),
        text: it.text.clone(),
        due_on: it.due_on.to_string(),
        state: state.into(),
        decided_on,
        reference,
    }
}

fn advance(it: &Advance) -> v1::Advance {
    v1::Advance {
        cents: it.amount.0,
        paid_on: it.paid_on.to_string(),
        reference: it.reference.clone(),
    }
}

fn change(it: &Change) -> v1::AwardChange {
    let state = match it.approved {
        None => v1::AwardChangeState::Requested,
        Some(true) => v1::AwardChangeState::Approved,
        Some(false) => v1::AwardChangeState::Rejected,
    };
    let (reference, decided_on) = parts(it.decision.as_ref());
    v1::AwardChange {
        change_id: it.change_id.clone(),
        reason: it.reason.clone(),
        awarded_cents: it.awarded.map(|cents| cents.0),
        state: state.into(),
        reference,
        decided_on,
    }
}

/// Reference and day of a decision; empty while there is none.
fn parts(decision: Option<&Decision>) -> (String, String) {
    let parts = decision.map(|it| (it.reference.clone(), it.decided_on.to_string()));
    parts.unwrap_or_default()
}
