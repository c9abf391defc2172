//! Rows of the projection `radar`: the skills that were published, and the editions that tell how they stand. Each is kept by its own
//! identifier.

use std::{collections::BTreeMap, sync::Arc};

use contracts::{
    hub::v1::{LocalText, SkillRef},
    radar::v1::{EditionSkill, RegionEvidence},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::table::table;

table!(RadarSkillRow, "radar_skills", of skill_id = "skill_id", [], by []);
table!(EditionRow, "radar_editions", of edition = "edition", [], by []);

/// Rows by identifier. Versions share it as long as nothing in it changes.
type ById<T> = Arc<BTreeMap<String, T>>;

/// What is known of the radar, by identifier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Radar {
    /// Skills that were published, retired and merged ones included.
    pub skills: ById<Arc<RadarSkillRow>>,
    /// Editions.
    pub editions: ById<Arc<EditionRow>>,
}

impl Radar {
    /// The newest edition.
    #[must_use]
    pub fn newest_edition(&self) -> Option<&EditionRow> {
        let editions = self.editions.values().map(AsRef::as_ref);
        editions.max_by_key(|edition: &&EditionRow| edition.number)
    }
}

/// An emerging skill that was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RadarSkillRow {
    /// Skill.
    pub skill_id: String,
    /// Reference by which other blocks name it.
    pub reference: SkillRef,
    /// What it is called.
    pub label: LocalText,
    /// Themes.
    pub theme_ids: Vec<String>,
    /// Sources that named it when it was published.
    pub sources: u32,
    /// Who published those.
    pub publishers: u32,
    /// Those sources by region; those about the country under an empty one.
    pub regions: Vec<RegionEvidence>,
    /// Disagreements that were recorded, before and since.
    pub dissents: u32,
    /// Day of publication.
    pub published_on: Date,
    /// Day it was taken off the radar.
    pub retired_on: Option<Date>,
    /// Day it was merged into another one.
    pub merged_on: Option<Date>,
    /// The reference of that one.
    pub merged_into_reference: Option<SkillRef>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

impl RadarSkillRow {
    /// Whether it is on the radar now.
    #[must_use]
    pub fn is_on_radar(&self) -> bool {
        self.retired_on.is_none() && self.merged_on.is_none()
    }

    /// Sources about a region that named it when it was published; without a region those about the country.
    #[must_use]
    pub fn sources_about(&self, region_id: &str) -> u32 {
        let about = self.regions.iter().filter(|it| it.region_id == region_id);
        about.map(|it| it.sources).fold(0, u32::saturating_add)
    }
}

/// An edition of the radar. It never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditionRow {
    /// Its number as a text, by which it is kept.
    pub edition: String,
    /// Its number, counting from 1.
    pub number: u32,
    /// Title.
    pub title: LocalText,
    /// Day of publication.
    pub published_on: Date,
    /// Sources that were read for it.
    pub sources: u32,
    /// Skills in it.
    pub skills: Vec<EditionSkill>,
    /// Skills that are in it no more.
    pub departed_skill_ids: Vec<String>,
    /// Ledger position.
    pub position: u64,
}
