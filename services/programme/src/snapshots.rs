//! Kinds whose streams grow long are put away now and then, so that a process that starts need not read all their facts. These
//! tests tell a story of each kind in its golden facts: put away and taken out again after each of them, the state goes on as
//! one that was never put away.
//!
//! A snapshot counts as long as its shape has the same name. Who changes what a state looks like, or what a fact does to it,
//! gives the shape another name. What each story leads to under the present name is pinned: `golden/snapshots/<type>.<shape>.json`.

use std::{fmt::Debug, fs, path::PathBuf};

use eventing::Decider;

use crate::domain::{attention::AttentionPoints, calendar::Calendar, project::Project, report::Report};

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// The golden fact of this name in its newest version.
fn fact<D: Decider>(name: &str) -> D::Fact {
    let newest = (1..)
        .map(|version| golden().join(D::TYPE).join(format!("{name}.v{version}.json")))
        .take_while(|path| path.exists())
        .last()
        .unwrap_or_else(|| panic!("{} has no golden fact {name}", D::TYPE));
    serde_json::from_str(&fs::read_to_string(newest).unwrap()).unwrap()
}

/// Put away and taken out after each fact, the state is the one that was never put away.
fn lives_through<D: Decider + PartialEq + Debug>(story: &[&str]) {
    assert!(D::SNAPSHOTS.is_some(), "a kind with snapshots");
    let (mut live, mut kept) = (D::default(), D::default());
    for name in story {
        live.evolve(fact::<D>(name));
        kept.evolve(fact::<D>(name));
        kept = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert_eq!(kept, live, "after {name}");
    }
    assert_ne!(live, D::default(), "the story leads nowhere");
    assert_eq!(
        pinned(&live),
        serde_json::to_value(&live).unwrap(),
        "the snapshots that are kept are of another shape: give it another name"
    );
}

/// What a story led to when its shape got its name.
fn pinned<D: Decider>(state: &D) -> serde_json::Value {
    let shape = D::SNAPSHOTS.map_or("", |snapshots| snapshots.shape);
    let path = golden()
        .join("snapshots")
        .join(format!("{}.{shape}.json", D::TYPE));
    if !path.exists() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, serde_json::to_string_pretty(state).unwrap() + "\n").unwrap();
    }
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: write it with UPDATE_GOLDEN=1", path.display()));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_report_goes_on_from_where_it_was_put_away() {
    lives_through::<Report>(&[
        "ReportStarted",
        "ReportFilled",
        "ReportSubmitted",
        "ReportReviewStarted",
        "ReportReturned",
        "ReportFilled",
        "ReportSubmitted",
        "ReportResponseBecameOverdue",
        "ReportAccepted",
        "ReportReopened",
        "ReportSubmitted",
        "ReportAccepted",
        "ReportApproved",
    ]);
}

#[test]
fn a_calendar_goes_on_from_where_it_was_put_away() {
    lives_through::<Calendar>(&[
        "ObligationScheduled",
        "ObligationReminderCame",
        "ObligationRescheduled",
        "ObligationBecameOverdue",
        "ObligationFulfilled",
        "ObligationWaived",
    ]);
}

#[test]
fn a_project_goes_on_from_where_it_was_put_away() {
    lives_through::<Project>(&[
        "Registered",
        "PlanBaselined",
        "MoneyRecorded",
        "DependencyDeclared",
        "MilestoneAchieved",
        "ChangeRequested",
        "ChangeDecided",
        "PlanRevised",
        "DependencyWithdrawn",
        "Stopped",
        "Finished",
        "Closed",
    ]);
}

#[test]
fn attention_points_go_on_from_where_they_were_put_away() {
    lives_through::<AttentionPoints>(&[
        "AttentionPointRaised",
        "AttentionPointAnswered",
        "AttentionPointClosed",
    ]);
}
