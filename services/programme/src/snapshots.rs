//! Kinds whose streams grow long are put away now and then, so that a process that starts need not read all their facts. Such
//! a snapshot is read by later versions of this code for as long as its shape has the same name. So these tests tell a story of
//! each kind in its golden facts, and pin the state it leads to by a file under `golden/states/`: who changes what a state
//! looks like, or what a fact does to it, finds out here that the shape needs another name.
//!
//! `UPDATE_GOLDEN=1` writes files that are missing, and only those.

use std::{fmt::Debug, fs, path::PathBuf};

use eventing::Decider;
use serde_json::Value;

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
fn lives_through<D: Decider + PartialEq + Debug>(story: &[&str]) -> D {
    let (mut live, mut kept) = (D::default(), D::default());
    for name in story {
        live.evolve(fact::<D>(name));
        kept.evolve(fact::<D>(name));
        kept = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert_eq!(kept, live, "after {name}");
    }
    live
}

fn is_shaped_as_ever<D: Decider + PartialEq + Debug>(story: &[&str]) {
    let shape = D::SNAPSHOTS.expect("a kind with snapshots").shape;
    let state = serde_json::to_value(lives_through::<D>(story)).unwrap();
    let path = golden().join("states").join(format!("{}.{shape}.json", D::TYPE));
    if !path.exists() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(
            &path,
            format!("{}\n", serde_json::to_string_pretty(&state).unwrap()),
        )
        .unwrap();
    }
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let pinned: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        state,
        pinned,
        "the same facts lead to another state of {}: snapshots with the shape {shape} no longer count",
        D::TYPE
    );
}

#[test]
fn reports_are_put_away_as_ever() {
    is_shaped_as_ever::<Report>(&[
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
fn calendars_are_put_away_as_ever() {
    is_shaped_as_ever::<Calendar>(&[
        "ObligationScheduled",
        "ObligationReminderCame",
        "ObligationRescheduled",
        "ObligationBecameOverdue",
        "ObligationFulfilled",
        "ObligationWaived",
    ]);
}

#[test]
fn projects_are_put_away_as_ever() {
    is_shaped_as_ever::<Project>(&[
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
fn attention_points_are_put_away_as_ever() {
    is_shaped_as_ever::<AttentionPoints>(&[
        "AttentionPointRaised",
        "AttentionPointAnswered",
        "AttentionPointClosed",
    ]);
}
