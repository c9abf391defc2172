//! What was measured of the learning culture, beside figures of official statistics.
//!
//! An item stands beside a figure when it is counted by the same definition. They are comparable when population and year are the
//! same as well; what differs is told. Measurements are never compared with each other here: that takes the same version of an
//! instrument or a bridge, and is asked of building block 4.

use std::collections::BTreeMap;

use contracts::{
    culture::v1::{Caveat, Cell, Instrument, KeptFigure, Measurement, ReferenceFigure},
    insight::v1::{BesideFigure, MeasuredWave, NationalFigure},
};

use crate::{
    coherence::traced::{in_order, newest},
    figure::wants,
    rows::{Culture, WaveRow},
};

/// The variable of cells that are of regions.
const REGION: &str = "region";

/// What is wanted; empty fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Labour-market region.
    pub region_id: String,
    /// Measurement.
    pub wave_id: String,
}

/// The measurements by their identifier.
#[must_use]
pub fn measured(culture: &Culture, filter: &Filter) -> BTreeMap<String, MeasuredWave> {
    let here = |wave: &WaveRow| {
        let regions = &wave.measurement.region_ids;
        filter.region_id.is_empty() || regions.contains(&filter.region_id)
    };
    let waves = culture.waves.iter();
    let wanted = waves.filter(|(wave_id, wave)| wants(&filter.wave_id, wave_id) && here(wave));
    wanted
        .map(|(wave_id, wave)| (wave_id.clone(), shown(culture, wave, filter)))
        .collect()
}

fn shown(culture: &Culture, wave: &WaveRow, filter: &Filter) -> MeasuredWave {
    let cells = culture
        .cells_of(&wave.wave_id)
        .filter(|cell| is_wanted(cell, filter));
    let parts = culture.estimates.get(&wave.wave_id).into_iter().flatten();
    let positions: Vec<u64> = wave
        .positions
        .iter()
        .copied()
        .chain(parts.map(|part| part.position))
        .collect();
    MeasuredWave {
        measurement: Some(wave.measurement.clone()),
        state: wave.state.into(),
        responses: wave.responses,
        summary: wave.summary.clone(),
        whole: wave.whole.clone(),
        cells: cells.cloned().collect(),
        beside: beside(culture, wave),
        positions: newest(in_order(&positions)),
    }
}

/// Those of the region; of everything but crossings when no region is wanted.
fn is_wanted(cell: &Cell, filter: &Filter) -> bool {
    if filter.region_id.is_empty() {
        return cell.categories.len() == 1;
    }
    let of_region =
        |it: &contracts::culture::v1::Category| it.variable == REGION && it.category_id == filter.region_id;
    cell.categories.iter().any(of_region)
}

/// The items that official statistics count as well.
fn beside(culture: &Culture, wave: &WaveRow) -> Vec<BesideFigure> {
    let plan = &wave.measurement;
    let instrument = culture.instrument(&plan.instrument_id, plan.instrument_version);
    let Some(instrument) = instrument.filter(|_| wave.is_estimated()) else {
        return Vec::new();
    };
    let figures = culture
        .figures
        .values()
        .filter_map(|row| row.figure.figure.as_ref());
    figures
        .flat_map(|figure| items_of(instrument, figure).map(move |item_id| (figure, item_id)))
        .map(|(figure, item_id)| one_beside(plan, wave.whole.as_ref(), figure, item_id))
        .collect()
}

/// The items that are counted by a figure's definition. One that is turned round counts those that the figure leaves out.
fn items_of<'a>(instrument: &'a Instrument, figure: &ReferenceFigure) -> impl Iterator<Item = &'a str> {
    let definition = figure.definition_id.clone();
    let items = instrument.items.iter();
    items
        .filter(move |item| !item.reversed && !definition.is_empty() && item.definition_id == definition)
        .map(|item| item.item_id.as_str())
}

fn one_beside(
    plan: &Measurement,
    whole: Option<&Cell>,
    figure: &ReferenceFigure,
    item_id: &str,
) -> BesideFigure {
    let items = whole.into_iter().flat_map(|cell| &cell.items);
    let estimate = items
        .filter(|it| it.item_id == item_id)
        .find_map(|it| it.estimate);
    let caveats = caveats(plan, figure);
    BesideFigure {
        figure_id: figure.figure_id.clone(),
        item_id: item_id.to_owned(),
        // Of two options the score is the percentage that chose the higher one.
        share: estimate.map(|it| it.value / 100.0),
        lower: estimate.map(|it| it.lower / 100.0),
        upper: estimate.map(|it| it.upper / 100.0),
        n: estimate.map(|it| it.n),
        comparable: caveats.is_empty(),
        caveats: caveats.into_iter().map(Into::into).collect(),
    }
}

