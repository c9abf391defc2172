use eventing::{Rejection as _, scenario::Scenario};
use jiff::civil::date;

use super::*;
use crate::domain::examples::{signal, skill};

const TODAY: Date = Date::constant(2024, 5, 1);

fn signalled() -> Fact {
    Fact::Signalled { signal: signal() }
}

fn contributed(party: Party) -> Fact {
    Fact::Contributed {
        contribution: Contribution {
            party,
            organisation_id: None,
            contribution: "gesprek".into(),
            contributed_on: date(2024, 3, 1),
        },
    }
}

fn advanced(phase: Phase) -> Fact {
    Fact::Advanced {
        phase,
        findings: String::new(),
        reached_on: date(2024, 3, 10),
        parties: BTreeSet::new(),
    }
}

fn advance(phase: Phase) -> Command {
    Command::Advance {
        phase,
        findings: "meer dan gedacht".into(),
        reached_on: date(2024, 4, 1),
        today: TODAY,
    }
}

fn signal_it(signal: Signal) -> Command {
    Command::Signal {
        signal,
        bottlenecks: BTreeSet::from(["k1".into()]),
        today: TODAY,
    }
}

#[test]
fn it_is_signalled_once_with_skills_regions_and_bottlenecks_that_exist() {
    Scenario::<Demand>::new()
        .when(signal_it(signal()))
        .then([signalled()]);
    Scenario::<Demand>::given([signalled()])
        .when(signal_it(signal()))
        .refused("DEMAND_EXISTS");
    let wrong = Signal {
        region_ids: vec![],
        skills: vec![skill("a"), skill("a")],
        bottleneck_ids: vec!["k1".into(), "k2".into()],
        signalled_on: date(2025, 1, 1),
        ..signal()
    };
    let rejection = Scenario::<Demand>::new()
        .when(signal_it(wrong))
        .refused("DEMAND_INVALID");
    let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [
            "demand.region_ids",
            "demand.skills[1].uri",
            "demand.bottleneck_ids[1]",
            "demand.signalled_on"
        ]
    );
}

#[test]
fn phases_follow_each_other() {
    Scenario::<Demand>::given([signalled()])
        .when(advance(Phase::Understand))
        .refused("DEMAND_PHASE_OUT_OF_ORDER");
    let explored = Scenario::<Demand>::given([signalled()])
        .when(advance(Phase::Explore))
        .then([Fact::Advanced {
            phase: Phase::Explore,
            findings: "meer dan gedacht".into(),
            reached_on: date(2024, 4, 1),
            parties: BTreeSet::new(),
        }]);
    assert_eq!(explored.phase(), Phase::Explore);
}

#[test]
fn it_is_understood_with_three_of_the_four_parties_and_not_with_two() {
    let past = [
        signalled(),
        advanced(Phase::Explore),
        contributed(Party::Business),
        contributed(Party::Business),
        contributed(Party::Education),
    ];
    let rejection = Scenario::<Demand>::given(past.clone())
        .when(advance(Phase::Understand))
        .refused("HELIX_INCOMPLETE");
    assert_eq!(rejection, Rejection::HelixIncomplete { contributed: 2 });
    let understood = Scenario::<Demand>::given(past.into_iter().chain([contributed(Party::Citizens)]))
        .after([advance(Phase::Understand)]);
    assert_eq!(understood.state().phase(), Phase::Understand);
}

#[test]
fn no_phase_is_reached_before_the_one_before_or_in_the_future() {
    let at = |reached_on| Command::Advance {
        phase: Phase::Explore,
        findings: String::new(),
        reached_on,
        today: TODAY,
    };
    for day in [date(2023, 1, 1), date(2024, 5, 2)] {
        Scenario::<Demand>::given([signalled()])
            .when(at(day))
            .refused("DEMAND_INVALID");
    }
}

#[test]
fn a_dropped_one_takes_nothing_more_and_an_understood_one_is_not_dropped() {
    let drop = || Command::Drop {
        reason: "opgelost".into(),
        by: "wg".into(),
        at: Timestamp::UNIX_EPOCH,
    };
    let dropped = Scenario::<Demand>::given([signalled()]).after([drop()]);
    dropped.when(advance(Phase::Explore)).refused("DEMAND_DROPPED");
    Scenario::<Demand>::given([signalled(), advanced(Phase::Explore), advanced(Phase::Understand)])
        .when(drop())
        .refused("DEMAND_PHASE_OUT_OF_ORDER");
}

#[test]
fn contributions_are_bounded() {
    let full = std::iter::once(signalled()).chain(vec![contributed(Party::Citizens); CONTRIBUTIONS_MAX]);
    let more = Command::Contribute {
        contribution: Contribution {
            party: Party::Citizens,
            organisation_id: None,
            contribution: "gesprek".into(),
            contributed_on: date(2024, 3, 1),
        },
        today: TODAY,
    };
    Scenario::<Demand>::given(full)
        .when(more)
        .refused("DEMAND_CONTRIBUTIONS_LIMIT");
}
