use super::*;
use crate::{Kind, Label, LabelOrigin, Scheme, Version};

fn uri(name: &str) -> ConceptUri {
    ConceptUri::parse(&format!("http://example.org/{name}")).unwrap()
}

fn concept(name: &str, label: &str) -> Concept {
    let mut concept = Concept::new(uri(name), Kind::Knowledge);
    let (language, text) = (Language::DUTCH, label.to_owned());
    concept.labels.push(Label {
        language,
        kind: LabelKind::Preferred,
        text,
        origin: LabelOrigin::Official,
    });
    concept
}

fn under(mut concept: Concept, broader: &str) -> Concept {
    concept.broader = BTreeSet::from([uri(broader)]);
    concept
}

fn deprecated(name: &str, successors: &[&str]) -> Concept {
    let mut concept = concept(name, name);
    concept.status = Status::Deprecated;
    concept.replaced_by = successors.iter().map(|name| uri(name)).collect();
    concept
}

fn release(concepts: Vec<Concept>, replaced: &[(&str, &str)]) -> Release {
    let (scheme, version) = (Scheme::parse("test").unwrap(), Version::parse("1").unwrap());
    let replaced = replaced.iter().map(|(old, new)| (uri(old), uri(new)));
    Release::new(scheme, version, concepts, replaced).unwrap_or_else(|rejected| panic!("{rejected}"))
}

#[test]
fn a_release_does_not_change_itself() {
    let one = release(
        vec![
            under(concept("a", "a"), "b"),
            concept("b", "b"),
            deprecated("c", &["b"]),
        ],
        &[("d", "a")],
    );
    assert!(changes(&one, &one).is_empty());
}

#[test]
fn each_sort_of_change_is_told_once() {
    let old = release(
        vec![
            under(concept("a", "lassen"), "x"),
            concept("b", "b"),
            concept("c", "c"),
            concept("d", "d"),
            deprecated("e", &[]),
            concept("x", "x"),
            concept("y", "y"),
        ],
        &[],
    );
    let new = release(
        vec![
            under(concept("a", "lastechniek"), "y"),
            deprecated("b", &["x", "y"]),
            deprecated("c", &[]),
            concept("e", "e"),
            concept("f", "f"),
            concept("x", "x"),
            concept("y", "y"),
        ],
        &[],
    );
    let set = |names: &[&str]| names.iter().map(|name| uri(name)).collect::<BTreeSet<_>>();
    let (from, to) = ("lassen".to_owned(), "lastechniek".to_owned());
    assert_eq!(
        changes(&old, &new),
        [
            Change::Relabelled {
                uri: uri("a"),
                language: Language::DUTCH,
                from,
                to
            },
            Change::Moved {
                uri: uri("a"),
                left: set(&["x"]),
                joined: set(&["y"])
            },
            Change::Deprecated {
                uri: uri("b"),
                successors: set(&["x", "y"])
            },
            Change::Withdrawn {
                uri: uri("c"),
                how: Withdrawal::Deprecated
            },
            Change::Withdrawn {
                uri: uri("d"),
                how: Withdrawal::Missing
            },
            Change::Revived { uri: uri("e") },
            Change::Added { uri: uri("f") },
        ]
    );
}

#[test]
fn a_concept_that_is_left_out_but_mapped_has_its_successors() {
    let old = release(vec![concept("a", "a"), concept("b", "b")], &[]);
    let new = release(vec![concept("b", "b")], &[("a", "b"), ("never-seen", "b")]);
    let successors = BTreeSet::from([uri("b")]);
    assert_eq!(
        changes(&old, &new),
        [Change::Deprecated {
            uri: uri("a"),
            successors
        }]
    );
}

#[test]
fn successors_that_are_named_later_are_news_and_silence_is_none() {
    let old = release(
        vec![deprecated("a", &[]), deprecated("c", &["b"]), concept("b", "b")],
        &[],
    );
    let new = release(vec![concept("b", "b")], &[("a", "b")]);
    let successors = BTreeSet::from([uri("b")]);
    assert_eq!(
        changes(&old, &new),
        [Change::Deprecated {
            uri: uri("a"),
            successors
        }]
    );
}

#[test]
fn without_a_hierarchy_nothing_moves_and_a_new_language_is_no_new_name() {
    let old = release(vec![concept("a", "a"), concept("b", "b")], &[]);
    let mut translated = under(concept("a", "a"), "b");
    translated.labels.push(Label {
        language: Language::ENGLISH,
        ..translated.labels[0].clone()
    });
    assert!(changes(&old, &release(vec![translated, concept("b", "b")], &[])).is_empty());
}

#[test]
fn changes_are_written_and_read_as_json() {
    let change = Change::Withdrawn {
        uri: uri("a"),
        how: Withdrawal::Missing,
    };
    let json = serde_json::to_string(&change).unwrap();
    assert_eq!(
        json,
        r#"{"change":"withdrawn","uri":"http://example.org/a","how":"missing"}"#
    );
    assert_eq!(serde_json::from_str::<Change>(&json).unwrap(), change);
}
