//! Passages in which readers marked what they mention; how they are written is told in `annotated/README.md`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::document::{Document, PassageKind};
use crate::extract::{item, normalised};
use crate::language::Language;
use crate::lexicon::{Concept, Label, LabelKind, Lexicon};
use crate::reading::Manner;

/// Whether rules were made with a passage at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Yes.
    Tuned,
    /// No: it was written before, and nobody looked at what methods make of it.
    Untouched,
}

/// What a reader marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The concepts that are right, by their place in the set's lexicon.
    pub concepts: Vec<u32>,
    /// Bytes in the text of the sample's document.
    pub range: Range<usize>,
    /// What the text does with it.
    pub manner: Manner,
}

/// An annotated text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its name in the set.
    pub id: String,
    /// The language it is in.
    pub language: Language,
    /// The kind of text, in a word.
    pub kind: String,
    /// The text.
    pub document: Document,
    /// What is marked in it.
    pub marks: Vec<Mark>,
}

/// Why an annotated set cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {expected}")]
pub struct Unreadable {
    /// The file it is in.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: String,
}

/// Concepts, and texts in which they are marked.
#[derive(Debug)]
pub struct AnnotatedSet {
    /// The concepts.
    pub lexicon: Arc<Lexicon>,
    /// The texts of both parts.
    pub samples: Vec<(Part, Sample)>,
}

impl AnnotatedSet {
    /// The set that comes with this crate.
    ///
    /// # Errors
    ///
    /// All lines that are not as `annotated/README.md` says.
    pub fn own() -> Result<Self, Vec<Unreadable>> {
        Self::read(
            include_str!("../../annotated/concepts.tsv"),
            include_str!("../../annotated/tuned.txt"),
            include_str!("../../annotated/untouched.txt"),
        )
    }

    /// A set from the texts of its three files.
    ///
    /// # Errors
    ///
    /// All lines that are not as `annotated/README.md` says.
    pub fn read(concepts: &str, tuned: &str, untouched: &str) -> Result<Self, Vec<Unreadable>> {
        let mut faults = Vec::new();
        let (lexicon, keys) = read_concepts(concepts, &mut faults);
        let mut samples = Vec::new();
        for (part, file, text) in [
            (Part::Tuned, "tuned.txt", tuned),
            (Part::Untouched, "untouched.txt", untouched),
        ] {
            let mut reader = Reader {
                file,
                keys: &keys,
                faults: &mut faults,
                samples: Vec::new(),
            };
            reader.read(text);
            samples.extend(reader.samples.into_iter().map(|sample| (part, sample)));
        }
        if faults.is_empty() {
            Ok(Self {
                lexicon: Arc::new(lexicon),
                samples,
            })
        } else {
            Err(faults)
        }
    }
}

fn read_concepts<'a>(text: &'a str, faults: &mut Vec<Unreadable>) -> (Lexicon, BTreeMap<&'a str, u32>) {
    let mut keys = BTreeMap::new();
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [key, uri, english, english_others, dutch, dutch_others] = fields.as_slice() else {
            faults.push(Unreadable {
                file: "concepts.tsv",
                line: number + 1,
                expected: format!("six fields, there are {}", fields.len()),
            });
            continue;
        };
        let mut labels = labels(english, english_others, Language::En);
        labels.extend(self::labels(dutch, dutch_others, Language::Nl));
        if keys.insert(*key, rows.len() as u32).is_some() {
            faults.push(Unreadable {
                file: "concepts.tsv",
                line: number + 1,
                expected: format!("a key of its own, {key} is taken"),
            });
        }
        rows.push((*uri, labels));
    }
    let concepts: Vec<Concept<'_>> = rows.iter().map(|(uri, labels)| Concept { uri, labels }).collect();
    (Lexicon::build(&concepts), keys)
}

fn labels<'a>(preferred: &'a str, others: &'a str, language: Language) -> Vec<Label<'a>> {
    let others = others.split('|').filter(|text| !text.is_empty());
    let others = others.map(|text| Label {
        text,
        language,
        kind: LabelKind::Alternative,
    });
    std::iter::once(Label {
        text: preferred,
        language,
        kind: LabelKind::Preferred,
    })
    .chain(others)
    .collect()
}

struct Reader<'a> {
    file: &'static str,
    keys: &'a BTreeMap<&'a str, u32>,
    faults: &'a mut Vec<Unreadable>,
    samples: Vec<Sample>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) {
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(head) = line.strip_prefix("=== ") {
                self.start(number, head);
            } else if !line.trim().is_empty() {
                self.passage(number, line);
            }
        }
    }

    fn fault(&mut self, line: usize, expected: String) {
        self.faults.push(Unreadable {
            file: self.file,
            line,
            expected,
        });
    }

    fn start(&mut self, line: usize, head: &str) {
        let mut fields = head.split(' ');
        let (id, language, kind) = (fields.next(), fields.next(), fields.next());
        let language = match language {
            Some("nl") => Language::Nl,
            Some("en") => Language::En,
            other => {
                let other = other.unwrap_or_default();
                return self.fault(line, format!("`=== id nl|en kind`, the language is {other:?}"));
            }
        };
        let [id, kind] = [id, kind].map(|field| field.unwrap_or_default().to_owned());
        self.samples.push(Sample {
            id,
            language,
            kind,
            document: Document::default(),
            marks: Vec::new(),
        });
    }

    fn passage(&mut self, number: usize, line: &str) {
        let (kind, line) = match item(line) {
            Some(item) => (PassageKind::ListItem, item),
            None => (PassageKind::Paragraph, line),
        };
        let Some(mut sample) = self.samples.pop() else {
            return self.fault(
                number,
                "`=== id language kind` before the first passage".to_owned(),
            );
        };
        let offset = sample.document.text().len() + usize::from(!sample.document.text().is_empty());
        let mut text = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((marked, after)) = after.split_once('}') else {
                break;
            };
            let start = offset + text.len();
            let (words, keys) = marked.split_once('|').unwrap_or((marked, ""));
            text.push_str(words);
            sample
                .marks
                .extend(self.mark(number, keys, start..offset + text.len()));
            rest = after;
        }
        text.push_str(rest);
        if normalised(&text) != text {
            self.fault(number, "single spaces, and text in normal form C".to_owned());
        }
        sample.document.push(kind, None, &text);
        self.samples.push(sample);
    }

    fn mark(&mut self, line: usize, keys: &str, range: Range<usize>) -> Option<Mark> {
        let (manner, keys) = match (keys.strip_prefix('-'), keys.strip_prefix('=')) {
            (Some(keys), _) => (Manner::Negated, keys),
            (_, Some(keys)) => (Manner::Listed, keys),
            _ => (Manner::Asserted, keys),
        };
        let concepts: Option<Vec<u32>> = keys.split('/').map(|key| self.keys.get(key).copied()).collect();
        if concepts.is_none() {
            self.fault(line, format!("keys of concepts.tsv, there is {keys:?}"));
        }
        Some(Mark {
            concepts: concepts?,
            range,
            manner,
        })
    }
}
