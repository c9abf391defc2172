//! All places of a sentence where the words of a label stand together.

use super::How;
use super::candidate::Candidate;
use super::known::Via;
use super::passage::{Sentence, WordSet};
use crate::language::Language;
use crate::lexicon::{Index, Lexicon, MAX_LOOSE_WORDS, is_acronym};
use crate::words::{Break, Class};

/// A label found in a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) pattern: u32,
    pub(crate) concept: u32,
    /// The words that stand for the label.
    pub(crate) words: WordSet,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) how: How,
    pub(crate) units: usize,
    pub(crate) confidence: f32,
    /// Only counts where skills are talked about.
    pub(crate) weak: bool,
    /// Names software by a word that is also something else.
    pub(crate) qualified: bool,
    /// A word of every kind of text.
    pub(crate) common: bool,
}

/// A unit at a place in the sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub(super) unit: u32,
    pub(super) at: u16,
    pub(super) via: Via,
    /// The particle that a verb stands apart from.
    pub(super) particle: Option<u16>,
    /// The occurrence of the same unit before this one.
    pub(super) before: u32,
}

const NONE: u32 = u32::MAX;

/// Where the units of a sentence are, for one index.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    occurrences: Vec<Occurrence>,
    /// For each unit the sentence it was last seen in, and its last occurrence there.
    seen: Vec<(u32, u32)>,
    sentence: u32,
    found: Vec<Found>,
}

impl Finder {
    pub(crate) fn new(index: &Index) -> Self {
        Self {
            seen: vec![(0, NONE); index.len()],
            ..Self::default()
        }
    }

    /// All labels in a sentence, overlapping ones too, in a fixed order.
    pub(crate) fn find(
        &mut self,
        sentence: &Sentence<'_>,
        lexicon: &Lexicon,
        language: Language,
    ) -> &[Found] {
        let index = lexicon.index(language);
        self.found.clear();
        self.place(sentence, language);
        for number in 0..self.occurrences.len() {
            let occurrence = self.occurrences[number];
            for posting in index.postings(occurrence.unit) {
                if !self.has(posting.second) {
                    continue;
                }
                let pattern = index.pattern(posting.pattern);
                let units = index.units(pattern);
                if units.iter().all(|unit| self.has(*unit)) {
                    let at = Candidate {
                        sentence,
                        lexicon,
                        index,
                        language,
                        pattern,
                        number: posting.pattern,
                    };
                    let found = if pattern.literal {
                        self.literal(&at, &occurrence)
                    } else {
                        self.loose(&at, units, &occurrence)
                    };
                    self.found.extend(found.filter(|found| {
                        !pattern.cased || is_name(sentence, found, lexicon.name(pattern.label))
                    }));
                }
            }
        }
        &self.found
    }

    fn has(&self, unit: u32) -> bool {
        self.seen[unit as usize].0 == self.sentence
    }

    fn place(&mut self, sentence: &Sentence<'_>, language: Language) {
        // A wrapped count would take units of four billion sentences ago for ones of this.
        self.sentence = self.sentence.checked_add(1).unwrap_or_else(|| {
            self.seen.fill((0, NONE));
            1
        });
        self.occurrences.clear();
        let mut particles = false;
        for at in 0..sentence.len() {
            let known = sentence.known(at);
            particles |= known.prefix.is_some();
            for (unit, via) in &known.units {
                self.add(*unit, at, *via, None);
            }
        }
        if particles && language == Language::Nl {
            self.place_separated(sentence);
        }
    }

    fn add(&mut self, unit: u32, at: usize, via: Via, particle: Option<usize>) {
        let (sentence, last) = self.seen[unit as usize];
        let before = if sentence == self.sentence { last } else { NONE };
        self.seen[unit as usize] = (self.sentence, self.occurrences.len() as u32);
        let particle = particle.map(|at| at as u16);
        self.occurrences.push(Occurrence {
            unit,
            at: at as u16,
            via,
            particle,
            before,
        });
    }

