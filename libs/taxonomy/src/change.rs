//! What a new release does to an old one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Concept, ConceptUri, LabelKind, Language, Release, Status};

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// A concept that the old release did not have.
    Added {
        /// Which.
        uri: ConceptUri,
    },
    /// A concept has another preferred label in a language. A language that is new to it is no change of its name.
    Relabelled {
        /// Which.
        uri: ConceptUri,
        /// In which language.
        language: Language,
        /// Its name before.
        from: String,
        /// Its name now.
        to: String,
    },
    /// A concept stands under other concepts.
    Moved {
        /// Which.
        uri: ConceptUri,
        /// Under which it stood before and does not now.
        left: BTreeSet<ConceptUri>,
        /// Under which it stands now and did not before.
        joined: BTreeSet<ConceptUri>,
    },
    /// A concept is not to be used any more, and others take its place.
    Deprecated {
        /// Which.
        uri: ConceptUri,
        /// What takes its place, which may itself be replaced: see [`crate::Successors`].
        successors: BTreeSet<ConceptUri>,
    },
    /// A concept is not to be used any more, and nothing takes its place.
    Withdrawn {
        /// Which.
        uri: ConceptUri,
        /// How the release says so.
        how: Withdrawal,
    },
    /// A concept that was deprecated is to be used again.
    Revived {
        /// Which.
        uri: ConceptUri,
    },
}

/// How a release says that a concept is not to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Withdrawal {
    /// By its status.
    Deprecated,
    /// By leaving it out, as the CSV packages of ESCO do.
    Missing,
}

impl Change {
    /// The concept it is about.
    pub fn uri(&self) -> &ConceptUri {
        match self {
            Self::Added { uri }
            | Self::Relabelled { uri, .. }
            | Self::Moved { uri, .. }
            | Self::Deprecated { uri, .. }
            | Self::Withdrawn { uri, .. }
            | Self::Revived { uri } => uri,
        }
    }
}

/// What the new release changes, in the order of the concepts' URIs and for one concept in the order of [`Change`].
///
/// A concept that the old release did not have and the new one only mentions as deprecated is no change: nothing can refer to
/// it yet. A release without any broader concept says nothing on the hierarchy, so nothing moved in it.
pub fn changes(old: &Release, new: &Release) -> Vec<Change> {
    let hierarchies = has_hierarchy(old) && has_hierarchy(new);
    let uris = |release: &'_ Release| -> BTreeSet<ConceptUri> {
        let own = release.concepts().iter().map(|concept| concept.uri.clone());
        own.chain(release.replaced().keys().cloned()).collect()
    };
    let mut all = uris(old);
    all.append(&mut uris(new));
    let mut found = Vec::new();
    for uri in all {
        let (before, now) = (old.get(uri.as_str()), new.get(uri.as_str()));
        if let (Some(before), Some(now)) = (before, now)
            && (before.status, now.status) == (Status::Released, Status::Released)
        {
            found.extend(relabelled(before, now));
            found.extend(hierarchies.then(|| moved(before, now)).flatten());
        } else {
            found.extend(life(&uri, old, new));
        }
    }
    found
}

fn has_hierarchy(release: &Release) -> bool {
    release
        .concepts()
        .iter()
        .any(|concept| !concept.broader.is_empty())
}

/// What became of a concept that is not in use in both releases.
fn life(uri: &ConceptUri, old: &Release, new: &Release) -> Option<Change> {
    let (before, now) = (State::of(uri, old), State::of(uri, new));
    match (before, now) {
        (State::Unknown, State::InUse) => Some(Change::Added { uri: uri.clone() }),
        (State::Replaced(_) | State::Deprecated, State::InUse) => Some(Change::Revived { uri: uri.clone() }),
        (State::Unknown, _) => None,
        (State::Replaced(before), State::Replaced(now)) if before == now => None,
        (_, State::Replaced(now)) => Some(Change::Deprecated {
            uri: uri.clone(),
            successors: now.clone(),
        }),
        (State::InUse, State::Deprecated) => Some(Change::Withdrawn {
            uri: uri.clone(),
            how: Withdrawal::Deprecated,
        }),
        (State::InUse, State::Unknown) => Some(Change::Withdrawn {
            uri: uri.clone(),
            how: Withdrawal::Missing,
        }),
        // It was not in use before, and the new release says no more of it: what the old one said still holds.
        (_, _) => None,
    }
}

/// What a release says of a concept's use.
enum State<'a> {
    Unknown,
    InUse,
    Deprecated,
    Replaced(&'a BTreeSet<ConceptUri>),
}

impl<'a> State<'a> {
    fn of(uri: &ConceptUri, release: &'a Release) -> Self {
        let concept = release.get(uri.as_str());
        match (
            release.successors_of(uri.as_str()),
            concept.map(|concept| concept.status),
        ) {
            (Some(successors), _) => Self::Replaced(successors),
            (None, Some(Status::Released)) => Self::InUse,
            (None, Some(Status::Deprecated)) => Self::Deprecated,
            (None, None) => Self::Unknown,
        }
    }
}

fn relabelled(before: &Concept, now: &Concept) -> Vec<Change> {
    let names = before
        .labels
        .iter()
        .filter(|label| label.kind == LabelKind::Preferred);
    let changed = names.filter_map(|name| {
        let to = now.preferred(name.language).filter(|to| to.text != name.text)?;
        Some(Change::Relabelled {
            uri: now.uri.clone(),
            language: name.language,
            from: name.text.clone(),
            to: to.text.clone(),
        })
    });
    changed.collect()
}

fn moved(before: &Concept, now: &Concept) -> Option<Change> {
    let left: BTreeSet<_> = before.broader.difference(&now.broader).cloned().collect();
    let joined: BTreeSet<_> = now.broader.difference(&before.broader).cloned().collect();
    let moved = !left.is_empty() || !joined.is_empty();
    moved.then(|| Change::Moved {
        uri: now.uri.clone(),
        left,
        joined,
    })
}

#[cfg(test)]
mod tests;
