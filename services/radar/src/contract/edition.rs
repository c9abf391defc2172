//! Editions of the radar.

use blocks::contract::text;
use contracts::radar::v1;

use super::{
    skill::reference,
    trend::{growth, length, method, ring},
};
use crate::domain::edition::{Basis, Before, Entry, Part, Published, Theme};

/// Writes an edition with its entries.
#[must_use]
pub fn edition(it: &Published) -> v1::Edition {
    let content = &it.content;
    v1::Edition {
        entries: content
            .entries
            .iter()
            .map(|entry| self::entry(it, entry))
            .collect(),
        departures: it.departures().map(departure).collect(),
        ..summary(it)
    }
}

/// Writes an edition without its entries.
#[must_use]
pub fn summary(it: &Published) -> v1::Edition {
    let content = &it.content;
    let basis = &content.basis;
    v1::Edition {
        number: content.number,
        title: Some(text(&content.title)),
        note: Some(text(&content.note)),
        published_on: it.published_on.to_string(),
        scope: Some(scope(basis)),
        method: Some(basis_method(basis)),
        log_position: basis.log_position,
        sources: basis.sources,
        words: basis.words,
        entries: Vec::new(),
        departures: Vec::new(),
        skills: u32::try_from(content.entries.len()).unwrap_or(u32::MAX),
        themes: content.themes.iter().map(theme).collect(),
    }
}

fn theme(it: &Theme) -> v1::EditionTheme {
    v1::EditionTheme {
        theme_id: it.theme_id.clone(),
        name: Some(text(&it.name)),
    }
}

fn scope(it: &Basis) -> v1::TrendScope {
    v1::TrendScope {
        period_length: length(it.period_length).into(),
        periods: it.periods,
        as_of: it.as_of.to_string(),
        ..v1::TrendScope::default()
    }
}

/// Writes by what rules an edition was made.
#[must_use]
pub fn basis_method(it: &Basis) -> v1::TrendMethod {
    v1::TrendMethod {
        ring_rule: it.ring_rule.clone(),
        ..method(&it.run_id, &it.reading_method)
    }
}

/// How a skill stands against the edition before.
#[must_use]
pub fn movement(it: &Published, entry: &Entry) -> v1::Movement {
    match it.previous_ring(&entry.skill_id) {
        None => v1::Movement::New,
        Some(before) if before == entry.ring => v1::Movement::Same,
        Some(_) => v1::Movement::Moved,
    }
}

fn entry(edition: &Published, it: &Entry) -> v1::EditionEntry {
    let previous = edition.previous_ring(&it.skill_id);
    v1::EditionEntry {
        skill_id: it.skill_id.clone(),
        reference: reference(&it.reference),
        label: Some(text(&it.label)),
        theme_ids: it.theme_ids.clone(),
        ring: ring(it.ring).into(),
        previous_ring: previous.map_or(v1::Ring::Unspecified, ring).into(),
        movement: movement(edition, it).into(),
        growth: it.growth.as_ref().map(growth),
        mentions: it.mentions,
        sources: it.sources,
        publishers: it.publishers,
        dissents: it.dissents,
        rings: it
            .rings
            .iter()
            .map(|(part, it)| scoped(part, ring(*it)))
            .collect(),
    }
}

fn scoped(part: &Part, ring: v1::Ring) -> v1::ScopedRing {
    let mut scoped = v1::ScopedRing {
        ring: ring.into(),
        ..v1::ScopedRing::default()
    };
    match part {
        Part::Theme(id) => scoped.theme_id.clone_from(id),
        Part::Sector(name) => scoped.sector.clone_from(name),
        Part::Region(id) => scoped.region_id.clone_from(id),
    }
    scoped
}

fn departure(it: &Before) -> v1::EditionDeparture {
    v1::EditionDeparture {
        skill_id: it.skill_id.clone(),
        label: Some(text(&it.label)),
        previous_ring: ring(it.ring).into(),
    }
}
