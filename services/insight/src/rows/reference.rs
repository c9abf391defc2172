//! Rows of the projection `reference`, sorted by kind.

use std::{cmp::Ordering, collections::BTreeMap};

use contracts::{
    hub::v1::LocalText,
    programme::v1::{
        BuildingBlock, CallWindow, Entry, Indicator, LinkedProgramme, Organisation, Province, Region, Scheme,
        SchemeVersion, Theme, Tranche, Workgroup, entry::Content,
    },
};
use serde::{Deserialize, Serialize};

use super::Row;

impl Row for EntryRow {
    const TABLE: &'static str = "reference_entries";
    const KEY: &'static [&'static str] = &["kind", "entry_id"];
    const KEPT_BY: Option<&'static str> = None;

    fn kept_by(&self) -> &str {
        ""
    }

    fn is_same(&self, other: &Self) -> bool {
        (&self.kind, &self.entry_id) == (&other.kind, &other.entry_id)
    }

    fn order(&self, other: &Self) -> Ordering {
        (&self.kind, &self.entry_id).cmp(&(&other.kind, &other.entry_id))
    }
}

/// One piece of reference data as it was last defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Kind, as named in the contract's `Entry` (`workgroup`, `scheme_version`, ...).
    pub kind: String,
    /// Identifier within its kind.
    pub entry_id: String,
    /// The entry.
    pub entry: Entry,
    /// How often it was defined.
    pub revision: u32,
    /// Ledger position of the newest definition.
    pub position: u64,
}

/// The reference data by kind and identifier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reference {
    /// Building blocks.
    pub blocks: BTreeMap<String, BuildingBlock>,
    /// Workgroups.
    pub workgroups: BTreeMap<String, Workgroup>,
    /// Themes.
    pub themes: BTreeMap<String, Theme>,
    /// Schemes.
    pub schemes: BTreeMap<String, Scheme>,
    /// Versions of schemes, by scheme and version.
    pub scheme_versions: BTreeMap<(String, u32), SchemeVersion>,
    /// Tranches.
    pub tranches: BTreeMap<String, Tranche>,
    /// Call windows.
    pub call_windows: BTreeMap<String, CallWindow>,
    /// Provinces.
    pub provinces: BTreeMap<String, Province>,
    /// Labour-market regions.
    pub regions: BTreeMap<String, Region>,
    /// Organisations.
    pub organisations: BTreeMap<String, Organisation>,
    /// Indicators.
    pub indicators: BTreeMap<String, Indicator>,
    /// Linked programmes.
    pub linked_programmes: BTreeMap<String, LinkedProgramme>,
}

impl Reference {
    /// Takes up one entry; a later one with the same identifier replaces it.
    pub fn insert(&mut self, entry: Entry) {
        let Some(content) = entry.content else { return };
        match content {
            Content::BuildingBlock(it) => put(&mut self.blocks, it.block_id.clone(), it),
            Content::Workgroup(it) => put(&mut self.workgroups, it.workgroup_id.clone(), it),
            Content::Theme(it) => put(&mut self.themes, it.theme_id.clone(), it),
            Content::Scheme(it) => put(&mut self.schemes, it.scheme_id.clone(), it),
            Content::SchemeVersion(it) => {
                put(&mut self.scheme_versions, (it.scheme_id.clone(), it.version), it)
            }
            Content::Tranche(it) => put(&mut self.tranches, it.tranche_id.clone(), it),
            Content::CallWindow(it) => put(&mut self.call_windows, it.call_id.clone(), it),
            Content::Province(it) => put(&mut self.provinces, it.province_id.clone(), it),
            Content::Region(it) => put(&mut self.regions, it.region_id.clone(), it),
            Content::Organisation(it) => put(&mut self.organisations, it.organisation_id.clone(), it),
            Content::Indicator(it) => put(&mut self.indicators, it.indicator_id.clone(), it),
            Content::LinkedProgramme(it) => put(&mut self.linked_programmes, it.programme_id.clone(), it),
        }
    }
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: V) {
    map.insert(key, value);
}

/// Kind and identifier of an entry; none for an entry without content.
#[must_use]
pub fn key(entry: &Entry) -> Option<(&'static str, String)> {
    let key = match entry.content.as_ref()? {
        Content::BuildingBlock(it) => ("building_block", it.block_id.clone()),
        Content::Workgroup(it) => ("workgroup", it.workgroup_id.clone()),
        Content::Theme(it) => ("theme", it.theme_id.clone()),
        Content::Scheme(it) => ("scheme", it.scheme_id.clone()),
        Content::SchemeVersion(it) => ("scheme_version", format!("{}-v{}", it.scheme_id, it.version)),
        Content::Tranche(it) => ("tranche", it.tranche_id.clone()),
        Content::CallWindow(it) => ("call_window", it.call_id.clone()),
        Content::Province(it) => ("province", it.province_id.clone()),
        Content::Region(it) => ("region", it.region_id.clone()),
        Content::Organisation(it) => ("organisation", it.organisation_id.clone()),
        Content::Indicator(it) => ("indicator", it.indicator_id.clone()),
        Content::LinkedProgramme(it) => ("linked_programme", it.programme_id.clone()),
    };
    Some(key)
}

/// The same name in both languages, for names that have no translation.
#[must_use]
pub fn same(name: &str) -> LocalText {
    LocalText {
        nl: name.to_owned(),
        en: name.to_owned(),
    }
}
