//! Words made of words: `warmtepompinstallatie`, `heatpump`.

use crate::language::Language;
use crate::morphology::{readings, root};

/// The letters each part has at least.
const SHORTEST_PART: usize = 4;
/// The letters of a known part beside an unknown one: shorter ones are found in words they have nothing to do with.
const SHORTEST_BESIDE_UNKNOWN: usize = 5;
/// The same for a part that is not the last, which only tells what the word has to do with.
const SHORTEST_BEFORE_UNKNOWN: usize = 8;
/// A word that is longer is not taken apart; no compound is.
const LONGEST_WORD: usize = 60;
/// How often a word is taken apart again.
const MAX_DEPTH: usize = 3;

/// Finds the unit of a root; the length of the word it is the root of tells whether it is long enough to be a word of its own.
pub(crate) type Known<'a> = dyn Fn(&str, usize) -> Option<u32> + 'a;

/// The parts of a word that a vocabulary knows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// What the compound is a kind of: the last part.
    pub(crate) heads: Vec<u32>,
    /// What it is made with or for: the other parts.
    pub(crate) others: Vec<u32>,
    /// The parts that together are the whole word, in order; none when a part is unknown.
    pub(crate) whole: Vec<u32>,
}

/// Takes a folded word apart. The linking letters of Dutch (-s-, -e-, -en-) look like endings of the first part and go with them.
///
/// With part of the word unknown, only Dutch words are taken apart: an unknown English word that ends in a known one is
/// more often one word than two.
pub(crate) fn compounds(word: &str, language: Language, known: &Known<'_>) -> Parts {
    let mut parts = Parts::default();
    if word.len() < 2 * SHORTEST_PART
        || word.len() > LONGEST_WORD
        || !word.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return parts;
    }
    if !whole(word, language, known, &mut parts, MAX_DEPTH) && language == Language::Nl {
        beside_unknown(word, language, known, &mut parts);
    }
    for list in [&mut parts.heads, &mut parts.others] {
        list.sort_unstable();
        list.dedup();
    }
    parts
}

/// All ways to make the word of known parts; `Parts::whole` keeps the one with the longest first part.
fn whole(word: &str, language: Language, known: &Known<'_>, parts: &mut Parts, depth: usize) -> bool {
    let mut found = false;
    for at in (SHORTEST_PART..=word.len().saturating_sub(SHORTEST_PART)).rev() {
        let Some(first) = known(&root(&word[..at], language), at) else {
            continue;
        };
        let heads = keys(&word[at..], language, known);
        let mut rest = Parts::default();
        if heads.is_empty() && (depth == 0 || !whole(&word[at..], language, known, &mut rest, depth - 1)) {
            continue;
        }
        if !found && parts.whole.is_empty() {
            parts.whole = vec![first];
            parts
                .whole
                .extend(heads.first().map_or(rest.whole.as_slice(), std::slice::from_ref));
        }
        found = true;
        parts.others.push(first);
        parts.others.append(&mut rest.others);
        parts.heads.extend(heads);
        parts.heads.append(&mut rest.heads);
    }
    found
}

fn beside_unknown(word: &str, language: Language, known: &Known<'_>, parts: &mut Parts) {
    let ends = SHORTEST_BEFORE_UNKNOWN..=word.len().saturating_sub(SHORTEST_PART);
    parts
        .others
        .extend(ends.rev().find_map(|at| known(&root(&word[..at], language), at)));
    let starts = SHORTEST_PART..=word.len().saturating_sub(SHORTEST_BESIDE_UNKNOWN);
    for at in starts {
        let heads = keys(&word[at..], language, known);
        if !heads.is_empty() {
            parts.heads.extend(heads);
            break;
        }
    }
}

fn keys(word: &str, language: Language, known: &Known<'_>) -> Vec<u32> {
    readings(word, language)
        .iter()
        .filter_map(|(key, _)| known(key, word.len()))
        .collect()
}
