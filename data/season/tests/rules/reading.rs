//! What the radar reads in the sources of the season, with the built-in taxonomy and the method it starts with.

use std::{collections::BTreeSet, sync::LazyLock};

use distil::{Distiller, Format, Lexicon, Manner, PHRASES_1, extract};
use taxonomy::{Scheme, Version, read_files};

const FILES: [(&str, &[u8]); 2] = [
    ("skills_en.csv", include_bytes!("../../../taxonomy/skills_en.csv")),
    ("skills_nl.csv", include_bytes!("../../../taxonomy/skills_nl.csv")),
];

static DISTILLER: LazyLock<Distiller> = LazyLock::new(|| {
    let version = Version::parse("1").unwrap();
    let read = read_files(Scheme::parse("esco").unwrap(), Some(version), &FILES).unwrap();
    Distiller::new(Lexicon::of_releases([&read.release]).into(), PHRASES_1)
});

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
