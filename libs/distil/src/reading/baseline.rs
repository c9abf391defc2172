//! The plain label match, which other methods are compared with.

use super::How;
use super::choose::Chosen;
use super::find::Found;
use super::passage::{Sentence, WordSet};
use crate::lexicon::{Index, surface};

/// What a plain match is worth is not estimated.
const CONFIDENCE: f32 = 0.5;

/// The longest preferred or alternative label that starts at each word, from left to right; `pattern` of what is found is the label.
pub(super) fn mentions(sentence: &Sentence<'_>, index: &Index) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        match longest(sentence, index, at) {
            Some((found, alternatives)) => {
                at = found.last + 1;
                chosen.push(Chosen { found, alternatives });
            }
            None => at += 1,
        }
    }
    chosen
}

fn longest(sentence: &Sentence<'_>, index: &Index, first: usize) -> Option<(Found, Vec<(u32, u32)>)> {
    let most = index.longest.min(sentence.len() - first);
    (1..=most).rev().find_map(|words| {
        let digest = surface((first..first + words).map(|at| sentence.info(at).digest));
        let [(label, concept), rest @ ..] = index.surfaces.get(&digest)?.as_slice() else {
            return None;
        };
        let mut set = WordSet::default();
        (first..first + words).for_each(|at| set.insert(at));
        let others = rest.iter().filter(|(_, other)| other != concept);
        let mut alternatives: Vec<(u32, u32)> = others.map(|(label, other)| (*other, label.0)).collect();
        alternatives.dedup_by_key(|(other, _)| *other);
        let found = Found {
            pattern: label.0,
            concept: *concept,
            words: set,
            first,
            last: first + words - 1,
            how: How::Exact,
            units: words,
            confidence: CONFIDENCE,
            weak: false,
            qualified: false,
            common: false,
        };
        Some((found, alternatives))
    })
}
