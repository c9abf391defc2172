//! Small questions about the facts that several rules, comparisons and reports ask, answered once.

use contracts::programme::v1::{
    AttentionPointState, Direction, MilestoneState, ObligationState, ReportState,
};
use eventing::clock::dutch_date;
use jiff::Unit;
use jiff::civil::Date;

use super::facts::{
    AttentionPoint, BudgetLine, Facts, Indicator, Measured, Milestone, Obligation, Profile, Report, Target,
    Wait,
};

/// Days from `from` to `to`; negative when `to` comes first.
pub fn days_between(from: Date, to: Date) -> i64 {
    // Two calendar days always lie a whole number of days apart, and jiff's range fits an i64 many times over.
    from.until((Unit::Day, to))
        .map_or(0, |span| i64::from(span.get_days()))
}

impl Profile {
    /// Share of the project's time that had passed at the end of `day`, from 0 to 1.
    pub fn elapsed(&self, day: Date) -> f64 {
        let whole = days_between(self.starts_on, self.ends_on) + 1;
        let passed = days_between(self.starts_on, day) + 1;
        if whole <= 0 {
            1.0
        } else {
            (passed as f64 / whole as f64).clamp(0.0, 1.0)
        }
    }
}

impl Milestone {
    /// Whether it is still to be achieved.
    pub fn is_open(&self) -> bool {
        matches!(self.state, MilestoneState::Planned | MilestoneState::Rescheduled)
    }

    /// Days past its planned day; 0 when it is not late.
    pub fn days_late(&self, today: Date) -> i64 {
        if self.is_open() {
            days_between(self.due_on, today).max(0)
        } else {
            0
        }
    }

    /// Days between the baseline and the day achieved, or planned now, or today when late; negative when early.
    pub fn slip_days(&self, today: Date) -> i64 {
        let reached = match (self.achieved_on, self.is_open()) {
            (Some(day), _) => day,
            (None, true) => self.due_on.max(if self.days_late(today) > 0 {
                today
            } else {
                self.due_on
            }),
            (None, false) => self.due_on,
        };
        days_between(self.baseline_due_on, reached)
    }
}

impl Wait {
    /// Whether the other milestone was achieved.
    pub fn is_achieved(&self) -> bool {
        self.state == MilestoneState::Achieved
    }

    /// Whether the other milestone was dropped, so that it will never come.
    pub fn is_dropped(&self) -> bool {
        self.state == MilestoneState::Dropped
    }

    /// Days past the other milestone's planned day; 0 when it is achieved, dropped or not yet due.
    pub fn days_late(&self, today: Date) -> i64 {
        let open = !self.is_achieved() && !self.is_dropped();
        self.due_on
            .filter(|_| open)
            .map_or(0, |due| days_between(due, today).max(0))
    }

    /// Whether what waits for it is in danger: it is late, or it will never come.
    pub fn is_endangering(&self, today: Date) -> bool {
        self.is_dropped() || self.days_late(today) > 0
    }
}

impl Obligation {
    /// Whether a report is still owed.
    pub fn is_open(&self) -> bool {
        match self.state {
            ObligationState::Scheduled | ObligationState::ReminderDue | ObligationState::Overdue => true,
            ObligationState::Unspecified | ObligationState::Fulfilled | ObligationState::Waived => false,
        }
    }

    /// Days past the due day without a report, or that the report came late; 0 when in time or waived.
    pub fn days_late(&self, today: Date) -> i64 {
        match self.state {
            ObligationState::Fulfilled => i64::from(self.days_late),
            ObligationState::Waived | ObligationState::Unspecified => 0,
            ObligationState::Scheduled | ObligationState::ReminderDue | ObligationState::Overdue => {
                days_between(self.due_on, today).max(0)
            }
        }
    }

    /// State of its report; unspecified without one.
    pub fn report_state(&self) -> ReportState {
        self.report
            .as_ref()
            .map_or(ReportState::Unspecified, |report| report.state)
    }
}

