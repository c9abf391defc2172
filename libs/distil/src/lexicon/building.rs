//! Making the index of one language: what each label becomes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compound::compounds;
use super::endings::{idle_roots, is_adjective, is_deverbal};
use super::index::{Index, MAX_LOOSE_WORDS, Pattern, Posting};
use super::label::{Parsed, is_acronym, parsed};
use super::{LabelId, LabelKind, Lexicon};
use crate::language::Language;
use crate::morphology::{dutch_separable, root};
use crate::words::{Class, class};

/// Labels with more content words are not looked for.
const MAX_WORDS: usize = 24;
/// A word in the labels of this share of the concepts, and of at least [`FEWEST_GENERIC`], says little by itself.
const GENERIC_SHARE: f64 = 0.004;
const FEWEST_GENERIC: u32 = 12;
/// A word of so many letters tells enough by itself when the rest of its label says little: `spreadsheets`, `energieaudit`.
const SHORTEST_TELLING: usize = 10;
/// An alternative label of one word with so few letters only counts where skills are talked about.
const LONGEST_DOUBTFUL: usize = 7;
/// English names of at most so many words are also looked for in Dutch texts, which use them as they are.
const MAX_FOREIGN_WORDS: usize = 4;

/// An index that is being made.
pub(super) struct Building<'a> {
    lexicon: &'a Lexicon,
    language: Language,
    index: Index,
    seen: FxHashSet<(u32, Vec<u32>)>,
    /// Whether labels start with a capital as sentences do, so that a capital tells nothing.
    capitals: bool,
}

impl<'a> Building<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, language: Language) -> Self {
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

    pub(super) fn native(&mut self) {
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
                        self.index.shortest.resize(self.index.vocabulary.len(), u8::MAX);
                        let shortest = &mut self.index.shortest[unit as usize];
                        *shortest = (*shortest).min(word.len().min(255) as u8);
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
            deverbal: parsed.content.last().is_some_and(|word| is_deverbal(word)),
            coordinated: parsed.coordinated,
            common: false,
            reduced: false,
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
    pub(super) fn split_compounds(&mut self) {
        let known = |key: &str, length: usize| self.index.part(key, length);
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
            let pattern = Pattern {
                split: true,
                ..self.index.patterns[number].clone()
            };
            self.add_variant(pattern, units);
        }
    }

    /// Adds a pattern for other units of the same label, unless its concept has one of these units already.
    fn add_variant(&mut self, mut pattern: Pattern, mut units: Vec<u32>) {
        let mut met = FxHashSet::default();
        units.retain(|unit| met.insert(*unit));
        let mut key = units.clone();
        key.sort_unstable();
        if self.seen.insert((pattern.concept, key)) {
            (pattern.first, pattern.len) = (self.index.units.len() as u32, units.len() as u8);
            self.index.units.extend(units);
            self.index.patterns.push(pattern);
        }
    }

    /// For labels with words that say little (`conduct energy audit`, `smart grids systems`), the same label without them.
    pub(super) fn reduce(&mut self) {
        let idle = idle_roots(self.language);
        let idle: FxHashSet<u32> = idle
            .iter()
            .filter_map(|root| self.index.vocabulary.get(root))
            .collect();
        let mut tokens = Vec::new();
        let mut added = Vec::new();
        for (number, pattern) in self
            .index
            .patterns
            .iter()
            .enumerate()
            .filter(|(_, pattern)| !pattern.literal)
        {
            let parsed = parsed(self.lexicon.label(pattern.label), self.language, &mut tokens);
            let unit = |word: &String| self.index.vocabulary.get(&root(word, self.language));
            let says = |word: &String| unit(word).is_some_and(|unit| !idle.contains(&unit));
            let (Some(first), Some(last)) = (
                parsed.content.iter().position(says),
                parsed.content.iter().rposition(says),
            ) else {
                continue;
            };
            let rest = &parsed.content[first..=last];
            let complete = last + 1 == parsed.content.len()
                || !rest.last().is_some_and(|word| is_adjective(word, self.language));
            let telling = rest.len() > 1 || rest.iter().any(|word| word.len() >= SHORTEST_TELLING);
            if rest.len() < parsed.content.len() && complete && telling {
                added.push((number, rest.iter().filter_map(unit).collect()));
            }
        }
        for (number, units) in added {
            // It is never the label as written, so it has no words to compare with.
            let pattern = Pattern {
                reduced: true,
                words: 0,
                ..self.index.patterns[number].clone()
            };
            self.add_variant(pattern, units);
        }
    }

    /// English names in Dutch texts: preferred labels, and other names that are written with capitals; only as they are written.
    pub(super) fn foreign(&mut self) {
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
            self.index.shortest.resize(self.index.vocabulary.len(), u8::MAX);
            let before = self.index.patterns.len();
            self.add(label, concept, kind, &parsed, units);
            if let Some(pattern) = self.index.patterns.get_mut(before) {
                pattern.literal = true;
            }
        }
    }

    pub(super) fn finish(mut self) -> Index {
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
            let name = self.lexicon.name(pattern.label);
            let folded = crate::morphology::folded(name);
            let is = |role: Class| {
                [Language::Nl, Language::En]
                    .iter()
                    .any(|language| class(&folded, *language).has(role))
            };
            let (subject, common) = (is(Class::SUBJECT), is(Class::COMMON | Class::SUBJECT));
            let generic = common || self.index.frequency[unit as usize] > generic;
            let short =
                folded.chars().count() <= 3 && folded.chars().all(char::is_alphanumeric) && !is_acronym(name);
            if generic && !subject && pattern.kind != LabelKind::Preferred && !pattern.cased {
                dropped.insert(number);
            }
            // Another name of one short word is mostly a word that means more than the concept: `board`, `sand`.
            let other_name =
                pattern.kind != LabelKind::Preferred && !pattern.cased && folded.len() <= LONGEST_DOUBTFUL;
            let weak = generic || short || other_name || pattern.qualified;
            let pattern = &mut self.index.patterns[number];
            (pattern.weak, pattern.common) = (weak, common);
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
