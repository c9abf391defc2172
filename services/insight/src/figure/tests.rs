//! Figures over small sets of projects; and that nothing is ever counted twice.

use std::sync::Arc;

use contracts::programme::v1::{
    Aggregation, Indicator, MoneyState, ObligationState, OwnerLevel, ProjectState, ReportState,
};

use super::{fixture::*, *};
use crate::rows::{Facts, IndicatorValueRow, ObservationRow, ProjectFacts};

pub(super) fn over(facts: &Facts, measure: Measure) -> Computed {
    in_scope(facts, &Scope::default(), &measure)
}

pub(super) fn in_region(facts: &Facts, region: &str, measure: &Measure) -> Computed {
    let scope = Scope {
        region: region.into(),
        ..Scope::default()
    };
    in_scope(facts, &scope, measure)
}

/// The figure with what it is made from; by what was counted before it is the same.
fn in_scope(facts: &Facts, scope: &Scope, measure: &Measure) -> Computed {
    let selection = || Selection::of_scope(facts, scope, today());
    let explained = compute(&selection().explained(), measure);
    let tallied = compute(&selection().tallied(&Tallies::default()), measure);
    assert_eq!(
        (tallied.value, tallied.additive),
        (explained.value, explained.additive),
        "{measure:?}"
    );
    explained
}

pub(super) fn reported(id: &str) -> Measure {
    Measure::Indicator {
        indicator_id: id.into(),
        source: IndicatorSource::Reported,
    }
}

fn observed(id: &str) -> Measure {
    Measure::Indicator {
        indicator_id: id.into(),
        source: IndicatorSource::Observed,
    }
}

fn with_values(id: &str, values: Vec<IndicatorValueRow>) -> ProjectFacts {
    ProjectFacts {
        values: values.into(),
        ..project(id)
    }
}

/// Changes the value of a project that ends its period on a day.
fn change_value(facts: &mut Facts, id: &str, until: &str, change: impl Fn(&mut IndicatorValueRow)) {
    let project = Arc::make_mut(facts.projects.get_mut(id).unwrap());
    project
        .values
        .change(|row| row.period_ends_on == day(until), change);
}

/// Two projects with two periods each.
fn two(aggregation: Aggregation) -> Facts {
    let first = vec![
        value("p1", "i", "2024-06-30", 10.0, 11),
        value("p1", "i", "2024-12-31", 30.0, 13),
    ];
    let second = vec![value("p2", "i", "2024-06-30", 50.0, 12)];
    facts(
        [with_values("p1", first), with_values("p2", second)],
        vec![indicator("i", aggregation)],
    )
}

#[test]
fn sum_adds_the_newest_value_of_each_project_once() {
    let figure = over(&two(Aggregation::Sum), reported("i"));
    assert_eq!(
        (figure.value, figure.additive),
        (Some(Value::Quantity(80.0)), true)
    );
    let behind: Vec<_> = figure
        .contributions()
        .iter()
        .map(|it| (it.position, it.words()))
        .collect();
    assert_eq!(behind, [(12, "+50".to_owned()), (13, "+30".to_owned())]);
}

#[test]
fn last_is_the_newest_by_end_of_period_and_max_the_highest() {
    let last = over(&two(Aggregation::Last), reported("i"));
    assert_eq!((last.value, last.additive), (Some(Value::Quantity(30.0)), false));
    assert_eq!(
        over(&two(Aggregation::Max), reported("i")).value,
        Some(Value::Quantity(50.0))
    );
}

#[test]
fn without_an_aggregation_there_is_no_figure_over_projects() {
    for aggregation in [Aggregation::None, Aggregation::Unspecified] {
        let figure = over(&two(aggregation), reported("i"));
        assert_eq!((figure.value, figure.additive), (None, false));
    }
}

#[test]
fn one_project_has_its_value_whatever_the_aggregation() {
    let facts = two(Aggregation::None);
    let figure = compute(&Selection::of_project(&facts, "p1", today()), &reported("i"));
    assert_eq!(figure.value, Some(Value::Quantity(30.0)));
}

#[test]
fn what_another_level_owns_is_not_summed_from_projects() {
    let mut facts = two(Aggregation::Sum);
    indicator_mut(&mut facts, "i").owner_level = OwnerLevel::Workgroup.into();
    let figure = over(&facts, reported("i"));
    assert_eq!((figure.value, figure.additive), (None, false));
}

