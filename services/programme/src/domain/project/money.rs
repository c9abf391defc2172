//! Decision: record an amount as the agency decided or paid it. The hub records; it does not decide.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, Project, Rejection};
use crate::domain::{findings::Findings, reference::SizeClassRule, values::Cents};

/// States of money. They are never merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyState {
    /// Reserved.
    Reserved,
    /// Conditional.
    Conditional,
    /// Granted.
    Granted,
    /// Committed.
    Committed,
    /// Paid.
    Paid,
    /// Realised; comes from accepted reports only.
    Realised,
}

/// An amount in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyAmount {
    /// State.
    pub state: MoneyState,
    /// Total in that state.
    pub total: Cents,
    /// Reference of the decision or payment it rests on.
    pub reference: String,
    /// Day of the decision or payment.
    pub decided_on: Date,
}

/// Record an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordMoney {
    /// The new total in its state.
    pub amount: MoneyAmount,
    /// Why a total that was recorded before becomes lower.
    pub correction_reason: String,
    /// Limits of the project's size class; absent when the scheme version has no such class, which registration prevents.
    pub limits: Option<SizeClassRule>,
    /// Today.
    pub today: Date,
}

pub(super) fn decide(project: &Project, command: RecordMoney) -> Result<Vec<Fact>, Rejection> {
    let RecordMoney {
        amount,
        correction_reason,
        limits,
        today,
    } = command;
    project.registered()?;
    if amount.state == MoneyState::Realised {
        return Err(Rejection::MoneyRealised);
    }
    if project.money().get(&amount.state) == Some(&amount) {
        return Ok(Vec::new());
    }
    let mut findings = Findings::below("");
    findings.check(
        !amount.total.is_negative(),
        "total_cents",
        "an amount that is not negative",
    );
    let past = amount.decided_on <= today;
    findings.check(past, "decided_on", format!("a day not after today, {today}"));
    findings.refuse_with(Rejection::MoneyInvalid)?;

    let previous_total = project.total(amount.state);
    if amount.total < previous_total && correction_reason.trim().is_empty() {
        return Err(Rejection::CorrectionReasonMissing {
            previous: previous_total,
            total: amount.total,
        });
    }
    within_size_class(&amount, limits)?;
    within_grant(project, &amount)?;
    Ok(vec![Fact::MoneyRecorded {
        amount,
        previous_total,
        correction_reason,
    }])
}

/// A grant lies within the limits of the size class. Nothing at all is allowed too: a grant that was withdrawn.
fn within_size_class(amount: &MoneyAmount, limits: Option<SizeClassRule>) -> Result<(), Rejection> {
    let Some(limits) = limits else { return Ok(()) };
    let least = match amount.state {
        MoneyState::Granted if amount.total != Cents::ZERO => limits.minimum,
        MoneyState::Granted | MoneyState::Conditional => Cents::ZERO,
        MoneyState::Reserved | MoneyState::Committed | MoneyState::Paid | MoneyState::Realised => {
            return Ok(());
        }
    };
    if least <= amount.total && amount.total <= limits.maximum {
        return Ok(());
    }
    Err(Rejection::GrantOutsideSizeClass {
        total: amount.total,
        minimum: least,
        maximum: limits.maximum,
    })
}

