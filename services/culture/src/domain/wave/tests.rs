use eventing::scenario::Scenario;
use jiff::civil::date;

use super::*;
use crate::domain::{
    component::PerComponent,
    examples::{TODAY, fields, instrument, plan},
};

fn released() -> Option<Box<(Version, Standing)>> {
    let standing = Standing::Released { released_on: TODAY };
    Some(Box::new((instrument(), standing)))
}

fn planned_with(plan: Plan, instrument: Option<Box<(Version, Standing)>>) -> Command {
    Command::Plan {
        plan: Box::new(plan),
        instrument,
    }
}

fn batch(number: u128, count: u32) -> Command {
    Command::TakeBatch(Batch {
        batch_id: Uuid::from_u128(number),
        count,
        digest: "ab".into(),
    })
}

fn planned() -> Scenario<Wave> {
    Scenario::new().after([planned_with(plan(), released())])
}

fn fielding() -> Scenario<Wave> {
    planned().after([Command::Start { today: TODAY }])
}

fn closed() -> Scenario<Wave> {
    fielding().after([batch(1, 120), Command::Close { today: TODAY }])
}

fn withdraw() -> Command {
    Command::Withdraw {
        reason: "fout in het kader".into(),
        today: TODAY,
    }
}

fn estimates(cells: usize) -> Command {
    let estimate = Estimate {
        n: 60,
        effective_n: 50.0,
        value: 40.0,
        standard_error: 2.0,
        lower: 36.0,
        upper: 44.0,
    };
    let cell = |number: usize| Cell {
        categories: vec![Category {
            variable: "region".into(),
            category_id: format!("AM{number:02}"),
        }],
        shown: Some(Shown {
            components: PerComponent::of_each(|_| estimate),
            items: Vec::new(),
        }),
    };
    let whole = Cell {
        categories: Vec::new(),
        ..cell(0)
    };
    let summary = Summary {
        responses: 120,
        method: "raking-linearised-1".into(),
        weighting: Weighting {
            variables: vec!["region".into()],
            left_out: Vec::new(),
            rounds: 3,
            smallest: 0.5,
            greatest: 2.0,
        },
        reliabilities: Vec::new(),
        least_cell: 10,
        suppressed: 0,
    };
    let cells = (0..cells).map(cell).collect();
    Command::Estimate {
        estimates: Box::new(Estimates {
            summary,
            whole,
            cells,
        }),
        today: TODAY,
    }
}

#[test]
fn a_measurement_runs_its_course_in_one_direction() {
    let start = || Command::Start { today: TODAY };
    let close = || Command::Close { today: TODAY };
    planned().when(batch(1, 5)).refused("MEASUREMENT_WRONG_STATE");
    planned().when(close()).refused("MEASUREMENT_WRONG_STATE");
    fielding().when(start()).then([]);
    fielding().when(estimates(1)).refused("MEASUREMENT_WRONG_STATE");
    closed().when(batch(2, 5)).refused("MEASUREMENT_WRONG_STATE");
    closed().when(start()).refused("MEASUREMENT_WRONG_STATE");
    let estimated = || closed().after([estimates(1)]);
    assert_eq!(estimated().state().cells().len(), 2);
    estimated().when(estimates(1)).refused("MEASUREMENT_WRONG_STATE");
    let withdrawn = estimated().after([withdraw()]);
    assert!(
        withdrawn.state().summary().is_some(),
        "what was found stays visible as withdrawn"
    );
    withdrawn.when(estimates(1)).refused("MEASUREMENT_WRONG_STATE");
    Scenario::<Wave>::new()
        .when(start())
        .refused("MEASUREMENT_UNKNOWN");
}

#[test]
fn the_plan_is_fixed_when_the_fieldwork_begins() {
    let later = Plan {
        mode: Mode::Paper,
        ..plan()
    };
    let revise = || Command::Revise {
        plan: Box::new(later.clone()),
        instrument: released(),
    };
    let fact = Fact::Revised {
        plan: later.clone(),
        revision: 2,
    };
    planned().when(revise()).then([fact]);
    fielding().when(revise()).refused("MEASUREMENT_WRONG_STATE");
    planned()
        .when(planned_with(plan(), released()))
        .refused("MEASUREMENT_EXISTS");
}

#[test]
fn a_batch_counts_once_and_there_is_an_end_to_them() {
    let taken = || fielding().after([batch(1, 120)]);
    taken().when(batch(1, 120)).then([]);
    assert_eq!(taken().after([batch(2, 30)]).state().responses(), 150);
    taken().when(batch(2, RESPONSES_MAX)).refused("RESPONSES_LIMIT");
    assert!(!Wave::is_public(&Fact::BatchTaken {
        batch: Batch {
            batch_id: Uuid::from_u128(1),
            count: 1,
            digest: String::new(),
        }
    }));
}

#[test]
fn many_cells_travel_in_parts() {
    let many = closed().after([estimates(400)]);
    assert_eq!(many.state().cells().len(), 401);
    let Ok(facts) = closed().state().decide(estimates(400)) else {
        return assert_eq!("refused", "estimated");
    };
    assert!(facts.len() > 3, "{} facts", facts.len());
    for fact in &facts {
        assert!(json_bytes(fact) < PART_BYTES_MAX + 2_000);
    }
}

#[test]
fn responses_are_not_kept_beyond_their_term() {
    let expire = |today| Command::Expire { today };
    closed().when(expire(date(2026, 6, 1))).then([]);
    let late = date(2026, 6, 2);
    let gone = closed().after([expire(late)]);
    assert_eq!(gone.state().stage(), Stage::Withdrawn);
    // Whoever never ends the fieldwork does not keep them for ever either: it was to end on 31 May 2025.
    assert_eq!(
        fielding().after([expire(date(2026, 6, 1))]).state().stage(),
        Stage::Withdrawn
    );
    closed().after([estimates(1)]).when(expire(late)).then([]);
    planned().when(expire(late)).then([]);
}

#[test]
fn every_fault_of_a_plan_is_told() {
    let mut wrong = plan();
    wrong.frame_date = date(2025, 6, 30);
    wrong.sector_ids.push("C".into());
    wrong.margins[0].categories[0].category_id = "AM03".into();
    wrong.margins[1].categories[0].population = 0;
    wrong.crossings = vec![vec!["region".into(), "opleiding".into()], vec!["region".into()]];
    let draft = Some(Box::new((instrument(), Standing::Draft)));
    let refusal = Scenario::<Wave>::new()
        .when(planned_with(wrong, draft))
        .refused("MEASUREMENT_INVALID");
    let expected = [
        "instrument_version",
        "frame_date",
        "sector_ids[2]",
        "margins[0].categories",
        "margins[1].categories[0].population",
        "margins[1].categories",
        "crossings[0].variables[1]",
        "crossings[1].variables",
    ];
    assert_eq!(
        fields(&refusal),
        expected.map(|field| format!("measurement.{field}"))
    );
}

#[test]
fn a_crossing_has_a_bounded_number_of_cells() {
    let mut large = plan();
    large.region_ids = (0..40).map(|number| format!("AM{number:02}")).collect();
    large.sector_ids = (0..30).map(|number| format!("S{number:02}")).collect();
    large.margins.remove(0);
    let refusal = Scenario::<Wave>::new()
        .when(planned_with(large, released()))
        .refused("MEASUREMENT_INVALID");
    assert_eq!(fields(&refusal), ["measurement.crossings"]);
}
