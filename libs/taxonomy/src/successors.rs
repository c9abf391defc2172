//! Which concepts an old reference means today.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::limits::MAX_SUCCESSOR_STEPS;
use crate::{ConceptUri, Release, Status};

/// The successors of one taxonomy over all its releases.
///
/// Releases are learnt from the oldest to the newest; what a newer one says of a concept goes before what an older one said.
/// What an older one said still holds where the newer is silent: a publisher tells once that a concept was replaced, and leaves it
/// out from then on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Successors {
    in_use: HashSet<ConceptUri>,
    /// Concepts that are not in use, with what replaced them: nothing where they were withdrawn.
    gone: HashMap<ConceptUri, BTreeSet<ConceptUri>>,
}

/// What a reference means today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// The concept is in use.
    InUse,
    /// It was replaced.
    Replaced {
        /// The concepts in use that stand for it today: several where it was split. Never empty.
        today: BTreeSet<ConceptUri>,
        /// Whether a part of it was lost: on the way to them stands a concept from which no way leads to one in use, since
        /// it was withdrawn, or replaced in a circle.
        in_part: bool,
    },
    /// It is not in use, and nothing in use stands for it.
    Withdrawn,
    /// No release had it.
    Unknown,
    /// It was replaced by more concepts than are followed, see [`MAX_SUCCESSOR_STEPS`].
    TooMany,
}

impl Successors {
    /// Puts together what was learnt before, for instance out of a database: the concepts in use, those that are not, and
    /// what replaced what.
    pub fn from_parts(
        in_use: impl IntoIterator<Item = ConceptUri>,
        gone: impl IntoIterator<Item = ConceptUri>,
        replaced: impl IntoIterator<Item = (ConceptUri, ConceptUri)>,
    ) -> Self {
        let in_use: HashSet<_> = in_use.into_iter().collect();
        let mut known: HashMap<ConceptUri, BTreeSet<ConceptUri>> =
            gone.into_iter().map(|uri| (uri, BTreeSet::new())).collect();
        for (old, new) in replaced {
            known.entry(old).or_default().insert(new);
        }
        known.retain(|uri, _| !in_use.contains(uri));
        Self { in_use, gone: known }
    }

    /// Learns a newer release.
    pub fn learn(&mut self, release: &Release) {
        for uri in std::mem::take(&mut self.in_use) {
            self.gone.entry(uri).or_default();
        }
        for concept in release.concepts() {
            match concept.status {
                Status::Released => {
                    self.gone.remove(&concept.uri);
                    self.in_use.insert(concept.uri.clone());
                }
                Status::Deprecated => self.replace(&concept.uri, &concept.replaced_by),
            }
        }
        for (old, new) in release.replaced() {
            self.replace(old, new);
        }
    }

    fn replace(&mut self, old: &ConceptUri, new: &BTreeSet<ConceptUri>) {
        let known = self.gone.entry(old.clone()).or_default();
        if !new.is_empty() {
            known.clone_from(new);
        }
    }

    /// Concepts that are not in use, with what replaced them: nothing where they were withdrawn. In no order.
    pub fn gone(&self) -> impl Iterator<Item = (&ConceptUri, &BTreeSet<ConceptUri>)> {
        self.gone.iter()
    }

    /// What a reference means today. It ends on every history, also where concepts replace each other in a circle.
    pub fn resolve(&self, uri: &str) -> Resolution {
        if self.in_use.contains(uri) {
            return Resolution::InUse;
        }
        if !self.gone.contains_key(uri) {
            return Resolution::Unknown;
        }
        let mut ways = Ways {
            seen: HashMap::from([(uri, 0)]),
            back: vec![Vec::new()],
        };
        let mut waiting = vec![(0, uri)];
        let mut today = BTreeMap::new();
        while let Some((at, old)) = waiting.pop() {
            for new in self.gone.get(old).into_iter().flatten() {
                let (number, is_new) = ways.step(at, new.as_str());
                if ways.seen.len() > MAX_SUCCESSOR_STEPS {
                    return Resolution::TooMany;
                }
                if self.in_use.contains(new.as_str()) {
                    today.insert(number, new.clone());
                } else if is_new {
                    waiting.push((number, new.as_str()));
                }
            }
        }
        if today.is_empty() {
            return Resolution::Withdrawn;
        }
        let in_part = ways.leading_to(today.keys().copied()) < ways.seen.len();
        Resolution::Replaced {
            today: today.into_values().collect(),
            in_part,
        }
    }

    /// The concepts that stand for a reference today: itself where it is in use, none where it was withdrawn or is not known.
    pub fn today(&self, uri: &str) -> BTreeSet<ConceptUri> {
        match self.resolve(uri) {
            Resolution::InUse => self.in_use.get(uri).cloned().into_iter().collect(),
            Resolution::Replaced { today, .. } => today,
            Resolution::Withdrawn | Resolution::Unknown | Resolution::TooMany => BTreeSet::new(),
        }
    }
}

/// The ways from a concept to its successors, to be walked back.
struct Ways<'a> {
    seen: HashMap<&'a str, usize>,
    back: Vec<Vec<usize>>,
}

impl<'a> Ways<'a> {
    /// Adds a step, and says the number of the concept it leads to and whether that is new.
    fn step(&mut self, from: usize, to: &'a str) -> (usize, bool) {
        let next = self.back.len();
        let number = *self.seen.entry(to).or_insert(next);
        if number == next {
            self.back.push(Vec::new());
        }
        if let Some(back) = self.back.get_mut(number) {
            back.push(from);
        }
        (number, number == next)
    }

    /// How many concepts have a way to one of these.
    fn leading_to(&self, ends: impl Iterator<Item = usize>) -> usize {
        let mut reached = HashSet::new();
        let mut waiting: Vec<usize> = ends.collect();
        while let Some(number) = waiting.pop() {
            if reached.insert(number) {
                waiting.extend(self.back.get(number).into_iter().flatten());
            }
        }
        reached.len()
    }
}

#[cfg(test)]
mod tests;
