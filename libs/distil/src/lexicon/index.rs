//! The labels of one language by the rarest of their words.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compound::compounds;
use super::label::{Parsed, is_acronym, parsed};
use super::{LabelId, LabelKind, Lexicon, Vocabulary};
use crate::language::Language;
use crate::morphology::{dutch_separable, root};
use crate::words::{Class, class};

/// Labels of more content words are only found as they are written.
pub(crate) const MAX_LOOSE_WORDS: usize = 6;
/// Labels with more content words are not looked for.
const MAX_WORDS: usize = 24;
/// A word in the labels of this share of the concepts, and of at least [`FEWEST_GENERIC`], says little by itself.
const GENERIC_SHARE: f64 = 0.004;
const FEWEST_GENERIC: u32 = 12;
/// English names of at most so many words are also looked for in Dutch texts, which use them as they are.
const MAX_FOREIGN_WORDS: usize = 4;

/// What it takes to find a label.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) concept: u32,
    pub(crate) label: LabelId,
    pub(crate) kind: LabelKind,
    /// The place of its units in [`Index::units`].
    first: u32,
    len: u8,
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
    vocabulary: Vocabulary,
    /// How many concepts have the unit in a label, 0 for words of other languages only.
    frequency: Vec<u32>,
    concepts: u32,
    patterns: Vec<Pattern>,
    units: Vec<u32>,
    starts: Vec<u32>,
    postings: Vec<Posting>,
    /// Verbs without their separable prefix: the prefix and the unit of the whole.
    separable: FxHashMap<Box<str>, Vec<(u8, u32)>>,
    /// The units of each concept's labels, for telling homonyms apart.
    concept_starts: Vec<u32>,
    concept_units: Vec<u32>,
    /// Labels by the digest of their words, for the plain label match.
    pub(crate) surfaces: FxHashMap<u64, Vec<(LabelId, u32)>>,
    pub(crate) longest: usize,
}

impl Index {
    pub(super) fn build(lexicon: &Lexicon, language: Language) -> Self {
        let mut building = Building::new(lexicon, language);
        building.native();
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

struct Building<'a> {
    lexicon: &'a Lexicon,
    language: Language,
    index: Index,
    seen: FxHashSet<(u32, Vec<u32>)>,
    /// Whether labels start with a capital as sentences do, so that a capital tells nothing.
    capitals: bool,
}

impl<'a> Building<'a> {
    fn new(lexicon: &'a Lexicon, language: Language) -> Self {
        let (mut all, mut capital) = (0_usize, 0_usize);
        for (_, _, _, text) in lexicon.labels_in(language) {
            all += 1;
            capital += usize::from(text.starts_with(char::is_uppercase));
        }
        let index = Index {
            concepts: lexicon.len() as u32,
            ..Index::default()
        };
        Self {
            lexicon,
            language,
            index,
            seen: FxHashSet::default(),
            capitals: capital * 2 > all,
        }
    }

    fn native(&mut self) {
        let mut tokens = Vec::new();
        let mut last: Vec<u32> = Vec::new();
        let mut roots: FxHashMap<String, u32> = FxHashMap::default();
        for (label, concept, kind, text) in self.lexicon.labels_in(self.language) {
            let parsed = parsed(text, self.language, &mut tokens);
            if parsed.content.len() > MAX_WORDS || parsed.words > MAX_WORDS {
                continue;
            }
            let mut units = Vec::with_capacity(parsed.content.len());
            for word in &parsed.content {
                let unit = match roots.get(word) {
                    Some(unit) => *unit,
                    None => {
                        let unit = self.index.vocabulary.number(&root(word, self.language));
                        roots.insert(word.clone(), unit);
                        unit
                    }
                };
                if !units.contains(&unit) {
                    units.push(unit);
                }
            }
            last.resize(self.index.vocabulary.len(), u32::MAX);
            self.index.frequency.resize(self.index.vocabulary.len(), 0);
            for unit in &units {
                if std::mem::replace(&mut last[*unit as usize], concept) != concept {
                    self.index.frequency[*unit as usize] += 1;
                }
            }
            if kind != LabelKind::Hidden {
                self.index.longest = self.index.longest.max(parsed.words);
                self.index
                    .surfaces
                    .entry(parsed.surface)
                    .or_default()
                    .push((label, concept));
            }
            self.add(label, concept, kind, &parsed, units);
        }
    }

