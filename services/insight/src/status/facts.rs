//! Puts the rows of one project together as the facts that rules and reports look at.

use contracts::programme::v1::{MilestoneState, ReportState};
use eventing::clock::dutch_date;
use jiff::civil::Date;

use super::indicators::indicators;
use crate::judgement::facts::{
    AttentionPoint, BudgetLine, ChangeRequest, Facts, Milestone, Money, Obligation, Period, Profile, Report,
    Sign, Wait,
};
use crate::rows;

/// How much is looked up about indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What the judgement needs: for lists over all projects. Observed values only where nothing was reported.
    Judgement,
    /// Everything, to be shown.
    Everything,
}

/// The facts of one project on a day; none when it is not known.
pub fn facts_of(all: &rows::Facts, project_id: &str, today: Date, depth: Depth) -> Option<Facts> {
    let rows = all.projects.get(project_id)?;
    Some(Facts {
        profile: profile(&rows.project),
        plan_version: rows.project.plan_version,
        milestones: rows
            .milestones
            .iter()
            .map(|row| milestone(all, rows, row))
            .collect(),
        obligations: rows.obligations.iter().map(|row| obligation(rows, row)).collect(),
        attention_points: rows.attention_points.iter().map(attention_point).collect(),
        change_requests: rows.change_requests.iter().map(change_request).collect(),
        budget: budget(rows),
        money: rows
            .money
            .iter()
            .map(|row| Money {
                state: row.state,
                cents: row.total_cents,
            })
            .collect(),
        indicators: indicators(all, rows, today, depth),
        realised_until: rows.newest_accepted_report().map(|report| report.period_ends_on),
        last_sign: last_sign(rows),
    })
}

pub(super) fn profile(row: &rows::ProjectRow) -> Profile {
    Profile {
        project_id: row.project_id.clone(),
        name: row.name.clone(),
        block_id: row.block_id.clone(),
        workgroup_id: row.workgroup_id.clone(),
        theme_id: row.theme_id.clone(),
        tranche_id: row.tranche_id.clone(),
        scheme_id: row.scheme_id.clone(),
        size_class: row.size_class,
        regions: row.regions.clone(),
        state: row.state,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        example: row.example,
        positions: vec![row.registered_position],
    }
}

fn milestone(all: &rows::Facts, rows: &rows::ProjectFacts, row: &rows::MilestoneRow) -> Milestone {
    let declared = rows
        .dependencies
        .iter()
        .filter(|it| !it.withdrawn && it.milestone_id == row.milestone_id);
    Milestone {
        milestone_id: row.milestone_id.clone(),
        title: row.title.clone(),
        due_on: row.due_on,
        baseline_due_on: row.baseline_due_on,
        state: row.state,
        achieved_on: row.achieved_on,
        positions: row.positions.clone(),
        waits_for: declared.map(|dependency| wait(all, dependency)).collect(),
    }
}

fn wait(all: &rows::Facts, dependency: &rows::DependencyRow) -> Wait {
    let other = all.milestone(&dependency.on_project_id, &dependency.on_milestone_id);
    let about = other.map(|row| row.positions.clone()).unwrap_or_default();
    Wait {
        project_id: dependency.on_project_id.clone(),
        milestone_id: dependency.on_milestone_id.clone(),
        title: other
            .map_or(&dependency.on_milestone_id, |row| &row.title)
            .clone(),
        due_on: other.map(|row| row.due_on),
        state: other.map_or(MilestoneState::Unspecified, |row| row.state),
        positions: [dependency.positions.clone(), about].concat(),
    }
}

pub(super) fn obligation(rows: &rows::ProjectFacts, row: &rows::ObligationRow) -> Obligation {
    Obligation {
        obligation_id: row.obligation_id.clone(),
        kind: row.kind,
        period: Period {
            label: row.period_label.clone(),
            starts_on: row.period_starts_on,
            ends_on: row.period_ends_on,
        },
        reminder_on: row.reminder_on,
        due_on: row.due_on,
        state: row.state,
        fulfilled_on: row.fulfilled_on,
        days_late: row.days_late,
        waiver_reason: row.waiver_reason.clone(),
        positions: row.positions.clone(),
        report: rows.report_of(row).map(report),
    }
}

fn report(row: &rows::ReportRow) -> Report {
    Report {
        state: row.state,
        since: dutch_date(row.state_since),
        submitted_on: row.submitted_on,
        response_due_on: row.response_due_on,
        positions: row.positions.clone(),
    }
}

fn attention_point(row: &rows::AttentionPointRow) -> AttentionPoint {
    AttentionPoint {
        attention_point_id: row.attention_point_id.clone(),
        report_id: row.report_id.clone(),
        text: row.text.clone(),
        state: row.state,
        answer: row.answer.clone(),
        answered_in_report_id: row.answered_in_report_id.clone(),
        raised_at: row.raised_at,
        answered_at: row.answered_at,
        closed_at: row.closed_at,
        positions: row.positions.clone(),
    }
}

fn change_request(row: &rows::ChangeRequestRow) -> ChangeRequest {
    ChangeRequest {
        change_request_id: row.change_request_id.clone(),
        state: row.state,
        requested_on: dutch_date(row.requested_at),
        positions: row.positions.clone(),
    }
}

/// The categories of the plan with what the newest accepted report realised. A category that the plan no longer has but on which money
/// was spent stays visible, planned at nothing.
fn budget(rows: &rows::ProjectFacts) -> Vec<BudgetLine> {
    let report = rows.newest_accepted_report();
    let accepted = report.and_then(|report| report.accepted_position);
    let realised = |category: &str| {
        let spent = report
            .into_iter()
            .flat_map(|report| &report.budget)
            .filter(|it| it.category == category);
        spent.map(|it| it.cumulative_cents).fold(0, i64::saturating_add)
    };
    let line = |category: &str, planned_cents, positions: &[u64]| BudgetLine {
        category: category.to_owned(),
        planned_cents,
        realised_cents: realised(category),
        positions: positions.iter().copied().chain(accepted).collect(),
    };
    let mut lines: Vec<BudgetLine> = rows
        .budget
        .iter()
        .map(|row| line(&row.category, row.planned_cents, &row.positions))
        .collect();
    for spent in report.into_iter().flat_map(|report| &report.budget) {
        if spent.cumulative_cents != 0 && !lines.iter().any(|known| known.category == spent.category) {
            lines.push(line(&spent.category, 0, &[]));
        }
    }
    lines
}

/// For a report the day it was handed in counts, not the day the hub accepted it: the hub's pace is no sign of the project.
fn last_sign(rows: &rows::ProjectFacts) -> Option<Sign> {
    let accepted = rows.reports.iter().filter_map(|report| {
        let position = report.accepted_position?;
        let submitted = report.submitted_on.filter(|_| report.state != ReportState::Draft);
        let on = submitted
            .or(report.first_submitted_on)
            .unwrap_or(dutch_date(report.state_since));
        Some(Sign {
            on,
            positions: vec![position],
        })
    });
    let achieved = rows.milestones.iter().filter_map(|row| {
        Some(Sign {
            on: row.achieved_on?,
            positions: row.achieved_position.into_iter().collect(),
        })
    });
    accepted.chain(achieved).max_by_key(|sign| sign.on)
}
