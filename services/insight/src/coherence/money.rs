//! Money by state per tranche, theme and region, beside the ceilings.
//!
//! What was awarded becomes a project, and its money arrives there as the project's: conditional, granted and paid apart. So the
//! matrix shows the figures of the overview for each cell, and nothing of an award is added to them. What no project has is shown
//! beside: the ceiling, what was asked, and what was determined in the end.

use std::collections::BTreeSet;

use contracts::{
    insight::v1::{MoneyCell, MoneyFigure},
    programme::v1::{CallWindow, MoneyState, RegionShare},
};
use jiff::civil::Date;

use super::Traced;
use crate::{
    figure::{Cover, FigureId, Measure, Parts, Scope, Selection, UNASSIGNED, compute, split_cents, wants},
    rows::{ApplicationRow, AwardRow, Facts},
};

const STATES: [MoneyState; 6] = [
    MoneyState::Reserved,
    MoneyState::Conditional,
    MoneyState::Granted,
    MoneyState::Committed,
    MoneyState::Paid,
    MoneyState::Realised,
];

/// By what the matrix is split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Split {
    /// By tranche.
    pub tranche: bool,
    /// By theme.
    pub theme: bool,
    /// By region.
    pub region: bool,
}

/// The cells with anything in them, by tranche, theme and region.
#[must_use]
pub fn money_matrix(
    facts: &Facts,
    scope: &Scope,
    split: Split,
    asked_too: bool,
    today: Date,
) -> Vec<MoneyCell> {
    let cell = |key: Key| cell(facts, scope, &key, asked_too, today);
    keys(facts, scope, split, asked_too)
        .into_iter()
        .map(cell)
        .collect()
}

/// Whether something invented for the example season is counted in a scope.
#[must_use]
pub fn contains_examples(facts: &Facts, scope: &Scope, asked_too: bool) -> bool {
    let mut invented = facts.transitions.applications.values().filter(|row| row.example);
    crate::overview::contains_examples(facts, scope)
        || asked_too && invented.any(|row| scope.covers_parts(&parts_of_application(facts, row)))
}

/// Tranche, theme and region; each empty when not split by it.
type Key = (String, String, String);

fn keys(facts: &Facts, scope: &Scope, split: Split, asked_too: bool) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    let mut put = |parts: &Parts<'_>| {
        if scope.covers_parts(parts) {
            keys.extend(keys_of(parts, scope, split));
        }
    };
    for project in facts.projects.values() {
        let project = &project.project;
        put(&Parts {
            block: &project.block_id,
            theme: &project.theme_id,
            tranche: &project.tranche_id,
            workgroup: &project.workgroup_id,
            regions: &project.regions,
        });
    }
    if asked_too {
        let applied = facts
            .transitions
            .applications
            .values()
            .filter(|row| !row.is_withdrawn());
        applied.for_each(|row| put(&parts_of_application(facts, row)));
    }
    if has_ceilings(scope) && !split.region {
        for window in facts.reference.call_windows.values() {
            let theme = theme_of_call(facts, window);
            if wants(&scope.tranche, &window.tranche_id) && wants(&scope.theme, theme) {
                keys.insert(key_of(&window.tranche_id, theme, "", split));
            }
        }
    }
    keys
}

fn keys_of(parts: &Parts<'_>, scope: &Scope, split: Split) -> Vec<Key> {
    let key = |region: &str| key_of(parts.tranche, parts.theme, region, split);
    if !split.region || parts.regions.is_empty() {
        return vec![key("")];
    }
    let regions = parts.regions.iter().map(|share| share.region_id.as_str());
    regions
        .filter(|region| wants(&scope.region, region))
        .map(key)
        .collect()
}

fn key_of(tranche: &str, theme: &str, region: &str, split: Split) -> Key {
    let part = |wanted: bool, id: &str| match id {
        _ if !wanted => String::new(),
        "" => UNASSIGNED.to_owned(),
        id => id.to_owned(),
    };
    (
        part(split.tranche, tranche),
        part(split.theme, theme),
        part(split.region, region),
    )
}

