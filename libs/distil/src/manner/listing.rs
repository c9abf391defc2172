//! Mere listing: skills that are named without anything being said of them.

use crate::document::PassageKind;
use crate::reading::{Sentence, WordSet};
use crate::words::{Break, Class};

/// So many items make a list of which nothing is said of each, whatever is said of all.
const MANY_ITEMS: usize = 6;
/// So many items without a predicate are a list of keywords.
const FEW_ITEMS: usize = 3;
/// Words of an item of a list of keywords, on average.
const SHORT_ITEM: usize = 3;
/// The most words of an item's own that a bare item has besides the mention: `basic welding`.
const WORDS_BESIDE: usize = 1;

/// The items of a sentence.
pub(super) struct Listing<'a> {
    sentence: &'a Sentence<'a>,
    covered: WordSet,
    /// Where the items start; what stands before a colon is not one.
    items: Vec<usize>,
    predicate: bool,
    bare_passage: bool,
}

impl<'a> Listing<'a> {
    pub(super) fn of(sentence: &'a Sentence<'a>, kind: PassageKind, covered: WordSet) -> Self {
        let colon = (1..sentence.len())
            .rev()
            .find(|at| sentence.tokens[*at].before == Break::Colon);
        let start = colon.unwrap_or(0);
        let parts = |at: usize| {
            let strength = sentence.tokens[at].before;
            matches!(strength, Break::Comma | Break::Semicolon) && !sentence.is(at, Class::COORDINATOR)
                || at > start && sentence.is(at - 1, Class::COORDINATOR)
        };
        let mut items = vec![start];
        items.extend((start + 1..sentence.len()).filter(|at| parts(*at)));
        let says = |at: usize| !covered.contains(at) && sentence.is(at, Class::PREDICATE | Class::PASSIVE);
        Self {
            sentence,
            covered,
            items,
            predicate: (0..sentence.len()).any(says),
            bare_passage: kind != PassageKind::Paragraph,
        }
    }

    /// Whether the mention that reaches from one word to another is only named.
    pub(super) fn lists(&self, first: usize, last: usize) -> bool {
        let Some((from, to)) = self.item_of(first, last) else {
            return false;
        };
        let beside = (from..to)
            .filter(|at| !self.covered.contains(*at) && !self.sentence.is(*at, Class::STOP))
            .count();
        // What is said of all items stands in the first one, before its mention.
        let leads = from == 0
            && self.items.len() >= MANY_ITEMS
            && (last + 1..to).all(|at| self.sentence.is(at, Class::STOP));
        let bare = beside <= WORDS_BESIDE || leads;
        if self.items.len() >= MANY_ITEMS {
            return bare && self.items_are_short();
        }
        if self.predicate {
            return false;
        }
        let headed = self.items[0] > 0;
        let alone = self.items.len() == 1 && from == 0 && beside == 0;
        bare && (self.bare_passage
            || alone
            || self.items.len() >= FEW_ITEMS
                && (headed || self.items.len() > FEW_ITEMS)
                && self.items_are_short())
    }

    /// The item that the mention is in; a mention over several items is in none.
    fn item_of(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let number = self.items.iter().rposition(|start| *start <= first)?;
        let end = self.items[number + 1..]
            .iter()
            .copied()
            .find(|start| *start > last)
            .unwrap_or(self.sentence.len());
        Some((self.items[number], end))
    }

    fn items_are_short(&self) -> bool {
        self.sentence.len() - self.items[0] <= SHORT_ITEM * self.items.len()
    }
}
