//! What a report stands on, read from the aggregates that own it and guarded until the commit.

use eventing::Reading;
use jiff::civil::Date;
use runtime::fault::Fault;

use crate::domain::{
    attention::AttentionPoints,
    calendar::{Calendar, Obligation},
    project::{MilestoneState, Project, Target},
    reference::{Aggregation, Entry, Key, Kind, ReportingCalendar},
    report::{AskedPoint, Content, Ground, PlannedCosts, PlannedMilestone, PlannedTarget, Report},
};
use crate::grpc::reading::{project, unknown_project};

/// A project with its calendar, and the calendar's rules.
pub(super) struct Standing {
    project: Project,
    calendar: Calendar,
    pub(super) rules: ReportingCalendar,
}

impl Standing {
    /// Reads a project, its calendar and the calendar's rules. What is decided is filed under what the project belongs to.
    pub(super) async fn read(reading: &mut Reading<'_>, project_id: &str) -> Result<Self, Fault> {
        let calendar = reading.read::<Calendar>(project_id).await?.state;
        Ok(Self {
            calendar,
            ..Self::read_beside(reading, project_id).await?
        })
    }

    /// Reads a project and the rules of its calendar, for a change of the calendar itself, which is not read twice.
    pub(super) async fn read_beside(reading: &mut Reading<'_>, project_id: &str) -> Result<Self, Fault> {
        let project = project(reading, project_id).await?;
        let key = project
            .scheme_version_key()
            .ok_or_else(|| unknown_project(project_id))?;
        let scheme = reading.read::<Entry>(&key.stream_id()).await?.state;
        let missing = || Fault::not_found("REFERENCE_UNKNOWN", format!("there is no {key}"));
        let rules = scheme
            .scheme_version()
            .ok_or_else(missing)?
            .reporting_calendar
            .clone();
        Ok(Self {
            project,
            calendar: Calendar::default(),
            rules,
        })
    }

    /// The project.
    pub(super) fn project(&self) -> &Project {
        &self.project
    }

    /// The obligation of a report.
    pub(super) fn obligation(&self, report_id: &str) -> Option<&Obligation> {
        self.calendar.obligation(report_id)
    }

    /// What the report stands on.
    pub(super) async fn ground(
        &self,
        reading: &mut Reading<'_>,
        project_id: &str,
        report_id: &str,
    ) -> Result<Ground, Fault> {
        let profile = self
            .project
            .profile()
            .ok_or_else(|| unknown_project(project_id))?;
        Ok(Ground {
            starts_on: profile.starts_on,
            ends_on: self.project.ended_on().unwrap_or(profile.ends_on),
            plan_version: self.project.plan_version(),
            milestones: planned_milestones(&self.project),
            targets: planned_targets(reading, self.project.targets()).await?,
            budget: planned_costs(&self.project),
            previous: self.last_accepted(reading, report_id).await?,
            points: asked_points(reading, project_id).await?,
        })
    }

    /// What was last accepted about an earlier period. The calendar itself names the candidates, so that a report accepted a
    /// moment ago is not missed.
    async fn last_accepted(
        &self,
        reading: &mut Reading<'_>,
        report_id: &str,
    ) -> Result<Option<Content>, Fault> {
        let Some(until) = self.obligation(report_id).map(|own| own.owed.period.ends_on) else {
            return Ok(None);
        };
        for earlier in self.earlier_reports(report_id, until) {
            let report = reading.read::<Report>(&earlier).await?.state;
            if let Some(accepted) = report.record().and_then(|record| record.accepted.clone()) {
                return Ok(Some(accepted));
            }
        }
        Ok(None)
    }

    /// Reports about periods that end before a day, newest first.
    fn earlier_reports(&self, report_id: &str, until: Date) -> Vec<String> {
        let all = self.calendar.by_due_day().into_iter().map(|one| &one.owed);
        let mut earlier: Vec<_> = all
            .filter(|owed| owed.period.ends_on < until && owed.obligation_id != report_id)
            .collect();
        earlier.sort_by_key(|owed| std::cmp::Reverse((owed.period.ends_on, owed.kind)));
        earlier
            .into_iter()
            .map(|owed| owed.obligation_id.clone())
            .collect()
    }
}

fn planned_milestones(project: &Project) -> Vec<PlannedMilestone> {
    let kept = project
        .milestones()
        .iter()
        .filter(|milestone| milestone.state != MilestoneState::Dropped);
    kept.map(|milestone| PlannedMilestone {
        milestone_id: milestone.milestone_id.clone(),
        title: milestone.title.clone(),
        due_on: milestone.due_on,
        achieved_on: milestone.achieved_on,
    })
    .collect()
}

fn planned_costs(project: &Project) -> Vec<PlannedCosts> {
    let line = |line: &crate::domain::project::BudgetLine| PlannedCosts {
        category: line.category.clone(),
        planned: line.planned,
    };
    project.budget().iter().map(line).collect()
}

async fn planned_targets(reading: &mut Reading<'_>, targets: &[Target]) -> Result<Vec<PlannedTarget>, Fault> {
    let mut planned = Vec::with_capacity(targets.len());
    for target in targets {
        let entry = reading
            .read::<Entry>(&Key::new(Kind::Indicator, &target.indicator_id).stream_id())
            .await?
            .state;
        let definition = entry.indicator();
        planned.push(PlannedTarget {
            indicator_id: target.indicator_id.clone(),
            baseline_value: target.baseline_value,
            target_value: target.target_value,
            cumulative: definition.is_some_and(|indicator| indicator.cumulative),
            distinct: definition.is_some_and(|indicator| indicator.aggregation == Aggregation::Distinct),
        });
    }
    Ok(planned)
}

async fn asked_points(reading: &mut Reading<'_>, project_id: &str) -> Result<Vec<AskedPoint>, Fault> {
    let points = reading.read::<AttentionPoints>(project_id).await?.state;
    let asked = |point: &crate::domain::attention::Point| AskedPoint {
        point_id: point.point_id.clone(),
        text: point.text.clone(),
        waits: point.waits_for_answer(),
    };
    Ok(points.all().iter().map(asked).collect())
}
