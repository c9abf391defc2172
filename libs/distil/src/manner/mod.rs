//! What a text does with the skills it mentions: says something of them, says that they are not needed, or only names them.

mod listing;
mod negation;
#[cfg(test)]
mod tests;

use crate::document::PassageKind;
use crate::reading::{Manner, Sentence, WordSet};

/// The manner of each mention of a sentence, given by its words.
pub(crate) fn manners(sentence: &Sentence<'_>, kind: PassageKind, mentions: &[WordSet]) -> Vec<Manner> {
    if mentions.is_empty() {
        return Vec::new();
    }
    let mut covered = WordSet::default();
    mentions.iter().for_each(|words| covered.add(words));
    let negation = negation::Negation::of(sentence, covered);
    let listing = listing::Listing::of(sentence, kind, covered);
    let manner = |words: &WordSet| match (words.first(), words.last()) {
        (Some(first), Some(last)) if negation.negates(words, first, last) => Manner::Negated,
        (Some(first), Some(last)) if listing.lists(first, last) => Manner::Listed,
        _ => Manner::Asserted,
    };
    mentions.iter().map(manner).collect()
}
