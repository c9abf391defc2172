//! What events make of demands, applications, awards and solutions, told in the order in which they happen.

use std::sync::Arc;

use contracts::transitions::v1::{
    AdvancePaid, Application, ApplicationAssessed, ApplicationState, ApplicationSubmitted,
    ApplicationWithdrawn, AwardChangeDecided, AwardOutcome, AwardRecorded, AwardState, Bottleneck,
    BottleneckRecorded, BottleneckResolved, ConditionDecided, Demand, DemandAdvanced, DemandDropped,
    DemandPhase, DemandSignalled, GrantDetermined, Reuse, Solution, SolutionDesigned, SolutionPiloted,
    SolutionReused, SolutionScaled, SolutionState,
};

use super::fold::Rows;
use crate::{
    figure::fixture::day,
    projections::{
        events::TransitionsEvent as Event,
        fold::{Fold, Place, Stored},
    },
    views::Gathered,
};

fn told(events: Vec<Event>) -> Rows {
    let mut rows = Rows::default();
    for (position, event) in (1..).zip(events) {
        rows.apply(event, at(position)).unwrap();
    }
    rows
}

fn at(position: u64) -> Place {
    Place {
        position,
        at: "2024-05-01T12:00:00Z".parse().unwrap(),
    }
}

fn bottleneck(people: u32, revision: u32) -> Event {
    let bottleneck = Bottleneck {
        bottleneck_id: "b1".into(),
        people,
        observed_on: "2024-01-15".into(),
        ..Default::default()
    };
    Event::BottleneckRecorded(BottleneckRecorded {
        bottleneck: Some(bottleneck),
        revision,
    })
}

fn signalled() -> Event {
    let demand = Demand {
        demand_id: "d1".into(),
        signalled_on: "2024-02-01".into(),
        ..Default::default()
    };
    Event::DemandSignalled(DemandSignalled { demand: Some(demand) })
}

fn advanced(phase: DemandPhase, reached_on: &str) -> Event {
    Event::DemandAdvanced(DemandAdvanced {
        demand_id: "d1".into(),
        phase: phase.into(),
        reached_on: reached_on.into(),
        ..Default::default()
    })
}

fn application() -> Application {
    Application {
        application_id: "a1".into(),
        demand_ids: vec!["d1".into()],
        requested_cents: 100,
        ..Default::default()
    }
}

fn submitted() -> Event {
    Event::ApplicationSubmitted(ApplicationSubmitted {
        application: Some(application()),
        submitted_on: "2024-04-10".into(),
        ..Default::default()
    })
}

fn withdrawn(had_been_submitted: bool) -> Event {
    Event::ApplicationWithdrawn(ApplicationWithdrawn {
        application_id: "a1".into(),
        had_been_submitted,
    })
}

fn awarded(outcome: AwardOutcome, awarded_cents: i64) -> Event {
    Event::AwardRecorded(AwardRecorded {
        application_id: "a1".into(),
        outcome: outcome.into(),
        awarded_cents,
        decided_on: "2024-08-15".into(),
        application: (outcome != AwardOutcome::Rejected).then(application),
        ..Default::default()
    })
}

#[test]
fn a_bottleneck_reads_as_it_was_last_recorded_and_keeps_its_history() {
    let resolved = Event::BottleneckResolved(BottleneckResolved {
        bottleneck_id: "b1".into(),
        resolved_on: "2025-01-01".into(),
    });
    let rows = told(vec![bottleneck(400, 1), bottleneck(350, 2), resolved]);
    let row = &rows.bottlenecks[0];
    assert_eq!((rows.bottlenecks.len(), row.people, row.revision), (1, 350, 2));
    assert_eq!(row.resolved_on, Some(day("2025-01-01")));
    assert_eq!(row.positions, [1, 2, 3]);
}

#[test]
fn a_demand_keeps_the_day_of_each_phase() {
    let rows = told(vec![
        signalled(),
        advanced(DemandPhase::Explore, "2024-02-10"),
        advanced(DemandPhase::Understand, "2024-02-20"),
    ]);
    let row = &rows.demands[0];
    assert_eq!(row.phase, DemandPhase::Understand);
    assert_eq!(
        (row.explored_on, row.understood_on),
        (Some(day("2024-02-10")), Some(day("2024-02-20")))
    );
    let dropped = Event::DemandDropped(DemandDropped {
        demand_id: "d1".into(),
    });
    let rows = told(vec![signalled(), dropped]);
    assert_eq!(
        (rows.demands[0].phase, rows.demands[0].dropped_on),
        (DemandPhase::Dropped, Some(day("2024-05-01")))
    );
}

#[test]
fn a_draft_that_is_withdrawn_was_never_known() {
    assert!(told(vec![withdrawn(false)]).applications.is_empty());
    let assessed = Event::ApplicationAssessed(ApplicationAssessed {
        application_id: "a1".into(),
    });
    let rows = told(vec![submitted(), assessed, withdrawn(true)]);
    let row = &rows.applications[0];
    assert_eq!(
        (row.state, row.assessed_on),
        (ApplicationState::Withdrawn, Some(day("2024-05-01")))
    );
    assert_eq!(row.positions, [1, 2, 3]);
}

