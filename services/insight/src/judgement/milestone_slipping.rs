//! A milestone that is still to come is planned much later than at first.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::facts::{Facts, Milestone};
use super::measures::days_between;
use super::{Finding, Message, Rule, Value};

/// Days a milestone may move before it is worth asking about. A quarter is what a plan may breathe; a revision keeps a project
/// from being *late*, and this rule keeps the revision from hiding that it slips.
const AMBER_ABOVE_DAYS: i64 = 90;

/// See the module.
pub(super) struct MilestoneSlipping;

impl Rule for MilestoneSlipping {
    fn code(&self) -> &'static str {
        "MILESTONE_SLIPPING"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![("aboveDays", Value::Count(AMBER_ABOVE_DAYS))]
    }

    fn judge(&self, facts: &Facts, _today: Date) -> Option<Finding> {
        let slipping: Vec<&Milestone> = facts.milestones.iter().filter(|m| is_slipping(m)).collect();
        if slipping.is_empty() {
            return None;
        }
        let items = slipping.iter().map(|m| item(m)).collect();
        let text = Message::new("judgement-milestone-slipping")
            .count("count", slipping.len() as i64)
            .items("milestones", items);
        let positions = slipping.iter().flat_map(|m| m.positions.clone()).collect();
        Some(Finding::new(Colour::Amber, text, positions))
    }
}

fn is_slipping(milestone: &Milestone) -> bool {
    milestone.is_open() && planned_slip_days(milestone) > AMBER_ABOVE_DAYS
}

fn planned_slip_days(milestone: &Milestone) -> i64 {
    days_between(milestone.baseline_due_on, milestone.due_on)
}

fn item(milestone: &Milestone) -> Message {
    Message::new("judgement-milestone-slipping-item")
        .text("title", &milestone.title)
        .count("days", planned_slip_days(milestone))
        .with("baseline", Value::Day(milestone.baseline_due_on))
        .with("due", Value::Day(milestone.due_on))
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::MilestoneState;

    use super::super::example::{day, milestone, running};
    use super::*;

    fn colour(due_on: &str, state: MilestoneState) -> Option<Colour> {
        let mut moved = milestone("m1", "2025-01-01");
        moved.due_on = day(due_on);
        moved.state = state;
        let facts = Facts {
            milestones: vec![moved],
            ..running()
        };
        MilestoneSlipping
            .judge(&facts, day("2024-12-01"))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_amber_above_ninety_days_after_the_baseline() {
        assert_eq!(colour("2025-03-31", MilestoneState::Rescheduled), None);
        assert_eq!(colour("2025-04-01", MilestoneState::Rescheduled), None);
        assert_eq!(
            colour("2025-04-02", MilestoneState::Rescheduled),
            Some(Colour::Amber)
        );
    }

    #[test]
    fn an_achieved_milestone_no_longer_slips() {
        assert_eq!(colour("2025-12-31", MilestoneState::Achieved), None);
    }

    #[test]
    fn an_earlier_day_is_no_slip() {
        assert_eq!(colour("2024-01-01", MilestoneState::Rescheduled), None);
    }
}
