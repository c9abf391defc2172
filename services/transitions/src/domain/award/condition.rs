//! Decision: record whether a condition was met.

use blocks::{
    findings::Findings,
    values::{Cents, Id},
};
use jiff::civil::Date;

use super::{Award, Awards, Decision, Fact, Rejection, Standing};

/// Record whether a condition was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideCondition {
    /// Application.
    pub application_id: Id,
    /// Condition.
    pub condition_id: Id,
    /// Whether it was met.
    pub met: bool,
    /// The decision.
    pub decision: Decision,
    /// The block's day.
    pub today: Date,
}

pub(super) fn decide(awards: &Awards, command: DecideCondition) -> Result<Vec<Fact>, Rejection> {
    let DecideCondition {
        application_id,
        condition_id,
        met,
        decision,
        today,
    } = command;
    let award = awards.get(&application_id)?;
    if award.standing != Standing::Conditional {
        return Err(Rejection::NotConditional);
    }
    let condition = award
        .conditions
        .iter()
        .find(|condition| condition.condition_id == condition_id);
    let condition = condition.ok_or(Rejection::ConditionUnknown)?;
    if condition.met.is_some() {
        return Err(Rejection::ConditionDecided);
    }
    let mut findings = Findings::below("");
    let (from, decided_on) = (award.decision.decided_on, decision.decided_on);
    let fits = from <= decided_on && decided_on <= today;
    findings.check(fits, "decided_on", format!("a day from {from} to {today}"));
    findings.refuse_with(Rejection::Invalid)?;
    let standing = standing(award, &condition_id, met);
    Ok(vec![Fact::ConditionDecided {
        application_id,
        condition_id,
        met,
        decision,
        awarded: if standing.takes() {
            award.awarded
        } else {
            Cents::ZERO
        },
        standing,
    }])
}

/// The last condition that is met grants the award; one that is not lets it lapse.
fn standing(award: &Award, condition_id: &str, met: bool) -> Standing {
    let others = award
        .conditions
        .iter()
        .filter(|condition| condition.condition_id != condition_id);
    match (
        met,
        others.into_iter().all(|condition| condition.met == Some(true)),
    ) {
        (false, _) => Standing::Lapsed,
        (true, true) => Standing::Granted,
        (true, false) => Standing::Conditional,
    }
}
