//! Reads a text against the skills of files of the ESCO CSV package and prints what was found:
//! `cargo run -p distil --release --example read -- skills_en.csv skills_nl.csv text.txt`.

use std::{path::Path, sync::Arc};

use distil::{Distiller, Format, Lexicon, PHRASES_1, extract};
use taxonomy::{Scheme, Version, read_files};

type Failure = Box<dyn std::error::Error>;

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
    let named = |path: &String| {
        Path::new(path)
            .file_name()
            .map(|it| it.to_string_lossy().into_owned())
    };
    let mut files = Vec::new();
    for path in paths {
        files.push((named(path).ok_or("not a file")?, std::fs::read(path)?));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|it| (it.0.as_str(), it.1.as_slice())).collect();
    let read = read_files(Scheme::parse("esco")?, Some(Version::parse("1")?), &files)?;
    Ok(Lexicon::of_releases([&read.release]))
}
