//! A milestone of another project, on which an own milestone waits, is late or was dropped.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::facts::{Facts, Milestone, Wait};
use super::measures::days_between;
use super::{Finding, Message, Rule, Value};

/// Days before the own milestone is due from which the other's lateness is red: too short to go another way.
const RED_WITHIN_DAYS: i64 = 60;

/// See the module.
pub(super) struct DependencyLate;

impl Rule for DependencyLate {
    fn code(&self) -> &'static str {
        "DEPENDENCY_LATE"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![("redWithinDays", Value::Count(RED_WITHIN_DAYS))]
    }

    fn judge(&self, facts: &Facts, today: Date) -> Option<Finding> {
        let endangered: Vec<(&Milestone, &Wait)> = endangered(facts, today).collect();
        if endangered.is_empty() {
            return None;
        }
        let red = endangered
            .iter()
            .any(|(own, _)| days_between(today, own.due_on) <= RED_WITHIN_DAYS);
        let items = endangered
            .iter()
            .map(|(own, wait)| item(own, wait, today))
            .collect();
        let text = Message::new("judgement-dependency-late")
            .count("count", endangered.len() as i64)
            .items("dependencies", items);
        let positions = endangered
            .iter()
            .flat_map(|(_, wait)| wait.positions.clone())
            .collect();
        Some(Finding::new(
            if red { Colour::Red } else { Colour::Amber },
            text,
            positions,
        ))
    }
}

fn endangered(facts: &Facts, today: Date) -> impl Iterator<Item = (&Milestone, &Wait)> {
    let open = facts.milestones.iter().filter(|own| own.is_open());
    open.flat_map(move |own| {
        own.waits_for
            .iter()
            .filter(move |wait| wait.is_endangering(today))
            .map(move |wait| (own, wait))
    })
}

fn item(own: &Milestone, wait: &Wait, today: Date) -> Message {
    let key = if wait.is_dropped() {
        "judgement-dependency-late-dropped"
    } else {
        "judgement-dependency-late-item"
    };
    let message = Message::new(key)
        .text("own", &own.title)
        .with("ownDue", Value::Day(own.due_on))
        .text("other", &wait.title)
        .text("project", &wait.project_id);
    if wait.is_dropped() {
        message
    } else {
        message.count("days", wait.days_late(today))
    }
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::MilestoneState;

    use super::super::example::{day, milestone, running, wait};
    use super::*;

    fn colour(own_due: &str, other: Wait, today: &str) -> Option<Colour> {
        let mut own = milestone("m1", own_due);
        own.waits_for = vec![other];
        let facts = Facts {
            milestones: vec![own],
            ..running()
        };
        DependencyLate
            .judge(&facts, day(today))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_amber_from_the_day_the_other_milestone_is_late() {
        assert_eq!(colour("2026-01-01", wait("2025-06-01"), "2025-05-31"), None);
        assert_eq!(colour("2026-01-01", wait("2025-06-01"), "2025-06-01"), None);
        assert_eq!(
            colour("2026-01-01", wait("2025-06-01"), "2025-06-02"),
            Some(Colour::Amber)
        );
    }

    #[test]
    fn it_is_red_when_the_own_milestone_is_due_within_sixty_days() {
        assert_eq!(
            colour("2025-09-01", wait("2025-06-01"), "2025-07-02"),
            Some(Colour::Amber)
        );
        assert_eq!(
            colour("2025-09-01", wait("2025-06-01"), "2025-07-03"),
            Some(Colour::Red)
        );
        assert_eq!(
            colour("2025-09-01", wait("2025-06-01"), "2025-07-04"),
            Some(Colour::Red)
        );
    }

    #[test]
    fn it_stays_red_after_the_own_day_has_passed() {
        assert_eq!(
            colour("2025-06-01", wait("2025-06-01"), "2025-08-01"),
            Some(Colour::Red)
        );
    }

    #[test]
    fn what_was_achieved_endangers_nothing() {
        let achieved = Wait {
            state: MilestoneState::Achieved,
            ..wait("2025-06-01")
        };
        assert_eq!(colour("2026-01-01", achieved, "2025-07-01"), None);
    }

    #[test]
    fn what_was_dropped_will_never_come() {
        let dropped = Wait {
            state: MilestoneState::Dropped,
            ..wait("2025-12-01")
        };
        assert_eq!(colour("2026-06-01", dropped, "2025-07-01"), Some(Colour::Amber));
    }

    #[test]
    fn a_milestone_that_the_ledger_does_not_know_is_not_late() {
        let unknown = Wait {
            due_on: None,
            state: MilestoneState::Unspecified,
            ..wait("2025-06-01")
        };
        assert_eq!(colour("2026-01-01", unknown, "2025-07-01"), None);
    }
}
