//! What was read, held in memory: sources, and for each skill in which of them it is named and how often. A question goes over the
//! lists of the skills it is about once; millions of mentions are some dozens of megabytes.

use std::collections::HashMap;

use blocks::values::Id;
use jiff::civil::Date;

/// Number of a source in the library.
pub type SourceNumber = u32;

/// What trends need of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSource {
    /// Day it was published.
    pub published_on: Date,
    /// Its publisher, as it is told from others.
    pub publisher: String,
    /// Words in its text.
    pub words: u32,
    /// Themes.
    pub theme_ids: Vec<Id>,
    /// Sectors.
    pub sectors: Vec<String>,
    /// Regions.
    pub region_ids: Vec<Id>,
    /// Whether it counts: it was not withdrawn, and the run has read it.
    pub counts: bool,
}

/// A source as it is held: names are numbers.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) source: ReadSource,
    pub(super) publisher: u32,
}

/// How often a source names a skill, negated mentions left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Naming {
    /// The source.
    pub source: SourceNumber,
    /// Mentions.
    pub mentions: u32,
}

/// What was read by one run.
#[derive(Debug, Default, Clone)]
pub struct Library {
    pub(super) sources: Vec<Held>,
    numbers: HashMap<Id, SourceNumber>,
    publishers: HashMap<String, u32>,
    concepts: HashMap<String, u32>,
    pub(super) uris: Vec<String>,
    pub(super) namings: Vec<Vec<Naming>>,
}

impl Library {
    /// Takes a source over, or what is known of it now.
    pub fn put_source(&mut self, source_id: &str, source: ReadSource) {
        let next = u32::try_from(self.publishers.len()).unwrap_or(u32::MAX);
        let publisher = *self.publishers.entry(source.publisher.clone()).or_insert(next);
        let held = Held { source, publisher };
        if let Some(number) = self.numbers.get(source_id) {
            if let Some(known) = self.sources.get_mut(*number as usize) {
                *known = held;
            }
            return;
        }
        let number = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        self.numbers.insert(source_id.to_owned(), number);
        self.sources.push(held);
    }

    /// Takes over how often a source names a concept. One that is not known, or is told twice, changes nothing.
    pub fn put_naming(&mut self, source_id: &str, uri: &str, mentions: u32) {
        let Some(source) = self.number(source_id) else {
            return;
        };
        let concept = self.concept_number(uri);
        if let Some(namings) = self.namings.get_mut(concept as usize) {
            // Sources are read one after the other: a repetition is at the end or nowhere.
            if namings.iter().rev().take(8).all(|it| it.source != source) {
                namings.push(Naming { source, mentions });
            }
        }
    }

    fn concept_number(&mut self, uri: &str) -> u32 {
        if let Some(number) = self.concepts.get(uri) {
            return *number;
        }
        let number = u32::try_from(self.uris.len()).unwrap_or(u32::MAX);
        self.concepts.insert(uri.to_owned(), number);
        self.uris.push(uri.to_owned());
        self.namings.push(Vec::new());
        number
    }

    /// The number of a source.
    #[must_use]
    pub fn number(&self, source_id: &str) -> Option<SourceNumber> {
        self.numbers.get(source_id).copied()
    }

    /// How many publishers there are.
    pub(super) fn publishers(&self) -> usize {
        self.publishers.len()
    }

    /// Where a concept is named; empty when it is not.
    #[must_use]
    pub fn namings(&self, uri: &str) -> &[Naming] {
        let number = self.concepts.get(uri).map(|it| *it as usize);
        number
            .and_then(|it| self.namings.get(it))
            .map_or(&[], Vec::as_slice)
    }

    /// Concepts that are named at all, with where.
    pub fn concepts(&self) -> impl Iterator<Item = (&str, &[Naming])> {
        let namings = self.namings.iter().map(Vec::as_slice);
        self.uris.iter().map(String::as_str).zip(namings)
    }

    /// Sectors and regions that sources which count are about.
    #[must_use]
    pub fn parts(&self) -> (Vec<Id>, Vec<String>, Vec<Id>) {
        let counting = || self.sources.iter().map(|it| &it.source).filter(|it| it.counts);
        let sorted = |names: Vec<String>| {
            let set: std::collections::BTreeSet<String> = names.into_iter().collect();
            set.into_iter().collect()
        };
        (
            sorted(counting().flat_map(|it| it.theme_ids.clone()).collect()),
            sorted(counting().flat_map(|it| it.sectors.clone()).collect()),
            sorted(counting().flat_map(|it| it.region_ids.clone()).collect()),
        )
    }
}