#[test]
fn an_award_goes_from_conditional_to_determined() {
    let met = Event::ConditionDecided(ConditionDecided {
        application_id: "a1".into(),
        state: AwardState::Granted.into(),
        awarded_cents: 100,
        met: true,
        ..Default::default()
    });
    let paid = Event::AdvancePaid(AdvancePaid {
        application_id: "a1".into(),
        cents: 20,
        total_cents: 20,
        ..Default::default()
    });
    let changed = |approved, awarded_cents| {
        Event::AwardChangeDecided(AwardChangeDecided {
            application_id: "a1".into(),
            approved,
            awarded_cents,
            ..Default::default()
        })
    };
    let determined = Event::GrantDetermined(GrantDetermined {
        application_id: "a1".into(),
        determined_cents: 80,
        ..Default::default()
    });
    let told = told(vec![
        awarded(AwardOutcome::Conditional, 100),
        met,
        paid,
        changed(false, 500),
        changed(true, 90),
        determined,
    ]);
    let row = &told.awards[0];
    assert_eq!(
        (row.outcome, row.state),
        (AwardOutcome::Conditional, AwardState::Determined)
    );
    assert_eq!(
        (row.awarded_cents, row.paid_cents, row.determined_cents),
        (90, 20, Some(80))
    );
    assert_eq!(row.determined_position, Some(6));
    assert_eq!(
        row.positions,
        [1, 2, 3, 5, 6],
        "a change that was refused changed nothing"
    );
}

#[test]
fn a_decision_after_an_objection_takes_the_place_of_the_one_before() {
    let rows = told(vec![
        awarded(AwardOutcome::Rejected, 0),
        awarded(AwardOutcome::Granted, 100),
    ]);
    let row = &rows.awards[0];
    assert_eq!(
        (rows.awards.len(), row.state, row.awarded_cents),
        (1, AwardState::Granted, 100)
    );
    assert_eq!((row.demand_ids.len(), row.positions.clone()), (1, vec![1, 2]));
}

fn designed(id: &str) -> Event {
    let solution = Solution {
        solution_id: id.into(),
        project_id: "a1".into(),
        designed_on: "2025-01-10".into(),
        ..Default::default()
    };
    Event::SolutionDesigned(SolutionDesigned {
        solution: Some(solution),
    })
}

fn reused(reuse_id: &str, since: &str) -> Event {
    let reuse = Reuse {
        reuse_id: reuse_id.into(),
        since: since.into(),
        ..Default::default()
    };
    Event::SolutionReused(SolutionReused {
        solution_id: "s1".into(),
        reuse: Some(reuse),
        ..Default::default()
    })
}

#[test]
fn a_solution_goes_from_design_to_use_by_others() {
    let piloted = Event::SolutionPiloted(SolutionPiloted {
        solution_id: "s1".into(),
        piloted_on: "2025-02-01".into(),
        learners: 24,
        ..Default::default()
    });
    let scaled = Event::SolutionScaled(SolutionScaled {
        solution_id: "s1".into(),
        scaled_on: "2025-05-01".into(),
        places_per_year: 200,
        ..Default::default()
    });
    let mut rows = told(vec![
        designed("s1"),
        piloted,
        scaled,
        reused("r2", "2025-06-01"),
        reused("r1", "2025-05-15"),
    ]);
    rows.settle();
    let row = &rows.solutions[0];
    assert_eq!(
        (row.state, row.pilot_learners, row.places_per_year),
        (SolutionState::Scaled, 24, 200)
    );
    assert_eq!(row.positions, [1, 2, 3]);
    let uses: Vec<_> = rows
        .reuse
        .iter()
        .map(|row| (row.reuse_id.as_str(), row.position))
        .collect();
    assert_eq!(uses, [("r1", 5), ("r2", 4)], "by their first day");
}

#[test]
fn an_event_about_what_was_never_told_cannot_be_understood() {
    for event in [
        advanced(DemandPhase::Explore, "2024-02-10"),
        withdrawn(true),
        Event::SolutionPiloted(SolutionPiloted {
            solution_id: "s1".into(),
            piloted_on: "2025-02-01".into(),
            ..Default::default()
        }),
    ] {
        let refused = Rows::default().apply(event, at(7)).unwrap_err();
        assert!(refused.to_string().contains("position 7"), "{refused}");
    }
}

#[test]
fn two_kinds_of_things_with_one_identifier_stay_two_things() {
    let mut gathered = Gathered::default();
    let rows = told(vec![submitted(), designed("a1")]);
    rows.show("a1", &mut gathered);
    let known = gathered.transitions().clone();
    assert_eq!((known.applications.len(), known.solutions.len()), (1, 1));
    assert!(known.demands.is_empty() && known.awards.is_empty());
    // What is known no more is shown no more.
    assert_eq!(Rows::shown(&gathered), ["a1", "a1"]);
    Rows::default().show("a1", &mut gathered);
    assert_eq!(*gathered.transitions(), Default::default());
}

#[test]
fn a_change_of_a_solution_copies_no_applications() {
    let mut gathered = Gathered::default();
    told(vec![submitted()]).show("a1", &mut gathered);
    let before = gathered.transitions().clone();
    let mut rows = told(vec![designed("s1")]);
    rows.show("s1", &mut gathered);
    let after = gathered.transitions().clone();
    assert!(Arc::ptr_eq(&before.applications, &after.applications));
    assert!(!Arc::ptr_eq(&before.solutions, &after.solutions));
    // Shown again without a change, nothing is copied.
    rows.settle();
    rows.show("s1", &mut gathered);
    assert!(Arc::ptr_eq(&after.solutions, &gathered.transitions().solutions));
}
