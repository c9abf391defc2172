//! Which of the labels found in a sentence are its mentions.
//!
//! The longest match wins: what says more of the text and is surer comes first, and takes its words. A later one may only share a word with
//! it where a coordination does (`install and maintain boilers`). Labels of several concepts on the same words are one mention: the
//! concept whose other labels have most words in common with the passage comes first, and the others are its alternatives.

use super::find::Found;
use super::passage::{Sentence, WordSet};
use crate::lexicon::LabelKind;
use crate::words::{Break, Class};

/// How much each further word of a label counts for it.
const WORTH_OF_A_WORD: f32 = 0.5;
/// Concepts on the same words whose confidence is this much less are no alternative.
const LESS_LIKELY: f32 = 0.2;
/// What is left of the confidence when nothing tells the alternatives apart.
const UNDECIDED: f32 = 0.8;
/// The most alternatives that are kept.
const MAX_ALTERNATIVES: usize = 5;

/// A mention in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) found: Found,
    /// Other concepts on the same words, each with the pattern that was found.
    pub(crate) alternatives: Vec<(u32, u32)>,
}

/// Chooses the mentions; `overlap` tells how many words of the passage a concept has in its labels, and `kind` of a pattern.
pub(crate) fn choose(
    sentence: &Sentence<'_>,
    found: &[Found],
    overlap: &dyn Fn(u32) -> usize,
    kind: &dyn Fn(u32) -> LabelKind,
) -> Vec<Chosen> {
    let mut order: Vec<&Found> = found.iter().collect();
    order.sort_by(|a, b| {
        let kinds = || kind(a.pattern).cmp(&kind(b.pattern));
        worth(b)
            .total_cmp(&worth(a))
            .then(a.first.cmp(&b.first))
            .then((a.last - a.first).cmp(&(b.last - b.first)))
            .then_with(kinds)
            .then(a.pattern.cmp(&b.pattern))
    });
    let mut chosen: Vec<Chosen> = Vec::new();
    let mut taken = WordSet::default();
    for candidate in order {
        if !candidate.words.meets(&taken) {
            taken.add(&candidate.words);
            chosen.push(Chosen {
                found: *candidate,
                alternatives: Vec::new(),
            });
        } else if let Some(same) = chosen
            .iter_mut()
            .find(|chosen| chosen.found.words == candidate.words)
        {
            same.offer(candidate);
        } else if chosen
            .iter()
            .all(|chosen| may_share(sentence, &chosen.found, candidate))
        {
            taken.add(&candidate.words);
            chosen.push(Chosen {
                found: *candidate,
                alternatives: Vec::new(),
            });
        }
    }
    for mention in &mut chosen {
        mention.decide(overlap);
    }
    chosen.sort_by_key(|chosen| (chosen.found.first, chosen.found.last, chosen.found.pattern));
    chosen
}

fn worth(found: &Found) -> f32 {
    found.confidence * (1.0 + WORTH_OF_A_WORD * (found.units as f32 - 1.0))
}

impl Chosen {
    /// Takes a concept on the same words as an alternative.
    fn offer(&mut self, candidate: &Found) {
        let known = candidate.concept == self.found.concept
            || self
                .alternatives
                .iter()
                .any(|(concept, _)| *concept == candidate.concept);
        let likely =
            candidate.confidence + LESS_LIKELY >= self.found.confidence && candidate.how <= self.found.how;
        if !known && likely && self.alternatives.len() < MAX_ALTERNATIVES {
            self.alternatives.push((candidate.concept, candidate.pattern));
        }
    }

    /// Puts the concept first that fits the passage best; of those that fit equally well the first stays.
    fn decide(&mut self, overlap: &dyn Fn(u32) -> usize) {
        if self.alternatives.is_empty() {
            return;
        }
        let own = (self.found.concept, self.found.pattern);
        let all = std::iter::once(own).chain(self.alternatives.drain(..));
        let mut ranked: Vec<(usize, (u32, u32))> = all
            .map(|(concept, pattern)| (overlap(concept), (concept, pattern)))
            .collect();
        ranked.sort_by_key(|(overlap, _)| std::cmp::Reverse(*overlap));
        if ranked[0].0 == ranked[1].0 {
            self.found.confidence *= UNDECIDED;
        }
        (self.found.concept, self.found.pattern) = ranked[0].1;
        self.alternatives = ranked[1..].iter().map(|(_, other)| *other).collect();
    }
}

/// Whether two labels may share words: each has words of its own, and a coordination stands between these.
fn may_share(sentence: &Sentence<'_>, one: &Found, other: &Found) -> bool {
    if !one.words.meets(&other.words) {
        return true;
    }
    let (own, others) = (one.words.without(&other.words), other.words.without(&one.words));
    let (Some(a), Some(b), Some(a_last), Some(b_last)) =
        (own.first(), others.first(), own.last(), others.last())
    else {
        return false;
    };
    if one.concept == other.concept || own.count() == 0 || others.count() == 0 {
        return false;
    }
    let (from, to) = if a_last < b {
        (a_last, b)
    } else if b_last < a {
        (b_last, a)
    } else {
        return false;
    };
    (from + 1..=to)
        .any(|at| sentence.is(at, Class::COORDINATOR) || sentence.tokens[at].before == Break::Comma)
}
