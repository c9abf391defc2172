//! Given/when/then for revisions, one scenario per rule.

use eventing::{Rejection as _, scenario::Scenario};
use jiff::civil::{Date, date};

use super::*;
use crate::domain::project::{Command, MilestoneState, PlannedMilestone, examples::*};

fn running() -> Scenario<Project> {
    Scenario::given([registered(), baselined()])
}

fn fields(rejection: &Rejection) -> Vec<String> {
    rejection.faults().into_iter().map(|fault| fault.field).collect()
}

fn end(ends_on: Date) -> PlanChange {
    PlanChange::ChangeEnd { ends_on }
}

fn drop_milestone(id: &str) -> PlanChange {
    PlanChange::DropMilestone {
        milestone_id: id.into(),
    }
}

#[test]
fn a_revision_keeps_the_old_value_and_the_reason() {
    let project = running().after([revise_plan(1, vec![slip("m1", 30), budget("travel", 100)])]);
    let project = project.state();
    assert_eq!(project.plan_version(), 2);
    let revision = &project.revisions()[0];
    assert_eq!(revision.reason, "Later geleverd");
    let value = |path: &str, old: &str, new: &str| RevisedValue {
        path: path.into(),
        old_value: old.into(),
        new_value: new.into(),
    };
    assert_eq!(
        revision.values,
        [
            value("milestone/m1/due_on", "2024-06-01", "2024-07-01"),
            value("budget/travel/planned_cents", "", "100")
        ]
    );
    let milestone = project.milestone("m1").unwrap();
    assert_eq!(
        (milestone.state, milestone.baseline_due_on),
        (MilestoneState::Rescheduled, date(2024, 6, 1))
    );
}

#[test]
fn a_milestone_moved_back_to_its_first_day_is_planned_again() {
    let project = running().after([
        revise_plan(1, vec![slip("m1", 30)]),
        revise_plan(2, vec![slip("m1", 0)]),
    ]);
    assert_eq!(
        project.state().milestone("m1").unwrap().state,
        MilestoneState::Planned
    );
}

#[test]
fn a_plan_is_revised_from_its_current_version_only() {
    let rejection = running()
        .after([revise_plan(1, vec![slip("m1", 10)])])
        .when(revise_plan(1, vec![slip("m1", 20)]))
        .refused("PLAN_VERSION_STALE");
    assert_eq!(fields(&rejection), ["plan_version"]);
    running()
        .when(revise_plan(2, vec![slip("m1", 20)]))
        .refused("PLAN_VERSION_STALE");
}

#[test]
fn only_a_running_project_is_revised() {
    Scenario::<Project>::given([registered()])
        .when(revise_plan(0, vec![slip("m1", 10)]))
        .refused("PROJECT_NOT_RUNNING");
    Scenario::<Project>::new()
        .when(revise_plan(0, vec![slip("m1", 10)]))
        .refused("PROJECT_UNKNOWN");
}

#[test]
fn what_goes_above_the_threshold_needs_a_change_request() {
    let above = [
        slip("m1", 31),
        end(date(2026, 1, 31)),
        drop_milestone("m1"),
        target(99.0),
        budget("personnel", 6_999_999),
        budget("travel", 1_000_001),
    ];
    for change in above {
        running()
            .when(revise_plan(1, vec![change]))
            .refused("CHANGE_REQUEST_REQUIRED");
    }
}

#[test]
fn what_stays_within_the_threshold_needs_none() {
    let within = [
        slip("m1", 30),
        end(date(2026, 1, 30)),
        end(date(2025, 12, 1)),
        target(101.0),
        budget("personnel", 7_000_000),
        budget("travel", 1_000_000),
    ];
    for change in within {
        assert_eq!(
            running()
                .after([revise_plan(1, vec![change])])
                .state()
                .plan_version(),
            2
        );
    }
}

#[test]
fn many_small_revisions_do_not_pass_where_one_large_one_does_not() {
    running()
        .after([revise_plan(1, vec![slip("m1", 20)])])
        .when(revise_plan(2, vec![slip("m1", 40)]))
        .refused("CHANGE_REQUEST_REQUIRED");
    running()
        .after([revise_plan(1, vec![budget("material", 2_900_000)])])
        .when(revise_plan(2, vec![budget("travel", 900_000)]))
        .refused("CHANGE_REQUEST_REQUIRED");
}

#[test]
fn where_less_is_better_a_higher_target_is_the_lowered_one() {
    let with = |value| {
        let Command::RevisePlan(mut command) = revise_plan(1, vec![target(value)]) else {
            unreachable!()
        };
        if let Some(Content::Indicator(indicator)) = &mut command.referenced[0].content {
            indicator.direction = Direction::Down;
        }
        Command::RevisePlan(command)
    };
    running().when(with(101.0)).refused("CHANGE_REQUEST_REQUIRED");
    assert_eq!(
        running().after([with(99.0)]).state().targets()[0].target_value,
        99.0
    );
}

