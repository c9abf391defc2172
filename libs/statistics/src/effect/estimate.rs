//! An estimate as it goes in, and an effect as it comes out.

use crate::{
    Faults, Interval, Level,
    special::{quantile_student, two_sided_student},
    survey::Mean,
};

/// The largest value or standard error.
const MAX: f64 = 1e12;

/// An estimate that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum EstimateFault {
    /// A value that is no number, or too large.
    #[error("an estimate lies between -{MAX:e} and {MAX:e}, and {0} does not")]
    Value(f64),
    /// A standard error or deviation that is no number, negative, or too large.
    #[error("a standard error or deviation lies between 0 and {MAX:e}, and {0} does not")]
    Spread(f64),
    /// One respondent, or none: nothing is known of the uncertainty.
    #[error("an estimate with its uncertainty needs at least 2 respondents, and there are {0}")]
    TooFew(u64),
    /// Degrees of freedom that are none.
    #[error("degrees of freedom are at least 1 and finite, and {0} are not")]
    Degrees(f64),
}

/// An estimate with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub(super) value: f64,
    pub(super) standard_error: f64,
    pub(super) n: u64,
    pub(super) degrees: f64,
}

impl Estimate {
    /// An estimate with its standard error, from so many respondents. It has one degree of freedom fewer.
    ///
    /// # Errors
    ///
    /// Every fault, see [`EstimateFault`].
    pub fn new(value: f64, standard_error: f64, n: u64) -> Result<Self, Faults<EstimateFault>> {
        let mut faults = Vec::new();
        if !(-MAX..=MAX).contains(&value) {
            faults.push(EstimateFault::Value(value));
        }
        if !(0.0..=MAX).contains(&standard_error) {
            faults.push(EstimateFault::Spread(standard_error));
        }
        if n < 2 {
            faults.push(EstimateFault::TooFew(n));
        }
        Faults::none_or(faults)?;
        Ok(Self {
            value,
            standard_error,
            n,
            degrees: n as f64 - 1.0,
        })
    }

    /// The mean of a simple sample, with the standard deviation of its values (by `n - 1`).
    ///
    /// # Errors
    ///
    /// Every fault, see [`EstimateFault`].
    pub fn of_sample(mean: f64, standard_deviation: f64, n: u64) -> Result<Self, Faults<EstimateFault>> {
        let checked = Self::new(mean, standard_deviation, n)?;
        Ok(Self {
            standard_error: standard_deviation / (n as f64).sqrt(),
            ..checked
        })
    }

    /// With other degrees of freedom, as a design with clusters has: fewer than respondents.
    ///
    /// # Errors
    ///
    /// [`EstimateFault::Degrees`].
    pub fn with_degrees_of_freedom(self, degrees: f64) -> Result<Self, EstimateFault> {
        if degrees >= 1.0 && degrees.is_finite() {
            Ok(Self { degrees, ..self })
        } else {
            Err(EstimateFault::Degrees(degrees))
        }
    }

    /// The estimate.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Its standard error.
    pub fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// Number of respondents.
    pub fn n(&self) -> u64 {
        self.n
    }

    pub(super) fn variance(&self) -> f64 {
        self.standard_error * self.standard_error
    }
}

impl TryFrom<&Mean> for Estimate {
    type Error = Faults<EstimateFault>;

    /// A weighted mean of which the standard error is known.
    fn try_from(mean: &Mean) -> Result<Self, Self::Error> {
        let n = mean.n as u64;
        let standard_error = mean.standard_error.ok_or(EstimateFault::TooFew(n))?;
        Self::new(mean.mean, standard_error, n)
    }
}

/// A difference that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The method, a constant of [`crate::effect`].
    pub method: &'static str,
    /// The difference.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Number of respondents, of all estimates that went in.
    pub n: u64,
    /// Degrees of freedom of the interval and the p value; `None` where the method has none.
    pub degrees_of_freedom: Option<f64>,
    /// The interval of the difference.
    pub interval: Interval,
    /// Two-sided, for no difference. `None` where the method has none, and where nothing varied.
    pub p_value: Option<f64>,
}

impl Effect {
    /// By Student's t.
    pub(super) fn by_student(
        method: &'static str,
        value: f64,
        variance: f64,
        degrees: f64,
        n: u64,
        level: Level,
    ) -> Self {
        let standard_error = variance.sqrt();
        let half = quantile_student(level.outside(), degrees) * standard_error;
        Self {
            method,
            value,
            standard_error,
            n,
            degrees_of_freedom: Some(degrees),
            interval: Interval::around(value, half, level),
            p_value: (standard_error > 0.0).then(|| two_sided_student(value / standard_error, degrees)),
        }
    }
}
