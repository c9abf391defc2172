//! Projects for tests, built in a line.

use std::sync::Arc;

use contracts::hub::v1::Freshness;
use contracts::programme::v1::{
    Aggregation, Indicator, MilestoneState, MoneyState, ObligationState, OwnerLevel, ProjectState,
    RegionShare, ReportKind, ReportState, SizeClass,
};
use jiff::civil::Date;

use crate::rows::{
    Facts, IndicatorValueRow, MilestoneRow, MoneyChange, MoneyRow, ObligationRow, ObservationRow,
    ProjectFacts, ProjectRow, ReportRow, TargetRow,
};
use crate::views::{Judgements, View};

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn today() -> Date {
    day("2025-03-01")
}

/// A running project of block `transitions` in one region.
pub(crate) fn project(id: &str) -> ProjectFacts {
    ProjectFacts::new(ProjectRow {
        project_id: id.into(),
        name: format!("Project {id}"),
        summary: String::new(),
        block_id: "transitions".into(),
        workgroup_id: "wg-1".into(),
        theme_id: "energy".into(),
        call_id: "call-1".into(),
        tranche_id: "r1".into(),
        scheme_id: "scheme-1".into(),
        scheme_version: 1,
        size_class: SizeClass::Small,
        lead_organisation_id: "org-1".into(),
        regions: vec![share("AM01", 100)],
        linked_programme_ids: Vec::new(),
        starts_on: day("2024-01-01"),
        ends_on: day("2026-12-31"),
        example: false,
        state: ProjectState::Running,
        state_on: None,
        plan_version: 1,
        cofinancing_cents: 0,
        registered_position: 1,
        state_position: 2,
        positions: vec![1, 2],
    })
}

pub(crate) fn share(region_id: &str, share_percent: u32) -> RegionShare {
    RegionShare {
        region_id: region_id.into(),
        share_percent,
    }
}

pub(crate) fn facts(projects: impl IntoIterator<Item = ProjectFacts>, indicators: Vec<Indicator>) -> Facts {
    let projects = projects
        .into_iter()
        .map(|it| (it.project.project_id.clone(), Arc::new(it)))
        .collect();
    let mut facts = Facts {
        projects,
        ..Facts::default()
    };
    Arc::make_mut(&mut facts.reference).indicators = indicators
        .into_iter()
        .map(|it| (it.indicator_id.clone(), it))
        .collect();
    facts
}

/// These facts as a view of today.
pub(crate) fn view(facts: Facts) -> View {
    View {
        facts: Arc::new(facts),
        freshness: Freshness::default(),
        as_of: today(),
        judgements: Judgements::default(),
        tallies: crate::figure::Tallies::default(),
    }
}

pub(crate) fn indicator(id: &str, aggregation: Aggregation) -> Indicator {
    Indicator {
        indicator_id: id.into(),
        block_id: "transitions".into(),
        aggregation: aggregation.into(),
        owner_level: OwnerLevel::Project.into(),
        ..Default::default()
    }
}

pub(crate) fn indicator_mut<'a>(facts: &'a mut Facts, id: &str) -> &'a mut Indicator {
    Arc::make_mut(&mut facts.reference)
        .indicators
        .get_mut(id)
        .unwrap()
}

pub(crate) fn value(
    project_id: &str,
    indicator_id: &str,
    until: &str,
    value: f64,
    position: u64,
) -> IndicatorValueRow {
    IndicatorValueRow {
        project_id: project_id.into(),
        indicator_id: indicator_id.into(),
        report_id: format!("{project_id}_{until}"),
        period_label: until.into(),
        period_starts_on: day("2024-01-01"),
        period_ends_on: day(until),
        as_reported: value,
        as_corrected: Some(value),
        items: Vec::new(),
        positions: vec![position],
    }
}

pub(crate) fn target(project_id: &str, indicator_id: &str, target_value: f64) -> TargetRow {
    let positions = vec![2];
    TargetRow {
        project_id: project_id.into(),
        indicator_id: indicator_id.into(),
        baseline_value: 0.0,
        target_value,
        positions,
    }
}

pub(crate) fn money(project_id: &str, state: MoneyState, totals: &[i64]) -> MoneyRow {
    let mut before = 0;
    let change = |(position, total): (u64, &i64)| {
        let cents = total - before;
        before = *total;
        MoneyChange { position, cents }
    };
    MoneyRow {
        project_id: project_id.into(),
        state,
        total_cents: totals.last().copied().unwrap_or(0),
        reference: String::new(),
        decided_on: day("2024-01-01"),
        changes: (10..).zip(totals).map(change).collect(),
    }
}

pub(crate) fn milestone(id: &str, baseline: &str, due_on: &str) -> MilestoneRow {
    MilestoneRow {
        project_id: "p1".into(),
        milestone_id: id.into(),
        title: id.into(),
        due_on: day(due_on),
        baseline_due_on: day(baseline),
        state: if baseline == due_on {
            MilestoneState::Planned
        } else {
            MilestoneState::Rescheduled
        },
        achieved_on: None,
        evidence: String::new(),
        achieved_position: None,
        positions: vec![2],
    }
}

pub(crate) fn achieved(row: MilestoneRow, on: &str, position: u64) -> MilestoneRow {
    let positions = [row.positions.clone(), vec![position]].concat();
    MilestoneRow {
        state: MilestoneState::Achieved,
        achieved_on: Some(day(on)),
        achieved_position: Some(position),
        positions,
        ..row
    }
}

pub(crate) fn obligation(id: &str, due_on: &str, state: ObligationState, days_late: u32) -> ObligationRow {
    ObligationRow {
        project_id: "p1".into(),
        obligation_id: id.into(),
        kind: ReportKind::Progress,
        period_label: id.into(),
        period_starts_on: day("2024-01-01"),
        period_ends_on: day("2024-06-30"),
        reminder_on: None,
        due_on: day(due_on),
        state,
        fulfilled_on: None,
        report_id: None,
        days_late,
        waiver_reason: String::new(),
        positions: vec![20],
    }
}

pub(crate) fn report(id: &str, until: &str, state: ReportState) -> ReportRow {
    ReportRow {
        project_id: "p1".into(),
        report_id: id.into(),
        kind: ReportKind::Progress,
        period_label: until.into(),
        period_starts_on: day("2024-01-01"),
        period_ends_on: day(until),
        state,
        state_since: "2025-02-20T12:00:00Z".parse().unwrap(),
        state_position: 30,
        revision: 1,
        plan_version: 1,
        due_on: None,
        first_submitted_on: Some(day("2025-02-01")),
        submitted_on: Some(day("2025-02-01")),
        submitted_position: Some(29),
        days_late: 0,
        response_due_on: None,
        response_overdue_position: None,
        return_reason: String::new(),
        accepted_position: None,
        first_accepted_position: None,
        realised_cents: None,
        cofinancing_realised_cents: None,
        budget: Vec::new(),
        target_groups: Vec::new(),
        accepted_revision: None,
        learning_culture: String::new(),
        positions: vec![28, 29, 30],
    }
}

pub(crate) fn observation(event_type: &str, project_id: &str, item: &str, position: u64) -> ObservationRow {
    ObservationRow {
        event_type: event_type.into(),
        key: item.into(),
        project_id: project_id.into(),
        quantity: 1.0,
        item: item.into(),
        logged_at: jiff::Timestamp::UNIX_EPOCH,
        happened_on: day("2025-01-01"),
        position,
    }
}