#[test]
fn a_ratio_is_the_sum_above_divided_by_the_sum_below() {
    let values = |id: &str, done: f64, started: f64| {
        with_values(
            id,
            vec![
                value(id, "done", "2024-06-30", done, 11),
                value(id, "started", "2024-06-30", started, 11),
            ],
        )
    };
    let rate = Indicator {
        numerator_id: "done".into(),
        denominator_id: "started".into(),
        ..indicator("rate", Aggregation::Ratio)
    };
    let parts = [
        indicator("done", Aggregation::Sum),
        indicator("started", Aggregation::Sum),
        rate,
    ];
    let known = facts(
        [values("p1", 1.0, 2.0), values("p2", 9.0, 18.0)],
        parts.clone().into(),
    );
    assert_eq!(over(&known, reported("rate")).value, Some(Value::Ratio(0.5)));
    let empty = facts([values("p1", 0.0, 0.0)], parts.into());
    assert_eq!(over(&empty, reported("rate")).value, None);
}

#[test]
fn distinct_counts_what_two_projects_name_once() {
    let mut facts = two(Aggregation::Distinct);
    let items = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    change_value(&mut facts, "p1", "2024-12-31", |row| {
        row.items = items(&["a", "b"])
    });
    change_value(&mut facts, "p2", "2024-06-30", |row| {
        row.items = items(&["b", "c"])
    });
    let figure = over(&facts, reported("i"));
    assert_eq!((figure.value, figure.additive), (Some(Value::Count(3)), false));
}

#[test]
fn a_value_that_was_withdrawn_gives_way_to_the_period_before() {
    let mut facts = two(Aggregation::Sum);
    change_value(&mut facts, "p1", "2024-12-31", |row| row.as_corrected = None);
    assert_eq!(over(&facts, reported("i")).value, Some(Value::Quantity(60.0)));
}

#[test]
fn observed_counts_events_of_projects_in_the_own_block_only() {
    let seen = Indicator {
        observed_by: vec!["nl.x.y.v1".into()],
        ..indicator("i", Aggregation::Sum)
    };
    let mut other = project("p2");
    other.project.block_id = "culture".into();
    other.observations = vec![observation("nl.x.y.v1", "p2", "m1", 6)].into();
    let mut own = project("p1");
    own.observations = vec![
        observation("nl.x.y.v1", "p1", "m1", 5),
        observation("nl.other.v1", "p1", "m1", 7),
    ]
    .into();
    let mut known = facts([own, other], vec![seen]);
    assert_eq!(over(&known, observed("i")).value, Some(Value::Quantity(1.0)));
    indicator_mut(&mut known, "i").owner_level = OwnerLevel::Programme.into();
    assert_eq!(over(&known, observed("i")).value, Some(Value::Quantity(2.0)));
}

#[test]
fn what_is_observed_comes_to_the_same_by_what_was_counted_before_however_it_adds_up() {
    let seen = |position, item: &str, quantity| ObservationRow {
        quantity,
        ..observation("nl.x.y.v1", "p1", item, position)
    };
    let mut own = project("p1");
    own.project.regions = vec![share("AM01", 60), share("AM02", 40)];
    own.observations = vec![
        seen(5, "a", 0.1),
        seen(9, "b", 0.2),
        seen(7, "a", 0.7),
        seen(8, "c", 0.0),
    ]
    .into();
    let expected = [
        (Aggregation::Sum, Some(Value::Quantity(0.1 + 0.2 + 0.7))),
        (Aggregation::Last, Some(Value::Quantity(0.2))),
        (Aggregation::Max, Some(Value::Quantity(0.7))),
        (Aggregation::Distinct, Some(Value::Count(2))),
        (Aggregation::None, None),
    ];
    for (aggregation, value) in expected {
        let defined = Indicator {
            observed_by: vec!["nl.x.y.v1".into()],
            ..indicator("i", aggregation)
        };
        let mut known = facts([own.clone()], vec![defined]);
        known.observations = vec![observation("nl.x.y.v1", "", "a", 4)].into();
        assert_eq!(
            in_region(&known, "AM01", &observed("i")).value.is_some(),
            value.is_some()
        );
        over(&known, observed("i"));
        known.observations = Vec::new().into();
        assert_eq!(over(&known, observed("i")).value, value, "{aggregation:?}");
    }
}

#[test]
fn nothing_observed_is_absent_and_not_zero() {
    assert_eq!(over(&two(Aggregation::Sum), observed("i")).value, None);
}

