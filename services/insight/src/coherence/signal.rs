//! What the radar says of a skill: since when it is published, on how many sources, and how it stands in the newest edition.

use std::collections::{BTreeMap, HashMap};

use contracts::{
    insight::v1::{SkillSignal, TracedFigure},
    radar::v1::{EditionSkill, Ring},
};

use super::{Meant, Traced};
use crate::{
    figure::UNASSIGNED,
    rows::{EditionRow, Radar, RadarSkillRow},
};

/// The skills of the radar by their reference.
#[derive(Debug)]
pub(super) struct Signals<'a> {
    by_uri: BTreeMap<&'a str, &'a RadarSkillRow>,
    edition: Option<&'a EditionRow>,
    /// The skills of the newest edition.
    standing: HashMap<&'a str, &'a EditionSkill>,
    /// References that mean a skill by merges.
    merged: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Signals<'a> {
    pub(super) fn of(radar: &'a Radar, meant: &Meant<'a>) -> Self {
        let rows = || radar.skills.values().map(AsRef::as_ref);
        let off = rows().filter(|row: &&RadarSkillRow| row.retired_on.is_some() && row.merged_on.is_none());
        // What is on the radar stands for its reference before what was taken off it.
        let on = rows().filter(|row: &&RadarSkillRow| row.is_on_radar());
        let by_uri = off.chain(on).map(|row| (row.reference.uri.as_str(), row));
        let edition = radar.newest_edition();
        let standing = edition.into_iter().flat_map(|edition| &edition.skills);
        let mut merged = HashMap::<_, Vec<_>>::new();
        for (named, means) in meant.merged() {
            merged.entry(means).or_default().push(named);
        }
        merged.values_mut().for_each(|named| named.sort_unstable());
        Self {
            by_uri: by_uri.collect(),
            edition,
            standing: standing.map(|skill| (skill.skill_id.as_str(), skill)).collect(),
            merged,
        }
    }

    /// Number of the newest edition; 0 before the first.
    pub(super) fn edition(&self) -> u32 {
        self.edition.map_or(0, |edition| edition.number)
    }

    /// The skill with a reference, whether it is on the radar or was taken off it.
    pub(super) fn get(&self, uri: &str) -> Option<&'a RadarSkillRow> {
        self.by_uri.get(uri).copied()
    }

    /// The skills that are on the radar.
    pub(super) fn on_radar(&self) -> impl Iterator<Item = &'a RadarSkillRow> {
        self.by_uri.values().copied().filter(|row| row.is_on_radar())
    }

    /// The ring of a skill in the newest edition.
    pub(super) fn ring(&self, row: &RadarSkillRow) -> Ring {
        let standing = self.standing.get(row.skill_id.as_str());
        standing.map_or(Ring::Unspecified, |it| it.ring())
    }

    /// What is said of a skill where a region is looked at; an empty region is the country as a whole.
    pub(super) fn shown(&self, row: &RadarSkillRow, region_id: &str) -> SkillSignal {
        let counted = |count: u32| Some(traced(count, &row.positions));
        let standing = self.standing.get(row.skill_id.as_str());
        let merged = self.merged.get(row.reference.uri.as_str());
        SkillSignal {
            skill_id: row.skill_id.clone(),
            label: Some(row.label.clone()),
            theme_ids: row.theme_ids.clone(),
            published_on: row.published_on.to_string(),
            retired_on: row.retired_on.map(|day| day.to_string()).unwrap_or_default(),
            sources_here: counted(row.sources_about(region_id)),
            sources: counted(row.sources),
            publishers: counted(row.publishers),
            dissents: counted(row.dissents),
            ring: self.ring(row).into(),
            movement: standing.map_or(0, |it| it.movement),
            edition_sources: (standing.zip(self.edition))
                .map(|(it, edition)| traced(it.sources, &[edition.position])),
            merged_uris: merged.into_iter().flatten().map(|uri| (*uri).into()).collect(),
        }
    }
}

/// Whether the radar has a skill under a theme; [`UNASSIGNED`] stands for none.
pub(super) fn is_under(row: &RadarSkillRow, theme_id: &str) -> bool {
    match theme_id {
        "" => true,
        UNASSIGNED => row.theme_ids.is_empty(),
        theme_id => row.theme_ids.iter().any(|it| it == theme_id),
    }
}

/// Of nothing no event says so.
fn traced(count: u32, positions: &[u64]) -> TracedFigure {
    let mut figure = Traced::default();
    if count > 0 {
        figure.add(i64::from(count), positions);
    }
    figure.count()
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::traced_figure::Value;

    use super::*;
    use crate::coherence::fixture::{SKILL, day, edition, known, merged, on_radar};

    #[test]
    fn a_skill_shows_its_sources_its_ring_in_the_newest_edition_and_what_was_merged_into_it() {
        let facts = known()
            .with(on_radar("s1", SKILL, 1))
            .with(merged(on_radar("s2", "urn:old", 2), SKILL, 5))
            .with(edition(9, &[("s1", Ring::Declining)], 6))
            .with(edition(10, &[("s1", Ring::Growing)], 7))
            .facts();
        let meant = Meant::by(&facts.radar);
        let signals = Signals::of(&facts.radar, &meant);
        let shown = signals.shown(signals.get(SKILL).unwrap(), "AM01");
        assert_eq!((signals.edition(), shown.ring()), (10, Ring::Growing));
        let here = shown.sources_here.unwrap();
        assert_eq!((here.value, here.positions), (Some(Value::Count(2)), vec![1]));
        assert_eq!(shown.edition_sources.unwrap().positions, [7]);
        assert_eq!(shown.merged_uris, ["urn:old"]);
        assert!(signals.get("urn:old").is_none() && signals.on_radar().count() == 1);
    }

    #[test]
    fn what_is_on_the_radar_stands_for_its_reference_before_what_was_taken_off_it() {
        let mut retired = on_radar("a", SKILL, 1);
        retired.retired_on = Some(day("2025-02-01"));
        let facts = known().with(retired.clone()).facts();
        let meant = Meant::default();
        assert_eq!(
            Signals::of(&facts.radar, &meant).get(SKILL).unwrap().retired_on,
            retired.retired_on
        );
        let facts = known().with(retired).with(on_radar("b", SKILL, 3)).facts();
        let signals = Signals::of(&facts.radar, &meant);
        assert_eq!(signals.get(SKILL).unwrap().skill_id, "b");
        let nowhere = signals.shown(signals.get(SKILL).unwrap(), "AM02").sources_here;
        assert!(nowhere.unwrap().positions.is_empty());
    }
}
