//! Decision: record an advance that was paid.

use blocks::{
    findings::Findings,
    values::{Cents, Id},
};
use jiff::civil::Date;

use super::{Advance, Awards, Fact, Rejection};

/// Most payments of one award.
const ADVANCES_MAX: usize = 100;

/// Record an advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayAdvance {
    /// Application.
    pub application_id: Id,
    /// The advance.
    pub advance: Advance,
    /// The block's day.
    pub today: Date,
}

pub(super) fn decide(awards: &Awards, command: PayAdvance) -> Result<Vec<Fact>, Rejection> {
    let PayAdvance {
        application_id,
        advance,
        today,
    } = command;
    let award = awards.get(&application_id)?;
    let most = award.payable(award.awarded).ok_or(Rejection::NotAwarded)?;
    let mut findings = Findings::below("advance");
    findings.check(advance.amount > Cents::ZERO, "cents", "more than 0");
    let (from, paid_on) = (award.decision.decided_on, advance.paid_on);
    let fits = from <= paid_on && paid_on <= today;
    findings.check(fits, "paid_on", format!("a day from {from} to {today}"));
    let known = award
        .advances
        .iter()
        .any(|other| other.reference == advance.reference);
    findings.check(
        !known,
        "reference",
        "the reference of a payment that was not recorded before",
    );
    findings.refuse_with(Rejection::Invalid)?;
    if award.advances.len() >= ADVANCES_MAX {
        return Err(Rejection::AdvancesLimit(ADVANCES_MAX));
    }
    let paid = award.paid();
    let too_high = || Rejection::AdvanceTooHigh {
        paid,
        most,
        standing: award.standing,
    };
    let total = paid.checked_add(advance.amount).filter(|total| *total <= most);
    Ok(vec![Fact::AdvancePaid {
        application_id,
        advance,
        total: total.ok_or_else(too_high)?,
    }])
}
