//! Which concepts an old reference means today.

use std::collections::{BTreeSet, HashMap, HashSet};

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
        /// Whether a part of it has no successor: it, or what replaced it, was in part withdrawn.
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
        let Some(first) = self.gone.get(uri) else {
            return Resolution::Unknown;
        };
        let mut today = BTreeSet::new();
        let mut seen: HashSet<&str> = HashSet::from([uri]);
        let mut waiting: Vec<&ConceptUri> = first.iter().collect();
        let mut in_part = false;
        while let Some(next) = waiting.pop() {
            if !seen.insert(next.as_str()) {
                continue;
            }
            if seen.len() > MAX_SUCCESSOR_STEPS {
                return Resolution::TooMany;
            }
            match self.gone.get(next.as_str()) {
                _ if self.in_use.contains(next.as_str()) => {
                    today.insert(next.clone());
                }
                Some(further) if !further.is_empty() => waiting.extend(further),
                _ => in_part = true,
            }
        }
        if today.is_empty() {
            Resolution::Withdrawn
        } else {
            Resolution::Replaced { today, in_part }
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

#[cfg(test)]
mod tests;
