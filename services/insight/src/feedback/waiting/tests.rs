//! Who waits, since when, and what it is called.

use contracts::programme::v1::ObligationState;

use super::*;
use crate::judgement::example::{
    attention_point as point, day, milestone, obligation, report, running, wait,
};

fn with_report(state: ReportState) -> Facts {
    let mut owed = obligation("2024-H2", "2025-03-01");
    owed.state = ObligationState::Fulfilled;
    owed.report = Some(report(state, "2025-03-10"));
    Facts {
        obligations: vec![owed],
        ..running()
    }
}

fn one(facts: &Facts, today: &str) -> (&'static str, WaitsOn, String, i64) {
    let items = waiting(facts, day(today));
    assert_eq!(items.len(), 1, "{items:?}");
    (
        items[0].what.key,
        items[0].waits_on,
        items[0].since.to_string(),
        items[0].days,
    )
}

#[test]
fn a_report_is_owed_from_the_day_after_its_period() {
    let facts = Facts {
        obligations: vec![obligation("2024-H2", "2025-03-01")],
        ..running()
    };
    assert_eq!(waiting(&facts, day("2025-02-01")), []);
    let owed = (
        "waiting-report-owed",
        WaitsOn::Project,
        "2025-02-02".to_owned(),
        0,
    );
    assert_eq!(one(&facts, "2025-02-02"), owed);
    assert_eq!(one(&facts, "2025-03-02").0, "waiting-report-overdue");
}

#[test]
fn a_submitted_report_waits_on_the_reviewer_since_it_was_submitted() {
    let mut facts = with_report(ReportState::InReview);
    if let Some(report) = &mut facts.obligations[0].report {
        report.submitted_on = Some(day("2025-02-28"));
    }
    let review = (
        "waiting-report-review",
        WaitsOn::Reviewer,
        "2025-02-28".to_owned(),
        11,
    );
    assert_eq!(one(&facts, "2025-03-11"), review);
}

#[test]
fn the_hub_names_its_own_lateness_from_the_day_after_its_term() {
    let mut facts = with_report(ReportState::Submitted);
    if let Some(report) = &mut facts.obligations[0].report {
        report.response_due_on = Some(day("2025-04-25"));
    }
    assert_eq!(one(&facts, "2025-04-25").0, "waiting-report-review-until");
    assert_eq!(one(&facts, "2025-04-26").0, "waiting-report-hub-late");
    let judged = crate::judgement::judge(&facts, day("2025-04-26"));
    assert_eq!(judged.reasons, []);
}

#[test]
fn returned_reopened_and_accepted_reports_wait_on_whom_they_should() {
    let waits = |state| {
        let (key, on, since, _) = one(&with_report(state), "2025-03-20");
        assert_eq!(since, "2025-03-10");
        (key, on)
    };
    assert_eq!(
        waits(ReportState::Returned),
        ("waiting-report-returned", WaitsOn::Project)
    );
    assert_eq!(
        waits(ReportState::Draft),
        ("waiting-report-reopened", WaitsOn::Project)
    );
    assert_eq!(
        waits(ReportState::Accepted),
        ("waiting-report-approval", WaitsOn::Approver)
    );
    assert_eq!(
        waiting(&with_report(ReportState::Approved), day("2025-03-20")),
        []
    );
}

#[test]
fn a_late_milestone_elsewhere_waits_on_the_other_project() {
    let mut own = milestone("m1", "2025-12-01");
    own.waits_for = vec![wait("2025-06-01")];
    let facts = Facts {
        milestones: vec![own],
        ..running()
    };
    assert_eq!(waiting(&facts, day("2025-06-01")), []);
    let late = (
        "waiting-dependency",
        WaitsOn::OtherProject,
        "2025-06-01".to_owned(),
        1,
    );
    assert_eq!(one(&facts, "2025-06-02"), late);
}

#[test]
fn an_attention_point_waits_on_the_project_and_once_answered_on_the_hub() {
    let mut facts = Facts {
        attention_points: vec![point("a1", "2025-01-01")],
        ..running()
    };
    assert_eq!(one(&facts, "2025-01-11").1, WaitsOn::Project);
    facts.attention_points[0].state = AttentionPointState::Answered;
    facts.attention_points[0].answered_at = Some("2025-01-10T09:00:00Z".parse().unwrap());
    let answered = (
        "waiting-attention-close",
        WaitsOn::Reviewer,
        "2025-01-10".to_owned(),
        1,
    );
    assert_eq!(one(&facts, "2025-01-11"), answered);
}

#[test]
fn what_waits_longest_comes_first() {
    let points = vec![point("a1", "2025-01-20"), point("a2", "2025-01-01")];
    let facts = Facts {
        attention_points: points,
        ..running()
    };
    let order: Vec<_> = waiting(&facts, day("2025-02-01"))
        .into_iter()
        .map(|item| item.about)
        .collect();
    assert_eq!(order, ["a2", "a1"]);
}
