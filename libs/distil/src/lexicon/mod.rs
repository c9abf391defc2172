//! The concepts that are looked for, made ready for looking.

mod building;
mod compound;
mod endings;
mod index;
mod label;
mod release;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use crate::language::Language;

pub(crate) use compound::{Parts, compounds};
pub(crate) use index::{Index, MAX_LOOSE_WORDS, Pattern};
pub(crate) use label::{is_acronym, pieces, surface, word_digest};

/// What a label is to its concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelKind {
    /// The name it is shown under.
    Preferred,
    /// Another name.
    Alternative,
    /// A name for searching only, such as a common misspelling.
    Hidden,
}

/// A name of a concept in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// As published; a qualifier in brackets at its end tells homonyms apart and is not looked for.
    pub text: &'a str,
    /// The language it is in.
    pub language: Language,
    /// What it is to the concept.
    pub kind: LabelKind,
}

/// A concept to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concept<'a> {
    /// Its identifier.
    pub uri: &'a str,
    /// Its names, in any order.
    pub labels: &'a [Label<'a>],
}

/// A label as it is kept.
#[derive(Debug)]
struct Kept {
    start: u32,
    end: u32,
    concept: u32,
    language: Language,
    kind: LabelKind,
}

/// The concepts with an index of their labels for each language; immutable, and shared by all that read.
#[derive(Debug)]
pub struct Lexicon {
    uris: Vec<Box<str>>,
    texts: String,
    labels: Vec<Kept>,
    nl: Index,
    en: Index,
}

impl Lexicon {
    /// Makes the concepts ready; a concept is afterwards known by its place in this list.
    ///
    /// Labels without a letter or digit are left out, as are labels that would make the texts larger than 4 GiB.
    #[must_use]
    pub fn build(concepts: &[Concept<'_>]) -> Self {
        let mut lexicon = Self {
            uris: concepts.iter().map(|concept| concept.uri.into()).collect(),
            texts: String::new(),
            labels: Vec::new(),
            nl: Index::default(),
            en: Index::default(),
        };
        for (number, concept) in (0..).zip(concepts) {
            for label in concept.labels {
                lexicon.keep(number, label);
            }
        }
        lexicon.nl = Index::build(&lexicon, Language::Nl);
        lexicon.en = Index::build(&lexicon, Language::En);
        lexicon
    }

    fn keep(&mut self, concept: u32, label: &Label<'_>) {
        let start = self.texts.len();
        let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(start + label.text.len())) else {
            return;
        };
        if !label.text.contains(char::is_alphanumeric) {
            return;
        }
        self.texts.push_str(label.text);
        self.labels.push(Kept {
            start: from,
            end: to,
            concept,
            language: label.language,
            kind: label.kind,
        });
    }

    /// How many concepts it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.uris.len()
    }

    /// Whether it has no concepts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.uris.is_empty()
    }

    /// The identifier of a concept; nothing for a number it does not have.
    #[must_use]
    pub fn uri(&self, concept: u32) -> &str {
        self.uris.get(concept as usize).map_or("", |uri| uri)
    }

    /// The text of a label as published; nothing for a number it does not have.
    #[must_use]
    pub fn label(&self, label: LabelId) -> &str {
        let kept = self.labels.get(label.0 as usize);
        kept.and_then(|kept| self.texts.get(kept.start as usize..kept.end as usize))
            .unwrap_or_default()
    }

    /// The text of a label without its qualifier.
    pub(crate) fn name(&self, label: LabelId) -> &str {
        label::unqualified(self.label(label)).0
    }

    /// What a label is to its concept.
    #[must_use]
    pub fn label_kind(&self, label: LabelId) -> LabelKind {
        self.labels
            .get(label.0 as usize)
            .map_or(LabelKind::Hidden, |kept| kept.kind)
    }

    pub(crate) fn index(&self, language: Language) -> &Index {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }

    /// The labels of one language with their numbers.
    pub(crate) fn labels_in(
        &self,
        language: Language,
    ) -> impl Iterator<Item = (LabelId, u32, LabelKind, &str)> {
        (0..)
            .map(LabelId)
            .zip(&self.labels)
            .filter(move |(_, kept)| kept.language == language)
            .map(move |(id, kept)| {
                (
                    id,
                    kept.concept,
                    kept.kind,
                    &self.texts[kept.start as usize..kept.end as usize],
                )
            })
    }
}

/// The number of a label in its lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelId(pub(crate) u32);

/// Words to numbers, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary(FxHashMap<Box<str>, u32>);

impl Vocabulary {
    pub(crate) fn number(&mut self, key: &str) -> u32 {
        if let Some(number) = self.0.get(key) {
            return *number;
        }
        // There are fewer keys than bytes in the labels, whose places fit.
        let number = self.0.len() as u32;
        self.0.insert(key.into(), number);
        number
    }

    pub(crate) fn get(&self, key: &str) -> Option<u32> {
        self.0.get(key).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
