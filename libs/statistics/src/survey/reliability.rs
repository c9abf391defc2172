//! Whether the items of a scale measure one thing.

use crate::{Faults, Interval, Level, special::quantile_f, survey::MAX_VALUE};

/// The method of [`cronbach_alpha`].
pub const CRONBACH_ALPHA: &str = "cronbach-alpha/1";

/// Answers of which no reliability can be told.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ReliabilityFault {
    /// One item, or none.
    #[error("a scale has at least two items, and this has {0}")]
    TooFewItems(usize),
    /// One respondent, or none.
    #[error("reliability needs at least two respondents who answered all items, and there are {0}")]
    TooFewRespondents(usize),
    /// A respondent who answered more or fewer items than the first.
    #[error("respondent {respondent} has {given} answers, and the first has {expected}")]
    WrongNumberOfItems {
        /// Which one, counted from 0.
        respondent: usize,
        /// How many answers were given.
        given: usize,
        /// How many the first has.
        expected: usize,
    },
    /// An answer that is no number, or too large.
    #[error(
        "respondent {respondent}, item {item}: an answer lies between -{MAX_VALUE:e} and {MAX_VALUE:e}, and {value} does not"
    )]
    OutOfBounds {
        /// Which respondent, counted from 0.
        respondent: usize,
        /// Which item, counted from 0.
        item: usize,
        /// What the answer is.
        value: f64,
    },
    /// All respondents have the same sum.
    #[error("all respondents have the same sum, so that nothing is told apart")]
    NoVariation,
}

/// The reliability of a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// The method, [`CRONBACH_ALPHA`].
    pub method: &'static str,
    /// Number of respondents.
    pub n: usize,
    /// Number of items.
    pub items: usize,
    /// At most 1; negative where the items contradict each other.
    pub alpha: f64,
    /// Its interval.
    pub interval: Interval,
}

/// How consistent the items of a scale are (L. Cronbach, "Coefficient alpha and the internal structure of tests",
/// Psychometrika 16, 1951), with the interval by the F distribution (L. Feldt, "The approximate sampling distribution of
/// Kuder-Richardson reliability coefficient twenty", Psychometrika 30, 1965). A row holds one respondent's answers to all items;
/// who left one out is left out by the caller. Weights play no part.
///
/// # Errors
///
/// Every fault, see [`ReliabilityFault`].
pub fn cronbach_alpha<R: AsRef<[f64]>>(
    rows: &[R],
    level: Level,
) -> Result<Reliability, Faults<ReliabilityFault>> {
    let items = rows.first().map_or(0, |row| row.as_ref().len());
    Faults::none_or(faults(rows, items))?;

    let sums: Vec<f64> = rows.iter().map(|row| row.as_ref().iter().sum()).collect();
    let whole = variance(sums.iter().copied());
    let parts: f64 = (0..items)
        .map(|item| variance(rows.iter().map(|row| row.as_ref()[item])))
        .sum();
    let largest = sums.iter().copied().map(f64::abs).fold(0.0, f64::max);
    // Sums that are the same may still differ by rounding.
    if whole <= (parts * 1e-12).max(largest * largest * 1e-24) {
        return Err(ReliabilityFault::NoVariation.into());
    }
    let (n, k) = (rows.len() as f64, items as f64);
    let alpha = k / (k - 1.0) * (1.0 - parts / whole);
    let end = |p| 1.0 - (1.0 - alpha) * quantile_f(p, n - 1.0, (n - 1.0) * (k - 1.0));
    let tail = level.outside() / 2.0;
    Ok(Reliability {
        method: CRONBACH_ALPHA,
        n: rows.len(),
        items,
        alpha,
        interval: Interval::between(end(1.0 - tail), end(tail), level),
    })
}

fn faults<R: AsRef<[f64]>>(rows: &[R], items: usize) -> Vec<ReliabilityFault> {
    let mut faults = Vec::new();
    if rows.len() < 2 {
        faults.push(ReliabilityFault::TooFewRespondents(rows.len()));
    }
    if !rows.is_empty() && items < 2 {
        faults.push(ReliabilityFault::TooFewItems(items));
    }
    for (respondent, row) in rows.iter().map(AsRef::as_ref).enumerate() {
        if row.len() != items {
            let (given, expected) = (row.len(), items);
            faults.push(ReliabilityFault::WrongNumberOfItems {
                respondent,
                given,
                expected,
            });
        }
        for (item, value) in row.iter().copied().enumerate() {
            if !(-MAX_VALUE..=MAX_VALUE).contains(&value) {
                faults.push(ReliabilityFault::OutOfBounds {
                    respondent,
                    item,
                    value,
                });
            }
        }
    }
    faults
}

fn variance(values: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let n = values.len() as f64;
    let mean = values.clone().sum::<f64>() / n;
    values.map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)
}
