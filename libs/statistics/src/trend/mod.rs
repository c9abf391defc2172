//! Does a count grow per period, given how much was looked through in each?
//!
//! Only estimates: what they mean for a radar is decided there.

mod fit;
mod split;

use crate::{
    Interval, Level, MAX_COUNT, MAX_EXPOSURE, Tally,
    rate::RateRatio,
    special::{quantile_student, two_sided_student},
};

use fit::{Fit, Periods};

/// The method of a [`Growth`].
pub const QUASI_POISSON: &str = "quasi-poisson-trend/1";

/// The method of a [`Step`].
pub const EXACT_STEP: &str = "exact-later-against-earlier/1";

/// Most periods of one series.
pub const MAX_PERIODS: usize = 10_000;

/// A series without trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TrendError {
    /// Fewer than two periods in which anything was looked through.
    #[error("a trend needs two periods with an exposure above 0, and there are {0}")]
    TooFewPeriods(usize),
    /// More than [`MAX_PERIODS`].
    #[error("a series has at most {MAX_PERIODS} periods, and this has {0}")]
    TooManyPeriods(usize),
    /// More than [`MAX_COUNT`] in all periods together.
    #[error("at most {MAX_COUNT} are counted in a series, and this has {0}")]
    TooManyCounted(u64),
    /// More than [`MAX_EXPOSURE`] in all periods together.
    #[error("the exposures of a series add up to at most {MAX_EXPOSURE:e}")]
    TooMuchExposure,
}

/// Why a series has no [`Growth`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoGrowth {
    /// Two periods with exposure only: a line through two points has no uncertainty that can be measured.
    TwoPeriods,
    /// Nothing was counted in any period.
    NothingCounted,
    /// Everything was counted in the first or in the last period, so that the likelihood grows without bound.
    Separated,
    /// The arithmetic found no solution, which only exposures that differ by very many orders of magnitude bring about.
    Unsolved,
}

/// The trend of a series, by the best method that it allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trend {
    /// Growth per period.
    Growth(Growth),
    /// Where growth per period cannot be estimated: the later part against the earlier.
    Step(Step),
}

/// Growth per period, fitted to all periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// The method, [`QUASI_POISSON`].
    pub method: &'static str,
    /// Number of periods with exposure.
    pub periods: usize,
    /// What was counted in them.
    pub count: u64,
    /// By how much the rate is multiplied from one period to the next.
    pub ratio: f64,
    /// The interval of the ratio.
    pub interval: Interval,
    /// Two-sided, for no growth.
    pub p_value: f64,
    /// The natural logarithm of the ratio.
    pub log_ratio: f64,
    /// The standard error of the logarithm.
    pub standard_error: f64,
    /// How many times the variance is as large as Poisson's, at least 1.
    pub dispersion: f64,
    /// Degrees of freedom of the interval and the p value.
    pub degrees_of_freedom: u64,
}

/// The later part of a series against the earlier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The method, [`EXACT_STEP`].
    pub method: &'static str,
    /// Why there is no growth per period.
    pub reason: NoGrowth,
    /// Number of periods with exposure.
    pub periods: usize,
    /// The first period of the later part, counted from 0 in the series as it was given.
    pub later_from: usize,
    /// The later rate against the earlier one.
    pub comparison: RateRatio,
}

/// Estimates trends at one confidence level; made once for many series.
#[derive(Debug, Clone)]
pub struct Trends {
    level: Level,
    quantiles: Vec<f64>,
}

/// So many quantiles are kept; longer series have theirs worked out each time.
const KEPT_QUANTILES: u64 = 64;

impl Trends {
    /// For one level.
    pub fn new(level: Level) -> Self {
        let quantiles = (1..=KEPT_QUANTILES)
            .map(|degrees| quantile_student(level.outside(), degrees as f64))
            .collect();
        Self { level, quantiles }
    }

    /// The trend of counts in equal periods, in their order; a period without exposure keeps its place and is left out.
    ///
    /// A log-linear Poisson regression on the number of the period, with the logarithm of the exposure as offset
    /// (P. McCullagh & J. Nelder, "Generalized Linear Models", 2nd edition, 1989, chapter 6), by Newton's method, which for
    /// this model is the same as iteratively reweighted least squares. The variance is that of the quasi-likelihood
    /// (R. Wedderburn, 1974): Poisson's, multiplied by Pearson's chi-square per degree of freedom, and never less than
    /// Poisson's. Interval and p value are Wald's, by Student's t with two degrees of freedom fewer than periods.
    ///
    /// Where that fit does not exist (see [`NoGrowth`]) the later half of the exposure is compared with the earlier, as
    /// equally as the periods can be parted, by [`crate::rate::compare`]; with two periods these are the two.
    ///
    /// # Errors
    ///
    /// See [`TrendError`].
    pub fn of(&self, series: &[Tally]) -> Result<Trend, TrendError> {
        if series.len() > MAX_PERIODS {
            return Err(TrendError::TooManyPeriods(series.len()));
        }
        let periods = checked(series)?;
        match fit::fit(series, &periods) {
            Ok(fit) => Ok(Trend::Growth(self.growth(&periods, fit))),
            Err(reason) => split::split(series, &periods, reason, self.level).map(Trend::Step),
        }
    }

    fn growth(&self, periods: &Periods, fit: Fit) -> Growth {
        let degrees_of_freedom = periods.used as u64 - 2;
        let standard_error = (fit.dispersion / fit.information).sqrt();
        let half = self.quantile(degrees_of_freedom) * standard_error;
        let interval = Interval::between((fit.slope - half).exp(), (fit.slope + half).exp(), self.level);
        Growth {
            method: QUASI_POISSON,
            periods: periods.used,
            count: periods.count,
            ratio: fit.slope.exp(),
            interval,
            p_value: two_sided_student(fit.slope / standard_error, degrees_of_freedom as f64),
            log_ratio: fit.slope,
            standard_error,
            dispersion: fit.dispersion,
            degrees_of_freedom,
        }
    }

    fn quantile(&self, degrees: u64) -> f64 {
        let kept = usize::try_from(degrees - 1)
            .ok()
            .and_then(|index| self.quantiles.get(index));
        kept.copied()
            .unwrap_or_else(|| quantile_student(self.level.outside(), degrees as f64))
    }
}

fn checked(series: &[Tally]) -> Result<Periods, TrendError> {
    let periods = Periods::of(series);
    if periods.used < 2 {
        Err(TrendError::TooFewPeriods(periods.used))
    } else if periods.count > MAX_COUNT {
        Err(TrendError::TooManyCounted(periods.count))
    } else if periods.exposure > MAX_EXPOSURE {
        Err(TrendError::TooMuchExposure)
    } else {
        Ok(periods)
    }
}

#[cfg(test)]
mod tests;
