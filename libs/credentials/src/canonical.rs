//! The canonical form of quads, RDFC-1.0 with SHA-256.

use std::{collections::HashMap, fmt::Write};

use oxrdf::{
    BlankNode, BlankNodeRef, Dataset, GraphName, NamedOrBlankNode, Quad, Term,
    dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm},
};
use sha2::{Digest, Sha256};

/// Most blank nodes (things without an identifier) in a document.
pub const MAX_BLANK_NODES: usize = 1_000;

/// Most blank nodes that their own statements do not tell apart. To name those, RDFC-1.0 tries their orders, and with
/// them the time grows faster than exponentially ("dataset poisoning"). In honest documents there are none or two.
pub const MAX_AMBIGUOUS: usize = 6;

/// SHA-256 of a canonical form.
pub type CanonicalHash = [u8; 32];

/// A document whose canonical form would take too long to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// More than [`MAX_BLANK_NODES`].
    #[error("the document has more than {MAX_BLANK_NODES} things without an identifier")]
    BlankNodes,
    /// More than [`MAX_AMBIGUOUS`].
    #[error("the document has more than {MAX_AMBIGUOUS} things without an identifier that look alike")]
    Ambiguous,
}

/// The canonical N-Quads of some quads.
///
/// # Errors
///
/// See [`CanonicalError`].
pub fn canonicalise(quads: &[Quad]) -> Result<String, CanonicalError> {
    bounded(quads)?;
    Ok(unbounded(quads))
}

/// SHA-256 of canonical N-Quads.
pub fn hash(canonical: &str) -> CanonicalHash {
    Sha256::digest(canonical.as_bytes()).into()
}

pub(crate) fn unbounded(quads: &[Quad]) -> String {
    let dataset: Dataset = quads.iter().collect();
    let names = dataset.canonicalize_blank_nodes(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<String> = dataset
        .iter()
        .map(|quad| line(&quad.into_owned(), |node| names.get(&node.as_ref()).cloned()))
        .collect();
    lines.sort_unstable();
    lines.concat()
}

/// One canonical N-Quad with its line end, with other names for its blank nodes.
fn line(quad: &Quad, name: impl Fn(&BlankNode) -> Option<BlankNode>) -> String {
    let mut line = String::with_capacity(160);
    let write = |line: &mut String, node: &BlankNode| match name(node) {
        Some(name) => write!(line, "{name}"),
        None => write!(line, "{node}"),
    };
    // Writing to a String cannot fail.
    let _ = match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => write!(line, "{node}"),
        NamedOrBlankNode::BlankNode(node) => write(&mut line, node),
    };
    let _ = write!(line, " {} ", quad.predicate);
    let _ = match &quad.object {
        Term::BlankNode(node) => write(&mut line, node),
        other => write!(line, "{other}"),
    };
    let _ = match &quad.graph_name {
        GraphName::DefaultGraph => Ok(()),
        GraphName::NamedNode(node) => write!(line, " {node}"),
        GraphName::BlankNode(node) => {
            line.push(' ');
            write(&mut line, node)
        }
    };
    line.push_str(" .\n");
    line
}

/// Refuses what could take long. Blank nodes whose first-degree statements are unique get their names at once.
fn bounded(quads: &[Quad]) -> Result<(), CanonicalError> {
    let mut mentions: HashMap<&BlankNode, Vec<&Quad>> = HashMap::new();
    for quad in quads {
        for node in blank_nodes(quad) {
            let about = mentions.entry(node).or_default();
            if about.last().is_none_or(|last| !std::ptr::eq(*last, quad)) {
                about.push(quad);
            }
        }
    }
    if mentions.len() > MAX_BLANK_NODES {
        return Err(CanonicalError::BlankNodes);
    }
    let mut alike: HashMap<CanonicalHash, usize> = HashMap::new();
    for (node, about) in mentions {
        *alike.entry(first_degree(node, &about)).or_default() += 1;
    }
    let ambiguous: usize = alike.into_values().filter(|count| *count > 1).sum();
    if ambiguous > MAX_AMBIGUOUS {
        return Err(CanonicalError::Ambiguous);
    }
    Ok(())
}

