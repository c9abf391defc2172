//! Facts for tests: one quiet project that every test disturbs in its own way.

use contracts::hub::v1::LocalText;
use contracts::programme::v1::{
    AttentionPointState, Direction, MilestoneState, ObligationState, ProjectState, RegionShare, ReportKind,
    ReportState, SizeClass,
};
use jiff::civil::Date;

use super::facts::{
    AttentionPoint, BudgetLine, Facts, Indicator, Measured, Milestone, Obligation, Period, Profile, Report,
    Sign, Target, Wait,
};

/// A day.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A running project of 1,000 days, from 2024-01-01 to 2026-09-26, on course in the summer of 2025.
pub(crate) fn running() -> Facts {
    Facts {
        profile: profile(),
        plan_version: 1,
        milestones: Vec::new(),
        obligations: Vec::new(),
        attention_points: Vec::new(),
        change_requests: Vec::new(),
        budget: Vec::new(),
        money: Vec::new(),
        indicators: Vec::new(),
        realised_until: None,
        last_sign: Some(Sign {
            on: day("2025-05-01"),
            positions: vec![3],
        }),
    }
}

fn profile() -> Profile {
    Profile {
        project_id: "llo-101".to_owned(),
        name: "Warmtevakmensen Noord".to_owned(),
        block_id: "transitions".to_owned(),
        workgroup_id: "wg-energie".to_owned(),
        theme_id: "energy".to_owned(),
        tranche_id: "tranche-1".to_owned(),
        scheme_id: "llo-oplossingen".to_owned(),
        size_class: SizeClass::Large,
        regions: vec![RegionShare {
            region_id: "AM01".to_owned(),
            share_percent: 100,
        }],
        state: ProjectState::Running,
        starts_on: day("2024-01-01"),
        ends_on: day("2026-09-26"),
        example: false,
        positions: vec![1],
    }
}

/// A planned milestone, due on its baseline day, from position 10.
pub(crate) fn milestone(id: &str, due_on: &str) -> Milestone {
    Milestone {
        milestone_id: id.to_owned(),
        title: format!("Mijlpaal {id}"),
        due_on: day(due_on),
        baseline_due_on: day(due_on),
        state: MilestoneState::Planned,
        achieved_on: None,
        positions: vec![10],
        waits_for: Vec::new(),
    }
}

/// A milestone of another project, from positions 20 and 21.
pub(crate) fn wait(due_on: &str) -> Wait {
    Wait {
        project_id: "llo-202".to_owned(),
        milestone_id: "m9".to_owned(),
        title: "Leerlijn klaar".to_owned(),
        due_on: Some(day(due_on)),
        state: MilestoneState::Planned,
        positions: vec![21, 20],
    }
}

/// A scheduled progress report over the half year before `due_on`, from position 30.
pub(crate) fn obligation(label: &str, due_on: &str) -> Obligation {
    let due_on = day(due_on);
    Obligation {
        obligation_id: format!("llo-101_{label}_progress"),
        kind: ReportKind::Progress,
        period: Period {
            label: label.to_owned(),
            starts_on: due_on.saturating_sub(jiff::Span::new().days(211)),
            ends_on: due_on.saturating_sub(jiff::Span::new().days(28)),
        },
        reminder_on: Some(due_on.saturating_sub(jiff::Span::new().days(14))),
        due_on,
        state: ObligationState::Scheduled,
        fulfilled_on: None,
        days_late: 0,
        waiver_reason: String::new(),
        positions: vec![30],
        report: None,
    }
}

/// A report in one state since a day, from position 40.
pub(crate) fn report(state: ReportState, since: &str) -> Report {
    Report {
        state,
        since: day(since),
        submitted_on: None,
        response_due_on: None,
        positions: vec![40],
    }
}

/// An attention point raised at noon, from position 50.
pub(crate) fn attention_point(id: &str, raised_on: &str) -> AttentionPoint {
    AttentionPoint {
        attention_point_id: id.to_owned(),
        report_id: String::new(),
        text: "Hoe bereikt u kleine bedrijven?".to_owned(),
        state: AttentionPointState::Raised,
        answer: String::new(),
        answered_in_report_id: String::new(),
        raised_at: format!("{raised_on}T12:00:00Z").parse().unwrap(),
        answered_at: None,
        closed_at: None,
        positions: vec![50],
    }
}

/// A budget line, from position 60.
pub(crate) fn budget(category: &str, planned_cents: i64, realised_cents: i64) -> BudgetLine {
    BudgetLine {
        category: category.to_owned(),
        planned_cents,
        realised_cents,
        positions: vec![60],
    }
}

/// An indicator on its way from 0 to 100 with a reported value, from positions 70 and 71.
pub(crate) fn indicator(id: &str, value: f64, until: &str) -> Indicator {
    Indicator {
        indicator_id: id.to_owned(),
        name: LocalText {
            nl: format!("Doel {id}"),
            en: format!("Goal {id}"),
        },
        unit: "persons".to_owned(),
        direction: Direction::Up,
        target: Some(Target {
            baseline: 0.0,
            target: 100.0,
        }),
        reported: Some(Measured {
            value,
            until: day(until),
            positions: vec![71],
        }),
        observed: None,
        comparison: None,
        series: Vec::new(),
        positions: vec![70],
    }
}
