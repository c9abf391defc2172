//! What is asked for in a region: by bottlenecks that are open, and by demands.

use std::collections::BTreeMap;

use contracts::{hub::v1::SkillRef, transitions::v1::DemandPhase};

use super::{Meant, Traced, cells::Extent, wants};
use crate::rows::{BottleneckRow, DemandRow, Transitions};

/// What is asked for of one theme or skill in one region.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// People who need it by open bottlenecks.
    pub people: Traced,
    /// Bottlenecks that were not resolved.
    pub bottlenecks: Traced,
    /// Demands that were understood.
    pub understood: Traced,
    /// Demands that are signalled or explored.
    pub in_progress: Traced,
}

impl Asked {
    /// Whether anything is asked for that is known well enough to act on: a bottleneck, or a demand that was understood.
    #[must_use]
    pub fn is_established(&self) -> bool {
        self.bottlenecks.total() > 0 || self.understood.total() > 0
    }

    /// Whether anything is asked for at all.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        self.is_established() || self.in_progress.total() > 0
    }

    fn bottleneck(&mut self, row: &BottleneckRow) {
        self.bottlenecks.one(&row.positions);
        self.people.add(i64::from(row.people), &row.positions);
    }

    fn demand(&mut self, row: &DemandRow) {
        match row.phase {
            DemandPhase::Understand => self.understood.one(&row.positions),
            DemandPhase::Signal | DemandPhase::Explore => self.in_progress.one(&row.positions),
            DemandPhase::Dropped | DemandPhase::Unspecified => {}
        }
    }
}

/// By region and skill, with the skill as it was named first.
#[must_use]
pub fn by_skill(
    known: &Transitions,
    meant: &Meant<'_>,
    theme_id: &str,
    extent: Extent,
) -> BTreeMap<(String, String), (SkillRef, Asked)> {
    let mut asked = BTreeMap::<_, (SkillRef, Asked)>::new();
    for row in open_bottlenecks(known, theme_id) {
        for skill in meant.skills(&row.skills) {
            for region_id in extent.places([row.region_id.as_str()]) {
                entry(&mut asked, region_id, skill).bottleneck(row);
            }
        }
    }
    for row in pursued_demands(known, theme_id) {
        for skill in meant.skills(&row.skills) {
            for region_id in extent.places(row.region_ids.iter().map(String::as_str)) {
                entry(&mut asked, region_id, skill).demand(row);
            }
        }
    }
    asked
}

fn entry<'a>(
    asked: &'a mut BTreeMap<(String, String), (SkillRef, Asked)>,
    region_id: &str,
    skill: &SkillRef,
) -> &'a mut Asked {
    let key = (region_id.to_owned(), skill.uri.clone());
    &mut asked
        .entry(key)
        .or_insert_with(|| (skill.clone(), Asked::default()))
        .1
}

/// By region and theme. What belongs to no theme is not among them.
#[must_use]
pub fn by_theme(known: &Transitions, theme_id: &str) -> BTreeMap<(String, String), Asked> {
    let mut asked = BTreeMap::<_, Asked>::new();
    for row in open_bottlenecks(known, theme_id) {
        let key = (row.region_id.clone(), row.theme_id.clone());
        asked.entry(key).or_default().bottleneck(row);
    }
    for row in pursued_demands(known, theme_id) {
        for region_id in &row.region_ids {
            let key = (region_id.clone(), row.theme_id.clone());
            asked.entry(key).or_default().demand(row);
        }
    }
    asked.retain(|(_, theme_id), _| !theme_id.is_empty());
    asked
}

fn open_bottlenecks<'a>(known: &'a Transitions, theme_id: &str) -> impl Iterator<Item = &'a BottleneckRow> {
    let rows = known.bottlenecks.values().map(AsRef::as_ref);
    rows.filter(move |row: &&BottleneckRow| row.resolved_on.is_none() && wants(theme_id, &row.theme_id))
}

fn pursued_demands<'a>(known: &'a Transitions, theme_id: &str) -> impl Iterator<Item = &'a DemandRow> {
    let rows = known.demands.values().map(AsRef::as_ref);
    rows.filter(move |row: &&DemandRow| row.phase != DemandPhase::Dropped && wants(theme_id, &row.theme_id))
}
