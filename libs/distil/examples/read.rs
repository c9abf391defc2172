//! Reads a text against the concepts of an ESCO CSV file and prints what was found:
//! `cargo run -p distil --release --example read -- skills_en.csv text.txt`.

use std::sync::Arc;

use distil::{Concept, Distiller, Format, Label, LabelKind, Language, Lexicon, METHODS, PHRASES_1, extract};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [concepts, text] = arguments.as_slice() else {
        return Err("expected: <esco csv> <text file>".into());
    };
    let distiller = Distiller::new(
        Arc::new(lexicon(concepts)?),
        METHODS.last().copied().unwrap_or(PHRASES_1),
    );
    let document = extract(&std::fs::read(text)?, Format::Plain)?;
    let reading = distiller.read(&document);
    println!(
        "{:?}, {} words, {} sentences",
        reading.language, reading.words, reading.sentences
    );
    for mention in &reading.mentions {
        let label = distiller.lexicon().label(mention.label);
        let words = &document.text()[mention.range.clone()];
        println!(
            "{:.2} {:?} {:?} {words:?} -> {label} ({})",
            mention.confidence,
            mention.how,
            mention.manner,
            distiller.lexicon().uri(mention.concept)
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

/// The concepts of a file in the format in which ESCO is published.
fn lexicon(path: &str) -> Result<Lexicon, Failure> {
    let rows: Vec<(String, String, String)> = csv::Reader::from_path(path)?
        .records()
        .map(|row| row.map(|row| (row[1].to_owned(), row[4].to_owned(), row[5].to_owned())))
        .collect::<Result<_, _>>()?;
    let labels: Vec<Vec<Label<'_>>> = rows
        .iter()
        .map(|(_, preferred, others)| labels(preferred, others))
        .collect();
    let concepts: Vec<Concept<'_>> = rows
        .iter()
        .zip(&labels)
        .map(|((uri, ..), labels)| Concept { uri, labels })
        .collect();
    Ok(Lexicon::build(&concepts))
}

fn labels<'a>(preferred: &'a str, others: &'a str) -> Vec<Label<'a>> {
    let label = |text: &'a str, kind| Label {
        text,
        language: Language::En,
        kind,
    };
    let others = others
        .lines()
        .filter(|text| !text.trim().is_empty())
        .map(|text| label(text, LabelKind::Alternative));
    std::iter::once(label(preferred, LabelKind::Preferred))
        .chain(others)
        .collect()
}