impl Report {
    /// Whether the hub is reading it and owes an answer.
    pub fn waits_for_hub(&self) -> bool {
        matches!(self.state, ReportState::Submitted | ReportState::InReview)
    }

    /// Days the hub is past its own response term; 0 when it is not, or owes nothing.
    pub fn response_days_late(&self, today: Date) -> i64 {
        self.response_due_on
            .filter(|_| self.waits_for_hub())
            .map_or(0, |due| days_between(due, today).max(0))
    }
}

impl AttentionPoint {
    /// Whether it waits for an answer of the project.
    pub fn is_unanswered(&self) -> bool {
        self.state == AttentionPointState::Raised
    }

    /// The day it was raised.
    pub fn raised_on(&self) -> Date {
        dutch_date(self.raised_at)
    }
}

impl Indicator {
    /// The value to judge by: the newest accepted report, and what was observed where nothing was reported.
    pub fn newest(&self) -> Option<&Measured> {
        self.reported.as_ref().or(self.observed.as_ref())
    }

    /// Share of the way from baseline to target, below 0 when it moved the wrong way and above 1 beyond the target; none
    /// without a target or value, and for an indicator that only describes.
    pub fn attainment(&self) -> Option<f64> {
        attained(self.direction, self.target?, self.newest()?.value)
    }
}

/// Where the target does not lie in the declared direction there is no way to be along: then it is met or it is not. A target
/// that keeps the baseline is such a case.
fn attained(direction: Direction, way: Target, value: f64) -> Option<f64> {
    let sign = match direction {
        Direction::Up => 1.0,
        Direction::Down => -1.0,
        Direction::Neutral | Direction::Unspecified => return None,
    };
    let whole = (way.target - way.baseline) * sign;
    if whole > 0.0 {
        return Some((value - way.baseline) * sign / whole);
    }
    Some(if (value - way.target) * sign >= 0.0 {
        1.0
    } else {
        0.0
    })
}

impl Facts {
    /// Planned costs in euro cents over all categories; a total that does not fit is held at the largest amount.
    pub fn planned_cents(&self) -> i64 {
        total(&self.budget, |line| line.planned_cents)
    }

    /// Realised costs in euro cents over all categories; a total that does not fit is held at the largest amount.
    pub fn realised_cents(&self) -> i64 {
        total(&self.budget, |line| line.realised_cents)
    }

    /// Realised costs as a share of the plan; none without a budget or before the first accepted report.
    pub fn realised_share(&self) -> Option<f64> {
        let planned = self.planned_cents();
        (planned > 0 && self.realised_until.is_some()).then(|| self.realised_cents() as f64 / planned as f64)
    }
}

fn total(lines: &[BudgetLine], cents: impl Fn(&BudgetLine) -> i64) -> i64 {
    lines.iter().map(cents).fold(0, i64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(days_between(day("2024-02-28"), day("2024-03-01")), 2);
        assert_eq!(days_between(day("2025-03-01"), day("2024-03-01")), -365);
    }

    #[test]
    fn attainment_respects_the_direction() {
        let way = |baseline, target| Target { baseline, target };
        assert_eq!(attained(Direction::Up, way(100.0, 200.0), 150.0), Some(0.5));
        assert_eq!(attained(Direction::Down, way(40.0, 20.0), 35.0), Some(0.25));
        assert_eq!(attained(Direction::Down, way(40.0, 20.0), 50.0), Some(-0.5));
        assert_eq!(attained(Direction::Neutral, way(1.0, 2.0), 2.0), None);
    }

    #[test]
    fn a_target_that_keeps_the_baseline_is_met_or_not() {
        let way = Target {
            baseline: 10.0,
            target: 10.0,
        };
        assert_eq!(attained(Direction::Up, way, 10.0), Some(1.0));
        assert_eq!(attained(Direction::Up, way, 9.0), Some(0.0));
        assert_eq!(attained(Direction::Down, way, 9.0), Some(1.0));
    }
}
