//! A sentence with what is known of its words.

use super::known::{Known, WordInfo, Words};
use crate::words::{Class, Token};

/// The most words that are read as one sentence; a longer one is read in pieces, so that no text costs more than its length.
pub(crate) const MAX_SENTENCE_WORDS: usize = 256;

/// A set of words of one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordSet([u64; MAX_SENTENCE_WORDS / 64]);

impl WordSet {
    pub(crate) fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    pub(crate) fn contains(&self, at: usize) -> bool {
        self.0[at / 64] & (1 << (at % 64)) != 0
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(a, b)| a & b != 0)
    }

    pub(crate) fn without(&self, other: &Self) -> Self {
        let mut rest = *self;
        rest.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= !b);
        rest
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|bits| bits.count_ones()).sum()
    }

    pub(crate) fn first(&self) -> Option<usize> {
        self.0
            .iter()
            .enumerate()
            .find(|(_, bits)| **bits != 0)
            .map(|(at, bits)| at * 64 + bits.trailing_zeros() as usize)
    }

    pub(crate) fn last(&self) -> Option<usize> {
        let found = self.0.iter().enumerate().rev().find(|(_, bits)| **bits != 0);
        found.map(|(at, bits)| at * 64 + 63 - bits.leading_zeros() as usize)
    }
}

/// A sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) numbers: &'a [u32],
    pub(crate) known: &'a [u32],
    pub(crate) words: &'a Words,
}

impl<'a> Sentence<'a> {
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn known(&self, at: usize) -> &'a Known {
        self.words.known(self.known[at])
    }

    pub(crate) fn info(&self, at: usize) -> &'a WordInfo {
        self.words.info(self.numbers[at])
    }

    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        at < self.len() && self.known(at).class.has(class)
    }

    /// The word as written.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        let token = &self.tokens[at];
        &self.text[token.start as usize..token.end as usize]
    }
}
