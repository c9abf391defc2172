//! Facts and judgement as the contract has them.

use contracts::hub::v1 as hub;
use contracts::insight::v1::{
    GetProjectStatusResponse, Judgement as JudgementAnswer, MilestoneStatus, ObligationStatus,
    ProjectIndicator, ProjectSummary, Reason as ReasonAnswer, SeriesPoint, Wait as WaitAnswer, WaitsOn,
};
use contracts::programme::v1 as programme;
use jiff::civil::Date;
use runtime::receipt::proto_time;

use crate::feedback::language::local;
use crate::feedback::waiting::waits_on;
use crate::figure::{IndicatorSource, Measure};
use crate::judgement::facts::{
    AttentionPoint, Facts, Indicator, Milestone, Obligation, Period, Profile, Wait,
};
use crate::judgement::measures::days_between;
use crate::judgement::{Judgement, Reason};
use crate::linked;
use crate::overview::{project_figure, project_money};
use crate::rows;

/// The status of one project. Freshness is left to the caller, who knows up to where it read.
pub fn status(
    all: &rows::Facts,
    facts: &Facts,
    judgement: &Judgement,
    today: Date,
) -> GetProjectStatusResponse {
    let project_id = &facts.profile.project_id;
    GetProjectStatusResponse {
        project: Some(summary(facts, judgement)),
        plan_version: facts.plan_version,
        milestones: facts
            .milestones
            .iter()
            .map(|it| milestone_status(it, today))
            .collect(),
        obligations: facts
            .obligations
            .iter()
            .map(|it| obligation_status(facts, it, today))
            .collect(),
        attention_points: facts
            .attention_points
            .iter()
            .map(|it| attention_point(facts, it))
            .collect(),
        money: project_money(all, project_id, today),
        budget_planned_cents: facts.planned_cents(),
        indicators: facts
            .indicators
            .iter()
            .map(|it| indicator(all, project_id, it, today))
            .collect(),
        as_of: today.to_string(),
        freshness: None,
        same_as: linked::same_as(all, project_id),
    }
}

/// A project in a list, with its judgement.
pub fn summary(facts: &Facts, judgement: &Judgement) -> ProjectSummary {
    let profile = &facts.profile;
    ProjectSummary {
        project_id: profile.project_id.clone(),
        name: profile.name.clone(),
        block_id: profile.block_id.clone(),
        workgroup_id: profile.workgroup_id.clone(),
        theme_id: profile.theme_id.clone(),
        tranche_id: profile.tranche_id.clone(),
        scheme_id: profile.scheme_id.clone(),
        size_class: profile.size_class.into(),
        regions: profile.regions.clone(),
        state: profile.state.into(),
        starts_on: profile.starts_on.to_string(),
        ends_on: profile.ends_on.to_string(),
        judgement: Some(judged(judgement)),
        example: profile.example,
    }
}

fn judged(judgement: &Judgement) -> JudgementAnswer {
    JudgementAnswer {
        colour: judgement.colour.into(),
        reasons: judgement.reasons.iter().map(reason).collect(),
    }
}

fn reason(reason: &Reason) -> ReasonAnswer {
    ReasonAnswer {
        code: reason.code.to_owned(),
        rule_version: reason.rule_version,
        colour: reason.finding.colour.into(),
        text: Some(local(&reason.finding.text)),
        positions: reason.finding.positions.clone(),
    }
}

fn milestone_status(milestone: &Milestone, today: Date) -> MilestoneStatus {
    let slip = milestone.slip_days(today);
    MilestoneStatus {
        milestone: Some(programme::Milestone {
            milestone_id: milestone.milestone_id.clone(),
            title: milestone.title.clone(),
            due_on: milestone.due_on.to_string(),
            baseline_due_on: milestone.baseline_due_on.to_string(),
            state: milestone.state.into(),
            achieved_on: text(milestone.achieved_on),
        }),
        slip_days: i32::try_from(slip).unwrap_or(if slip < 0 { i32::MIN } else { i32::MAX }),
        late: milestone.days_late(today) > 0,
        waits_for: milestone.waits_for.iter().map(|it| wait(it, today)).collect(),
    }
}

