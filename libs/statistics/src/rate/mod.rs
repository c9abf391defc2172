//! Rates of events: one with its interval, and two compared, both exact for the Poisson distribution.

mod compare;

use crate::{
    Interval, Level, Tally,
    special::{quantile_gamma, quantile_gamma_upper},
};

pub use compare::{EXACT_RATIO, RateRatio, compare};

/// The method of [`rate`].
pub const GARWOOD: &str = "garwood-poisson-interval/1";

/// A rate that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Nothing was looked through.
    #[error("a rate needs an exposure above 0")]
    NoExposure,
    /// Nothing was looked through for the rate that is compared with.
    #[error("the rate that is compared with needs an exposure above 0")]
    NoReferenceExposure,
}

/// A rate per unit of exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The method, [`GARWOOD`].
    pub method: &'static str,
    /// What was counted, and in how much.
    pub tally: Tally,
    /// Count per unit of exposure.
    pub rate: f64,
    /// The interval of the rate. Nothing counted has 0 as its lower end.
    pub interval: Interval,
}

/// A rate with its exact interval, which covers the true rate at least as often as the level says (F. Garwood, "Fiducial
/// limits for the Poisson distribution", Biometrika 28, 1936).
///
/// # Errors
///
/// [`RateError::NoExposure`].
pub fn rate(tally: Tally, level: Level) -> Result<Rate, RateError> {
    if tally.exposure() == 0.0 {
        return Err(RateError::NoExposure);
    }
    let (lower, upper) = expected(tally.count(), level);
    let exposure = tally.exposure();
    Ok(Rate {
        method: GARWOOD,
        tally,
        rate: tally.count() as f64 / exposure,
        interval: Interval::between(lower / exposure, upper / exposure, level),
    })
}

/// Between which numbers the expected count lies.
fn expected(count: u64, level: Level) -> (f64, f64) {
    let tail = level.outside() / 2.0;
    let count = count as f64;
    let lower = if count == 0.0 {
        0.0
    } else {
        quantile_gamma(tail, count)
    };
    (lower, quantile_gamma_upper(tail, count + 1.0))
}

#[cfg(test)]
mod tests;
