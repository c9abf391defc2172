//! Means and proportions of weighted answers.

use crate::{
    Faults, Interval, Level,
    special::{quantile_normal, quantile_student},
    survey::Weights,
};

/// The method of [`mean`].
pub const LINEARISED_MEAN: &str = "linearised-weighted-mean/1";

/// The method of [`proportion`].
pub const WILSON_EFFECTIVE: &str = "wilson-on-effective-sample-size/1";

/// The largest answer, up or down.
pub const MAX_VALUE: f64 = 1e12;

/// Answers that cannot be summed up.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ResponseFault {
    /// More or fewer answers than weights.
    #[error("there are {answers} answers and {weights} weights")]
    NotOneWeightEach {
        /// How many answers.
        answers: usize,
        /// How many weights.
        weights: usize,
    },
    /// An answer that is no number, or too large.
    #[error("answer {index} lies between -{MAX_VALUE:e} and {MAX_VALUE:e}, and {value} does not")]
    OutOfBounds {
        /// Of which respondent, counted from 0.
        index: usize,
        /// What it is.
        value: f64,
    },
}

/// A weighted mean with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The method, [`LINEARISED_MEAN`].
    pub method: &'static str,
    /// Number of respondents.
    pub n: usize,
    /// Of how many equally weighted respondents it is worth ([`Weights::effective_size`]).
    pub effective_n: f64,
    /// The weighted mean.
    pub mean: f64,
    /// Its standard error. `None` where one respondent cannot show any.
    pub standard_error: Option<f64>,
    /// Its interval, by Student's t with one degree of freedom fewer than respondents. Without a standard error it has no ends.
    pub interval: Interval,
}

/// A weighted proportion with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    /// The method, [`WILSON_EFFECTIVE`].
    pub method: &'static str,
    /// Number of respondents.
    pub n: usize,
    /// Of how many equally weighted respondents it is worth ([`Weights::effective_size`]).
    pub effective_n: f64,
    /// The weighted share of those who said yes.
    pub proportion: f64,
    /// Its linearised standard error. `None` where one respondent cannot show any. The interval does not come from it.
    pub standard_error: Option<f64>,
    /// Its interval.
    pub interval: Interval,
}

/// The weighted mean. Its variance is linearised, as for respondents drawn with replacement in one stage (K. Wolter,
/// "Introduction to Variance Estimation", 2nd edition, 2007, chapter 6): the answers' distances from the mean, each times its
/// share of the weights. That the weights were fitted to margins is left out, which makes the interval wider, if anything.
///
/// # Errors
///
/// Every fault, see [`ResponseFault`].
pub fn mean(answers: &[f64], weights: &Weights, level: Level) -> Result<Mean, Faults<ResponseFault>> {
    let mut faults = counted_alike(answers.len(), weights);
    let wrong = |(index, value): (usize, &f64)| {
        (!(-MAX_VALUE..=MAX_VALUE).contains(value))
            .then_some(ResponseFault::OutOfBounds { index, value: *value })
    };
    faults.extend(answers.iter().enumerate().filter_map(wrong));
    Faults::none_or(faults)?;

    let (mean, standard_error) = linearised(answers.iter().copied(), weights);
    let n = answers.len();
    let half = standard_error.map_or(f64::INFINITY, |error| {
        error * quantile_student(level.outside(), n as f64 - 1.0)
    });
    Ok(Mean {
        method: LINEARISED_MEAN,
        n,
        effective_n: weights.effective_size(),
        mean,
        standard_error,
        interval: Interval::around(mean, half, level),
    })
}

/// The weighted proportion. Its interval is Wilson's (E. Wilson, 1927) on Kish's effective sample size, which keeps to
/// what a proportion can be and does not collapse where all said the same (C. Franco, R. Little, T. Louis & E. Slud,
/// "Comparative study of confidence intervals for proportions in complex sample surveys", 2019).
///
/// # Errors
///
/// [`ResponseFault::NotOneWeightEach`].
pub fn proportion(answers: &[bool], weights: &Weights, level: Level) -> Result<Proportion, ResponseFault> {
    if let Some(fault) = counted_alike(answers.len(), weights).pop() {
        return Err(fault);
    }
    let numbers = answers.iter().map(|yes| f64::from(u8::from(*yes)));
    let (proportion, standard_error) = linearised(numbers, weights);
    let effective_n = weights.effective_size();
    let (lower, upper) = wilson(proportion, effective_n, level);
    Ok(Proportion {
        method: WILSON_EFFECTIVE,
        n: answers.len(),
        effective_n,
        proportion,
        standard_error,
        interval: Interval::between(lower, upper, level),
    })
}

/// The ends of Wilson's score interval; `n` need not be whole.
pub(crate) fn wilson(proportion: f64, n: f64, level: Level) -> (f64, f64) {
    let z = quantile_normal(level.outside());
    let share = z * z / n;
    let middle = (proportion + share / 2.0) / (1.0 + share);
    let half = (share * (proportion * (1.0 - proportion) + share / 4.0)).sqrt() / (1.0 + share);
    // At the ends of what a proportion can be they are met exactly, which rounding would miss.
    let lower = if proportion == 0.0 {
        0.0
    } else {
        (middle - half).max(0.0)
    };
    let upper = if proportion == 1.0 {
        1.0
    } else {
        (middle + half).min(1.0)
    };
    (lower, upper)
}

fn counted_alike(answers: usize, weights: &Weights) -> Vec<ResponseFault> {
    let weights = weights.values().len();
    let differ = answers != weights;
    differ
        .then_some(ResponseFault::NotOneWeightEach { answers, weights })
        .into_iter()
        .collect()
}

/// The weighted mean with its standard error.
fn linearised(answers: impl Iterator<Item = f64> + Clone, weights: &Weights) -> (f64, Option<f64>) {
    let total: f64 = weights.shares().sum();
    let pairs = || answers.clone().zip(weights.shares());
    let mean = pairs().map(|(answer, weight)| answer * weight).sum::<f64>() / total;
    let n = weights.values().len() as f64;
    let squares: f64 = pairs()
        .map(|(answer, weight)| (weight * (answer - mean) / total).powi(2))
        .sum();
    let standard_error = (n > 1.0).then(|| (squares * n / (n - 1.0)).sqrt());
    (mean, standard_error)
}
