//! Reads a text against the concepts of files in the ESCO CSV format and prints what was found, a file whose name ends in `_nl.csv` in Dutch:
//! `cargo run -p distil --release --example read -- skills_en.csv skills_nl.csv text.txt`.

use std::collections::BTreeMap;
use std::sync::Arc;

use distil::{Concept, Distiller, Format, Label, LabelKind, Language, Lexicon, PHRASES_1, extract};

type Failure = Box<dyn std::error::Error>;

/// The labels of each concept as published: language, preferred label, other labels by line.
type Rows = BTreeMap<String, Vec<(Language, String, String)>>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((text, concepts)) = arguments.split_last() else {
        return Err("expected: <esco csv>... <text file>".into());
    };
    let distiller = Distiller::new(Arc::new(lexicon(concepts)?), PHRASES_1);
    let document = extract(&std::fs::read(text)?, Format::Plain)?;
    let reading = distiller.read(&document);
    println!(
        "{:?}, {} words, {} sentences",
        reading.language, reading.words, reading.sentences
    );
    for mention in &reading.mentions {
        let label = distiller.lexicon().label(mention.label);
        let words = &document.text()[mention.range.clone()];
        let uri = distiller.lexicon().uri(mention.concept);
        println!(
            "{:.2} {:?} {:?} {words:?} -> {label} ({uri})",
            mention.confidence, mention.how, mention.manner
        );
    }
    for term in reading.terms.iter().take(30) {
        println!(
            "{:.1} {} x{} {:?}",
            term.c_value, term.key, term.count, term.surfaces
        );
    }
    Ok(())
}

fn lexicon(paths: &[String]) -> Result<Lexicon, Failure> {
    let mut rows = Rows::new();
    for path in paths {
        let language = if path.ends_with("_nl.csv") {
            Language::Nl
        } else {
            Language::En
        };
        for record in csv::Reader::from_path(path)?.records() {
            let record = record?;
            let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
            rows.entry(field(1))
                .or_default()
                .push((language, field(4), field(5)));
        }
    }
    let labels: Vec<Vec<Label<'_>>> = rows
        .values()
        .map(|rows| rows.iter().flat_map(labels).collect())
        .collect();
    let concepts: Vec<Concept<'_>> = rows
        .keys()
        .zip(&labels)
        .map(|(uri, labels)| Concept { uri, labels })
        .collect();
    Ok(Lexicon::build(&concepts))
}

fn labels((language, preferred, others): &(Language, String, String)) -> Vec<Label<'_>> {
    let others = others
        .lines()
        .filter(|text| !text.trim().is_empty())
        .map(|text| (text, LabelKind::Alternative));
    let all = std::iter::once((preferred.as_str(), LabelKind::Preferred)).chain(others);
    all.map(|(text, kind)| Label {
        text,
        language: *language,
        kind,
    })
    .collect()
}
