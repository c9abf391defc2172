//! What events make of obligations and reports, told in the order in which they happen.

use contracts::programme::v1::{ObligationState, ReportKind, ReportState};
use contracts::{hub::v1::Period, programme::v1 as api};

use super::fold::Rows;
use crate::projections::{
    events::{ReportSubmitted, ReportingEvent},
    fold::{Fold, Place},
};

fn told(events: Vec<ReportingEvent>) -> Rows {
    let mut rows = Rows::default();
    for (position, event) in (1..).zip(events) {
        rows.apply(
            event,
            Place {
                position,
                at: jiff::Timestamp::UNIX_EPOCH,
            },
        )
        .unwrap();
    }
    rows
}

fn period() -> Option<Period> {
    Some(Period {
        label: "2024-H1".into(),
        starts_on: "2024-01-01".into(),
        ends_on: "2024-06-30".into(),
    })
}

fn started() -> ReportingEvent {
    ReportingEvent::ReportStarted(api::ReportStarted {
        project_id: "p1".into(),
        report_id: "r1".into(),
        kind: ReportKind::Progress.into(),
        period: period(),
        plan_version: 1,
        due_on: "2024-08-01".into(),
    })
}

fn submitted(day: &str, days_late: u32) -> ReportingEvent {
    ReportingEvent::ReportSubmitted(ReportSubmitted {
        project_id: "p1".into(),
        report_id: "r1".into(),
        submitted_on: day.into(),
        days_late,
        revision: 1,
        response_due_on: "2024-10-01".into(),
        ..Default::default()
    })
}

fn accepted(learners: Option<f64>, cents: i64) -> ReportingEvent {
    let result = api::ResultProgress {
        indicator_id: "learners".into(),
        current_value: learners,
        ..Default::default()
    };
    let line = api::BudgetProgress {
        category: "personnel".into(),
        cumulative_cents: cents,
        ..Default::default()
    };
    ReportingEvent::ReportAccepted(api::ReportAccepted {
        project_id: "p1".into(),
        report_id: "r1".into(),
        period: period(),
        results: vec![result],
        budget: vec![line.clone(), line],
        revision: 1,
        ..Default::default()
    })
}

fn reopened() -> ReportingEvent {
    let (project_id, report_id) = ("p1".into(), "r1".into());
    let reason = "typing error".into();
    ReportingEvent::ReportReopened(api::ReportReopened {
        project_id,
        report_id,
        revision: 2,
        reason,
    })
}

#[test]
fn a_correction_replaces_the_value_and_keeps_what_was_first_reported() {
    let rows = told(vec![
        started(),
        submitted("2024-08-05", 4),
        accepted(Some(120.0), 500),
        reopened(),
        submitted("2024-11-01", 92),
        accepted(Some(90.0), 400),
    ]);
    let value = &rows.values[0];
    assert_eq!((value.as_reported, value.as_corrected), (120.0, Some(90.0)));
    assert_eq!(value.positions, [3, 6]);
    let report = &rows.reports[0];
    assert_eq!(report.realised_cents, Some(800));
    assert_eq!(
        (report.first_accepted_position, report.accepted_position),
        (Some(3), Some(6))
    );
    assert_eq!(report.days_late, 4, "a correction does not make the report later");
}

#[test]
fn while_it_is_corrected_what_was_accepted_before_stands() {
    let rows = told(vec![
        started(),
        submitted("2024-07-20", 0),
        accepted(Some(120.0), 500),
        reopened(),
    ]);
    assert_eq!(rows.values[0].as_corrected, Some(120.0));
    assert_eq!(
        (rows.reports[0].state, rows.reports[0].realised_cents),
        (ReportState::Draft, Some(1_000))
    );
}

#[test]
fn a_value_that_the_correction_leaves_out_no_longer_stands() {
    let again = submitted("2024-08-01", 0);
    let rows = told(vec![
        started(),
        submitted("2024-07-20", 0),
        accepted(Some(9.0), 1),
        reopened(),
        again,
        accepted(None, 1),
    ]);
    assert_eq!(
        (rows.values[0].as_reported, rows.values[0].as_corrected),
        (9.0, None)
    );
}

#[test]
fn an_answer_ends_the_response_term() {
    let waiting = told(vec![started(), submitted("2024-07-20", 0)]);
    assert_eq!(
        waiting.reports[0].response_due_on.unwrap().to_string(),
        "2024-10-01"
    );
    let answered = told(vec![
        started(),
        submitted("2024-07-20", 0),
        accepted(Some(1.0), 1),
    ]);
    assert_eq!(answered.reports[0].response_due_on, None);
}

#[test]
fn moving_an_obligation_keeps_its_history() {
    let owed = |due_on: &str| {
        ReportingEvent::ObligationScheduled(api::ObligationScheduled {
            obligation: Some(api::Obligation {
                obligation_id: "o1".into(),
                project_id: "p1".into(),
                period: period(),
                due_on: due_on.into(),
                state: ObligationState::Scheduled.into(),
                ..Default::default()
            }),
        })
    };
    let rows = told(vec![owed("2024-08-01"), owed("2024-09-01")]);
    assert_eq!(rows.obligations.len(), 1);
    assert_eq!(rows.obligations[0].due_on.to_string(), "2024-09-01");
    assert_eq!(rows.obligations[0].positions, [1, 2]);
}