fn cell(facts: &Facts, scope: &Scope, key: &Key, asked_too: bool, today: Date) -> MoneyCell {
    let (tranche_id, theme_id, region_id) = key.clone();
    let own = |of_key: &String, of_scope: &String| if of_key.is_empty() { of_scope } else { of_key }.clone();
    let scope = Scope {
        tranche: own(&tranche_id, &scope.tranche),
        theme: own(&theme_id, &scope.theme),
        region: own(&region_id, &scope.region),
        ..scope.clone()
    };
    let ceilings: Vec<_> = ceilings(facts, &scope).collect();
    let confirmed = ceilings.iter().all(|(_, confirmed)| *confirmed);
    let ceiling = ceilings
        .iter()
        .map(|(cents, _)| *cents)
        .reduce(i64::saturating_add);
    MoneyCell {
        ceiling_cents: ceiling,
        ceiling_confirmed: ceiling.is_some() && confirmed,
        asked: asked_too.then(|| asked(facts, &scope).cents()),
        money: money(facts, &scope, today),
        determined: Some(determined(facts, &scope).cents()),
        tranche_id,
        theme_id,
        region_id,
    }
}

/// The figures of the overview, under the same names.
fn money(facts: &Facts, scope: &Scope, today: Date) -> Vec<MoneyFigure> {
    let selection = Selection::of_scope(facts, scope, today);
    let figure = |state| {
        let measure = Measure::Money(state);
        let computed = compute(&selection, &measure);
        let id = FigureId {
            cover: Cover::Scope(scope.clone()),
            measure,
        };
        MoneyFigure {
            state: state.into(),
            figure: Some(computed.figure(&id)),
        }
    };
    STATES.map(figure).into()
}

fn asked(facts: &Facts, scope: &Scope) -> Traced {
    let mut asked = Traced::default();
    for row in facts.transitions.applications.values() {
        if !row.is_withdrawn() && scope.covers_parts(&parts_of_application(facts, row)) {
            asked.add(part(scope, row.requested_cents, &row.regions), &row.positions);
        }
    }
    asked
}

fn determined(facts: &Facts, scope: &Scope) -> Traced {
    let mut determined = Traced::default();
    for row in facts.transitions.awards.values() {
        if let (Some(cents), Some(position)) = (row.determined_cents, row.determined_position)
            && scope.covers_parts(&parts_of_award(row))
        {
            determined.add(part(scope, cents, &row.regions), &[position]);
        }
    }
    determined
}

/// The part of an amount that falls in the scope's region.
fn part(scope: &Scope, cents: i64, regions: &[RegionShare]) -> i64 {
    match scope.region.as_str() {
        "" | UNASSIGNED => cents,
        region_id => split_cents(cents, regions, region_id),
    }
}

/// A ceiling is of a call: no block, workgroup or region has one.
fn has_ceilings(scope: &Scope) -> bool {
    scope.block.is_empty() && scope.workgroup.is_empty() && scope.region.is_empty()
}

/// The ceilings of the calls of a scope, and whether each was confirmed.
fn ceilings<'a>(facts: &'a Facts, scope: &'a Scope) -> impl Iterator<Item = (i64, bool)> + 'a {
    let windows = facts.reference.call_windows.values().filter(|window| {
        has_ceilings(scope)
            && wants(&scope.tranche, &window.tranche_id)
            && wants(&scope.theme, theme_of_call(facts, window))
    });
    windows
        .flat_map(|window| &window.ceilings)
        .map(|ceiling| (ceiling.ceiling_cents, ceiling.confirmed))
}

fn theme_of_call<'a>(facts: &'a Facts, window: &CallWindow) -> &'a str {
    let scheme = facts.reference.schemes.get(&window.scheme_id);
    scheme.map_or("", |scheme| &scheme.theme_id)
}

fn parts_of_application<'a>(facts: &'a Facts, row: &'a ApplicationRow) -> Parts<'a> {
    let scheme = facts.reference.schemes.get(&row.scheme_id);
    Parts {
        block: scheme.map_or("", |scheme| &scheme.block_id),
        theme: &row.theme_id,
        tranche: &row.tranche_id,
        workgroup: &row.workgroup_id,
        regions: &row.regions,
    }
}

fn parts_of_award(row: &AwardRow) -> Parts<'_> {
    Parts {
        block: &row.block_id,
        theme: &row.theme_id,
        tranche: &row.tranche_id,
        workgroup: &row.workgroup_id,
        regions: &row.regions,
    }
}

#[cfg(test)]
mod tests {
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
}
