//! Texts read on one core against a whole taxonomy.

use std::{fmt::Write as _, sync::Arc};

use async_trait::async_trait;
use distil::{Distiller, Document, Format, LABEL_MATCH_1, Lexicon, PHRASES_1, extract};
use tokio::time::Instant;

use super::{import::read, release::files};
use crate::measure::{Contender, Effort};

/// Bytes of text, and of one document.
const TEXT_BYTES: u64 = 16_000_000;
const DOCUMENT_BYTES: usize = 16_000;

/// Words around the labels. Five lists of different lengths: no sentence comes twice.
const WHO: [&str; 13] = [
    "Employers in the region",
    "Graduates",
    "The municipality",
    "Most installers",
    "Teachers of the new programme",
    "A growing group of firms",
    "Workers over fifty",
    "The sector council",
    "Project partners",
    "Small enterprises",
    "Researchers",
    "Care organisations",
    "Apprentices",
];
const DO: [&str; 11] = [
    "are expected to",
    "increasingly have to",
    "learn how to",
    "say that they cannot",
    "want their staff to",
    "hardly ever",
    "are paid more if they",
    "see no reason to",
    "have started to",
    "must be able to",
    "ask for courses to",
];
const WHEN: [&str; 17] = [
    "within two years",
    "since the last survey",
    "as the transition demands",
    "in every second vacancy",
    "before the summer",
    "on older sites",
    "together with a supplier",
    "under supervision",
    "for the public sector",
    "at short notice",
    "with modern tools",
    "in teams of four",
    "across the border",
    "without a diploma",
    "during the night shift",
    "at lower cost",
    "for the first time",
];
const THEN: [&str; 7] = [
    "which the study did not foresee",
    "and this worries the council",
    "although budgets fell by 12 per cent",
    "so that waiting lists grow",
    "as table 4 shows",
    "while prices keep rising",
    "according to 318 respondents",
];

/// What is measured of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it: language, words, mentions with their manner, terms.
    Phrases,
    /// Labels as whole words and nothing else.
    Labels,
    /// Parting the text at its white space: what cannot be had for less.
    Words,
}

/// A text in documents, and the skills to look for.
pub(crate) struct Corpus {
    documents: Arc<Vec<Document>>,
    lexicon: Arc<Lexicon>,
}

impl Corpus {
    /// Makes the text out of the labels of a release.
    pub(crate) fn make(effort: &Effort) -> anyhow::Result<Self> {
        let release = read(&files()?)?;
        let texts: Vec<&str> = release
            .concepts()
            .iter()
            .filter(|it| it.kind != taxonomy::Kind::Group)
            .flat_map(|it| &it.labels)
            .filter(|it| it.language.as_str() == "en")
            .map(|it| it.text.as_str())
            .collect();
        let bytes = usize::try_from(effort.size(TEXT_BYTES))?;
        Ok(Self {
            documents: Arc::new(documents(&texts, bytes)?),
            lexicon: Arc::new(Lexicon::of_releases([&release])),
        })
    }

    /// A part of the work as a contender.
    pub(crate) fn part(&self, part: Part) -> Box<dyn Contender> {
        let method = if part == Part::Labels {
            LABEL_MATCH_1
        } else {
            PHRASES_1
        };
        Box::new(Reader {
            documents: self.documents.clone(),
            distiller: Distiller::new(self.lexicon.clone(), method),
            part,
        })
    }
}

fn documents(labels: &[&str], bytes: usize) -> anyhow::Result<Vec<Document>> {
    let (mut documents, mut text, mut done) = (Vec::new(), String::new(), 0);
    for number in 0_usize.. {
        let label = labels[number.wrapping_mul(7_919) % labels.len()];
        let pick = |list: &[&'static str], by: usize| list[(number / by + number) % list.len()];
        let (who, act, when, then) = (pick(&WHO, 3), pick(&DO, 5), pick(&WHEN, 7), pick(&THEN, 11));
        // Writing to a text cannot fail.
        let _ = write!(text, "{who} {act} {label} {when}, {then}. ");
        if number % 6 == 5 {
            text.push_str("\n\n");
        }
        if text.len() >= DOCUMENT_BYTES {
            done += text.len();
            documents.push(extract(text.as_bytes(), Format::Plain)?);
            text.clear();
            if done >= bytes {
                break;
            }
        }
    }
    Ok(documents)
}

/// Someone who reads.
struct Reader {
    documents: Arc<Vec<Document>>,
    distiller: Distiller,
    part: Part,
}

#[async_trait]
impl Contender for Reader {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let (begun, mut bytes, mut found) = (Instant::now(), 0, 0);
        for document in self.documents.iter() {
            bytes += document.text().len();
            found += match self.part {
                Part::Words => document.text().split_whitespace().count(),
                Part::Phrases | Part::Labels => self.distiller.read(document).mentions.len(),
            };
        }
        anyhow::ensure!(found > 0, "nothing was found");
        Ok(bytes as f64 / begun.elapsed().as_secs_f64())
    }
}
