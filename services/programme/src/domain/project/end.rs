//! Decisions: record that the work has ended, that the project was stopped, and close it.

use jiff::civil::Date;

use super::{Fact, Project, ProjectState, Rejection};
use crate::domain::{findings::Findings, values::Id};

/// Record that the work has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// Last day of work.
    pub finished_on: Date,
    /// Today.
    pub today: Date,
}

/// Record that the project was stopped before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Last day.
    pub stopped_on: Date,
    /// Why.
    pub reason: String,
    /// The decision with its reference.
    pub decision: String,
    /// Today.
    pub today: Date,
}

/// Close the project: its final report was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// The approved final report.
    pub report_id: Id,
}

pub(super) fn finish(project: &Project, command: Finish) -> Result<Vec<Fact>, Rejection> {
    let Finish { finished_on, today } = command;
    let (profile, _) = project.running()?;
    let mut findings = Findings::below("");
    findings.check(
        profile.starts_on <= finished_on,
        "finished_on",
        format!("a day not before the project's start, {}", profile.starts_on),
    );
    not_after(&mut findings, "finished_on", finished_on, today);
    findings.refuse_with(Rejection::DayOutOfRange)?;
    Ok(vec![Fact::Finished { finished_on }])
}

pub(super) fn stop(project: &Project, command: Stop) -> Result<Vec<Fact>, Rejection> {
    let Stop {
        stopped_on,
        reason,
        decision,
        today,
    } = command;
    project.running()?;
    // It may be stopped before it began: a condition of its award that is not met does not wait for its first day.
    let mut findings = Findings::below("");
    not_after(&mut findings, "stopped_on", stopped_on, today);
    findings.refuse_with(Rejection::DayOutOfRange)?;
    Ok(vec![Fact::Stopped {
        stopped_on,
        reason,
        decision,
    }])
}

pub(super) fn close(project: &Project, command: Close) -> Result<Vec<Fact>, Rejection> {
    project.registered()?;
    match project.state() {
        ProjectState::Finished | ProjectState::Stopped => Ok(vec![Fact::Closed {
            report_id: command.report_id,
        }]),
        ProjectState::Closed if project.final_report_id() == Some(&command.report_id) => Ok(Vec::new()),
        state @ (ProjectState::Unknown
        | ProjectState::Registered
        | ProjectState::Running
        | ProjectState::Closed) => Err(Rejection::NotEnded { state }),
    }
}

/// The last day is not in the future.
fn not_after(findings: &mut Findings, field: &str, day: Date, today: Date) {
    findings.check(day <= today, field, format!("a day not after today, {today}"));
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;
    use jiff::civil::date;

    use super::*;
    use crate::domain::project::{Command, examples::*};

    fn finish_on(finished_on: Date) -> Command {
        Command::Finish(Finish {
            finished_on,
            today: today(),
        })
    }

    fn stop_on(stopped_on: Date) -> Command {
        let (reason, decision) = ("No partners left".to_owned(), "DUS-I 2024-17".to_owned());
        Command::Stop(Stop {
            stopped_on,
            reason,
            decision,
            today: today(),
        })
    }

    fn close_with(report_id: &str) -> Command {
        Command::Close(Close {
            report_id: report_id.into(),
        })
    }

    fn running() -> Scenario<Project> {
        Scenario::given([registered(), baselined()])
    }

    #[test]
    fn a_running_project_finishes_and_is_closed() {
        let day = date(2024, 12, 31);
        running()
            .when(finish_on(day))
            .then([Fact::Finished { finished_on: day }]);
        let project = running()
            .after([finish_on(day)])
            .when(close_with("r1"))
            .then([Fact::Closed {
                report_id: "r1".into(),
            }]);
        assert_eq!(
            (project.state(), project.final_report_id()),
            (ProjectState::Closed, Some("r1"))
        );
    }

    #[test]
    fn a_stopped_project_is_closed_too() {
        let project = running().after([stop_on(date(2024, 12, 31)), close_with("r1")]);
        assert_eq!(project.state().state(), ProjectState::Closed);
        // The reaction that closes may be told twice.
        project.clone().when(close_with("r1")).then([]);
        project.when(close_with("r2")).refused("PROJECT_NOT_ENDED");
    }

    #[test]
    fn only_a_running_project_ends() {
        Scenario::<Project>::given([registered()])
            .when(finish_on(today()))
            .refused("PROJECT_NOT_RUNNING");
        running()
            .after([finish_on(today())])
            .when(stop_on(today()))
            .refused("PROJECT_NOT_RUNNING");
        Scenario::<Project>::new()
            .when(stop_on(today()))
            .refused("PROJECT_UNKNOWN");
    }

    #[test]
    fn a_project_that_runs_is_not_closed() {
        running().when(close_with("r1")).refused("PROJECT_NOT_ENDED");
    }

    #[test]
    fn the_last_day_is_not_in_the_future_or_before_the_start() {
        running()
            .when(finish_on(date(2025, 1, 2)))
            .refused("DAY_OUT_OF_RANGE");
        running()
            .when(stop_on(date(2025, 1, 2)))
            .refused("DAY_OUT_OF_RANGE");
        running()
            .when(finish_on(date(2023, 12, 31)))
            .refused("DAY_OUT_OF_RANGE");
    }

    #[test]
    fn a_project_may_be_stopped_before_it_began() {
        let project = running().after([stop_on(date(2023, 12, 31))]);
        assert_eq!(project.state().state(), ProjectState::Stopped);
    }

    #[test]
    fn nothing_is_planned_any_more_once_a_project_has_ended() {
        running()
            .after([finish_on(today())])
            .when(revise_plan(1, vec![slip("m1", 1)]))
            .refused("PROJECT_NOT_RUNNING");
    }
}
