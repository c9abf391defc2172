//! A release of a taxonomy: which, and what is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::draft::Draft;
use crate::{Concept, ConceptUri, LabelKind, Language, Rejected};

/// Longest version in characters.
const MAX_VERSION_CHARS: usize = 64;

/// Longest name of a scheme in characters.
const MAX_SCHEME_CHARS: usize = 40;

/// A taxonomy, by the short name that the hub knows it by: `esco`, `competentnl`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scheme(String);

/// Text that is no name of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 1 to 40 lower-case letters, digits and hyphens, beginning with a letter")]
pub struct NotAScheme;

impl Scheme {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// [`NotAScheme`] when it has anything but lower-case letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, NotAScheme> {
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
        let fits = text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if begins && fits && text.len() <= MAX_SCHEME_CHARS {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAScheme)
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The version of a release, as its publisher writes it: `1.1.1`, `2025-09-01`. A `v` before a digit is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(String);

/// Text that is no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a version of 1 to 64 characters without control characters")]
pub struct NotAVersion;

impl Version {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// [`NotAVersion`] when it is empty, too long, or has control characters.
    pub fn parse(text: &str) -> Result<Self, NotAVersion> {
        let text = text.trim();
        let text = match text.strip_prefix(['v', 'V']) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
            _ => text,
        };
        let fits = !text.is_empty() && text.chars().count() <= MAX_VERSION_CHARS;
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAVersion)
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! text {
    ($($name:ident, $error:ident);*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )*};
}

text!(Scheme, NotAScheme; Version, NotAVersion);

/// A release without faults: each URI once, each concept with a preferred label, no circles in the hierarchy or among
/// successors, and every successor known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub(crate) scheme: Scheme,
    pub(crate) version: Version,
    /// In the order of their URIs.
    pub(crate) concepts: Vec<Concept>,
    /// Successors of concepts that are no longer in the release.
    pub(crate) replaced: BTreeMap<ConceptUri, BTreeSet<ConceptUri>>,
}

impl Release {
    /// Puts a release together from concepts that were read before, for instance out of a database. `replaced` has the
    /// successors of concepts that are not among them.
    ///
    /// # Errors
    ///
    /// [`Rejected`] with all faults, by the same rules as for files.
    pub fn new(
        scheme: Scheme,
        version: Version,
        concepts: impl IntoIterator<Item = Concept>,
        replaced: impl IntoIterator<Item = (ConceptUri, ConceptUri)>,
    ) -> Result<Self, Rejected> {
        let mut draft = Draft::default();
        let place = draft.begin("(concepts)");
        for concept in concepts {
            let status = Some(concept.status);
            if draft.knows(&concept.uri) {
                draft
                    .log
                    .add(crate::Code::DuplicateUri, place, Some(concept.uri.as_str()), "");
            }
            draft.merge(concept, status, place);
        }
        for (old, new) in replaced {
            draft.replace(old, new, place);
        }
        crate::check::finish(draft, scheme, Some(version)).map(|read| read.release)
    }

    /// The taxonomy.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// Which release of it.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// Its concepts, groups and deprecated ones too, in the order of their URIs.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept of a URI.
    pub fn get(&self, uri: &str) -> Option<&Concept> {
        let at = self
            .concepts
            .binary_search_by(|concept| concept.uri.as_str().cmp(uri))
            .ok()?;
        self.concepts.get(at)
    }

    /// Successors of concepts that are no longer in the release, where a file names them.
    pub fn replaced(&self) -> &BTreeMap<ConceptUri, BTreeSet<ConceptUri>> {
        &self.replaced
    }

    /// What a concept was replaced by, whether it is still in the release or not.
    pub fn successors_of(&self, uri: &str) -> Option<&BTreeSet<ConceptUri>> {
        let successors = match self.get(uri) {
            Some(concept) => &concept.replaced_by,
            None => self.replaced.get(uri)?,
        };
        (!successors.is_empty()).then_some(successors)
    }

    /// The concepts that a concept stands under and that are in the release.
    pub fn broader<'a>(&'a self, concept: &'a Concept) -> impl Iterator<Item = &'a Concept> {
        concept.broader.iter().filter_map(|uri| self.get(uri.as_str()))
    }

    /// The languages in which concepts have preferred labels, with how many have.
    pub fn languages(&self) -> BTreeMap<Language, usize> {
        let mut languages = BTreeMap::new();
        for label in self.concepts.iter().flat_map(|concept| &concept.labels) {
            if label.kind == LabelKind::Preferred {
                *languages.entry(label.language).or_default() += 1;
            }
        }
        languages
    }

    /// How many labels there are in all.
    pub fn label_count(&self) -> usize {
        self.concepts.iter().map(|concept| concept.labels.len()).sum()
    }
}