fn blank_nodes(quad: &Quad) -> impl Iterator<Item = &BlankNode> {
    let subject = match &quad.subject {
        NamedOrBlankNode::BlankNode(node) => Some(node),
        NamedOrBlankNode::NamedNode(_) => None,
    };
    let object = match &quad.object {
        Term::BlankNode(node) => Some(node),
        _ => None,
    };
    let graph = match &quad.graph_name {
        GraphName::BlankNode(node) => Some(node),
        _ => None,
    };
    [subject, object, graph].into_iter().flatten()
}

/// What the statements about a node say of it, whatever it and the others are called.
fn first_degree(node: &BlankNode, about: &[&Quad]) -> CanonicalHash {
    let mut lines: Vec<String> = about
        .iter()
        .map(|quad| {
            line(quad, |other| {
                Some(BlankNodeRef::new_unchecked(if other == node { "a" } else { "z" }).into_owned())
            })
        })
        .collect();
    lines.sort_unstable();
    // Said twice is said once.
    lines.dedup();
    let mut hasher = Sha256::new();
    for line in lines {
        hasher.update(line.as_bytes());
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        r#in: String,
        #[serde(default)]
        out: String,
    }

    #[derive(Deserialize)]
    struct Vectors {
        eval: Vec<Vector>,
        negative: Vec<Vector>,
    }

    fn vectors() -> Vectors {
        serde_json::from_str(include_str!("../tests/fixtures/w3c/rdfc10.json")).unwrap()
    }

    fn parse(text: &str) -> Vec<Quad> {
        let statements = text.lines().filter(|line| !line.trim().is_empty());
        statements
            .map(|line| line.trim().strip_suffix('.').unwrap().parse().unwrap())
            .collect()
    }

    #[test]
    fn the_vectors_of_the_recommendation() {
        let vectors = vectors().eval;
        assert_eq!(vectors.len(), 63);
        for vector in vectors {
            assert_eq!(unbounded(&parse(&vector.r#in)), vector.out, "{}", vector.name);
        }
    }

    /// Those that are refused as too much alike are made for being so.
    #[test]
    fn most_vectors_are_within_the_bounds() {
        let refused: Vec<String> = vectors()
            .eval
            .into_iter()
            .filter(|vector| bounded(&parse(&vector.r#in)).is_err())
            .map(|vector| vector.name)
            .collect();
        let alike = ["#test044c", "#test045c", "#test046c", "#test054c", "#test059c"];
        assert_eq!(refused, alike);
    }

    #[test]
    fn poison_is_refused() {
        for vector in vectors().negative {
            assert_eq!(
                canonicalise(&parse(&vector.r#in)),
                Err(CanonicalError::Ambiguous),
                "{}",
                vector.name
            );
        }
        // The same said twice must not make nodes look different.
        let mut quads = clique(8);
        for times in 1..8 {
            let again: Vec<Quad> = quads.iter().take(times).cloned().collect();
            quads.extend(again);
        }
        assert_eq!(canonicalise(&quads), Err(CanonicalError::Ambiguous));
    }

    /// The worst that is let through: everything alike and related to everything.
    #[test]
    fn the_worst_within_the_bounds_is_found() {
        let canonical = canonicalise(&clique(MAX_AMBIGUOUS)).unwrap();
        assert_eq!(canonical.lines().count(), MAX_AMBIGUOUS * (MAX_AMBIGUOUS - 1));
    }

    fn clique(size: usize) -> Vec<Quad> {
        let node = |index: usize| BlankNode::new_unchecked(format!("n{index}"));
        let pairs = (0..size).flat_map(|one| (0..size).map(move |other| (one, other)));
        pairs
            .filter(|(one, other)| one != other)
            .map(|(one, other)| {
                let knows = oxrdf::NamedNode::new_unchecked("https://example.org/knows");
                Quad::new(node(one), knows, node(other), GraphName::DefaultGraph)
            })
            .collect()
    }
}
