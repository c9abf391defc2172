//! The pipeline of skills: per skill and region from the signal of the radar over demand, solution and offer to credentials.
//!
//! Skills that are on the radar are in it wherever sources name them, also with nothing after the signal; so are skills of which there
//! is anything and that the radar does not know. For the country as a whole each thing counts once, in however many regions it is.

use std::collections::BTreeMap;

use contracts::{
    insight::v1::{PipelineStage, SkillPipeline},
    radar::v1::Ring,
};

use super::{
    Meant,
    cells::{COUNTRY, Cell, Cells, Extent, cells},
    page::key,
    region_name,
    signal::{Signals, is_under},
    wants,
};
use crate::{figure::UNASSIGNED, rows::Facts};

/// What is wanted; empty fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Labour-market region; [`UNASSIGNED`] for the country as a whole alone.
    pub region_id: String,
    /// Theme under which the radar has a skill, or something is asked for; of what is asked only that.
    pub theme_id: String,
    /// Skill.
    pub skill_uri: String,
    /// Ring in the newest edition.
    pub ring: Ring,
    /// First stage that is empty.
    pub gap_at: PipelineStage,
}

/// The pipeline with the edition it was compared with.
#[derive(Debug, Clone, Default)]
pub struct Pipeline {
    /// Number of the newest edition; 0 before the first.
    pub edition: u32,
    /// The rows by their key: region, then skill.
    pub rows: BTreeMap<String, SkillPipeline>,
}

/// From signal to credential.
#[must_use]
pub fn pipeline(facts: &Facts, filter: &Filter) -> Pipeline {
    let meant = Meant::by(&facts.radar);
    let signals = Signals::of(&facts.radar, &meant);
    let mut all = cells(facts, &meant, &filter.theme_id, extent(filter));
    named_by_sources(&mut all, &signals);
    let wanted = meant.uri(&filter.skill_uri);
    let rows = all
        .into_iter()
        .filter(|((region_id, uri), cell)| {
            wants(&filter.region_id, region_id) && wants(wanted, uri) && fits(cell, &signals, filter)
        })
        .map(|((region_id, uri), cell)| {
            let signal = signals.get(&uri).map(|row| signals.shown(row, &region_id));
            let row = SkillPipeline {
                region_name: name_of(facts, &region_id),
                signal,
                gap_at: gap(&cell).into(),
                need: Some(cell.asked.shown()),
                supply: Some(cell.taught.shown()),
                skill: Some(cell.skill),
                region_id: region_id.clone(),
            };
            (key(&[&region_id, &uri]), row)
        });
    Pipeline {
        edition: signals.edition(),
        rows: rows.collect(),
    }
}

/// Nothing is counted for the country when only a region is wanted.
fn extent(filter: &Filter) -> Extent {
    match filter.region_id.as_str() {
        "" | UNASSIGNED => Extent::CountryToo,
        _ => Extent::Regions,
    }
}

/// A skill on the radar is there for the country, and in each region that its sources are about.
fn named_by_sources(cells: &mut Cells, signals: &Signals<'_>) {
    for row in signals.on_radar() {
        let about = row.regions.iter().filter(|it| it.sources > 0);
        for region_id in about.map(|it| it.region_id.as_str()).chain([COUNTRY]) {
            let new = || Cell {
                skill: row.reference.clone(),
                ..Cell::default()
            };
            let place = (region_id.to_owned(), row.reference.uri.clone());
            cells.entry(place).or_insert_with(new);
        }
    }
}

fn fits(cell: &Cell, signals: &Signals<'_>, filter: &Filter) -> bool {
    let row = signals.get(&cell.skill.uri);
    let under = row.is_some_and(|row| is_under(row, &filter.theme_id));
    let of_theme = filter.theme_id.is_empty() || under || cell.asked.is_anything();
    let ring = row.map_or(Ring::Unspecified, |row| signals.ring(row));
    let in_ring = filter.ring == Ring::Unspecified || filter.ring == ring;
    let at_gap = filter.gap_at == PipelineStage::Unspecified || filter.gap_at == gap(cell);
    of_theme && in_ring && at_gap
}

/// The first stage after the signal that is empty.
fn gap(cell: &Cell) -> PipelineStage {
    let taught = &cell.taught;
    let stages = [
        (cell.asked.is_anything(), PipelineStage::Demand),
        (taught.is_solved(), PipelineStage::Solution),
        (taught.offers.total() > 0, PipelineStage::Offer),
        (
            taught.classes.total() > 0 || taught.credentials.total() > 0,
            PipelineStage::Credential,
        ),
    ];
    let empty = stages.into_iter().find(|(is_there, _)| !is_there);
    empty.map_or(PipelineStage::Unspecified, |(_, stage)| stage)
}

/// The country has no name of its own in the reference data.
fn name_of(facts: &Facts, region_id: &str) -> String {
    match region_id {
        COUNTRY => String::new(),
        region_id => region_name(&facts.reference, region_id),
    }
}

#[cfg(test)]
mod tests;
