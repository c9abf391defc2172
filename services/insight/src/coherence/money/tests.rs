use contracts::{
    insight::v1::{TracedFigure, figure, traced_figure::Value},
    transitions::v1::AwardState,
};

use super::*;
use crate::{
    coherence::fixture::{application, award, known, share, today, withdrawn},
    figure::fixture::{money as recorded, project},
    rows::ProjectFacts,
};

const ALL: Split = Split {
    tranche: true,
    theme: true,
    region: true,
};

/// One granted application of two regions, which is a project, and one that nobody decided on yet.
fn facts() -> Facts {
    let mut wide = application("a1", 101, 1);
    wide.regions = vec![share("AM01", 50), share("AM02", 50)];
    let mut granted = award("a1", AwardState::Determined, 101, 2);
    granted.regions.clone_from(&wide.regions);
    (granted.determined_cents, granted.determined_position) = (Some(91), Some(3));
    let mut running = ProjectFacts {
        money: vec![recorded("a1", MoneyState::Granted, &[91])].into(),
        ..project("a1")
    };
    running.project.regions.clone_from(&wide.regions);
    known()
        .with(wide)
        .with(application("a2", 400, 4))
        .with(withdrawn(application("a3", 5_000, 5)))
        .with(granted)
        .with(running)
        .facts()
}

fn cents(figure: Option<&TracedFigure>) -> Option<i64> {
    match figure?.value {
        Some(Value::Cents(cents)) => Some(cents),
        _ => None,
    }
}

fn granted(cell: &MoneyCell) -> (String, i64) {
    let figure = cell.money[2].figure.clone().unwrap();
    match figure.value {
        Some(figure::Value::Cents(cents)) => (figure.figure_id, cents),
        _ => panic!("{figure:?} is no amount"),
    }
}

#[test]
fn the_whole_is_one_cell_with_the_ceiling_and_what_was_asked_beside_the_money_of_projects() {
    let cells = money_matrix(&facts(), &Scope::default(), Split::default(), true, today());
    assert_eq!(cells.len(), 1);
    assert_eq!(
        (cells[0].ceiling_cents, cells[0].ceiling_confirmed),
        (Some(1_000), true)
    );
    assert_eq!(cents(cells[0].asked.as_ref()), Some(501));
    assert_eq!(cells[0].asked.as_ref().unwrap().positions, [1, 4]);
    assert_eq!(cents(cells[0].determined.as_ref()), Some(91));
    assert_eq!(granted(&cells[0]), ("overview/money/granted".into(), 91));
}

#[test]
fn regions_share_what_adds_up_to_the_whole() {
    let cells = money_matrix(&facts(), &Scope::default(), ALL, true, today());
    let keys: Vec<_> = cells.iter().map(|cell| cell.region_id.as_str()).collect();
    assert_eq!(keys, ["AM01", "AM02"]);
    assert!(cells.iter().all(|cell| cell.ceiling_cents.is_none()));
    let asked: Vec<_> = cells
        .iter()
        .map(|cell| cents(cell.asked.as_ref()).unwrap())
        .collect();
    assert_eq!(asked, [451, 50]);
    let determined: i64 = cells
        .iter()
        .map(|cell| cents(cell.determined.as_ref()).unwrap())
        .sum();
    assert_eq!(determined, 91);
    let (name, first) = granted(&cells[0]);
    assert_eq!(name, "overview/money/granted?theme=energy&tranche=r1&region=AM01");
    assert_eq!(first + granted(&cells[1]).1, 91);
}

#[test]
fn who_may_not_see_applications_sees_no_cell_that_only_they_fill() {
    let scope = Scope {
        region: "AM01".into(),
        ..Scope::default()
    };
    let mut facts = facts();
    facts.projects.clear();
    let known = std::sync::Arc::make_mut(&mut facts.transitions);
    known.awards = std::sync::Arc::default();
    let shown = |asked_too| money_matrix(&facts, &scope, ALL, asked_too, today());
    assert!(shown(false).is_empty());
    assert_eq!(shown(true).len(), 1);
    let by_tranche = Split {
        tranche: true,
        ..Split::default()
    };
    let cells = money_matrix(&facts, &Scope::default(), by_tranche, false, today());
    assert_eq!(
        (cells.len(), cells[0].asked.clone()),
        (1, None),
        "its ceiling is public"
    );
}
