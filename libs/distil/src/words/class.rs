//! What a word does in a sentence, for the words where that is known beforehand.

use std::ops::{BitOr, BitOrAssign};

/// A set of roles; a word may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Class(u32);

impl Class {
    /// A function word, which no label is known by and no term starts or ends with.
    pub(crate) const STOP: Self = Self(1);
    /// `and`, `or`.
    pub(crate) const COORDINATOR: Self = Self(1 << 1);
    /// A word with which another clause starts: `but`, `because`, `die`.
    pub(crate) const SUBORDINATOR: Self = Self(1 << 2);
    /// Negates what follows: `no`, `not`, `without`.
    pub(crate) const NEGATOR: Self = Self(1 << 3);
    /// A negator that also negates what was said before it: `not`, `niet`.
    pub(crate) const ADVERB_NEGATOR: Self = Self(1 << 4);
    /// Shows that somebody says something of something: pronouns, auxiliaries, `ervaring`, `able`.
    pub(crate) const PREDICATE: Self = Self(1 << 5);
    /// Shows that skills are talked about: `knowledge`, `vaardigheden`, `course`.
    pub(crate) const SKILL_TALK: Self = Self(1 << 6);
    /// A word of every kind of text: no skill by itself, nor a term.
    pub(crate) const COMMON: Self = Self(1 << 7);
    /// What a negation says is not so of a skill: `required`, `nodig`, `part`.
    pub(crate) const REQUIREMENT: Self = Self(1 << 8);
    /// A preposition that joins two nouns into one term: `of`, `van`.
    pub(crate) const JOINT: Self = Self(1 << 9);
    /// What a negation turns back: `only`, `without` after `not`, `ontbreken`.
    pub(crate) const TURNS_BACK: Self = Self(1 << 10);
    /// A preposition.
    pub(crate) const PREPOSITION: Self = Self(1 << 11);
    /// `te`, `to`.
    pub(crate) const INFINITIVE_MARK: Self = Self(1 << 12);
    /// Talks of making software: tells `Java` from the island.
    pub(crate) const SOFTWARE: Self = Self(1 << 13);
    /// A form of `be` or `worden`, with which a passive is made.
    pub(crate) const PASSIVE: Self = Self(1 << 14);
    /// Starts a phrase that says what is replaced: `instead`, `rather`, the `plaats` of `in plaats van`.
    pub(crate) const REPLACEMENT: Self = Self(1 << 15);
    /// Names a field of knowledge as well as what it is about: `chemistry`, `logistiek`.
    pub(crate) const SUBJECT: Self = Self(1 << 16);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Class {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Class {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
