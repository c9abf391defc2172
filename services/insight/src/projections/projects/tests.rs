//! What events make of a project, told in the order in which they happen.

use contracts::programme::v1 as api;
use contracts::programme::v1::{MilestoneState, MoneyState, ProjectState};

use super::fold::Rows;
use crate::projections::{
    events::ProjectEvent,
    fold::{Fold, Place},
};

fn told(events: Vec<ProjectEvent>) -> Rows {
    let mut rows = Rows::default();
    for (position, event) in (1..).zip(events) {
        rows.apply(event, at(position)).unwrap();
    }
    rows
}

fn at(position: u64) -> Place {
    Place {
        position,
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

fn registered() -> ProjectEvent {
    let project = api::ProjectProfile {
        project_id: "p1".into(),
        starts_on: "2024-01-01".into(),
        ends_on: "2026-12-31".into(),
        ..Default::default()
    };
    ProjectEvent::ProjectRegistered(api::ProjectRegistered {
        project: Some(project),
        tranche_id: "r1".into(),
    })
}

fn plan(days: &[(&str, &str)], target: f64) -> api::Plan {
    let milestone = |(id, day): &(&str, &str)| api::Milestone {
        milestone_id: (*id).into(),
        due_on: (*day).into(),
        ..Default::default()
    };
    api::Plan {
        milestones: days.iter().map(milestone).collect(),
        targets: vec![api::Target {
            indicator_id: "learners".into(),
            baseline_value: 0.0,
            target_value: target,
        }],
        budget: vec![api::BudgetLine {
            category: "personnel".into(),
            planned_cents: 100,
        }],
        cofinancing_cents: 10,
    }
}

fn baselined(plan: api::Plan) -> ProjectEvent {
    let project_id = "p1".into();
    ProjectEvent::PlanBaselined(api::PlanBaselined {
        project_id,
        plan_version: 1,
        plan: Some(plan),
    })
}

fn revised(plan: api::Plan) -> ProjectEvent {
    ProjectEvent::PlanRevised(api::PlanRevised {
        project_id: "p1".into(),
        plan_version: 2,
        plan: Some(plan),
        ends_on: "2027-06-30".into(),
        ..Default::default()
    })
}

fn achieved(id: &str, day: &str) -> ProjectEvent {
    ProjectEvent::MilestoneAchieved(api::MilestoneAchieved {
        project_id: "p1".into(),
        milestone_id: id.into(),
        achieved_on: day.into(),
        ..Default::default()
    })
}

fn granted(cents: i64) -> ProjectEvent {
    let amount = api::MoneyAmount {
        state: MoneyState::Granted.into(),
        total_cents: cents,
        reference: "besluit".into(),
        decided_on: "2024-02-01".into(),
    };
    let project_id = "p1".into();
    ProjectEvent::MoneyRecorded(api::MoneyRecorded {
        project_id,
        amount: Some(amount),
        ..Default::default()
    })
}

#[test]
fn a_revision_keeps_the_baseline_and_touches_only_what_it_changed() {
    let first = plan(&[("m1", "2024-06-01"), ("m2", "2025-06-01")], 100.0);
    let second = plan(
        &[("m1", "2024-06-01"), ("m2", "2025-09-01"), ("m3", "2026-01-01")],
        100.0,
    );
    let rows = told(vec![registered(), baselined(first), revised(second)]);
    let shown: Vec<_> = rows
        .milestones
        .iter()
        .map(|m| (m.milestone_id.as_str(), m.state, m.positions.as_slice()))
        .collect();
    assert_eq!(
        shown,
        [
            ("m1", MilestoneState::Planned, [2].as_slice()),
            ("m2", MilestoneState::Rescheduled, &[2, 3]),
            ("m3", MilestoneState::Planned, &[3]),
        ]
    );
    assert_eq!(rows.milestones[1].baseline_due_on.to_string(), "2025-06-01");
    assert_eq!(rows.targets[0].positions, [2]);
    assert_eq!(rows.projects[0].ends_on.to_string(), "2027-06-30");
    assert_eq!(rows.projects[0].plan_version, 2);
}

#[test]
fn a_changed_target_remembers_both_versions() {
    let days = [("m1", "2024-06-01")];
    let rows = told(vec![
        registered(),
        baselined(plan(&days, 100.0)),
        revised(plan(&days, 80.0)),
    ]);
    assert_eq!(
        (rows.targets[0].target_value, rows.targets[0].positions.as_slice()),
        (80.0, [2, 3].as_slice())
    );
}

#[test]
fn a_milestone_the_plan_no_longer_names_was_dropped_and_an_achieved_one_stays() {
    let first = plan(&[("m1", "2024-06-01"), ("m2", "2025-06-01")], 1.0);
    let second = plan(&[("m1", "2024-06-01")], 1.0);
    let rows = told(vec![
        registered(),
        baselined(first),
        achieved("m1", "2024-05-20"),
        revised(second),
    ]);
    assert_eq!(rows.milestones[0].state, MilestoneState::Achieved);
    assert_eq!(rows.milestones[0].achieved_position, Some(3));
    assert_eq!(rows.milestones[1].state, MilestoneState::Dropped);
}

#[test]
fn the_changes_of_an_amount_add_up_to_it() {
    let rows = told(vec![registered(), granted(1_000), granted(2_500), granted(2_000)]);
    assert_eq!(rows.money[0].total_cents, 2_000);
    let changes: Vec<_> = rows.money[0]
        .changes
        .iter()
        .map(|change| (change.position, change.cents))
        .collect();
    assert_eq!(changes, [(2, 1_000), (3, 1_500), (4, -500)]);
}

#[test]
fn a_closed_project_keeps_the_day_its_work_ended() {
    let finished = api::ProjectFinished {
        project_id: "p1".into(),
        finished_on: "2026-11-30".into(),
    };
    let closed = api::ProjectClosed {
        project_id: "p1".into(),
        report_id: "r".into(),
    };
    let rows = told(vec![
        registered(),
        ProjectEvent::ProjectFinished(finished),
        ProjectEvent::ProjectClosed(closed),
    ]);
    assert_eq!(
        (rows.projects[0].state, rows.projects[0].state_position),
        (ProjectState::Closed, 3)
    );
    assert_eq!(rows.projects[0].state_on.unwrap().to_string(), "2026-11-30");
}

#[test]
fn an_event_about_something_that_never_was_is_not_passed_over() {
    let error = Rows::default()
        .apply(achieved("m1", "2024-01-01"), at(9))
        .unwrap_err();
    assert!(error.to_string().contains("position 9"), "{error}");
}
