//! Money by state per tranche, theme and region, beside the ceilings.
//!
//! What was awarded becomes a project, and its money arrives there as the project's: conditional, granted and paid apart. So the
//! matrix shows the figures of the overview for each cell, and nothing of an award is added to them. What no project has is shown
//! beside: the ceiling, what was asked, and what was determined in the end.

use std::collections::BTreeMap;

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
    let matrix = Matrix { facts, scope, split };
    let mut cells = matrix.of_projects();
    if asked_too {
        matrix.add_asked(&mut cells);
    }
    matrix.add_determined(&mut cells);
    matrix.add_ceilings(&mut cells);
    let shown = |(key, cell)| matrix.shown(key, cell, asked_too, today);
    cells.into_iter().map(shown).collect()
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

/// What a cell shows beside the money of its projects.
#[derive(Debug, Default)]
struct Cell {
    asked: Traced,
    determined: Traced,
    ceiling_cents: Option<i64>,
    has_unconfirmed_ceiling: bool,
}

type Cells = BTreeMap<Key, Cell>;

/// What is gone through once for each kind of thing, however many cells there are.
struct Matrix<'a> {
    facts: &'a Facts,
    scope: &'a Scope,
    split: Split,
}

impl Matrix<'_> {
    fn of_projects(&self) -> Cells {
        let mut cells = Cells::new();
        for project in self.facts.projects.values() {
            let project = &project.project;
            let parts = Parts {
                block: &project.block_id,
                theme: &project.theme_id,
                tranche: &project.tranche_id,
                workgroup: &project.workgroup_id,
                regions: &project.regions,
            };
            self.keys_of(&parts).into_iter().for_each(|key| {
                cells.entry(key).or_default();
            });
        }
        cells
    }

    fn add_asked(&self, cells: &mut Cells) {
        let applied = self.facts.transitions.applications.values();
        for row in applied.filter(|row| !row.is_withdrawn()) {
            for key in self.keys_of(&parts_of_application(self.facts, row)) {
                let cents = self.part(&key, row.requested_cents, &row.regions);
                cells.entry(key).or_default().asked.add(cents, &row.positions);
            }
        }
    }

    fn add_determined(&self, cells: &mut Cells) {
        for row in self.facts.transitions.awards.values() {
            let (Some(cents), Some(position)) = (row.determined_cents, row.determined_position) else {
                continue;
            };
            for key in self.keys_of(&parts_of_award(row)) {
                let cents = self.part(&key, cents, &row.regions);
                cells.entry(key).or_default().determined.add(cents, &[position]);
            }
        }
    }

    /// A ceiling is of a call: no block, workgroup or region has one.
    fn add_ceilings(&self, cells: &mut Cells) {
        let scope = self.scope;
        let of_calls = scope.block.is_empty() && scope.workgroup.is_empty() && scope.region.is_empty();
        if !of_calls || self.split.region {
            return;
        }
        for window in self.facts.reference.call_windows.values() {
            let theme = theme_of_call(self.facts, window);
            let wanted = wants(&scope.tranche, &window.tranche_id) && wants(&scope.theme, theme);
            if !wanted || window.ceilings.is_empty() {
                continue;
            }
            let cell = cells
                .entry(self.key_of(&window.tranche_id, theme, ""))
                .or_default();
            for ceiling in &window.ceilings {
                let total = cell
                    .ceiling_cents
                    .unwrap_or(0)
                    .saturating_add(ceiling.ceiling_cents);
                cell.ceiling_cents = Some(total);
                cell.has_unconfirmed_ceiling |= !ceiling.confirmed;
            }
        }
    }

    /// The cells of what belongs to these parts; none when the scope does not cover it.
    fn keys_of(&self, parts: &Parts<'_>) -> Vec<Key> {
        if !self.scope.covers_parts(parts) {
            return Vec::new();
        }
        let key = |region: &str| self.key_of(parts.tranche, parts.theme, region);
        if !self.split.region || parts.regions.is_empty() {
            return vec![key("")];
        }
        let regions = parts.regions.iter().map(|share| share.region_id.as_str());
        let wanted = regions.filter(|region| wants(&self.scope.region, region));
        wanted.map(key).collect()
    }

    fn key_of(&self, tranche: &str, theme: &str, region: &str) -> Key {
        let part = |wanted: bool, id: &str| match id {
            _ if !wanted => String::new(),
            "" => UNASSIGNED.to_owned(),
            id => id.to_owned(),
        };
        (
            part(self.split.tranche, tranche),
            part(self.split.theme, theme),
            part(self.split.region, region),
        )
    }

    /// The part of an amount that falls in the region of a cell, or of the scope.
    fn part(&self, (_, _, region_id): &Key, cents: i64, regions: &[RegionShare]) -> i64 {
        match own(region_id, &self.scope.region).as_str() {
            "" | UNASSIGNED => cents,
            region_id => split_cents(cents, regions, region_id),
        }
    }

    fn shown(&self, key: Key, cell: Cell, asked_too: bool, today: Date) -> MoneyCell {
        let (tranche_id, theme_id, region_id) = key;
        let scope = Scope {
            tranche: own(&tranche_id, &self.scope.tranche).clone(),
            theme: own(&theme_id, &self.scope.theme).clone(),
            region: own(&region_id, &self.scope.region).clone(),
            ..self.scope.clone()
        };
        MoneyCell {
            ceiling_cents: cell.ceiling_cents,
            ceiling_confirmed: cell.ceiling_cents.is_some() && !cell.has_unconfirmed_ceiling,
            asked: asked_too.then(|| cell.asked.cents()),
            money: money(self.facts, &scope, today),
            determined: Some(cell.determined.cents()),
            tranche_id,
            theme_id,
            region_id,
        }
    }
}

/// What the cell says, or the scope where the matrix is not split.
fn own<'a>(of_cell: &'a String, of_scope: &'a String) -> &'a String {
    if of_cell.is_empty() { of_scope } else { of_cell }
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
mod tests;
