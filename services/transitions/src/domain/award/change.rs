//! Decisions: ask for a change of an award, and decide on it.

use blocks::{
    findings::Findings,
    values::{Actor, Cents, Id},
};
use jiff::{Timestamp, civil::Date};

use super::{Award, Awards, Change, Decision, Fact, Rejection, Standing};

/// Most requests to change one award.
const CHANGES_MAX: usize = 100;

/// Ask for a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestChange {
    /// Application.
    pub application_id: Id,
    /// Identifier within the award.
    pub change_id: Id,
    /// What is asked, and why.
    pub reason: String,
    /// What would be awarded instead; absent when the amount stays.
    pub awarded: Option<Cents>,
    /// Who asks.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Decide on a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideChange {
    /// Application.
    pub application_id: Id,
    /// Change.
    pub change_id: Id,
    /// Whether it is approved.
    pub approved: bool,
    /// The decision.
    pub decision: Decision,
    /// Ceiling of its size class in the call; absent while it is not known.
    pub ceiling: Option<Cents>,
    /// The block's day.
    pub today: Date,
}

/// An award that can be changed.
fn changeable<'a>(awards: &'a Awards, application_id: &str) -> Result<&'a Award, Rejection> {
    let award = awards.get(application_id)?;
    match award.standing {
        Standing::Granted | Standing::Conditional => Ok(award),
        Standing::Rejected | Standing::Lapsed => Err(Rejection::NotAwarded),
        Standing::Determined => Err(Rejection::Determined),
    }
}

pub(super) fn request(awards: &Awards, command: RequestChange) -> Result<Vec<Fact>, Rejection> {
    let RequestChange {
        application_id,
        change_id,
        reason,
        awarded,
        by,
        at,
    } = command;
    let award = changeable(awards, &application_id)?;
    if award.changes.iter().any(|change| change.change_id == change_id) {
        return Err(Rejection::ChangeExists);
    }
    if award.changes.len() >= CHANGES_MAX {
        return Err(Rejection::ChangesLimit(CHANGES_MAX));
    }
    let mut findings = Findings::below("change");
    if let Some(awarded) = awarded {
        check_amount(award, awarded, "awarded_cents", &mut findings);
    }
    findings.refuse_with(Rejection::Invalid)?;
    let change = Change {
        change_id,
        reason,
        awarded,
        approved: None,
        decision: None,
    };
    Ok(vec![Fact::ChangeRequested {
        application_id,
        change,
        by,
        at,
    }])
}

pub(super) fn decide(awards: &Awards, command: DecideChange) -> Result<Vec<Fact>, Rejection> {
    let DecideChange {
        application_id,
        change_id,
        approved,
        decision,
        ceiling,
        today,
    } = command;
    let award = changeable(awards, &application_id)?;
    let change = award.changes.iter().find(|change| change.change_id == change_id);
    let change = change.ok_or(Rejection::ChangeUnknown)?;
    if change.approved.is_some() {
        return Err(Rejection::ChangeDecided);
    }
    let awarded = change.awarded.filter(|_| approved).unwrap_or(award.awarded);
    let mut findings = Findings::below("");
    let (from, decided_on) = (award.decision.decided_on, decision.decided_on);
    let fits = from <= decided_on && decided_on <= today;
    findings.check(fits, "decided_on", format!("a day from {from} to {today}"));
    // More may have been paid since it was asked for.
    check_amount(award, awarded, "approved", &mut findings);
    findings.refuse_with(Rejection::Invalid)?;
    awards.check_ceiling(&application_id, award.size_class, awarded, ceiling)?;
    Ok(vec![Fact::ChangeDecided {
        application_id,
        change_id,
        approved,
        decision,
        awarded,
    }])
}

/// Never so little that more was paid than may be, nor more than was asked for in the application.
fn check_amount(award: &Award, awarded: Cents, field: &str, findings: &mut Findings) {
    let (paid, most) = (award.paid(), award.requested);
    let fits = Cents::ZERO < awarded && awarded <= most && award.payable(awarded) >= Some(paid);
    let expected = format!(
        "at most {most}, what was asked for, and so much that the {paid} that were paid may have been"
    );
    findings.check(fits, field, expected);
}