    fn add(&mut self, label: LabelId, concept: u32, kind: LabelKind, parsed: &Parsed<'_>, units: Vec<u32>) {
        // Of labels with the same units the first is kept, and the preferred label comes first where one is exactly this.
        let literal = units.len() > MAX_LOOSE_WORDS
            || units.len() == 1 && parsed.words > 1 && !parsed.name.contains('-');
        let name = parsed.words == 1 && self.is_name(parsed.name);
        let pattern = Pattern {
            concept,
            label,
            kind,
            first: self.index.units.len() as u32,
            len: units.len() as u8,
            surface: parsed.surface,
            words: parsed.words as u8,
            literal,
            cased: name,
            weak: false,
            qualified: parsed.qualified,
            split: false,
        };
        let mut key = units.clone();
        key.sort_unstable();
        if literal {
            // Two labels of one unit that function words make are not the same label.
            key.push(u32::MAX - (parsed.surface as u32 >> 1));
        }
        if self.seen.insert((concept, key)) {
            self.index.units.extend(units);
            self.index.patterns.push(pattern);
        } else if let Some(earlier) = self.same(concept, parsed.surface, &units) {
            let earlier = &mut self.index.patterns[earlier];
            if kind < earlier.kind {
                (earlier.label, earlier.kind, earlier.surface, earlier.words) =
                    (label, kind, parsed.surface, parsed.words as u8);
            }
        }
    }

    /// The pattern of the same concept with the same units, which stands shortly before.
    fn same(&self, concept: u32, surface: u64, units: &[u32]) -> Option<usize> {
        let patterns = self.index.patterns.iter().enumerate().rev();
        let mut own = patterns.take_while(|(_, pattern)| pattern.concept == concept);
        own.find(|(_, pattern)| pattern.surface != surface && self.index.units(pattern) == units)
            .map(|(number, _)| number)
    }

    /// Whether a single word is to be found with its capitals: an acronym, or a name such as `Python` or `C#`.
    fn is_name(&self, word: &str) -> bool {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let inner = word.chars().skip(1).any(char::is_uppercase);
        letters <= 3 || inner || is_acronym(word) || !self.capitals && word.starts_with(char::is_uppercase)
    }

    /// For labels with a compound of known words, the same label with the words apart: `projectbeheer` is found as `beheer van projecten`.
    fn split_compounds(&mut self) {
        let known = |key: &str| self.index.native(key);
        let mut cache: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut tokens = Vec::new();
        let mut added = Vec::new();
        for (number, pattern) in self.index.patterns.iter().enumerate() {
            if pattern.literal || pattern.cased {
                continue;
            }
            let parsed = parsed(self.lexicon.label(pattern.label), self.language, &mut tokens);
            let mut units: Vec<u32> = Vec::new();
            let mut split = false;
            for word in &parsed.content {
                let parts = cache
                    .entry(word.clone())
                    .or_insert_with(|| compounds(word, self.language, &known).whole);
                split |= !parts.is_empty();
                let whole = self.index.vocabulary.get(&root(word, self.language));
                for unit in if parts.is_empty() { whole.as_slice() } else { parts } {
                    if !units.contains(unit) {
                        units.push(*unit);
                    }
                }
            }
            if split && (2..=MAX_LOOSE_WORDS).contains(&units.len()) {
                added.push((number, units));
            }
        }
        for (number, units) in added {
            let mut pattern = self.index.patterns[number].clone();
            (pattern.first, pattern.len, pattern.split) =
                (self.index.units.len() as u32, units.len() as u8, true);
            let mut key = units.clone();
            key.sort_unstable();
            if self.seen.insert((pattern.concept, key)) {
                self.index.units.extend(units);
                self.index.patterns.push(pattern);
            }
        }
    }

