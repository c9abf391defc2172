//! Candidate terms: words and phrases that no concept covers, and how they stand out.
//!
//! `yake-rust` 1.0 was tried first. It scores the words of one document by where and how often they stand in it, and read 0.46 MB of text per
//! second on the machine on which this crate reads more than ten; it gives no counts that add up over documents, has one key for
//! each inflected form, and parts no compounds. What is needed here is the opposite: counts under a key that all variants share, to be held
//! against the corpus. So terms are gathered here, and scored by two methods of the literature: keyness by log-likelihood (Dunning 1993) in
//! [`Background`], and C-value (Frantzi, Ananiadou and Mima 2000) in [`Term::c_value`].

mod background;
mod cluster;
mod collect;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use background::{Background, Frequency, log_likelihood};
pub use cluster::{Cluster, SIMILAR_ENOUGH, Variant, cluster};
pub(crate) use collect::Collector;

/// The most terms that are given of one document.
pub const MAX_TERMS: usize = 200;
/// The most places that are given of one term.
pub const MAX_PLACES: usize = 5;
/// The most ways to write that are given of one term.
pub const MAX_SURFACES: usize = 4;

/// A word or phrase of one to four content words that no mention covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The sorted stems of its words, with compounds of known words taken apart: `waterstofveiligheid` and `veiligheid van waterstof` have one key.
    pub key: String,
    /// How many content words it has as written.
    pub words: u8,
    /// How often it occurs in the document.
    pub count: u32,
    /// The ways it is written, the most frequent first, each with how often; at most [`MAX_SURFACES`].
    pub surfaces: Vec<(String, u32)>,
    /// Where it stands: bytes in the text, the first places, at most [`MAX_PLACES`].
    pub places: Vec<Range<usize>>,
    /// How much it is a term of its own in this document rather than a part of longer ones: log2(words + 1) times its count less the mean
    /// count of the longer terms it is in.
    pub c_value: f64,
}
