use eventing::{Rejection as _, scenario::Scenario};
use jiff::civil::date;

use super::*;
use crate::domain::examples::design;

const TODAY: Date = Date::constant(2025, 6, 1);
const PILOT: Pilot = Pilot {
    piloted_on: Date::constant(2025, 2, 1),
    learners: 24,
};
const SCALE: Scale = Scale {
    scaled_on: Date::constant(2025, 5, 1),
    places_per_year: 200,
};

fn design_it(design: Design) -> Command {
    Command::Design {
        design,
        demands: BTreeSet::from(["v1".into()]),
        today: TODAY,
    }
}

fn pilot(project_id: &str) -> Command {
    Command::Pilot {
        project_id: project_id.into(),
        pilot: PILOT,
        today: TODAY,
    }
}

fn scale(scale: Scale) -> Command {
    Command::Scale {
        project_id: "p1".into(),
        scale,
        today: TODAY,
    }
}

fn reuse(reuse_id: &str, organisation_id: &str) -> Command {
    Command::Reuse {
        reuse: Reuse {
            reuse_id: reuse_id.into(),
            organisation_id: organisation_id.into(),
            region_id: "AM02".into(),
            since: date(2025, 4, 1),
            adaptation: String::new(),
        },
        lead_organisation_id: Some("o1".into()),
        today: TODAY,
    }
}

fn designed() -> Scenario<Solution> {
    Scenario::new().after([design_it(design())])
}

#[test]
fn it_goes_from_design_to_pilot_to_the_regular_offer() {
    let done = designed().after([pilot("p1"), scale(SCALE)]);
    assert_eq!(
        (done.state().pilot(), done.state().scale()),
        (Some(PILOT), Some(SCALE))
    );
    done.clone().when(pilot("p1")).refused("SOLUTION_PILOTED");
    done.clone().when(scale(SCALE)).refused("SOLUTION_SCALED");
    done.when(design_it(design())).refused("SOLUTION_EXISTS");
    designed().when(scale(SCALE)).refused("SOLUTION_NOT_PILOTED");
}

#[test]
fn only_the_project_that_made_it_says_how_far_it_is() {
    designed().when(pilot("p2")).refused("SOLUTION_UNKNOWN");
}

#[test]
fn it_is_not_in_the_offer_before_its_pilot() {
    let early = Scale {
        scaled_on: date(2025, 1, 1),
        places_per_year: 0,
    };
    let rejection = designed()
        .after([pilot("p1")])
        .when(scale(early))
        .refused("SOLUTION_INVALID");
    let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["scaled_on", "places_per_year"]);
}

#[test]
fn use_counts_by_others_and_once() {
    designed().when(reuse("h1", "o1")).refused("SOLUTION_INVALID");
    let used = designed().after([reuse("h1", "o2")]);
    assert_eq!(used.state().reuse().len(), 1);
    used.when(reuse("h1", "o3")).refused("REUSE_EXISTS");
}

#[test]
fn what_a_design_names_exists_and_is_named_once() {
    let wrong = Design {
        region_ids: vec!["AM01".into(), "AM01".into()],
        demand_ids: vec!["v2".into()],
        skills: vec![],
        designed_on: date(2026, 1, 1),
        ..design()
    };
    let rejection = Scenario::<Solution>::new()
        .when(design_it(wrong))
        .refused("SOLUTION_INVALID");
    let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [
            "solution.skills",
            "solution.region_ids[1]",
            "solution.demand_ids[0]",
            "solution.designed_on"
        ]
    );
}