#[test]
fn an_approved_change_request_carries_exactly_its_changes_once() {
    let changes = vec![slip("m1", 60), drop_milestone("m2")];
    let reordered = vec![changes[1].clone(), changes[0].clone()];
    let approved = running().after([
        request_change("c1", changes.clone()),
        decide_change("c1", true, "officer"),
    ]);

    approved
        .clone()
        .when(revise_as_approved(1, vec![slip("m1", 61)], "c1"))
        .refused("CHANGE_REQUEST_DIFFERS");
    let revised = approved.after([revise_as_approved(1, reordered, "c1")]);
    let project = revised.state();
    assert_eq!(
        project.change_request("c1").unwrap().state,
        ChangeRequestState::CarriedOut
    );
    assert_eq!(project.milestone("m2").unwrap().state, MilestoneState::Dropped);
    assert_eq!(project.revisions()[0].decision, "DUS-I 2024-12");

    revised
        .clone()
        .when(revise_as_approved(2, vec![slip("m1", 61)], "c1"))
        .refused("CHANGE_REQUEST_NOT_APPROVED");
    // What was decided is where the threshold is measured from next.
    assert_eq!(
        revised
            .after([revise_plan(2, vec![slip("m1", 90)])])
            .state()
            .plan_version(),
        3
    );
}

#[test]
fn a_change_request_that_is_unknown_rejected_or_undecided_carries_nothing() {
    let changes = || vec![slip("m1", 60)];
    running()
        .when(revise_as_approved(1, changes(), "c1"))
        .refused("CHANGE_REQUEST_UNKNOWN");
    let requested = running().after([request_change("c1", changes())]);
    requested
        .clone()
        .when(revise_as_approved(1, changes(), "c1"))
        .refused("CHANGE_REQUEST_NOT_APPROVED");
    requested
        .after([decide_change("c1", false, "officer")])
        .when(revise_as_approved(1, changes(), "c1"))
        .refused("CHANGE_REQUEST_NOT_APPROVED");
}

#[test]
fn a_revision_that_rests_on_a_change_request_names_the_decision() {
    let changes = vec![slip("m1", 60)];
    let Command::RevisePlan(mut command) = revise_as_approved(1, changes.clone(), "c1") else {
        unreachable!()
    };
    command.decision = " ".into();
    let rejection = running()
        .after([
            request_change("c1", changes),
            decide_change("c1", true, "officer"),
        ])
        .when(Command::RevisePlan(command))
        .refused("CHANGES_INVALID");
    assert_eq!(fields(&rejection), ["decision"]);
}

#[test]
fn an_achieved_milestone_does_not_move_and_is_not_dropped() {
    for change in [slip("m1", 1), drop_milestone("m1")] {
        running()
            .after([achieve("m1", date(2024, 6, 3))])
            .when(revise_plan(1, vec![change]))
            .refused("MILESTONE_SETTLED");
    }
}

#[test]
fn a_dropped_milestone_does_not_come_back() {
    let changes = vec![drop_milestone("m1")];
    running()
        .after([
            request_change("c1", changes.clone()),
            decide_change("c1", true, "officer"),
            revise_as_approved(1, changes, "c1"),
        ])
        .when(revise_plan(2, vec![slip("m1", 1)]))
        .refused("MILESTONE_SETTLED");
}

#[test]
fn faults_in_changes_are_told_all_at_once() {
    let add = |id: &str, due_on| {
        PlanChange::AddMilestone(PlannedMilestone {
            milestone_id: id.into(),
            title: "Nieuw".into(),
            due_on,
        })
    };
    let changes = vec![
        PlanChange::RescheduleMilestone {
            milestone_id: "m9".into(),
            due_on: date(2024, 7, 1),
        },
        add("m2", date(2025, 1, 1)),
        add("m3", date(2023, 1, 1)),
        target(f64::INFINITY),
        budget("personnel", -1),
        slip("m1", 0),
    ];
    let rejection = running().when(revise_plan(1, changes)).refused("CHANGES_INVALID");
    assert_eq!(
        fields(&rejection),
        [
            "changes[0].reschedule_milestone.milestone_id",
            "changes[1].add_milestone.milestone_id",
            "changes[3].change_target.target_value",
            "changes[4].change_budget.planned_cents",
            "changes[5].reschedule_milestone",
            "changes[2].add_milestone.due_on"
        ]
    );
    let rejection = running().when(revise_plan(1, vec![])).refused("CHANGES_INVALID");
    assert_eq!(fields(&rejection), ["changes"]);
    let twice = vec![slip("m1", 1), slip("m1", 2)];
    assert_eq!(
        fields(&running().when(revise_plan(1, twice)).refused("CHANGES_INVALID")),
        ["changes[1]"]
    );
}

#[test]
fn an_earlier_end_leaves_no_open_milestone_behind() {
    let rejection = running()
        .when(revise_plan(1, vec![end(date(2025, 3, 31))]))
        .refused("CHANGES_INVALID");
    assert_eq!(fields(&rejection), ["changes[0].change_end.ends_on"]);
    running()
        .when(revise_plan(1, vec![end(date(2023, 1, 1))]))
        .refused("CHANGES_INVALID");
}

#[test]
fn a_budget_does_not_overflow() {
    let rejection = running()
        .when(revise_plan(1, vec![budget("travel", i64::MAX)]))
        .refused("CHANGES_INVALID");
    assert_eq!(fields(&rejection), ["changes"]);
}

#[test]
fn a_new_target_names_a_known_indicator() {
    let Command::RevisePlan(mut command) = revise_plan(1, vec![target(120.0)]) else {
        unreachable!()
    };
    command.referenced[0].content = None;
    running()
        .when(Command::RevisePlan(command))
        .refused("REFERENCE_UNKNOWN");
}

#[test]
fn the_end_of_the_project_moves_with_its_plan() {
    let project = running().after([revise_plan(1, vec![end(date(2026, 1, 15))])]);
    assert_eq!(project.state().profile().unwrap().ends_on, date(2026, 1, 15));
}
