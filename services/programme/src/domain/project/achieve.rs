//! Decision: record that a milestone was achieved.

use jiff::civil::Date;

use super::{Fact, MilestoneState, Project, ProjectState, Rejection};
use crate::domain::{findings::Findings, values::Id};

/// Record that a milestone was achieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AchieveMilestone {
    /// Milestone.
    pub milestone_id: Id,
    /// Day it was achieved.
    pub achieved_on: Date,
    /// Where the evidence is, as a URI; empty when none was given.
    pub evidence: String,
    /// Accepted report that reported it, if any.
    pub report_id: Option<Id>,
    /// Today.
    pub today: Date,
}

/// A milestone may still be recorded after the work ended: the final report tells of the last ones.
pub(super) fn decide(project: &Project, command: AchieveMilestone) -> Result<Vec<Fact>, Rejection> {
    let AchieveMilestone {
        milestone_id,
        achieved_on,
        evidence,
        report_id,
        today,
    } = command;
    let profile = project.registered()?;
    match project.state() {
        ProjectState::Running | ProjectState::Finished | ProjectState::Stopped => {}
        state @ (ProjectState::Unknown | ProjectState::Registered | ProjectState::Closed) => {
            return Err(Rejection::NotRunning { state });
        }
    }
    let Some(milestone) = project.milestone(&milestone_id) else {
        return Err(Rejection::MilestoneUnknown { milestone_id });
    };
    match milestone.state {
        MilestoneState::Planned | MilestoneState::Rescheduled => {}
        state @ (MilestoneState::Achieved | MilestoneState::Dropped) => {
            return Err(Rejection::MilestoneSettled { milestone_id, state });
        }
    }
    let mut findings = Findings::below("");
    let start = profile.starts_on;
    findings.check(
        achieved_on >= start,
        "achieved_on",
        format!("a day not before the project's start, {start}"),
    );
    findings.check(
        achieved_on <= today,
        "achieved_on",
        format!("a day not after today, {today}"),
    );
    findings.refuse_with(Rejection::DayOutOfRange)?;
    Ok(vec![Fact::MilestoneAchieved {
        milestone_id,
        achieved_on,
        due_on: milestone.due_on,
        evidence,
        report_id,
    }])
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;
    use jiff::civil::date;

    use super::*;
    use crate::domain::project::examples::*;

    fn running() -> Scenario<Project> {
        Scenario::given([registered(), baselined()])
    }

    #[test]
    fn a_milestone_is_achieved_with_the_day_it_was_due() {
        let project = running()
            .when(achieve("m1", date(2024, 6, 3)))
            .then([Fact::MilestoneAchieved {
                milestone_id: "m1".into(),
                achieved_on: date(2024, 6, 3),
                due_on: date(2024, 6, 1),
                evidence: String::new(),
                report_id: None,
            }]);
        assert_eq!(
            project.milestone("m1").and_then(|one| one.achieved_on),
            Some(date(2024, 6, 3))
        );
    }

    #[test]
    fn a_milestone_is_achieved_once() {
        running()
            .after([achieve("m1", date(2024, 6, 3))])
            .when(achieve("m1", date(2024, 6, 4)))
            .refused("MILESTONE_SETTLED");
    }

    #[test]
    fn a_milestone_is_not_achieved_in_the_future_or_before_the_start() {
        running()
            .when(achieve("m1", date(2025, 1, 2)))
            .refused("DAY_OUT_OF_RANGE");
        running()
            .when(achieve("m1", date(2023, 12, 31)))
            .refused("DAY_OUT_OF_RANGE");
    }

    #[test]
    fn only_milestones_of_the_plan_are_achieved() {
        running()
            .when(achieve("m9", date(2024, 6, 3)))
            .refused("MILESTONE_UNKNOWN");
        Scenario::<Project>::given([registered()])
            .when(achieve("m1", date(2024, 6, 3)))
            .refused("PROJECT_NOT_RUNNING");
    }

    #[test]
    fn the_last_milestones_may_be_told_after_the_work_ended() {
        let finished = Fact::Finished {
            finished_on: date(2024, 7, 1),
        };
        let after = Scenario::<Project>::given([registered(), baselined(), finished.clone()]);
        let project = after.after([achieve("m1", date(2024, 6, 3))]);
        assert_eq!(
            project.state().milestone("m1").map(|one| one.state),
            Some(MilestoneState::Achieved)
        );

        let closed = Fact::Closed {
            report_id: "r1".into(),
        };
        Scenario::<Project>::given([registered(), baselined(), finished, closed])
            .when(achieve("m1", date(2024, 6, 3)))
            .refused("PROJECT_NOT_RUNNING");
    }
}
