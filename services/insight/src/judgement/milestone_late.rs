//! A milestone is past its planned day and not achieved.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::facts::{Facts, Milestone};
use super::{Finding, Message, Rule, Value};

/// Days past the planned day from which one late milestone alone is red: two months is more than a moved meeting, and
/// what waits for it can no longer absorb it.
const RED_FROM_DAYS: i64 = 60;
/// Late milestones at once from which it is red: one may be bad luck, two say that the plan no longer holds.
const RED_FROM_MILESTONES: usize = 2;

/// See the module.
pub(super) struct MilestoneLate;

impl Rule for MilestoneLate {
    fn code(&self) -> &'static str {
        "MILESTONE_LATE"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("redFromDays", Value::Count(RED_FROM_DAYS)),
            ("redFromMilestones", Value::Count(RED_FROM_MILESTONES as i64)),
        ]
    }

    fn judge(&self, facts: &Facts, today: Date) -> Option<Finding> {
        let late: Vec<&Milestone> = facts
            .milestones
            .iter()
            .filter(|m| m.days_late(today) > 0)
            .collect();
        let worst_days = late.iter().map(|m| m.days_late(today)).max()?;
        let red = worst_days >= RED_FROM_DAYS || late.len() >= RED_FROM_MILESTONES;
        let items = late.iter().map(|m| item(m, today)).collect();
        let text = Message::new("judgement-milestone-late")
            .count("count", late.len() as i64)
            .items("milestones", items);
        let positions = late.iter().flat_map(|m| m.positions.clone()).collect();
        Some(Finding::new(
            if red { Colour::Red } else { Colour::Amber },
            text,
            positions,
        ))
    }
}

fn item(milestone: &Milestone, today: Date) -> Message {
    Message::new("judgement-milestone-late-item")
        .text("title", &milestone.title)
        .count("days", milestone.days_late(today))
        .with("due", Value::Day(milestone.due_on))
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::MilestoneState;

    use super::super::example::{day, milestone, running};
    use super::*;

    fn colour(milestones: Vec<Milestone>, today: &str) -> Option<Colour> {
        let facts = Facts {
            milestones,
            ..running()
        };
        MilestoneLate
            .judge(&facts, day(today))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_silent_up_to_and_on_the_planned_day_and_amber_the_day_after() {
        let one = vec![milestone("m1", "2025-06-01")];
        assert_eq!(colour(one.clone(), "2025-05-31"), None);
        assert_eq!(colour(one.clone(), "2025-06-01"), None);
        assert_eq!(colour(one, "2025-06-02"), Some(Colour::Amber));
    }

    #[test]
    fn it_is_red_from_sixty_days() {
        let one = vec![milestone("m1", "2025-06-01")];
        assert_eq!(colour(one.clone(), "2025-07-30"), Some(Colour::Amber));
        assert_eq!(colour(one.clone(), "2025-07-31"), Some(Colour::Red));
        assert_eq!(colour(one, "2025-08-01"), Some(Colour::Red));
    }

    #[test]
    fn two_late_milestones_are_red_at_once() {
        let two = vec![milestone("m1", "2025-06-01"), milestone("m2", "2025-06-01")];
        assert_eq!(colour(two, "2025-06-02"), Some(Colour::Red));
    }

    #[test]
    fn achieved_and_dropped_milestones_are_not_late() {
        let mut achieved = milestone("m1", "2025-06-01");
        achieved.state = MilestoneState::Achieved;
        let mut dropped = milestone("m2", "2025-06-01");
        dropped.state = MilestoneState::Dropped;
        assert_eq!(colour(vec![achieved, dropped], "2025-09-01"), None);
    }

    #[test]
    fn it_names_the_events_behind_it_once_and_in_order() {
        let mut one = milestone("m1", "2025-06-01");
        one.positions = vec![12, 10, 12];
        let facts = Facts {
            milestones: vec![one],
            ..running()
        };
        let finding = MilestoneLate.judge(&facts, day("2025-06-03")).unwrap();
        assert_eq!(finding.positions, [10, 12]);
        assert_eq!(finding.text.args[0], ("count", Value::Count(1)));
    }
}