fn caveats(plan: &Measurement, figure: &ReferenceFigure) -> Vec<Caveat> {
    let year = |period: Option<&contracts::hub::v1::Period>| {
        let ends_on = period.map(|it| it.ends_on.as_str()).unwrap_or_default();
        ends_on.split('-').next().unwrap_or_default().to_owned()
    };
    let found = [
        (plan.population_id != figure.population_id, Caveat::Population),
        (
            year(plan.fieldwork.as_ref()) != year(figure.period.as_ref()),
            Caveat::Period,
        ),
    ];
    let holding = found.into_iter().filter(|(differs, _)| *differs);
    holding.map(|(_, caveat)| caveat).collect()
}

/// The figures of official statistics, by identifier.
#[must_use]
pub fn figures(culture: &Culture) -> Vec<NationalFigure> {
    let figure = |kept: &KeptFigure, positions: &[u64]| NationalFigure {
        figure: Some(kept.clone()),
        positions: newest(in_order(positions)),
    };
    let rows = culture.figures.values();
    rows.map(|row| figure(&row.figure, &row.positions)).collect()
}

#[cfg(test)]
mod tests {
    use contracts::culture::v1::MeasurementState;

    use super::*;
    use crate::coherence::fixture::{cell, estimates, instrument, known, reference_figure, wave};

    const DEFINITION: &str = "deelname";

    fn facts() -> crate::rows::Facts {
        known()
            .with(instrument("i", &[("q1", DEFINITION), ("q2", "")], 1))
            .with(reference_figure("cbs", DEFINITION, "bevolking", "2023", 2))
            .with(wave("w1", "bevolking", "2023", 3))
            .with(estimates(
                "w1",
                &[cell(&[("region", "AM01")]), cell(&[("sector", "F")])],
                4,
            ))
            .with(wave("w2", "werkenden", "2024", 5))
            .facts()
    }

    #[test]
    fn an_item_of_the_same_definition_stands_beside_the_figure_with_what_differs() {
        let all = measured(&facts().culture, &Filter::default());
        let (same, other) = (&all["w1"].beside, &all["w2"].beside);
        assert_eq!(same.len(), 1, "only items that count by the definition");
        assert_eq!(
            (same[0].item_id.as_str(), same[0].share, same[0].n),
            ("q1", Some(0.25), Some(400))
        );
        assert!(same[0].comparable && same[0].caveats.is_empty());
        assert!(!other[0].comparable);
        assert_eq!(
            other[0].caveats,
            [Caveat::Population as i32, Caveat::Period as i32]
        );
        assert_eq!(figures(&facts().culture)[0].positions, [2]);
    }

    #[test]
    fn a_region_shows_its_own_cells_of_the_measurements_that_cover_it() {
        let all = measured(&facts().culture, &Filter::default());
        assert_eq!(
            (all["w1"].cells.len(), all["w1"].positions.clone()),
            (2, vec![3, 4])
        );
        let here = Filter {
            region_id: "AM01".into(),
            ..Filter::default()
        };
        assert_eq!(measured(&facts().culture, &here)["w1"].cells.len(), 1);
        let elsewhere = Filter {
            region_id: "AM99".into(),
            ..Filter::default()
        };
        assert!(measured(&facts().culture, &elsewhere).is_empty());
    }

    #[test]
    fn crossings_are_shown_only_where_a_region_is_asked_for() {
        let crossing = cell(&[("region", "AM01"), ("sector", "F")]);
        let facts = known()
            .with(wave("w1", "bevolking", "2023", 3))
            .with(estimates("w1", &[crossing], 4))
            .facts();
        assert!(
            measured(&facts.culture, &Filter::default())["w1"]
                .cells
                .is_empty()
        );
        let here = Filter {
            region_id: "AM01".into(),
            ..Filter::default()
        };
        assert_eq!(measured(&facts.culture, &here)["w1"].cells.len(), 1);
    }

    #[test]
    fn what_was_withdrawn_stands_beside_nothing() {
        let mut withdrawn = wave("w1", "bevolking", "2023", 3);
        withdrawn.state = MeasurementState::Withdrawn;
        (withdrawn.summary, withdrawn.whole) = (None, None);
        let facts = known()
            .with(instrument("i", &[("q1", DEFINITION)], 1))
            .with(reference_figure("cbs", DEFINITION, "bevolking", "2023", 2))
            .with(withdrawn)
            .facts();
        let shown = &measured(&facts.culture, &Filter::default())["w1"];
        assert!(shown.beside.is_empty() && shown.whole.is_none());
    }
}
