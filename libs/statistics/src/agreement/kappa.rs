//! Two coders who both coded everything.

use std::collections::BTreeMap;

use crate::{Interval, Level, special::quantile_normal};

/// The method of [`cohen_kappa`].
pub const COHEN_KAPPA: &str = "cohen-kappa/1";

/// Codings of which no agreement can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KappaError {
    /// Nothing was coded twice.
    #[error("agreement needs at least one answer that was coded twice")]
    NothingCoded,
    /// Both coders gave all answers the same code, so that chance alone explains that they agree.
    #[error("both coders gave every answer the same code, so that agreement beyond chance cannot be told")]
    OneCode,
}

/// Agreement of two coders beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// The method, [`COHEN_KAPPA`].
    pub method: &'static str,
    /// How many answers were coded twice.
    pub n: usize,
    /// The share of answers with the same code.
    pub observed: f64,
    /// The share that chance explains.
    pub expected: f64,
    /// 1 is full agreement, 0 what chance explains.
    pub kappa: f64,
    /// Its standard error for many answers.
    pub standard_error: f64,
    /// Its interval by the normal distribution, not beyond -1 and 1.
    pub interval: Interval,
}

/// Agreement beyond chance (J. Cohen, "A coefficient of agreement for nominal scales", 1960) with its standard error for many
/// answers (J. Fleiss, J. Cohen & B. Everitt, "Large sample standard errors of kappa and weighted kappa", 1969).
///
/// # Errors
///
/// See [`KappaError`].
pub fn cohen_kappa<C: Ord>(pairs: &[(C, C)], level: Level) -> Result<Kappa, KappaError> {
    if pairs.is_empty() {
        return Err(KappaError::NothingCoded);
    }
    let table = Table::of(pairs);
    let observed = table.observed();
    let expected = table.expected();
    if expected >= 1.0 {
        return Err(KappaError::OneCode);
    }
    let kappa = (observed - expected) / (1.0 - expected);
    let standard_error = table.standard_error(kappa, expected);
    let half = quantile_normal(level.outside()) * standard_error;
    Ok(Kappa {
        method: COHEN_KAPPA,
        n: pairs.len(),
        observed,
        expected,
        kappa,
        standard_error,
        interval: Interval::between((kappa - half).max(-1.0), (kappa + half).min(1.0), level),
    })
}

/// The shares of the pairs of codes, and of the codes of each coder.
struct Table {
    n: f64,
    /// The share of each pair that occurs.
    pairs: Vec<((usize, usize), f64)>,
    /// The share of each code with the first and with the second coder.
    codes: Vec<(f64, f64)>,
}

impl Table {
    fn of<C: Ord>(pairs: &[(C, C)]) -> Self {
        let mut numbers: BTreeMap<&C, usize> = BTreeMap::new();
        for (one, other) in pairs {
            for code in [one, other] {
                let next = numbers.len();
                numbers.entry(code).or_insert(next);
            }
        }
        let n = pairs.len() as f64;
        let mut counts: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let mut codes = vec![(0.0, 0.0); numbers.len()];
        for (one, other) in pairs {
            let (one, other) = (numbers[one], numbers[other]);
            *counts.entry((one, other)).or_default() += 1.0;
            codes[one].0 += 1.0;
            codes[other].1 += 1.0;
        }
        Self {
            n,
            pairs: counts
                .into_iter()
                .map(|(pair, count)| (pair, count / n))
                .collect(),
            codes: codes
                .into_iter()
                .map(|(first, second)| (first / n, second / n))
                .collect(),
        }
    }

    fn observed(&self) -> f64 {
        let same = self.pairs.iter().filter(|((one, other), _)| one == other);
        same.map(|(_, share)| share).sum()
    }

    fn expected(&self) -> f64 {
        self.codes.iter().map(|(first, second)| first * second).sum()
    }

    fn standard_error(&self, kappa: f64, expected: f64) -> f64 {
        let missing = 1.0 - kappa;
        let term = |((one, other), share): &((usize, usize), f64)| {
            let usual = if one == other {
                1.0 - (self.codes[*one].0 + self.codes[*one].1) * missing
            } else {
                missing * (self.codes[*one].1 + self.codes[*other].0)
            };
            share * usual * usual
        };
        let sum: f64 = self.pairs.iter().map(term).sum();
        let chance = kappa - expected * missing;
        ((sum - chance * chance).max(0.0) / self.n).sqrt() / (1.0 - expected)
    }
}
