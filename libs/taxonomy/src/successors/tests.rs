use proptest::prelude::*;

use super::*;
use crate::{Concept, Kind, Label, LabelKind, LabelOrigin, Language, Scheme, Version};

fn uri(name: &str) -> ConceptUri {
    ConceptUri::parse(&format!("http://example.org/{name}")).unwrap()
}

fn concept(name: &str, status: Status, successors: &[&str]) -> Concept {
    let mut concept = Concept::new(uri(name), Kind::Knowledge);
    let (language, text) = (Language::DUTCH, name.to_owned());
    concept.labels.push(Label {
        language,
        kind: LabelKind::Preferred,
        text,
        origin: LabelOrigin::Official,
    });
    concept.status = status;
    concept.replaced_by = successors.iter().map(|name| uri(name)).collect();
    concept
}

/// A release with concepts in use, and with others replaced.
fn release(in_use: &[&str], replaced: &[(&str, &[&str])]) -> Release {
    let in_use = in_use.iter().map(|name| concept(name, Status::Released, &[]));
    let replaced = replaced
        .iter()
        .map(|(name, successors)| concept(name, Status::Deprecated, successors));
    let (scheme, version) = (Scheme::parse("test").unwrap(), Version::parse("1").unwrap());
    Release::new(scheme, version, in_use.chain(replaced), []).unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn learnt(releases: &[Release]) -> Successors {
    let mut successors = Successors::default();
    releases.iter().for_each(|release| successors.learn(release));
    successors
}

fn resolve(successors: &Successors, name: &str) -> Resolution {
    successors.resolve(uri(name).as_str())
}

fn replaced(names: &[&str], in_part: bool) -> Resolution {
    Resolution::Replaced {
        today: names.iter().map(|name| uri(name)).collect(),
        in_part,
    }
}

#[test]
fn chains_run_through_releases() {
    let successors = learnt(&[
        release(&["a"], &[]),
        release(&["b"], &[("a", &["b"])]),
        release(&["c"], &[("b", &["c"])]),
    ]);
    assert_eq!(resolve(&successors, "a"), replaced(&["c"], false));
    assert_eq!(resolve(&successors, "c"), Resolution::InUse);
    assert_eq!(resolve(&successors, "never"), Resolution::Unknown);
    assert_eq!(successors.today(uri("a").as_str()), BTreeSet::from([uri("c")]));
    assert_eq!(successors.today(uri("c").as_str()), BTreeSet::from([uri("c")]));
}

#[test]
fn splits_and_merges_come_together() {
    let successors = learnt(&[
        release(&["a", "b"], &[]),
        release(&["c", "d"], &[("a", &["c", "d"]), ("b", &["d"])]),
        release(&["e"], &[("c", &["e"]), ("d", &["e"])]),
    ]);
    assert_eq!(resolve(&successors, "a"), replaced(&["e"], false));
    assert_eq!(resolve(&successors, "b"), replaced(&["e"], false));
}

#[test]
fn what_was_withdrawn_is_told_also_when_it_is_a_part() {
    let successors = learnt(&[
        release(&["a", "b"], &[]),
        release(&["c", "d"], &[("a", &["c", "d"])]),
        release(&["c"], &[]),
    ]);
    assert_eq!(resolve(&successors, "b"), Resolution::Withdrawn);
    assert_eq!(resolve(&successors, "a"), replaced(&["c"], true));
}

#[test]
fn a_concept_that_comes_back_stands_for_itself() {
    let successors = learnt(&[
        release(&["a"], &[]),
        release(&["b"], &[("a", &["b"])]),
        release(&["a"], &[("b", &["a"])]),
    ]);
    assert_eq!(resolve(&successors, "a"), Resolution::InUse);
    assert_eq!(resolve(&successors, "b"), replaced(&["a"], false));
}

#[test]
fn circles_end() {
    let pairs =
        [("a", "b"), ("b", "c"), ("c", "a"), ("x", "a"), ("x", "y")].map(|(old, new)| (uri(old), uri(new)));
    let successors = Successors::from_parts([uri("y")], [], pairs);
    assert_eq!(resolve(&successors, "a"), Resolution::Withdrawn);
    assert_eq!(resolve(&successors, "x"), replaced(&["y"], true));
}

#[test]
fn too_many_are_not_followed() {
    let pairs = (0..=MAX_SUCCESSOR_STEPS).map(|n| (uri("a"), uri(&format!("b{n}"))));
    let in_use = (0..=MAX_SUCCESSOR_STEPS).map(|n| uri(&format!("b{n}")));
    assert_eq!(
        resolve(&Successors::from_parts(in_use, [], pairs), "a"),
        Resolution::TooMany
    );
}

#[test]
fn parts_put_together_are_what_was_learnt() {
    let learnt = learnt(&[release(&["a", "z"], &[]), release(&["b"], &[("a", &["b"])])]);
    let parts = Successors::from_parts([uri("b")], [uri("a"), uri("z")], [(uri("a"), uri("b"))]);
    assert_eq!(learnt, parts);
}

proptest! {
    /// Whatever replaces whatever, a resolution ends, and what stands for a reference today is in use.
    #[test]
    fn every_history_ends(
        pairs in proptest::collection::vec((0_u8..30, 0_u8..30), 0..90),
        in_use in proptest::collection::btree_set(0_u8..30, 0..10),
    ) {
        let name = |n: u8| uri(&n.to_string());
        let successors = Successors::from_parts(
            in_use.iter().map(|n| name(*n)),
            (0..30).map(name),
            pairs.iter().map(|(old, new)| (name(*old), name(*new))),
        );
        for n in 0..30 {
            let today = successors.today(name(n).as_str());
            prop_assert!(today.iter().all(|uri| in_use.iter().any(|n| name(*n) == *uri)));
            prop_assert_eq!(successors.resolve(name(n).as_str()) == Resolution::InUse, in_use.contains(&n));
        }
    }
}