fn wait(wait: &Wait, today: Date) -> WaitAnswer {
    WaitAnswer {
        project_id: wait.project_id.clone(),
        milestone_id: wait.milestone_id.clone(),
        due_on: text(wait.due_on),
        achieved: wait.is_achieved(),
        late: wait.is_endangering(today),
    }
}

/// An obligation with where its report stands, on whom it waits and for how long.
pub fn obligation_status(facts: &Facts, obligation: &Obligation, today: Date) -> ObligationStatus {
    obligation_answer(&facts.profile, obligation, today)
}

/// The same straight from a row: for calendars over many projects, where all the facts of each would be too much.
pub fn obligation_of(
    project: &rows::ProjectFacts,
    row: &rows::ObligationRow,
    today: Date,
) -> ObligationStatus {
    obligation_answer(
        &super::facts::profile(&project.project),
        &super::facts::obligation(project, row),
        today,
    )
}

fn obligation_answer(profile: &Profile, obligation: &Obligation, today: Date) -> ObligationStatus {
    let (whom, since) = waits_on(obligation, today).unwrap_or((WaitsOn::Unspecified, today));
    let response = obligation.report.as_ref().filter(|report| report.waits_for_hub());
    ObligationStatus {
        obligation: Some(owed(profile, obligation)),
        report_state: obligation.report_state().into(),
        days_late: days(obligation.days_late(today)),
        waits_on: whom.into(),
        waiting_days: days(days_between(since, today)),
        response_due_on: text(response.and_then(|report| report.response_due_on)),
        project_name: profile.name.clone(),
        example: profile.example,
    }
}

fn owed(profile: &Profile, obligation: &Obligation) -> programme::Obligation {
    programme::Obligation {
        obligation_id: obligation.obligation_id.clone(),
        project_id: profile.project_id.clone(),
        kind: obligation.kind.into(),
        period: Some(period(&obligation.period)),
        reminder_on: text(obligation.reminder_on),
        due_on: obligation.due_on.to_string(),
        state: obligation.state.into(),
        fulfilled_on: text(obligation.fulfilled_on),
        days_late: obligation.days_late,
        waiver_reason: obligation.waiver_reason.clone(),
    }
}

/// An attention point of a project.
pub(crate) fn attention_point(facts: &Facts, point: &AttentionPoint) -> programme::AttentionPoint {
    programme::AttentionPoint {
        attention_point_id: point.attention_point_id.clone(),
        project_id: facts.profile.project_id.clone(),
        report_id: point.report_id.clone(),
        text: point.text.clone(),
        state: point.state.into(),
        answer: point.answer.clone(),
        answered_in_report_id: point.answered_in_report_id.clone(),
        raised_at: Some(proto_time(point.raised_at)),
        answered_at: point.answered_at.map(proto_time),
        closed_at: point.closed_at.map(proto_time),
    }
}

fn indicator(all: &rows::Facts, project_id: &str, indicator: &Indicator, today: Date) -> ProjectIndicator {
    let figure = |source| {
        let measure = Measure::Indicator {
            indicator_id: indicator.indicator_id.clone(),
            source,
        };
        Some(project_figure(all, project_id, measure, today)).filter(|figure| figure.value.is_some())
    };
    ProjectIndicator {
        indicator_id: indicator.indicator_id.clone(),
        name: Some(indicator.name.clone()),
        unit: indicator.unit.clone(),
        baseline: indicator.target.map(|target| target.baseline),
        target: indicator.target.map(|target| target.target),
        reported: figure(IndicatorSource::Reported),
        observed: figure(IndicatorSource::Observed),
        attainment: indicator.attainment(),
        series: indicator
            .series
            .iter()
            .map(|point| SeriesPoint {
                period: Some(period(&point.period)),
                as_reported: point.as_reported,
                as_corrected: point.as_corrected,
            })
            .collect(),
    }
}

fn period(period: &Period) -> hub::Period {
    hub::Period {
        label: period.label.clone(),
        starts_on: period.starts_on.to_string(),
        ends_on: period.ends_on.to_string(),
    }
}

fn text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn days(days: i64) -> u32 {
    u32::try_from(days).unwrap_or(0)
}
