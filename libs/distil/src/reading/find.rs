//! All places of a sentence where the words of a label stand together.

use super::How;
use super::confidence::{Evidence, LOWEST, confidence};
use super::known::Via;
use super::passage::{Sentence, WordSet};
use crate::language::Language;
use crate::lexicon::{Index, Lexicon, MAX_LOOSE_WORDS, Pattern, is_acronym, surface};
use crate::words::{Break, Class};

/// Content words that may stand between the words of a label.
const MAX_GAP: usize = 3;
/// Words of any kind that may stand between the words of a label.
const MAX_GAP_WORDS: usize = 7;
/// Function words that may stand between words that still count as next to each other.
const MAX_NEAR_WORDS: usize = 3;

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
}

/// A unit at a place in the sentence.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    unit: u32,
    at: u16,
    via: Via,
    /// The particle that a verb stands apart from.
    particle: Option<u16>,
    /// The occurrence of the same unit before this one.
    before: u32,
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
    alike(word) || word.split('-').any(alike)
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

/// A label of which all units are in the sentence.
struct Candidate<'a> {
    sentence: &'a Sentence<'a>,
    index: &'a Index,
    language: Language,
    pattern: &'a Pattern,
    number: u32,
}

impl Candidate<'_> {
    /// Whether the words from here are those of the label, in its order.
    fn is_written(&self, start: usize, words: usize) -> bool {
        let digests = (start..start + words).map(|at| self.sentence.info(at).digest);
        let broken = (start + 1..start + words).any(|at| self.sentence.tokens[at].before > Break::Comma);
        !broken && surface(digests) == self.pattern.surface
    }

    fn judge(&self, set: WordSet, places: &[Occurrence]) -> Option<Found> {
        let (first, last) = (set.first()?, set.last()?);
        let between = Between::of(self.sentence, first, last, &set)?;
        let loose = places.len() > 1;
        let ordered = places.windows(2).all(|pair| pair[0].at <= pair[1].at);
        let inside = places
            .iter()
            .any(|place| matches!(place.via, Via::Head | Via::Part))
            || !loose && places[0].via == Via::Piece;
        let how = if !inside
            && last - first + 1 == usize::from(self.pattern.words)
            && self.is_written(first, last - first + 1)
        {
            How::Exact
        } else if inside && between.content == 0 {
            How::Compound
        } else if between.content > 0 || between.words > MAX_NEAR_WORDS {
            How::Gapped
        } else if ordered {
            How::Inflected
        } else {
            How::Reordered
        };
        if !ordered && self.language == Language::En && !inside && !self.may_be_reordered(places, &between) {
            return None;
        }
        let agent = places.iter().any(|place| place.via == Via::Agent);
        let modifier = places.iter().all(|place| place.via == Via::Part);
        Some(self.found(set, how, between.content, agent, modifier))
            .filter(|found| found.confidence >= LOWEST)
    }

    /// In English the object follows its verb, so that `clients manage` is not `manage clients`; `client management` is, and so are
    /// `management of clients`, `clients are managed` and the genitive of a noun.
    fn may_be_reordered(&self, places: &[Occurrence], between: &Between) -> bool {
        let Some(first) = places.first() else { return false };
        let moved = places.iter().skip(1).any(|place| place.at < first.at);
        if !moved {
            return between.joint;
        }
        between.joint || self.sentence.known(usize::from(first.at)).nominal
    }

    fn found(&self, set: WordSet, how: How, gap: usize, agent: bool, modifier: bool) -> Found {
        let Pattern {
            kind,
            weak,
            split,
            qualified,
            concept,
            ..
        } = *self.pattern;
        let units = self.index.units(self.pattern);
        let weight = units.iter().map(|unit| self.index.weight(*unit)).sum();
        let evidence = Evidence {
            how,
            kind,
            units: units.len(),
            gap,
            weight,
            weak,
            agent,
            split,
            modifier,
        };
        Found {
            pattern: self.number,
            concept,
            words: set,
            first: set.first().unwrap_or_default(),
            last: set.last().unwrap_or_default(),
            how,
            units: units.len(),
            confidence: confidence(&evidence),
            weak,
            qualified,
        }
    }
}

/// What stands between the words of a label.
#[derive(Debug, Default)]
struct Between {
    content: usize,
    words: usize,
    /// A preposition joins them.
    joint: bool,
}

impl Between {
    /// Nothing when the words are too far apart or in different clauses.
    fn of(sentence: &Sentence<'_>, first: usize, last: usize, set: &WordSet) -> Option<Self> {
        let mut between = Self::default();
        let (mut commas, mut coordinated) = (0, false);
        for at in first..=last {
            if at > first {
                match sentence.tokens[at].before {
                    Break::None => {}
                    Break::Comma => commas += 1,
                    _ => return None,
                }
            }
            if set.contains(at) {
                continue;
            }
            between.words += 1;
            let class = sentence.known(at).class;
            if class.has(Class::SUBORDINATOR) {
                return None;
            }
            coordinated |= class.has(Class::COORDINATOR);
            between.joint |= class.has(Class::PREPOSITION);
            between.content += usize::from(!class.has(Class::STOP));
        }
        let whole = commas == 0 || coordinated;
        (whole && between.content <= MAX_GAP && between.words <= MAX_GAP_WORDS).then_some(between)
    }
}
