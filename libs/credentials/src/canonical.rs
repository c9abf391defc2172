//! The canonical form of quads, RDFC-1.0 with SHA-256.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
};

use oxrdf::{
    BlankNode, Dataset, GraphName, NamedOrBlankNode, Quad, Term,
    dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm},
};
use sha2::{Digest, Sha256};

/// Most blank nodes (things without an identifier) in a document.
pub const MAX_BLANK_NODES: usize = 1_000;

/// Most blank nodes that their own statements do not tell apart. To name those, RDFC-1.0 tries their orders, and with
/// them the time grows faster than exponentially ("dataset poisoning"). In honest documents there are none or two.
pub const MAX_AMBIGUOUS: usize = 6;

/// Most statements about such blank nodes: each is looked at again for each of the others.
pub const MAX_AMBIGUOUS_STATEMENTS: usize = 128;

/// SHA-256 of a canonical form.
pub type CanonicalHash = [u8; 32];

/// A document whose canonical form would take too long to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// More than [`MAX_BLANK_NODES`].
    #[error("the document has more than {MAX_BLANK_NODES} things without an identifier")]
    BlankNodes,
    /// More than [`MAX_AMBIGUOUS`], or with more than [`MAX_AMBIGUOUS_STATEMENTS`].
    #[error("the document has more than {MAX_AMBIGUOUS} things without an identifier that look alike")]
    Ambiguous,
}

/// The canonical N-Quads of some quads.
///
/// Where their own statements tell all blank nodes apart, and that is nearly always so, the order of the hashes of those
/// statements is the order of their names (RDFC-1.0, section 4.4.3, step 4), and nothing has to be tried.
///
/// # Errors
///
/// See [`CanonicalError`].
pub fn canonicalise(quads: &[Quad]) -> Result<String, CanonicalError> {
    let alike = alike(quads)?;
    let ambiguous: Vec<&Mentioned<'_>> = alike.values().filter(|nodes| nodes.len() > 1).flatten().collect();
    let statements: usize = ambiguous.iter().map(|node| node.statements).sum();
    if ambiguous.len() > MAX_AMBIGUOUS || statements > MAX_AMBIGUOUS_STATEMENTS {
        return Err(CanonicalError::Ambiguous);
    }
    if !ambiguous.is_empty() {
        return Ok(unbounded(quads));
    }
    let names: HashMap<&BlankNode, BlankNode> = alike
        .into_values()
        .flatten()
        .enumerate()
        .map(|(index, mentioned)| (mentioned.node, BlankNode::new_unchecked(format!("c14n{index}"))))
        .collect();
    let lines = quads.iter().map(|quad| line(quad, |node| names.get(node)));
    Ok(sorted(lines.collect()))
}

/// SHA-256 of canonical N-Quads.
pub fn hash(canonical: &str) -> CanonicalHash {
    Sha256::digest(canonical.as_bytes()).into()
}

/// By trying whatever has to be tried, however long it takes.
fn unbounded(quads: &[Quad]) -> String {
    let dataset: Dataset = quads.iter().collect();
    let names = dataset.canonicalize_blank_nodes(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let names: HashMap<BlankNode, BlankNode> = names
        .into_iter()
        .map(|(node, name)| (node.into_owned(), name))
        .collect();
    let lines = quads.iter().map(|quad| line(quad, |node| names.get(node)));
    sorted(lines.collect())
}

/// What is said twice is said once.
fn sorted(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    lines.dedup();
    lines.concat()
}

/// One canonical N-Quad with its line end, with other names for its blank nodes.
fn line<'n>(quad: &Quad, name: impl Fn(&BlankNode) -> Option<&'n BlankNode>) -> String {
    let mut line = String::with_capacity(192);
    let write = |line: &mut String, node: &BlankNode| write!(line, "{}", name(node).unwrap_or(node));
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

/// A blank node, and how many statements mention it.
struct Mentioned<'q> {
    node: &'q BlankNode,
    statements: usize,
}

/// The blank nodes by the hash of their own statements, in its order.
fn alike(quads: &[Quad]) -> Result<BTreeMap<CanonicalHash, Vec<Mentioned<'_>>>, CanonicalError> {
    let mut mentions: HashMap<&BlankNode, Vec<&Quad>> = HashMap::new();
    for quad in quads {
        for node in blank_nodes(quad) {
            mentions.entry(node).or_default().push(quad);
        }
    }
    if mentions.len() > MAX_BLANK_NODES {
        return Err(CanonicalError::BlankNodes);
    }
    let (this, other) = (BlankNode::new_unchecked("a"), BlankNode::new_unchecked("z"));
    let mut alike: BTreeMap<CanonicalHash, Vec<Mentioned<'_>>> = BTreeMap::new();
    for (node, about) in mentions {
        let lines = about
            .iter()
            .map(|quad| line(quad, |named| Some(if named == node { &this } else { &other })));
        alike
            .entry(hash(&sorted(lines.collect())))
            .or_default()
            .push(Mentioned {
                node,
                statements: about.len(),
            });
    }
    Ok(alike)
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

    /// Vectors with more nodes that look alike than are let through.
    const MADE_ALIKE: [&str; 5] = ["#test044c", "#test045c", "#test046c", "#test054c", "#test059c"];

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
        for Vector { name, r#in, out } in vectors {
            let quads = parse(&r#in);
            assert_eq!(unbounded(&quads), out, "{name}");
            assert!(
                canonicalise(&quads).is_ok_and(|canonical| canonical == out) || MADE_ALIKE.contains(&&*name),
                "{name}"
            );
        }
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

    /// Few nodes that look alike, but with much to compare.
    #[test]
    fn long_poison_is_refused() {
        let node = |name: &str| BlankNode::new_unchecked(name);
        let quads: Vec<Quad> = (0..100)
            .flat_map(|index| {
                let says = oxrdf::NamedNode::new_unchecked(format!("https://example.org/{index}"));
                [("a", "b"), ("b", "a")].map(|(one, other)| {
                    Quad::new(node(one), says.clone(), node(other), GraphName::DefaultGraph)
                })
            })
            .collect();
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
