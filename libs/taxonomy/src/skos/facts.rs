//! What the triples of a file say, gathered by their subject.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use oxrdf::{NamedOrBlankNodeRef, TermRef, TripleRef};

use super::vocabulary::{self, Class, NoteKind, Says};
use crate::{Kind, LabelKind, MappingKind};

/// A node of the graph by its number.
pub(super) type Node = u32;

/// Words with their language, empty where none is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) text: Box<str>,
    pub(super) language: Box<str>,
}

/// What stands behind a label or a note: the words, or a node that has them.
#[derive(Debug, Clone)]
pub(super) enum Spoken {
    Here(Words),
    At(Node),
}

/// What is said of a node that may be a concept.
#[derive(Debug, Default)]
pub(super) struct Subject {
    pub(super) is_concept: bool,
    pub(super) is_scheme: bool,
    pub(super) kind: Option<Kind>,
    pub(super) skill_type: Option<Kind>,
    pub(super) labels: Vec<(LabelKind, Spoken)>,
    pub(super) notes: Vec<(NoteKind, Spoken)>,
    pub(super) broader: Vec<Node>,
    pub(super) within: Vec<Node>,
    pub(super) mappings: Vec<(MappingKind, Node)>,
    pub(super) replaced_by: Vec<Node>,
    pub(super) deprecated: bool,
    pub(super) status: Option<String>,
    pub(super) notation: Option<String>,
    pub(super) reuse: Option<String>,
    pub(super) versions: Vec<String>,
    pub(super) issued: Vec<String>,
}

/// All that a file says and that is of use.
#[derive(Debug, Default)]
pub(super) struct Facts {
    numbers: HashMap<Arc<str>, Node>,
    names: Vec<Arc<str>>,
    pub(super) subjects: BTreeMap<Node, Subject>,
    /// The words of label nodes and of ESCO's literals.
    pub(super) words: HashMap<Node, Vec<Words>>,
}

impl Facts {
    /// How many links and words there are, to bound them.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The IRI of a node, or `_:` and its label.
    pub(super) fn name(&self, node: Node) -> &str {
        self.names
            .get(node as usize)
            .map(AsRef::as_ref)
            .unwrap_or_default()
    }

    /// Takes in a triple.
    pub(super) fn add(&mut self, triple: TripleRef<'_>) {
        let Some(says) = vocabulary::says(triple.predicate.as_str()) else {
            return;
        };
        let subject = self.node(&named(triple.subject));
        match (says, triple.object) {
            (Says::Words, TermRef::Literal(literal)) => {
                self.words.entry(subject).or_default().push(words(literal));
            }
            (says, TermRef::Literal(literal)) => self.literal(subject, says, literal),
            (says, TermRef::NamedNode(object)) => self.link(subject, says, object.as_str()),
            (says, TermRef::BlankNode(object)) => self.link(subject, says, &object.to_string()),
            #[allow(
                unreachable_patterns,
                reason = "with RDF 1.2 turned on elsewhere there are triples as terms"
            )]
            _ => {}
        }
    }

    fn literal(&mut self, subject: Node, says: Says, literal: oxrdf::LiteralRef<'_>) {
        let value = || literal.value().to_owned();
        let of = self.subject(subject);
        match says {
            Says::Label(kind) => of.labels.push((kind, Spoken::Here(words(literal)))),
            Says::Note(kind) => of.notes.push((kind, Spoken::Here(words(literal)))),
            Says::Deprecated => of.deprecated = matches!(literal.value(), "true" | "1"),
            Says::Status => of.status = Some(value()),
            Says::Notation if of.notation.is_none() => of.notation = Some(value()),
            Says::Reuse => of.reuse = Some(value()),
            Says::SkillType => of.skill_type = crate::csv::words::skill_type(literal.value()),
            Says::Version => of.versions.push(value()),
            Says::Issued => of.issued.push(value()),
            _ => {}
        }
    }

    fn link(&mut self, subject: Node, says: Says, object: &str) {
        let last = || object.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
        match says {
            Says::Type => self.typed(subject, object),
            Says::Status => self.subject(subject).status = Some(object.to_owned()),
            Says::Reuse => self.subject(subject).reuse = Some(last()),
            Says::SkillType => self.subject(subject).skill_type = crate::csv::words::skill_type(&last()),
            _ => {
                let object = self.node(object);
                self.join(subject, says, object);
            }
        }
    }

    fn join(&mut self, subject: Node, says: Says, object: Node) {
        match says {
            Says::LabelNode(kind) => self.subject(subject).labels.push((kind, Spoken::At(object))),
            Says::Note(kind) => self.subject(subject).notes.push((kind, Spoken::At(object))),
            Says::Broader => self.subject(subject).broader.push(object),
            Says::Narrower => self.subject(object).broader.push(subject),
            Says::In => self.subject(subject).within.push(object),
            Says::Member => self.subject(object).within.push(subject),
            Says::Mapping(kind) => self.subject(subject).mappings.push((kind, object)),
            Says::ReplacedBy => self.subject(subject).replaced_by.push(object),
            Says::Replaces => self.subject(object).replaced_by.push(subject),
            _ => {}
        }
    }

    fn typed(&mut self, subject: Node, class: &str) {
        match vocabulary::class(class) {
            Some(Class::Concept(kind)) => {
                let of = self.subject(subject);
                of.is_concept = true;
                of.kind = of.kind.or(kind);
            }
            Some(Class::Scheme) => self.subject(subject).is_scheme = true,
            None => {}
        }
    }

    fn subject(&mut self, node: Node) -> &mut Subject {
        self.subjects.entry(node).or_default()
    }

    fn node(&mut self, name: &str) -> Node {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let name: Arc<str> = name.into();
        // The bound on files keeps the number of names far below the end of the numbers.
        let number = Node::try_from(self.names.len()).unwrap_or(Node::MAX);
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    /// The words behind a label or note.
    pub(super) fn spoken<'a>(&'a self, spoken: &'a Spoken) -> &'a [Words] {
        match spoken {
            Spoken::Here(words) => std::slice::from_ref(words),
            Spoken::At(node) => self.words.get(node).map(Vec::as_slice).unwrap_or_default(),
        }
    }

    /// The versions that schemes name; where none does, the days they were issued.
    pub(super) fn versions(&self) -> BTreeSet<String> {
        let schemes = || self.subjects.values().filter(|subject| subject.is_scheme);
        let named: BTreeSet<String> = schemes()
            .flat_map(|scheme| scheme.versions.iter().cloned())
            .collect();
        if named.is_empty() {
            schemes()
                .flat_map(|scheme| scheme.issued.iter().cloned())
                .collect()
        } else {
            named
        }
    }
}

fn words(literal: oxrdf::LiteralRef<'_>) -> Words {
    Words {
        text: literal.value().into(),
        language: literal.language().unwrap_or_default().into(),
    }
}

fn named(subject: NamedOrBlankNodeRef<'_>) -> String {
    match subject {
        NamedOrBlankNodeRef::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNodeRef::BlankNode(node) => node.to_string(),
    }
}
