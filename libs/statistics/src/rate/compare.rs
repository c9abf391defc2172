//! Two rates compared, given how much was counted in both together.

use crate::{
    Interval, Level, Tally,
    rate::RateError,
    special::{binomial_pmf, incomplete_beta, quantile_beta},
};

/// The method of [`compare`].
pub const EXACT_RATIO: &str = "exact-conditional-rate-ratio/1";

/// How many times as high one rate is as another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// The method, [`EXACT_RATIO`].
    pub method: &'static str,
    /// What is compared.
    pub observed: Tally,
    /// What it is compared with.
    pub reference: Tally,
    /// The first rate divided by the second. `None` where nothing was counted in the second.
    pub ratio: Option<f64>,
    /// The interval of the ratio. Its upper end is `None` where nothing was counted in the second.
    pub interval: Interval,
    /// Two-sided: how probable a split of the same number is that is no more probable than this one, where the rates
    /// are the same.
    pub p_value: f64,
}

/// Compares two rates. Given both counts together, the first is binomial (J. Przyborowski & H. Wilenski, "Homogeneity of
/// results in testing samples from Poisson series", Biometrika 31, 1940); the interval of its share (C. Clopper &
/// E. Pearson, 1934) is the interval of the ratio. The two-sided p value adds up every split that is no more probable
/// than the observed one, as `poisson.test` of R does.
///
/// # Errors
///
/// See [`RateError`].
pub fn compare(observed: Tally, reference: Tally, level: Level) -> Result<RateRatio, RateError> {
    if observed.exposure() == 0.0 {
        return Err(RateError::NoExposure);
    }
    if reference.exposure() == 0.0 {
        return Err(RateError::NoReferenceExposure);
    }
    let (lower, upper) = odds(observed.count(), reference.count(), level);
    let scale = reference.exposure() / observed.exposure();
    let ratio = observed.count() as f64 / reference.count() as f64 * scale;
    Ok(RateRatio {
        method: EXACT_RATIO,
        observed,
        reference,
        ratio: ratio.is_finite().then_some(ratio),
        interval: Interval::between(lower * scale, upper * scale, level),
        p_value: Split::of(observed, reference).p_value(),
    })
}

/// Between which odds the first is counted rather than the second.
fn odds(first: u64, second: u64, level: Level) -> (f64, f64) {
    let tail = level.outside() / 2.0;
    let odds = |p, a, b| {
        let (share, rest) = quantile_beta(p, a, b);
        share / rest
    };
    let (first_count, second_count) = (first as f64, second as f64);
    let lower = match (first, second) {
        (0, _) => 0.0,
        // The root is the quantile where all were counted first.
        (_, 0) => {
            let logarithm = tail.ln() / first_count;
            logarithm.exp() / -logarithm.exp_m1()
        }
        _ => odds(tail, first_count, second_count + 1.0),
    };
    let upper = match (first, second) {
        (_, 0) => f64::INFINITY,
        (0, _) => {
            let logarithm = tail.ln() / second_count;
            -logarithm.exp_m1() / logarithm.exp()
        }
        _ => odds(1.0 - tail, first_count + 1.0, second_count),
    };
    (lower, upper)
}

/// How what was counted falls over the two.
struct Split {
    count: u64,
    total: u64,
    share: f64,
    rest: f64,
}

/// Probabilities this close are the same: what R allows for rounding.
const SAME: f64 = 1.0 + 1e-7;

impl Split {
    fn of(observed: Tally, reference: Tally) -> Self {
        let whole = observed.exposure() + reference.exposure();
        Self {
            count: observed.count(),
            total: observed.count() + reference.count(),
            share: observed.exposure() / whole,
            rest: reference.exposure() / whole,
        }
    }

    fn probability(&self, count: u64) -> f64 {
        binomial_pmf(count as f64, self.total as f64, self.share, self.rest)
    }

    fn at_most(&self, count: u64) -> f64 {
        if count >= self.total {
            return 1.0;
        }
        incomplete_beta(
            (self.total - count) as f64,
            count as f64 + 1.0,
            self.rest,
            self.share,
        )
    }

    fn at_least(&self, count: u64) -> f64 {
        if count == 0 {
            return 1.0;
        }
        incomplete_beta(
            count as f64,
            (self.total - count) as f64 + 1.0,
            self.share,
            self.rest,
        )
    }

    fn p_value(&self) -> f64 {
        let expected = self.total as f64 * self.share;
        let count = self.count as f64;
        let bound = self.probability(self.count) * SAME;
        let p = if count == expected {
            1.0
        } else if count < expected {
            let from = first(expected.ceil() as u64, self.total + 1, |other| {
                self.probability(other) <= bound
            });
            self.at_most(self.count)
                + if from > self.total {
                    0.0
                } else {
                    self.at_least(from)
                }
        } else {
            let below = first(0, expected.floor() as u64 + 1, |other| {
                self.probability(other) > bound
            });
            self.at_least(self.count) + if below == 0 { 0.0 } else { self.at_most(below - 1) }
        };
        p.min(1.0)
    }
}

/// The first number of a range for which something holds that holds for all that follow, or the end.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
