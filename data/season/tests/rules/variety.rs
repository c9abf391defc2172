//! The season shows everything a view could ask for.

use std::collections::BTreeMap;

use contracts::programme::v1::{
    AttentionPointState, MoneyState, ProjectState, ReportKind, ReportState, SizeClass,
};
use season::{calendar::LAST_DAY, lines};

use crate::{hub::Hub, project::Project, replayed, report::Report};

/// The project whose condition was not met: it was no grant of the round in the end.
const LAPSED: &str = "llo-256";

fn reports(hub: &Hub) -> impl Iterator<Item = &Report> {
    hub.projects.values().flat_map(|project| project.reports.values())
}

fn count(hub: &Hub, wanted: impl Fn(&Report) -> bool) -> usize {
    reports(hub).filter(|report| wanted(report)).count()
}

/// Sum of what was first granted, in whole millions of euros, by round.
fn granted(hub: &Hub, round: &str) -> f64 {
    let state = i32::from(MoneyState::Granted);
    let conditional = i32::from(MoneyState::Conditional);
    let of = |project: &Project| {
        project
            .money
            .get(&state)
            .or(project.money.get(&conditional))
            .copied()
            .unwrap_or_default()
    };
    let in_round = hub
        .projects
        .values()
        .filter(|project| project.profile.call_id.starts_with(round));
    in_round.map(of).sum::<i64>() as f64 / 100_000_000.0
}

#[test]
fn the_rounds_are_spread_as_the_real_ones_were() {
    let hub = replayed();
    let number = |round: &str, size: SizeClass| {
        let of = |project: &&Project| {
            project.profile.call_id.starts_with(round)
                && project.profile.size_class() == size
                && project.profile.project_id != LAPSED
        };
        hub.projects.values().filter(of).count()
    };
    assert_eq!(
        (
            number("ronde-1", SizeClass::Large),
            number("ronde-1", SizeClass::Small)
        ),
        (11, 6)
    );
    assert_eq!(
        (
            number("ronde-2", SizeClass::Large),
            number("ronde-2", SizeClass::Small)
        ),
        (19, 17)
    );
    assert!(
        (21.0..23.0).contains(&granted(&hub, "ronde-1")),
        "{}",
        granted(&hub, "ronde-1")
    );
    assert!(
        (39.0..41.0).contains(&granted(&hub, "ronde-2")),
        "{}",
        granted(&hub, "ronde-2")
    );
}

#[test]
fn awards_stay_within_the_known_ceilings() {
    let hub = replayed();
    let total = |size: SizeClass| {
        let of = |project: &&Project| {
            project.profile.call_id == "ronde-2-energie-grondstoffen"
                && project.profile.size_class() == size
                && project.profile.project_id != LAPSED
        };
        let money = hub
            .projects
            .values()
            .filter(of)
            .map(|project| project.money[&i32::from(MoneyState::Granted)]);
        money.sum::<i64>()
    };
    assert!(total(SizeClass::Small) <= 100_000_000 && total(SizeClass::Large) <= 1_950_000_000);
}

#[test]
fn projects_lie_in_one_two_three_and_five_regions_and_leave_white_spots() {
    let hub = replayed();
    let mut sizes: BTreeMap<usize, u32> = BTreeMap::new();
    let mut regions: BTreeMap<&str, u32> = BTreeMap::new();
    for project in hub.projects.values() {
        *sizes.entry(project.profile.regions.len()).or_default() += 1;
        project
            .profile
            .regions
            .iter()
            .for_each(|one| *regions.entry(&one.region_id).or_default() += 1);
    }
    assert_eq!(sizes.keys().copied().collect::<Vec<_>>(), [1, 2, 3, 5]);
    assert_eq!(regions.len(), 32);
}

#[test]
fn names_differ() {
    let hub = replayed();
    let names: std::collections::BTreeSet<_> = hub
        .projects
        .values()
        .map(|project| &project.profile.name)
        .collect();
    assert_eq!(names.len(), hub.projects.len());
}

#[test]
fn reports_are_late_missing_returned_corrected_and_waiting() {
    let hub = replayed();
    let in_state = |state: ReportState| count(&hub, |report| report.state == state);
    for state in [
        ReportState::Draft,
        ReportState::Submitted,
        ReportState::InReview,
        ReportState::Returned,
        ReportState::Accepted,
    ] {
        assert!(in_state(state) >= 2, "{state:?}: {}", in_state(state));
    }
    let handed_in = count(&hub, |report| report.days_late.is_some());
    let late = count(&hub, |report| report.days_late > Some(0));
    assert!(
        (10..=16).contains(&(late * 100 / handed_in)),
        "{late} of {handed_in} late"
    );
    assert!(count(&hub, |report| report.returned > 0) >= 8);
    assert!(count(&hub, |report| report.reopened > 0 && report.corrections > 0) >= 3);
    assert!(count(&hub, |report| report.deviations > 0) >= 2);
    assert!(
        count(&hub, |report| report.days_to_answer > Some(56)) >= 2,
        "the hub was late and answered"
    );
    let waits_too_long = |report: &Report| {
        let with_hub = matches!(report.state, ReportState::Submitted | ReportState::InReview);
        with_hub
            && report
                .submitted_on
                .is_some_and(|on| season::calendar::days_between(on, LAST_DAY) > 56)
    };
    assert!(count(&hub, waits_too_long) >= 1);
    assert!(
        count(&hub, |report| report.state == ReportState::Submitted
            && !waits_too_long(report))
            >= 1
    );
}

