//! How much each respondent counts.

use crate::Faults;

/// The largest weight.
pub const MAX_WEIGHT: f64 = 1e15;

/// Weights that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum WeightFault {
    /// No respondents, or none that counts.
    #[error("at least one weight is above 0")]
    NothingCounts,
    /// A weight that is no number, negative, or too large.
    #[error("weight {index} lies between 0 and {MAX_WEIGHT:e}, and {value} does not")]
    OutOfBounds {
        /// Of which respondent, counted from 0.
        index: usize,
        /// What it is.
        value: f64,
    },
}

/// How much each respondent counts, in the order of the respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(Vec<f64>);

impl Weights {
    /// The given weights.
    ///
    /// # Errors
    ///
    /// Every fault, see [`WeightFault`].
    pub fn new(weights: Vec<f64>) -> Result<Self, Faults<WeightFault>> {
        let wrong = |(index, value): (usize, &f64)| {
            (!(0.0..=MAX_WEIGHT).contains(value)).then_some(WeightFault::OutOfBounds { index, value: *value })
        };
        Faults::none_or(weights.iter().enumerate().filter_map(wrong).collect())?;
        if weights.iter().all(|weight| *weight == 0.0) {
            return Err(WeightFault::NothingCounts.into());
        }
        Ok(Self(weights))
    }

    /// Everybody counts the same.
    ///
    /// # Errors
    ///
    /// [`WeightFault::NothingCounts`] without respondents.
    pub fn equal(respondents: usize) -> Result<Self, WeightFault> {
        if respondents == 0 {
            return Err(WeightFault::NothingCounts);
        }
        Ok(Self(vec![1.0; respondents]))
    }

    /// The weights.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// Of how many respondents who count the same the answers would be as sure (L. Kish, "Survey Sampling", 1965).
    pub fn effective_size(&self) -> f64 {
        let (sum, squares) = self.shares().fold((0.0, 0.0), |(sum, squares), share| {
            (sum + share, squares + share * share)
        });
        sum * sum / squares
    }

    /// How many times as large the variance is as with equal weights, by the weights alone (L. Kish, 1965).
    pub fn design_effect(&self) -> f64 {
        self.0.len() as f64 / self.effective_size()
    }

    /// The weights as shares of the largest, so that no square overflows or vanishes.
    pub(super) fn shares(&self) -> impl Iterator<Item = f64> {
        let largest = self.0.iter().copied().fold(0.0, f64::max);
        self.0.iter().map(move |weight| weight / largest)
    }
}
