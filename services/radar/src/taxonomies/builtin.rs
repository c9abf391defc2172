//! The small set that the hub starts with, so that it works without a network and before anybody imported a release: some hundred and
//! fifty concepts of ESCO with the project's own Dutch labels (`data/taxonomy`).

use blocks::values::Id;
use jiff::civil::date;

use crate::domain::taxonomy::Release;

/// Scheme of the set.
pub const SCHEME: &str = "esco";
/// Its version: a selection is another release than the whole of it.
const VERSION: &str = "1.1.1-selection";

/// Its files.
pub const FILES: [(&str, &[u8]); 5] = [
    (
        "skills_en.csv",
        include_bytes!("../../../../data/taxonomy/skills_en.csv"),
    ),
    (
        "skills_nl.csv",
        include_bytes!("../../../../data/taxonomy/skills_nl.csv"),
    ),
    (
        "skillGroups_en.csv",
        include_bytes!("../../../../data/taxonomy/skillGroups_en.csv"),
    ),
    (
        "skillGroups_nl.csv",
        include_bytes!("../../../../data/taxonomy/skillGroups_nl.csv"),
    ),
    (
        "broaderRelationsSkillPillar_en.csv",
        include_bytes!("../../../../data/taxonomy/broaderRelationsSkillPillar_en.csv"),
    ),
];

/// What is known of it before it is read.
#[must_use]
pub fn release() -> Release {
    Release {
        scheme_id: Id::from(SCHEME),
        version: VERSION.to_owned(),
        title: "ESCO".to_owned(),
        source_uri: Some("https://esco.ec.europa.eu/en/use-esco/download".to_owned()),
        licence: "Besluit 2011/833/EU van de Europese Commissie, CC BY 4.0; Nederlandse labels: eigen vertaling van het Landelijk \
                  Schakelpunt"
            .to_owned(),
        published_on: date(2022, 11, 1),
        files: Vec::new(),
        concepts: 0,
        labels: 0,
        languages: Vec::new(),
        changes: crate::domain::taxonomy::Changes::default(),
        has_own_translations: true,
    }
}
