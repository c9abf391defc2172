//! What a taxonomy says of one concept.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{ConceptUri, Language};

/// What sort of thing a concept is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something that a person can do: ESCO's `skill/competence`, CompetentNL's human capabilities.
    SkillCompetence,
    /// Something that a person can know: ESCO's `knowledge`, CompetentNL's knowledge areas.
    Knowledge,
    /// A skill of which the release does not say whether it is competence or knowledge. ESCO has a few.
    Skill,
    /// An attitude or value, which older releases of ESCO keep apart.
    Attitude,
    /// A heading that other concepts stand under: ESCO's skill groups, ISCED-F fields and ISCO groups.
    Group,
    /// A task of an occupation, as in CompetentNL.
    Task,
    /// An occupation.
    Occupation,
    /// A concept of which the release says nothing that is known here.
    Other,
}

/// Whether a concept is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is in use.
    Released,
    /// It is kept so that old references stay readable, and is not to be used any more.
    Deprecated,
}

/// How widely a skill can be used, as ESCO tells it (ESCO handbook 2017, section on reusability).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReuseLevel {
    /// In nearly all occupations and sectors.
    Transversal,
    /// In several sectors.
    CrossSector,
    /// In several occupations of one sector.
    SectorSpecific,
    /// In one occupation.
    OccupationSpecific,
}

/// What a label is to its concept (SKOS reference, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelKind {
    /// The name that is shown; one per language.
    Preferred,
    /// Another name.
    Alternative,
    /// A name to be found by and not to be shown, such as a common spelling mistake.
    Hidden,
}

/// Who chose the words of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelOrigin {
    /// The publisher of the taxonomy.
    Official,
    /// The project itself: useful for searching, never to be shown as if the publisher had said it.
    OwnTranslation,
}

/// A name of a concept in one language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Label {
    /// The language it is in.
    pub language: Language,
    /// What it is to the concept.
    pub kind: LabelKind,
    /// The words: one line, without blanks around it.
    pub text: String,
    /// Who chose them.
    pub origin: LabelOrigin,
}

/// How near a concept of another taxonomy is (SKOS reference, section 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MappingKind {
    /// The same, also when followed further.
    Exact,
    /// So near that one can stand for the other in some uses.
    Close,
    /// The other is broader.
    Broad,
    /// The other is narrower.
    Narrow,
    /// The two have to do with each other.
    Related,
}

/// A link to a concept of another taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mapping {
    /// How near it is.
    pub kind: MappingKind,
    /// The concept there.
    pub target: ConceptUri,
}

/// A concept of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Its name for ever.
    pub uri: ConceptUri,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Whether it is to be used.
    pub status: Status,
    /// Its names, in the order of language, kind and text; no text twice in a language.
    pub labels: Vec<Label>,
    /// What it is, in as few words as define it, by language.
    #[serde(default)]
    pub definitions: BTreeMap<Language, String>,
    /// What it is in more words, by language.
    #[serde(default)]
    pub descriptions: BTreeMap<Language, String>,
    /// What it covers and what not, by language.
    #[serde(default)]
    pub scope_notes: BTreeMap<Language, String>,
    /// The concepts it stands under, also those that are not in the release.
    #[serde(default)]
    pub broader: BTreeSet<ConceptUri>,
    /// What is to be used in its place, where it is deprecated: several when it was split.
    #[serde(default)]
    pub replaced_by: BTreeSet<ConceptUri>,
    /// The schemes and collections it belongs to: their URIs, see [`crate::esco`] for well-known ones. A collection
    /// of which only a file name is known goes by the name in it.
    #[serde(default)]
    pub collections: BTreeSet<String>,
    /// Concepts of other taxonomies.
    #[serde(default)]
    pub mappings: BTreeSet<Mapping>,
    /// How widely it can be used, where that is told.
    #[serde(default)]
    pub reuse: Option<ReuseLevel>,
    /// Its notation: an ISCED-F or ISCO code, the code of a skill group, or CompetentNL's number.
    #[serde(default)]
    pub code: Option<String>,
}

impl Concept {
    /// A released concept of which no more is known.
    pub fn new(uri: ConceptUri, kind: Kind) -> Self {
        Self {
            uri,
            kind,
            status: Status::Released,
            labels: Vec::new(),
            definitions: BTreeMap::new(),
            descriptions: BTreeMap::new(),
            scope_notes: BTreeMap::new(),
            broader: BTreeSet::new(),
            replaced_by: BTreeSet::new(),
            collections: BTreeSet::new(),
            mappings: BTreeSet::new(),
            reuse: None,
            code: None,
        }
    }

    /// The preferred label in a language.
    pub fn preferred(&self, language: Language) -> Option<&Label> {
        self.labels
            .iter()
            .find(|label| label.kind == LabelKind::Preferred && label.language == language)
    }

    /// All labels in a language, the preferred one first.
    pub fn labels_in(&self, language: Language) -> impl Iterator<Item = &Label> {
        self.labels.iter().filter(move |label| label.language == language)
    }

    /// The preferred label in the first of the languages that has one, else in any.
    pub fn name(&self, languages: &[Language]) -> Option<&Label> {
        let wanted = languages.iter().find_map(|language| self.preferred(*language));
        wanted.or_else(|| {
            self.labels
                .iter()
                .find(|label| label.kind == LabelKind::Preferred)
        })
    }

    /// Whether it belongs to a scheme or collection.
    pub fn belongs_to(&self, collection: &str) -> bool {
        self.collections.contains(collection)
    }
}
