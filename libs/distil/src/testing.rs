//! What the tests of several modules use.

use std::sync::Arc;

use crate::document::Document;
use crate::extract::{Format, extract};
use crate::language::Language;
use crate::lexicon::{Concept, Label, LabelKind, Lexicon};
use crate::method::PHRASES_1;
use crate::reading::{Distiller, How, Manner, Reading};

/// A lexicon of concepts written as `nl:label|en:label|…`; the first label of a language is the preferred one.
pub(crate) fn lexicon(concepts: &[&str]) -> Arc<Lexicon> {
    let labels: Vec<Vec<Label<'_>>> = concepts.iter().map(|concept| labels(concept)).collect();
    let concepts: Vec<Concept<'_>> = concepts
        .iter()
        .zip(&labels)
        .map(|(uri, labels)| Concept { uri, labels })
        .collect();
    Arc::new(Lexicon::build(&concepts))
}

fn labels(concept: &str) -> Vec<Label<'_>> {
    let mut preferred = [false; 2];
    concept
        .split('|')
        .map(|written| {
            let (language, text) = written.split_once(':').unwrap();
            let language = if language == "nl" {
                Language::Nl
            } else {
                Language::En
            };
            let first = !std::mem::replace(&mut preferred[language as usize], true);
            Label {
                text,
                language,
                kind: if first {
                    LabelKind::Preferred
                } else {
                    LabelKind::Alternative
                },
            }
        })
        .collect()
}

pub(crate) fn plain(text: &str) -> Document {
    extract(text.as_bytes(), Format::Plain).unwrap()
}

pub(crate) fn reading(concepts: &[&str], text: &str) -> Reading {
    Distiller::new(lexicon(concepts), PHRASES_1).read(&plain(text))
}

/// The mentions as (number of the concept, words, how, manner).
pub(crate) fn mentions(concepts: &[&str], text: &str) -> Vec<(u32, String, How, Manner)> {
    let document = plain(text);
    let reading = Distiller::new(lexicon(concepts), PHRASES_1).read(&document);
    let words = |range: std::ops::Range<usize>| document.text()[range].to_owned();
    reading
        .mentions
        .into_iter()
        .map(|mention| (mention.concept, words(mention.range), mention.how, mention.manner))
        .collect()
}

/// How the only mention of a text was found, if there is exactly one.
pub(crate) fn how(concepts: &[&str], text: &str) -> Option<How> {
    match mentions(concepts, text).as_slice() {
        [(_, _, how, _)] => Some(*how),
        _ => None,
    }
}
