//! Reading a document: its language, its words, and the skills it mentions.

mod admit;
mod baseline;
mod candidate;
mod choose;
mod confidence;
mod find;
mod known;
mod order;
mod passage;
mod scratch;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::document::Document;
use crate::language::Detected;
use crate::lexicon::{LabelId, Lexicon};
use crate::method::Method;
use crate::terms::Term;

pub(crate) use known::split_in_two;
pub(crate) use known::{Via, Words};
pub(crate) use passage::{Sentence, WordSet};
use scratch::Scratch;

/// How the words of a mention differ from the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// Not at all, but for capitals and accents.
    Exact,
    /// Inflected or derived: `beheert projecten`, `management of staff`.
    Inflected,
    /// A part of the label is inside a longer word, or a word of it is written apart: `warmtepompinstallatie`, `heatpump`.
    Compound,
    /// In another order: `staff management` for `manage staff`.
    Reordered,
    /// With other words between: `beheert complexe projecten`.
    Gapped,
}

/// What the text does with the skill it mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Manner {
    /// It says something of it: somebody has it, needs it, learns it, lacks it.
    Asserted,
    /// It says that it is not needed, taught or used, or that something else takes its place.
    Negated,
    /// It only names it: in a list of keywords, a table of contents, a bare bullet, or among many items.
    Listed,
}

/// A place where a text speaks of a concept.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The concept, by its place in the lexicon.
    pub concept: u32,
    /// Other concepts that the same words may mean, the likeliest first.
    pub alternatives: Vec<u32>,
    /// Bytes in the text, from the first to the last word of the label; other words may stand between.
    pub range: Range<usize>,
    /// The passage, by its place in the document.
    pub passage: u32,
    /// The label that was found.
    pub label: LabelId,
    /// How the words differ from it.
    pub how: How,
    /// What the text does with it.
    pub manner: Manner,
    /// The share of such mentions that a reader would link to the same concept, as estimated on the tuned part of the annotated set, 0 to 1.
    pub confidence: f32,
}

/// What was read in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The method it was read by.
    pub method: Method,
    /// The language of the whole.
    pub language: Detected,
    /// The language of each passage.
    pub passages: Vec<Detected>,
    /// How many words it has.
    pub words: u32,
    /// How many sentences.
    pub sentences: u32,
    /// The mentions, in the order of the text. Two of them share words only where a coordination does (`install and maintain boilers`), or where one
    /// stands between the words of the other.
    pub mentions: Vec<Mention>,
    /// Words and phrases that no mention covers, the most frequent first.
    pub terms: Vec<Term>,
}

/// Reads documents by one method; the same document always gives the same reading.
///
/// What was worked out of words is kept between documents, in a cache of bounded size. Threads may share a distiller: each that reads at
/// the same time has a cache of its own.
#[derive(Debug)]
pub struct Distiller {
    lexicon: Arc<Lexicon>,
    method: Method,
    resting: Mutex<Vec<Scratch>>,
}

impl Distiller {
    /// A distiller that looks for the concepts of a lexicon.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>, method: Method) -> Self {
        Self {
            lexicon,
            method,
            resting: Mutex::default(),
        }
    }

    /// The method it reads by.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The concepts it looks for.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads a document.
    #[must_use]
    pub fn read(&self, document: &Document) -> Reading {
        let mut scratch = self.take();
        let reading = scratch.read(&self.lexicon, self.method, document);
        self.resting().push(scratch);
        reading
    }

    fn take(&self) -> Scratch {
        let resting = self.resting().pop();
        resting.unwrap_or_else(|| Scratch::new(&self.lexicon))
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
        // A thread that panicked here left a list of whole caches.
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