/// Neither what is committed nor what is paid goes above what was granted and promised on conditions, whichever of them changes.
fn within_grant(project: &Project, amount: &MoneyAmount) -> Result<(), Rejection> {
    let total = |state| {
        if amount.state == state {
            amount.total
        } else {
            project.total(state)
        }
    };
    let awarded = total(MoneyState::Granted)
        .checked_add(total(MoneyState::Conditional))
        .ok_or(Rejection::MoneyOverflow)?;
    // A reservation changes nothing about what was awarded or spent.
    if amount.state == MoneyState::Reserved {
        return Ok(());
    }
    for state in [MoneyState::Committed, MoneyState::Paid] {
        if total(state) > awarded {
            return Err(Rejection::AboveGrant {
                state,
                total: total(state),
                awarded,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use eventing::{Rejection as _, scenario::Scenario};
    use jiff::civil::date;

    use super::*;
    use crate::domain::project::{Command, examples::*};

    fn with_grant() -> Scenario<Project> {
        Scenario::given([registered()]).after([record(MoneyState::Granted, 10_000_000, "")])
    }

    #[test]
    fn a_total_is_recorded_with_the_one_before() {
        let project = with_grant()
            .when(record(MoneyState::Granted, 12_500_000, ""))
            .then([Fact::MoneyRecorded {
                amount: amount(MoneyState::Granted, 12_500_000),
                previous_total: Cents(10_000_000),
                correction_reason: String::new(),
            }]);
        assert_eq!(project.total(MoneyState::Granted), Cents(12_500_000));
        assert_eq!(project.total(MoneyState::Conditional), Cents::ZERO);
    }

    #[test]
    fn the_same_amount_again_changes_nothing() {
        with_grant()
            .when(record(MoneyState::Granted, 10_000_000, ""))
            .then([]);
    }

    #[test]
    fn a_grant_lies_within_the_size_class() {
        let new = || Scenario::<Project>::given([registered()]);
        new()
            .when(record(MoneyState::Granted, 12_500_001, ""))
            .refused("GRANT_OUTSIDE_SIZE_CLASS");
        new()
            .when(record(MoneyState::Granted, 4_999_999, ""))
            .refused("GRANT_OUTSIDE_SIZE_CLASS");
        new()
            .when(record(MoneyState::Conditional, 12_500_001, ""))
            .refused("GRANT_OUTSIDE_SIZE_CLASS");
        assert_eq!(
            new()
                .after([record(MoneyState::Conditional, 1, "")])
                .state()
                .money()
                .len(),
            1
        );
        assert_eq!(
            new()
                .after([record(MoneyState::Reserved, 99_000_000, "")])
                .state()
                .money()
                .len(),
            1
        );
    }

    #[test]
    fn a_total_falls_only_with_a_reason() {
        with_grant()
            .when(record(MoneyState::Granted, 9_000_000, " "))
            .refused("CORRECTION_REASON_MISSING");
        let project = with_grant().after([record(MoneyState::Granted, 0, "Withdrawn")]);
        assert_eq!(project.state().total(MoneyState::Granted), Cents::ZERO);
    }

    #[test]
    fn neither_paid_nor_committed_goes_above_what_was_awarded() {
        for state in [MoneyState::Paid, MoneyState::Committed] {
            with_grant()
                .when(record(state, 10_000_001, ""))
                .refused("MONEY_ABOVE_GRANT");
            let project = with_grant()
                .after([
                    record(MoneyState::Conditional, 1, ""),
                    record(state, 10_000_001, ""),
                ])
                .when(record(MoneyState::Granted, 9_000_000, "Corrected"));
            project.refused("MONEY_ABOVE_GRANT");
        }
    }

    #[test]
    fn realised_money_comes_from_reports_only() {
        with_grant()
            .when(record(MoneyState::Realised, 1, ""))
            .refused("MONEY_REALISED");
    }

    #[test]
    fn an_amount_is_not_negative_and_not_decided_in_the_future() {
        let Command::RecordMoney(mut command) = record(MoneyState::Granted, -1, "") else {
            unreachable!()
        };
        command.amount.decided_on = date(2025, 1, 2);
        let rejection = with_grant()
            .when(Command::RecordMoney(command))
            .refused("MONEY_INVALID");
        let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["total_cents", "decided_on"]);
    }

    #[test]
    fn money_belongs_to_a_project() {
        Scenario::<Project>::new()
            .when(record(MoneyState::Granted, 10_000_000, ""))
            .refused("PROJECT_UNKNOWN");
    }
}