#[test]
fn most_reports_of_a_period_arrive_around_the_due_day() {
    let hub = replayed();
    let on_time = count(&hub, |report| report.days_late == Some(0));
    assert!(on_time * 100 / count(&hub, |report| report.days_late.is_some()) >= 80);
}

#[test]
fn projects_are_registered_running_finished_stopped_and_closed() {
    let hub = replayed();
    let in_state = |state: ProjectState| {
        hub.projects
            .values()
            .filter(|project| project.state == state)
            .count()
    };
    assert_eq!(
        (
            in_state(ProjectState::Registered),
            in_state(ProjectState::Stopped)
        ),
        (1, 2)
    );
    assert!(in_state(ProjectState::Finished) >= 3 && in_state(ProjectState::Closed) >= 4);
    assert!(
        count(&hub, |report| report.kind == ReportKind::Final
            && report.state == ReportState::Approved)
            >= 4
    );
}

#[test]
fn plans_are_revised_and_change_requests_approved_rejected_and_pending() {
    let hub = replayed();
    let decided: Vec<_> = hub
        .projects
        .values()
        .flat_map(|project| project.change_requests.values())
        .map(|one| one.1)
        .collect();
    for outcome in [Some(true), Some(false), None] {
        assert!(decided.contains(&outcome), "{outcome:?}");
    }
    assert!(
        hub.projects
            .values()
            .any(|project| project.milestones.values().any(|stone| stone.dropped))
    );
    assert!(
        hub.projects
            .values()
            .any(|project| project.plan_version == 2 && project.change_requests.is_empty())
    );
}

#[test]
fn attention_points_are_open_answered_and_closed() {
    let hub = replayed();
    let points: Vec<_> = hub
        .projects
        .values()
        .flat_map(|project| project.points.values())
        .collect();
    for state in [
        AttentionPointState::Raised,
        AttentionPointState::Answered,
        AttentionPointState::Closed,
    ] {
        assert!(
            points.iter().filter(|point| ***point == state).count() >= 3,
            "{state:?}"
        );
    }
}

#[test]
fn a_project_waits_for_a_late_milestone() {
    let hub = replayed();
    let late = |one: &contracts::programme::v1::Dependency| {
        let stone = &hub.projects[&one.on_project_id].milestones[&one.on_milestone_id];
        stone.achieved_on.is_none() && !stone.dropped && stone.due_on < Some(LAST_DAY)
    };
    assert!(
        hub.projects
            .values()
            .any(|project| project.dependencies.iter().any(late))
    );
}

/// A project on course has nothing late: it can be green. Others have, and can be amber or red.
#[test]
fn some_projects_are_on_course_and_some_are_not() {
    let hub = replayed();
    let late = |project: &Project| {
        let open = project
            .milestones
            .values()
            .filter(|stone| !stone.dropped && stone.achieved_on.is_none());
        open.filter(|stone| stone.due_on < Some(LAST_DAY)).count()
    };
    let with = |wanted: fn(usize) -> bool| {
        hub.projects
            .values()
            .filter(|project| wanted(late(project)))
            .count()
    };
    assert!(with(|late| late == 0) >= 20, "{}", with(|late| late == 0));
    assert!(with(|late| late == 1) >= 3, "{}", with(|late| late == 1));
    assert!(with(|late| late > 1) >= 3, "{}", with(|late| late > 1));
}

#[test]
fn the_season_is_not_larger_than_it_needs_to_be() {
    assert!((1_500..4_000).contains(&lines().len()));
}

#[test]
fn skills_are_in_every_state_and_editions_follow_each_other() {
    use contracts::radar::v1::SkillState;
    let hub = replayed();
    for state in [
        SkillState::Proposed,
        SkillState::InReview,
        SkillState::Rejected,
        SkillState::Merged,
        SkillState::Published,
        SkillState::Retired,
    ] {
        assert!(
            hub.block_1.skills.values().any(|it| it.state == state),
            "{state:?}"
        );
    }
    assert!(hub.block_1.skills.values().any(|it| it.dissents > 0));
    assert!(hub.block_1.editions >= 4);
}

#[test]
fn the_learning_culture_is_measured_moved_and_coded() {
    use contracts::culture::v1::{FindingState, InterventionState, MeasurementState};
    let hub = replayed();
    assert_eq!(hub.block_4.waves.len(), 2);
    let estimated = hub
        .block_4
        .waves
        .values()
        .all(|it| it.state == MeasurementState::Estimated && it.responses >= 200);
    assert!(estimated);
    for state in [
        InterventionState::Planned,
        InterventionState::Running,
        InterventionState::Stopped,
        InterventionState::Finished,
    ] {
        assert!(
            hub.block_4.interventions.values().any(|it| *it == state),
            "{state:?}"
        );
    }
    assert!(
        hub.block_4
            .findings
            .values()
            .any(|it| it.1 == FindingState::Published)
    );
    assert!(
        hub.block_4
            .findings
            .values()
            .any(|it| it.1 == FindingState::Proposed)
    );
    assert!(
        hub.block_4.effects >= 2 && hub.block_4.coded.len() >= 10,
        "{}",
        hub.block_4.coded.len()
    );
}
