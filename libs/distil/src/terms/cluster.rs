//! Which terms are variants of one.
//!
//! Two terms are as similar as their sets of stems (Jaccard: what they share of what they have together), after compounds whose parts are terms or words
//! of terms themselves are taken apart and words of every kind of text are left out: `waterstofveiligheid`, `veiligheid van waterstof` and
//! `veilig werken met waterstof` are all of *veilig* and *waterstof*.
//!
//! Clusters grow around leaders (Hartigan 1975): terms come in the order of their counts, and each joins the most similar leader before it that
//! is similar enough, or leads a cluster of its own. Unlike with linking by neighbours, no chain of small steps joins what has
//! nothing in common, and the same terms in any order give the same clusters.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::language::Language;
use crate::morphology::root;
use crate::reading::split_in_two;
use crate::words::{Class, class};

/// Terms are variants from this similarity on: three of four stems in common.
pub const SIMILAR_ENOUGH: f64 = 0.75;
/// Stems shorter than this are no parts of compounds.
const SHORTEST_PART: usize = 4;

/// A term to be put with its variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant<'a> {
    /// Its key, see [`Term::key`](super::Term::key).
    pub key: &'a str,
    /// The language it was found in.
    pub language: Language,
    /// How often it occurs.
    pub count: u64,
}

/// Variants of one term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The term that stands for all: the most frequent, by its place among the terms given.
    pub representative: usize,
    /// All of them, the representative first, then by count.
    pub members: Vec<usize>,
}

/// Puts variants together; every term is in exactly one cluster, and clusters come in the order of their representatives' counts.
#[must_use]
pub fn cluster(variants: &[Variant<'_>]) -> Vec<Cluster> {
    let mut order: Vec<usize> = (0..variants.len()).collect();
    let rank = |at: &usize| {
        (
            std::cmp::Reverse(variants[*at].count),
            variants[*at].key.len(),
            variants[*at].key,
            variants[*at].language,
        )
    };
    order.sort_by(|a, b| rank(a).cmp(&rank(b)));
    let parted = Parted::of(variants);
    let mut leaders: Vec<(BTreeSet<String>, Cluster)> = Vec::new();
    let mut by_stem: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for at in order {
        let stems = parted.stems(&variants[at]);
        match nearest(&stems, &leaders, &by_stem) {
            Some(leader) => leaders[leader].1.members.push(at),
            None => {
                for stem in &stems {
                    by_stem.entry(stem.clone()).or_default().push(leaders.len());
                }
                leaders.push((
                    stems,
                    Cluster {
                        representative: at,
                        members: vec![at],
                    },
                ));
            }
        }
    }
    leaders.into_iter().map(|(_, cluster)| cluster).collect()
}

/// The most similar leader, the earliest of equals.
fn nearest(
    stems: &BTreeSet<String>,
    leaders: &[(BTreeSet<String>, Cluster)],
    by_stem: &FxHashMap<String, Vec<usize>>,
) -> Option<usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for leader in stems.iter().filter_map(|stem| by_stem.get(stem)).flatten() {
        *shared.entry(*leader).or_default() += 1;
    }
    let similar = shared.into_iter().map(|(leader, shared)| {
        let together = stems.len() + leaders[leader].0.len() - shared;
        (leader, shared as f64 / together as f64)
    });
    let best = similar.fold(None, |best: Option<(usize, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    best.filter(|(_, similarity)| *similarity >= SIMILAR_ENOUGH)
        .map(|(leader, _)| leader)
}

/// The stems that terms are made of, by language.
struct Parted<'a>(FxHashSet<(&'a str, Language)>);

impl<'a> Parted<'a> {
    fn of(variants: &[Variant<'a>]) -> Self {
        let stems = variants
            .iter()
            .flat_map(|variant| variant.key.split(' ').map(|stem| (stem, variant.language)));
        Self(stems.filter(|(stem, _)| stem.len() >= SHORTEST_PART).collect())
    }

    fn stems(&self, variant: &Variant<'_>) -> BTreeSet<String> {
        let known = |stem: &str, _: usize| self.0.contains(&(stem, variant.language));
        let all = variant.key.split(' ').flat_map(|stem| {
            split_in_two(stem, variant.language, &known).unwrap_or_else(|| vec![stem.to_owned()])
        });
        let all: BTreeSet<String> = all.collect();
        let telling: BTreeSet<String> = all
            .iter()
            .filter(|stem| !is_common(stem, variant.language))
            .cloned()
            .collect();
        if telling.is_empty() { all } else { telling }
    }
}

/// Whether a stem is that of a word of every kind of text.
fn is_common(stem: &str, language: Language) -> bool {
    let forms = [
        stem.to_owned(),
        format!("{stem}en"),
        format!("{stem}e"),
        format!("{stem}ing"),
    ];
    forms
        .iter()
        .any(|form| class(form, language).has(Class::COMMON | Class::STOP) && root(form, language) == stem)
}
