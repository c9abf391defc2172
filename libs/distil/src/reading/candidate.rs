//! Whether the words of a label that are in a sentence mean there what the label means.

use super::How;
use super::confidence::{Evidence, LOWEST, confidence};
use super::find::{Found, Occurrence};
use super::known::Via;
use super::order;
use super::passage::{Sentence, WordSet};
use crate::language::Language;
use crate::lexicon::{Index, Lexicon, Pattern, surface};
use crate::words::{Break, Class};

/// Content words that may stand between the words of a label.
const MAX_GAP: usize = 3;
/// Content words that may stand between where words are shared with another phrase: `install and maintain boilers`.
const MAX_COORDINATED_GAP: usize = 2;
/// Content words that may stand between when a verb is replaced by another.
const MAX_GAP_OF_SYNONYMS: usize = 1;
/// Words of any kind that may stand between the words of a label.
const MAX_GAP_WORDS: usize = 7;
/// Function words that may stand between words that still count as next to each other.
const MAX_NEAR_WORDS: usize = 3;

/// A label of which all units are in the sentence.
pub(super) struct Candidate<'a> {
    pub(super) sentence: &'a Sentence<'a>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) index: &'a Index,
    pub(super) language: Language,
    pub(super) pattern: &'a Pattern,
    pub(super) number: u32,
}

impl Candidate<'_> {
    /// Whether the words from here are those of the label, in its order.
    pub(super) fn is_written(&self, start: usize, words: usize) -> bool {
        let digests = (start..start + words).map(|at| self.sentence.info(at).digest);
        let broken = (start + 1..start + words).any(|at| self.sentence.tokens[at].before > Break::Comma);
        !broken && surface(digests) == self.pattern.surface
    }

    pub(super) fn judge(&self, set: WordSet, places: &[Occurrence]) -> Option<Found> {
        let (first, last) = (set.first()?, set.last()?);
        let between = Between::of(self.sentence, first, last, &set)?;
        if !self.stands_for_each(places) {
            return None;
        }
        let alone = places.len() == 1;
        let ordered = places.windows(2).all(|pair| pair[0].at <= pair[1].at);
        let inside = places
            .iter()
            .any(|place| matches!(place.via, Via::Head | Via::Part))
            || alone && places[0].via == Via::Piece;
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
        let fits = how == How::Exact
            || self.pattern.coordinated
            || !between.coordinated
            || between.content > 0
                && between.content <= MAX_COORDINATED_GAP
                && order::shares(self.sentence, first, last, &set);
        let english = self.language == Language::Nl
            || how == How::Exact
            || self.reads_as_english(places, ordered, &between);
        let synonym = places.iter().any(|place| place.via == Via::Synonym);
        if synonym && (alone || between.content > MAX_GAP_OF_SYNONYMS) {
            return None;
        }
        let agent = synonym || places.iter().any(|place| place.via == Via::Agent);
        let modifier = places.iter().all(|place| place.via == Via::Part);
        let whole = !self.pattern.reduced
            || self.language == Language::Nl
            || (ordered || self.pattern.deverbal) && between.content == 0 && !between.coordinated;
        (fits && english && whole)
            .then(|| self.found(set, how, between.content, agent, modifier))
            .filter(|found| found.confidence >= LOWEST)
    }

    /// Whether each unit has a word of its own, or a part of one: `teacher` is not both `teach` and `instruct`. What is left of a reduced label says
    /// too little to be found in other forms than its own.
    fn stands_for_each(&self, places: &[Occurrence]) -> bool {
        let part = |place: &Occurrence| matches!(place.via, Via::Head | Via::Part | Via::Piece);
        let apart = places.iter().enumerate().all(|(number, place)| {
            part(place)
                || places[number + 1..]
                    .iter()
                    .all(|other| part(other) || other.at != place.at)
        });
        let own = |place: &Occurrence| place.via == Via::Form || part(place);
        apart && (!self.pattern.reduced || places.iter().all(own))
    }

    fn reads_as_english(&self, places: &[Occurrence], ordered: bool, between: &Between) -> bool {
        let [place] = places else {
            let at: Vec<usize> = places.iter().map(|place| usize::from(place.at)).collect();
            let agent = places.first().is_some_and(|place| place.via == Via::Agent);
            let (gap, coordinated) = (between.content, between.coordinated);
            let arrangement = order::Arrangement {
                ordered,
                gap,
                coordinated,
                agent,
            };
            return order::reads_as_english(self.sentence, self.pattern, &at, &arrangement);
        };
        let name = self.lexicon.name(self.pattern.label);
        self.pattern.cased
            || self.pattern.reduced
                && name
                    .split(' ')
                    .any(|piece| order::is_same_noun(self.sentence.word(usize::from(place.at)), piece))
            || matches!(place.via, Via::Form | Via::Agent)
                && order::is_same_noun(self.sentence.word(usize::from(place.at)), name)
    }

    pub(super) fn found(&self, set: WordSet, how: How, gap: usize, agent: bool, modifier: bool) -> Found {
        let Pattern {
            kind,
            weak,
            split,
            qualified,
            concept,
            common,
            reduced,
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
            weak: common,
            agent,
            reduced,
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
            common,
        }
    }
}

/// What stands between the words of a label.
#[derive(Debug, Default)]
struct Between {
    content: usize,
    words: usize,
    /// A coordinator is among them.
    coordinated: bool,
}

impl Between {
    /// Nothing when the words are too far apart or in different clauses.
    fn of(sentence: &Sentence<'_>, first: usize, last: usize, set: &WordSet) -> Option<Self> {
        let mut between = Self::default();
        let mut commas = 0;
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
            between.coordinated |= class.has(Class::COORDINATOR);
            between.content += usize::from(!class.has(Class::STOP));
        }
        let whole = commas == 0 || between.coordinated;
        (whole && between.content <= MAX_GAP && between.words <= MAX_GAP_WORDS).then_some(between)
    }
}
