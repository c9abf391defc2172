//! The small taxonomy that ships with the hub, `data/taxonomy/`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in tests, panicking is how a failure is told"
)]

use std::collections::{BTreeMap, BTreeSet};

use taxonomy::{Concept, Kind, LabelOrigin, Language, Read, Scheme, Status, Version, esco, fold, read_files};

const FILES: [(&str, &[u8]); 5] = [
    (
        "skills_en.csv",
        include_bytes!("../../../data/taxonomy/skills_en.csv"),
    ),
    (
        "skills_nl.csv",
        include_bytes!("../../../data/taxonomy/skills_nl.csv"),
    ),
    (
        "skillGroups_en.csv",
        include_bytes!("../../../data/taxonomy/skillGroups_en.csv"),
    ),
    (
        "skillGroups_nl.csv",
        include_bytes!("../../../data/taxonomy/skillGroups_nl.csv"),
    ),
    (
        "broaderRelationsSkillPillar_en.csv",
        include_bytes!("../../../data/taxonomy/broaderRelationsSkillPillar_en.csv"),
    ),
];

fn read() -> Read {
    let (scheme, version) = (Scheme::parse("esco").unwrap(), Version::parse("1.1.1").unwrap());
    read_files(scheme, Some(version), &FILES).unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn skills(read: &Read) -> impl Iterator<Item = &Concept> {
    read.release
        .concepts()
        .iter()
        .filter(|concept| concept.kind != Kind::Group)
}

#[test]
fn it_is_read_without_faults_or_remarks() {
    let read = read();
    assert!(read.remarks.is_empty(), "{}", read.remarks);
    assert_eq!(skills(&read).count(), 191);
    assert_eq!(read.release.concepts().len(), 191 + 73);
    assert!(
        read.release
            .concepts()
            .iter()
            .all(|concept| concept.status == Status::Released)
    );
}

#[test]
fn each_concept_has_a_name_in_both_languages() {
    for concept in read().release.concepts() {
        assert!(concept.preferred(Language::ENGLISH).is_some(), "{}", concept.uri);
        assert!(concept.preferred(Language::DUTCH).is_some(), "{}", concept.uri);
    }
}

#[test]
fn dutch_labels_say_that_they_are_our_own() {
    for label in read()
        .release
        .concepts()
        .iter()
        .flat_map(|concept| &concept.labels)
    {
        let own = label.language == Language::DUTCH;
        let origin = if own {
            LabelOrigin::OwnTranslation
        } else {
            LabelOrigin::Official
        };
        assert_eq!(label.origin, origin, "{}", label.text);
    }
}

#[test]
fn no_label_means_two_skills() {
    let read = read();
    for language in [Language::ENGLISH, Language::DUTCH] {
        let mut meant: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for concept in skills(&read) {
            for label in concept.labels_in(language) {
                meant
                    .entry(fold(&label.text))
                    .or_default()
                    .insert(concept.uri.as_str());
            }
        }
        let twice: Vec<_> = meant.iter().filter(|(_, concepts)| concepts.len() > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}

#[test]
fn no_dutch_label_is_there_twice_but_for_case() {
    for concept in read().release.concepts() {
        let labels: Vec<String> = concept
            .labels_in(Language::DUTCH)
            .map(|label| fold(&label.text))
            .collect();
        let distinct: BTreeSet<&String> = labels.iter().collect();
        assert_eq!(distinct.len(), labels.len(), "{labels:?}");
    }
}

#[test]
fn green_skills_stand_under_their_groups_up_to_the_top() {
    let read = read();
    let heat_pump = "http://data.europa.eu/esco/skill/00735755-adc6-4ea0-b034-b8caff339c9f";
    let concept = read.release.get(heat_pump).unwrap();
    assert_eq!(
        concept.name(&[Language::DUTCH]).unwrap().text,
        "warmtepomp installeren"
    );
    assert!(concept.belongs_to(esco::GREEN));
    let mut codes = Vec::new();
    let mut above = read.release.broader(concept).next();
    while let Some(group) = above {
        codes.push(group.code.clone().unwrap());
        above = read.release.broader(group).next();
    }
    assert_eq!(codes, ["S7.2.1", "S7.2", "S7", "S"]);
    let green = skills(&read).filter(|concept| concept.belongs_to(esco::GREEN));
    assert!(green.filter(|concept| concept.broader.is_empty()).count() < 10);
}
