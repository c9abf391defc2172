//! What the season takes from the reference files: which organisations and regions exist.

use std::sync::LazyLock;

use contracts::programme::v1::{DefineEntryRequest, OrganisationKind, entry::Content};
use serde_json::Value;

const ORGANISATIONS: &str = include_str!("../../reference/10-organisations-example.jsonl");
const REGIONS: &str = include_str!("../../reference/04-regions.jsonl");

static ENTRIES: LazyLock<Vec<Content>> = LazyLock::new(|| {
    ORGANISATIONS
        .lines()
        .chain(REGIONS.lines())
        .filter_map(content_of)
        .collect()
});

/// The entry that a line of a reference file defines; none for a line that defines nothing.
#[must_use]
pub fn content_of(line: &str) -> Option<Content> {
    let request = serde_json::from_str::<Value>(line)
        .ok()?
        .get_mut("request")?
        .take();
    serde_json::from_value::<DefineEntryRequest>(request)
        .ok()?
        .entry?
        .content
}

/// The organisations of a kind, by identifier, in the order of the file.
#[must_use]
pub fn organisations(kind: OrganisationKind) -> Vec<&'static str> {
    let of_kind = ENTRIES.iter().filter_map(|entry| match entry {
        Content::Organisation(one) if one.kind() == kind => Some(one.organisation_id.as_str()),
        _ => None,
    });
    of_kind.collect()
}

/// The name of an organisation; its identifier when it is not known.
#[must_use]
pub fn organisation_name(organisation_id: &str) -> &str {
    let named = ENTRIES.iter().find_map(|entry| match entry {
        Content::Organisation(one) if one.organisation_id == organisation_id => Some(one.name.as_str()),
        _ => None,
    });
    named.unwrap_or(organisation_id)
}

/// The name of a region; its code when it is not known.
#[must_use]
pub fn region_name(region_id: &str) -> &str {
    let named = ENTRIES.iter().find_map(|entry| match entry {
        Content::Region(one) if one.region_id == region_id => Some(one.name.as_str()),
        _ => None,
    });
    named.unwrap_or(region_id)
}

/// The regions of the season, each next to its neighbours. AM12, AM33 and AM35 are left out on purpose, so that the season
/// has white spots.
pub const REGION_RING: [&str; 32] = [
    "AM01", "AM02", "AM03", "AM36", "AM05", "AM06", "AM09", "AM07", "AM08", "AM10", "AM38", "AM14", "AM11",
    "AM13", "AM15", "AM37", "AM17", "AM18", "AM19", "AM34", "AM21", "AM20", "AM22", "AM23", "AM24", "AM25",
    "AM26", "AM27", "AM32", "AM28", "AM29", "AM30",
];
