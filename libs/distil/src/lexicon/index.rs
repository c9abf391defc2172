//! The labels of one language by the rarest of their words.

use rustc_hash::FxHashMap;

use super::building::Building;
use super::{LabelId, LabelKind, Lexicon, Vocabulary};
use crate::language::Language;

/// Labels of more content words are only found as they are written.
pub(crate) const MAX_LOOSE_WORDS: usize = 6;
/// The letters of the longest ending that a part of a compound has less than the word of the label.
const ENDING: usize = 3;

/// What it takes to find a label.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) concept: u32,
    pub(crate) label: LabelId,
    pub(crate) kind: LabelKind,
    /// The place of its units in [`Index::units`].
    pub(super) first: u32,
    pub(super) len: u8,
    /// The digest of the label as written, and its number of words.
    pub(crate) surface: u64,
    pub(crate) words: u8,
    /// Only found as it is written: a name from another language, a label that function words make (`be flexible`), or a very long one.
    pub(crate) literal: bool,
    /// Its capitals matter: an acronym or a name.
    pub(crate) cased: bool,
    /// A word that is used in other meanings too: only counts where skills are talked about.
    pub(crate) weak: bool,
    /// It has a qualifier: a name of software that is also something else.
    pub(crate) qualified: bool,
    /// Its last word is a noun of a verb, so that the verb may stand before its object: `project management`, `manages projects`.
    pub(crate) deverbal: bool,
    /// It has a coordinator itself.
    pub(crate) coordinated: bool,
    /// Made by leaving out words that say little: `energy audit` of `conduct energy audit`.
    pub(crate) reduced: bool,
    /// A word of every kind of text.
    pub(crate) common: bool,
    /// Made by taking a compound of the label apart.
    pub(crate) split: bool,
}

/// A pattern under its rarest unit, with the rarest of the others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posting {
    pub(crate) pattern: u32,
    pub(crate) second: u32,
}

/// The patterns of one language.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(super) vocabulary: Vocabulary,
    /// How many concepts have the unit in a label, 0 for words of other languages only.
    pub(super) frequency: Vec<u32>,
    /// The letters of the shortest word of a label with the unit.
    pub(super) shortest: Vec<u8>,
    pub(super) concepts: u32,
    pub(super) patterns: Vec<Pattern>,
    pub(super) units: Vec<u32>,
    pub(super) starts: Vec<u32>,
    pub(super) postings: Vec<Posting>,
    /// Verbs without their separable prefix: the prefix and the unit of the whole.
    pub(super) separable: FxHashMap<Box<str>, Vec<(u8, u32)>>,
    /// The units of each concept's labels, for telling homonyms apart.
    pub(super) concept_starts: Vec<u32>,
    pub(super) concept_units: Vec<u32>,
    /// Labels by the digest of their words, for the plain label match.
    pub(crate) surfaces: FxHashMap<u64, Vec<(LabelId, u32)>>,
    pub(crate) longest: usize,
}

impl Index {
    pub(super) fn build(lexicon: &Lexicon, language: Language) -> Self {
        let mut building = Building::new(lexicon, language);
        building.native();
        building.reduce();
        building.split_compounds();
        if language == Language::Nl {
            building.foreign();
        }
        building.finish()
    }

    pub(crate) fn get(&self, key: &str) -> Option<u32> {
        self.vocabulary.get(key)
    }

    /// The unit of a word of this language; words of other languages are not parts of compounds.
    pub(crate) fn native(&self, key: &str) -> Option<u32> {
        self.vocabulary
            .get(key)
            .filter(|unit| self.frequency[*unit as usize] > 0)
    }

    /// The unit of a part of a compound: its root alone does not make it one (`communic` in `communicatief`), it is as long as a word of a label
    /// with that root, give or take an ending.
    pub(crate) fn part(&self, key: &str, length: usize) -> Option<u32> {
        self.native(key)
            .filter(|unit| length + ENDING >= usize::from(self.shortest[*unit as usize]))
    }

    /// Whether a unit is in a label of this language.
    pub(crate) fn is_native(&self, unit: u32) -> bool {
        self.frequency[unit as usize] > 0
    }

    pub(crate) fn len(&self) -> usize {
        self.frequency.len()
    }

    pub(crate) fn pattern(&self, number: u32) -> &Pattern {
        &self.patterns[number as usize]
    }

    pub(crate) fn units(&self, pattern: &Pattern) -> &[u32] {
        &self.units[pattern.first as usize..pattern.first as usize + usize::from(pattern.len)]
    }

    pub(crate) fn postings(&self, unit: u32) -> &[Posting] {
        &self.postings[self.starts[unit as usize] as usize..self.starts[unit as usize + 1] as usize]
    }

    /// The verbs that a verb may be with a prefix from elsewhere in its clause; `rest` as [`dutch_rest`](crate::morphology::dutch_rest) gives it.
    pub(crate) fn separable(&self, rest: &str) -> &[(u8, u32)] {
        self.separable.get(rest).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn concept_units(&self, concept: u32) -> &[u32] {
        let at = concept as usize;
        &self.concept_units[self.concept_starts[at] as usize..self.concept_starts[at + 1] as usize]
    }

    /// How much a unit says, from 0 (in the labels of all concepts) to 1 (of one).
    pub(crate) fn weight(&self, unit: u32) -> f32 {
        let all = (f64::from(self.concepts) + 1.0).ln();
        (1.0 - (f64::from(self.frequency[unit as usize].max(1))).ln() / all.max(1.0)) as f32
    }
}
