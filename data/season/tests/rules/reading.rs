//! What the radar reads in the sources of the season, with the built-in taxonomy and the method it starts with.

use std::{collections::BTreeSet, sync::LazyLock};

use distil::{Concept, Distiller, Format, Label, LabelKind, Language, Lexicon, Manner, PHRASES_1, extract};
use taxonomy::{Kind, Release, Scheme, Version, read_files};

const FILES: [(&str, &[u8]); 2] = [
    ("skills_en.csv", include_bytes!("../../../taxonomy/skills_en.csv")),
    ("skills_nl.csv", include_bytes!("../../../taxonomy/skills_nl.csv")),
];

static DISTILLER: LazyLock<Distiller> = LazyLock::new(|| {
    let version = Version::parse("1").unwrap();
    let read = read_files(Scheme::parse("esco").unwrap(), Some(version), &FILES).unwrap();
    Distiller::new(lexicon(&read.release).into(), PHRASES_1)
});

fn lexicon(release: &Release) -> Lexicon {
    let skills = release.concepts().iter().filter(|it| it.kind != Kind::Group);
    let labelled: Vec<(&str, Vec<Label<'_>>)> = skills
        .map(|it| (it.uri.as_str(), it.labels.iter().filter_map(label).collect()))
        .collect();
    let concepts: Vec<Concept<'_>> = labelled
        .iter()
        .map(|(uri, labels)| Concept { uri, labels })
        .collect();
    Lexicon::build(&concepts)
}

fn label(it: &taxonomy::Label) -> Option<Label<'_>> {
    let language = match it.language.as_str() {
        "nl" => Language::Nl,
        "en" => Language::En,
        _ => return None,
    };
    let kind = match it.kind {
        taxonomy::LabelKind::Preferred => LabelKind::Preferred,
        taxonomy::LabelKind::Alternative => LabelKind::Alternative,
        taxonomy::LabelKind::Hidden => LabelKind::Hidden,
    };
    Some(Label {
        text: &it.text,
        language,
        kind,
    })
}

/// The concepts that a text says something of, and the keys of its terms: what counts as evidence.
pub(crate) fn evidence(text: &[u8]) -> BTreeSet<String> {
    let document = extract(text, Format::Plain).unwrap();
    let reading = DISTILLER.read(&document);
    let asserted = reading
        .mentions
        .iter()
        .filter(|it| it.manner == Manner::Asserted)
        .map(|it| DISTILLER.lexicon().uri(it.concept).to_owned());
    asserted
        .chain(reading.terms.iter().map(|it| it.key.clone()))
        .collect()
}
