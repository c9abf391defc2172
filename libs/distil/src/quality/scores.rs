//! Precision, recall and F1.

use std::fmt::Write as _;

use super::annotated::{AnnotatedSet, Mark, Part, Sample};
use crate::language::Language;
use crate::reading::{Distiller, Manner, Mention};

/// What was found, and what should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scores {
    /// Marks that were found.
    pub right: u32,
    /// Mentions that nobody marked.
    pub wrong: u32,
    /// Marks that were not found.
    pub missed: u32,
}

impl Scores {
    /// The share of the mentions that are right; 1 without mentions.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.wrong)
    }

    /// The share of the marks that were found; 1 without marks.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.missed)
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let all = 2 * self.right + self.wrong + self.missed;
        if all == 0 {
            1.0
        } else {
            f64::from(2 * self.right) / f64::from(all)
        }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

fn share(part: u32, rest: u32) -> f64 {
    if part + rest == 0 {
        1.0
    } else {
        f64::from(part) / f64::from(part + rest)
    }
}

/// What of the set is looked at; nothing means all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slice {
    /// Only this part.
    pub part: Option<Part>,
    /// Only texts in this language.
    pub language: Option<Language>,
    /// Only marks and mentions of this manner, which must then be right.
    pub manner: Option<Manner>,
}

/// What a distiller finds in a slice of the set, against what is marked; the distiller must look for the concepts of the set.
#[must_use]
pub fn evaluate(distiller: &Distiller, set: &AnnotatedSet, slice: Slice) -> Scores {
    let taken = set.samples.iter().filter(|(part, sample)| {
        slice.part.is_none_or(|only| only == *part)
            && slice.language.is_none_or(|only| only == sample.language)
    });
    let mut scores = Scores::default();
    for (_, sample) in taken {
        scores.add(score(
            sample,
            &distiller.read(&sample.document).mentions,
            slice.manner,
        ));
    }
    scores
}

fn score(sample: &Sample, mentions: &[Mention], manner: Option<Manner>) -> Scores {
    let mut scores = Scores::default();
    let counts = |of: Manner| manner.is_none_or(|only| only == of);
    let mut open: Vec<&Mark> = sample.marks.iter().filter(|mark| counts(mark.manner)).collect();
    for mention in mentions.iter().filter(|mention| counts(mention.manner)) {
        let fits = |mark: &&Mark| {
            mark.concepts.contains(&mention.concept)
                && mark.range.start < mention.range.end
                && mention.range.start < mark.range.end
        };
        match open.iter().position(fits) {
            Some(at) => {
                open.remove(at);
                scores.right += 1;
            }
            None => scores.wrong += 1,
        }
    }
    scores.missed = open.len() as u32;
    scores
}

/// One line of the table of quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The method, `name/version`.
    pub method: String,
    /// What it was measured on.
    pub slice: Slice,
    /// What came out.
    pub scores: Scores,
}

/// The scores of distillers for each part, by language and by manner.
#[must_use]
pub fn rows(distillers: &[Distiller], set: &AnnotatedSet) -> Vec<Row> {
    let mut slices = Vec::new();
    for part in [Part::Tuned, Part::Untouched] {
        let whole = Slice {
            part: Some(part),
            ..Slice::default()
        };
        slices.push(whole);
        slices.extend([Language::Nl, Language::En].map(|language| Slice {
            language: Some(language),
            ..whole
        }));
        slices.extend(
            [Manner::Asserted, Manner::Negated, Manner::Listed].map(|manner| Slice {
                manner: Some(manner),
                ..whole
            }),
        );
    }
    let row = |slice: Slice, distiller: &Distiller| Row {
        method: distiller.method().to_string(),
        slice,
        scores: evaluate(distiller, set, slice),
    };
    slices
        .into_iter()
        .flat_map(|slice| distillers.iter().map(move |distiller| row(slice, distiller)))
        .collect()
}

/// The scores as a table for people.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let mut table = format!(
        "{:<10} {:<4} {:<9} {:<14} {:>6} {:>6} {:>6} {:>10} {:>7} {:>6}\n",
        "part", "lang", "manner", "method", "right", "wrong", "missed", "precision", "recall", "F1"
    );
    for Row {
        method,
        slice,
        scores,
    } in rows
    {
        let part = slice.part.map_or(
            "all",
            |part| if part == Part::Tuned { "tuned" } else { "untouched" },
        );
        let language = slice.language.map_or("all", Language::code);
        let manner = slice
            .manner
            .map_or_else(|| "all".to_owned(), |manner| format!("{manner:?}").to_lowercase());
        let (right, wrong, missed) = (scores.right, scores.wrong, scores.missed);
        let (precision, recall, f1) = (scores.precision(), scores.recall(), scores.f1());
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "{part:<10} {language:<4} {manner:<9} {method:<14} {right:>6} {wrong:>6} {missed:>6} {precision:>10.3} {recall:>7.3} {f1:>6.3}"
        );
    }
    table
}
