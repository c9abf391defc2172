//! The methods by which texts are read, each with its version.
//!
//! A method that changes what it finds gets a new version beside the old one: add it to [`METHODS`] and to [`Procedure`], and give it its own
//! module. What an old version finds never changes, so that archives read by both can be compared.

use std::fmt;

/// A way to find skills in texts, by name and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Method {
    /// What it does, in a word.
    pub name: &'static str,
    /// From 1; a higher version finds other things in the same text.
    pub version: u32,
    pub(crate) procedure: Procedure,
}

/// What a method does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Procedure {
    LabelMatch,
    Phrases,
}

/// Preferred and alternative labels as whole words, without regard to case; nothing else. What all other methods are compared with.
pub const LABEL_MATCH_1: Method = Method {
    name: "label-match",
    version: 1,
    procedure: Procedure::LabelMatch,
};

/// Inflected, reordered, compound and parted labels, weighed by how far they are from the label, with their manner.
pub const PHRASES_1: Method = Method {
    name: "phrases",
    version: 1,
    procedure: Procedure::Phrases,
};

/// All methods, the best last.
pub const METHODS: &[Method] = &[LABEL_MATCH_1, PHRASES_1];

impl Method {
    /// The method that is written so, `name/version`.
    #[must_use]
    pub fn find(written: &str) -> Option<Self> {
        METHODS
            .iter()
            .copied()
            .find(|method| method.to_string() == written)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.name, self.version)
    }
}