    /// English names in Dutch texts: preferred labels, and other names that are written with capitals; only as they are written.
    fn foreign(&mut self) {
        let mut tokens = Vec::new();
        for (label, concept, kind, text) in self.lexicon.labels_in(Language::En) {
            let parsed = parsed(text, Language::Nl, &mut tokens);
            let name = parsed.words == 1 && self.is_name(parsed.name);
            let taken = kind == LabelKind::Preferred && parsed.words <= MAX_FOREIGN_WORDS || name;
            if !taken || parsed.content.is_empty() || parsed.content.len() > MAX_LOOSE_WORDS {
                continue;
            }
            let mut units = Vec::new();
            for word in &parsed.content {
                let unit = self.index.vocabulary.number(&root(word, Language::Nl));
                if !units.contains(&unit) {
                    units.push(unit);
                }
            }
            self.index.frequency.resize(self.index.vocabulary.len(), 0);
            let before = self.index.patterns.len();
            self.add(label, concept, kind, &parsed, units);
            if let Some(pattern) = self.index.patterns.get_mut(before) {
                pattern.literal = true;
            }
        }
    }

    fn finish(mut self) -> Index {
        self.mark_weak();
        self.post();
        self.gather_concepts();
        if self.language == Language::Nl {
            self.part_separable();
        }
        self.index
    }

    fn mark_weak(&mut self) {
        let generic = FEWEST_GENERIC.max((f64::from(self.index.concepts) * GENERIC_SHARE) as u32);
        let mut dropped = FxHashSet::default();
        for number in 0..self.index.patterns.len() {
            let pattern = &self.index.patterns[number];
            let [unit] = *self.index.units(pattern) else {
                continue;
            };
            let name = self.lexicon.label(pattern.label);
            let folded = crate::morphology::folded(name);
            let common = [Language::Nl, Language::En]
                .iter()
                .any(|language| class(&folded, *language).has(Class::COMMON));
            let generic = common || self.index.frequency[unit as usize] > generic;
            let short = folded.chars().filter(|c| c.is_alphanumeric()).count() <= 3 && !is_acronym(name);
            if generic && pattern.kind != LabelKind::Preferred && !pattern.cased {
                dropped.insert(number);
            }
            self.index.patterns[number].weak = generic || short || pattern.qualified;
        }
        let mut number = 0;
        self.index.patterns.retain(|_| {
            number += 1;
            !dropped.contains(&(number - 1))
        });
    }

    fn post(&mut self) {
        let mut by_unit: Vec<Vec<Posting>> = vec![Vec::new(); self.index.vocabulary.len()];
        for (number, pattern) in (0..).zip(&self.index.patterns) {
            let mut units = self.index.units(pattern).to_vec();
            units.sort_by_key(|unit| (self.index.frequency[*unit as usize], *unit));
            let (Some(first), second) = (units.first(), units.get(1)) else {
                continue;
            };
            by_unit[*first as usize].push(Posting {
                pattern: number,
                second: *second.unwrap_or(first),
            });
        }
        self.index.starts.push(0);
        for list in by_unit {
            self.index.postings.extend(list);
            self.index.starts.push(self.index.postings.len() as u32);
        }
    }

    fn gather_concepts(&mut self) {
        let mut by_concept: Vec<Vec<u32>> = vec![Vec::new(); self.index.concepts as usize];
        for pattern in &self.index.patterns {
            by_concept[pattern.concept as usize].extend_from_slice(self.index.units(pattern));
        }
        self.index.concept_starts.push(0);
        for mut units in by_concept {
            units.sort_unstable();
            units.dedup();
            self.index.concept_units.extend(units);
            self.index
                .concept_starts
                .push(self.index.concept_units.len() as u32);
        }
    }

    /// Verbs whose prefix may stand apart, by what is left of them.
    fn part_separable(&mut self) {
        for (key, unit) in &self.index.vocabulary.0 {
            for (prefix, rest) in dutch_separable(key) {
                self.index
                    .separable
                    .entry(rest.into())
                    .or_default()
                    .push((prefix, *unit));
            }
        }
        self.index
            .separable
            .values_mut()
            .for_each(|wholes| wholes.sort_unstable());
    }
}