    /// Verbs whose prefix stands apart: `stelt … af`, `af te stellen`.
    fn place_separated(&mut self, sentence: &Sentence<'_>) {
        for at in 0..sentence.len() {
            let Some(prefix) = sentence.known(at).prefix else {
                continue;
            };
            let verb = verb_before(sentence, at, prefix).or_else(|| verb_after(sentence, at, prefix));
            if let Some((verb, unit)) = verb {
                self.add(unit, verb, Via::Form, Some(at));
            }
        }
    }

    fn literal(&self, candidate: &Candidate<'_>, anchor: &Occurrence) -> Option<Found> {
        let Candidate {
            sentence, pattern, ..
        } = candidate;
        let words = usize::from(pattern.words);
        let anchor = usize::from(anchor.at);
        let starts = (anchor + 1).saturating_sub(words)..=anchor;
        let start = starts
            .into_iter()
            .find(|start| start + words <= sentence.len() && candidate.is_written(*start, words))?;
        let mut set = WordSet::default();
        (start..start + words).for_each(|at| set.insert(at));
        Some(candidate.found(set, How::Exact, 0, false, false))
    }

    /// The nearest occurrence of each other unit to the anchor.
    fn loose(&self, candidate: &Candidate<'_>, units: &[u32], anchor: &Occurrence) -> Option<Found> {
        let mut places = [*anchor; MAX_LOOSE_WORDS];
        let mut set = WordSet::default();
        for (place, unit) in places.iter_mut().zip(units) {
            if *unit != anchor.unit {
                *place = self.nearest(*unit, anchor.at)?;
            }
            set.insert(usize::from(place.at));
            if let Some(particle) = place.particle {
                set.insert(usize::from(particle));
            }
        }
        candidate.judge(set, &places[..units.len()])
    }

    fn nearest(&self, unit: u32, to: u16) -> Option<Occurrence> {
        let mut best: Option<Occurrence> = None;
        let mut next = self.seen[unit as usize].1;
        while next != NONE {
            let occurrence = self.occurrences[next as usize];
            if best.is_none_or(|best| occurrence.at.abs_diff(to) <= best.at.abs_diff(to)) {
                best = Some(occurrence);
            }
            next = occurrence.before;
        }
        best
    }
}

/// Whether a word has the capitals of a name: all of those of `SQL` or `JavaScript`, the first of `English`, in any piece of a word with hyphens.
fn is_name(sentence: &Sentence<'_>, found: &Found, name: &str) -> bool {
    let word = sentence.word(found.first);
    let strict = name.chars().count() <= 3
        || name
            .chars()
            .skip(1)
            .any(|c| c.is_uppercase() || !c.is_alphabetic());
    if !strict {
        return sentence.info(found.first).capital;
    }
    let alike = |piece: &str| {
        piece == name || piece.len() == name.len() && is_acronym(piece) && piece.eq_ignore_ascii_case(name)
    };
    alike(word) || word.split('-').any(alike) || word.strip_suffix('s').is_some_and(alike)
}

/// A verb in the clause before its prefix, which ends the clause.
fn verb_before(sentence: &Sentence<'_>, particle: usize, prefix: u8) -> Option<(usize, u32)> {
    let after = particle + 1;
    let ends = after >= sentence.len()
        || sentence.tokens[after].before > Break::None
        || sentence.is(
            after,
            Class::COORDINATOR | Class::SUBORDINATOR | Class::PREPOSITION,
        );
    if !ends {
        return None;
    }
    for at in (0..particle).rev() {
        let whole = sentence
            .known(at)
            .separable
            .iter()
            .find(|(own, _)| *own == prefix);
        if let Some((_, unit)) = whole {
            return Some((at, *unit));
        }
        if sentence.tokens[at + 1].before > Break::Comma || sentence.is(at, Class::SUBORDINATOR) {
            return None;
        }
    }
    None
}

/// `af te stellen`.
fn verb_after(sentence: &Sentence<'_>, particle: usize, prefix: u8) -> Option<(usize, u32)> {
    let verb = particle + 2;
    if verb >= sentence.len() || !sentence.is(particle + 1, Class::INFINITIVE_MARK) {
        return None;
    }
    sentence
        .known(verb)
        .separable
        .iter()
        .find(|(own, _)| *own == prefix)
        .map(|(_, unit)| (verb, *unit))
}