#[test]
fn counts_by_region_do_not_add_up_and_say_so() {
    let mut both = project("p1");
    both.project.regions = vec![share("AM01", 60), share("AM02", 40)];
    let known = facts([both], Vec::new());
    let running = Measure::Projects(ProjectState::Running);
    assert!(over(&known, running.clone()).additive);
    for region in ["AM01", "AM02"] {
        let figure = in_region(&known, region, &running);
        assert_eq!((figure.value, figure.additive), (Some(Value::Count(1)), false));
    }
}

#[test]
fn moving_a_milestone_does_not_make_it_achieved_in_time() {
    let milestones = vec![
        achieved(milestone("m1", "2024-06-01", "2024-06-01"), "2024-06-01", 5),
        achieved(milestone("m2", "2024-06-01", "2024-09-01"), "2024-08-01", 6),
        milestone("m3", "2025-02-28", "2025-02-28"),
        milestone("m4", "2025-03-01", "2025-03-01"),
    ];
    let facts = facts(
        [ProjectFacts {
            milestones: milestones.into(),
            ..project("p1")
        }],
        Vec::new(),
    );
    let of = |which| over(&facts, Measure::Milestones(which)).value;
    assert_eq!(of(MilestoneMeasure::OnTimeRate), Some(Value::Ratio(0.5)));
    assert_eq!(of(MilestoneMeasure::Achieved), Some(Value::Count(2)));
    assert_eq!(of(MilestoneMeasure::Late), Some(Value::Count(1)));
    assert_eq!(
        of(MilestoneMeasure::Planned),
        Some(Value::Count(1)),
        "due today is not late"
    );
}

#[test]
fn nobody_waits_for_the_milestones_of_a_stopped_project() {
    let mut stopped = project("p1");
    stopped.project.state = ProjectState::Stopped;
    stopped.milestones = vec![milestone("m1", "2024-06-01", "2024-06-01")].into();
    let known = facts([stopped], Vec::new());
    assert_eq!(
        over(&known, Measure::Milestones(MilestoneMeasure::Late)).value,
        Some(Value::Count(0))
    );
}

#[test]
fn what_was_due_is_in_or_missing() {
    let obligations = vec![
        obligation("a", "2024-08-01", ObligationState::Fulfilled, 3),
        obligation("b", "2024-08-01", ObligationState::Fulfilled, 0),
        obligation("c", "2025-02-01", ObligationState::Overdue, 0),
        obligation("d", "2024-08-01", ObligationState::Waived, 0),
        obligation("e", "2025-08-01", ObligationState::Fulfilled, 0),
    ];
    let facts = facts(
        [ProjectFacts {
            obligations: obligations.into(),
            ..project("p1")
        }],
        Vec::new(),
    );
    let of = |which| over(&facts, Measure::Reports(which)).value;
    assert_eq!(of(ReportMeasure::Due), Some(Value::Count(3)));
    assert_eq!(of(ReportMeasure::In), Some(Value::Count(2)));
    assert_eq!(of(ReportMeasure::Missing), Some(Value::Count(1)));
    assert_eq!(of(ReportMeasure::Late), Some(Value::Count(1)));
}

#[test]
fn realised_is_the_newest_accepted_report_and_not_their_sum() {
    let accepted = |until: &str, cents, position| crate::rows::ReportRow {
        realised_cents: Some(cents),
        accepted_position: Some(position),
        ..report(until, until, ReportState::Approved)
    };
    let reports = vec![accepted("2024-06-30", 300, 45), accepted("2024-12-31", 700, 41)];
    let facts = facts(
        [ProjectFacts {
            reports: reports.into(),
            ..project("p1")
        }],
        Vec::new(),
    );
    let figure = over(&facts, Measure::Money(MoneyState::Realised));
    assert_eq!(figure.value, Some(Value::Cents(700)));
    assert_eq!(figure.contributions()[0].position, 41);
}

#[test]
fn a_returned_report_waits_on_its_project_and_a_submitted_one_on_the_reviewer() {
    let of = |state| waiting(&report("r", "2024-12-31", state)).map(|wait| (wait.on, wait.days(today())));
    use contracts::insight::v1::WaitsOn;
    assert_eq!(of(ReportState::Submitted), Some((WaitsOn::Reviewer, 28)));
    assert_eq!(of(ReportState::InReview), Some((WaitsOn::Reviewer, 28)));
    assert_eq!(of(ReportState::Returned), Some((WaitsOn::Project, 9)));
    assert_eq!(of(ReportState::Accepted), Some((WaitsOn::Approver, 9)));
    assert_eq!(of(ReportState::Approved), None);
}
