//! Decision: record the final grant determination (vaststelling).

use blocks::{
    findings::Findings,
    values::{Cents, Id},
};
use jiff::civil::Date;

use super::{Awards, Decision, Fact, Rejection, Standing};

/// Record the final determination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determine {
    /// Application.
    pub application_id: Id,
    /// The final amount.
    pub determined: Cents,
    /// The decision.
    pub decision: Decision,
    /// The block's day.
    pub today: Date,
}

pub(super) fn decide(awards: &Awards, command: Determine) -> Result<Vec<Fact>, Rejection> {
    let Determine {
        application_id,
        determined,
        decision,
        today,
    } = command;
    let award = awards.get(&application_id)?;
    match award.standing {
        Standing::Granted => {}
        Standing::Conditional => return Err(Rejection::ConditionsOpen),
        Standing::Rejected | Standing::Lapsed => return Err(Rejection::NotAwarded),
        Standing::Determined => return Err(Rejection::Determined),
    }
    let mut findings = Findings::below("");
    // What was paid too much is claimed back: the final amount may be less than the advances.
    let fits = Cents::ZERO <= determined && determined <= award.awarded;
    let expected = format!("from 0 to {}, what was awarded", award.awarded);
    findings.check(fits, "determined_cents", expected);
    let (from, decided_on) = (award.decision.decided_on, decision.decided_on);
    let fits = from <= decided_on && decided_on <= today;
    findings.check(fits, "decided_on", format!("a day from {from} to {today}"));
    findings.refuse_with(Rejection::Invalid)?;
    Ok(vec![Fact::Determined {
        application_id,
        determined,
        decision,
    }])
}
