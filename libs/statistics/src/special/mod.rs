//! Distributions, where the library falls short: its incomplete beta stops after 140 steps, which is too few for counts
//! of tens of thousands, and its quantiles lose the small tail. What it does well (the logarithm of the gamma function,
//! the normal distribution) comes from it.

mod beta;
mod gamma;
mod student;

use std::f64::consts::{PI, SQRT_2};

use statrs::function::{erf::erfc_inv, gamma::ln_gamma};

pub(crate) use beta::{binomial_pmf, incomplete_beta, quantile_beta};
pub(crate) use gamma::{quantile_gamma, quantile_gamma_upper};
pub(crate) use student::{quantile_f, quantile_student, two_sided_student};

/// The `z` with a share of `outside` beyond it on both sides of the standard normal distribution together.
pub(crate) fn quantile_normal(outside: f64) -> f64 {
    SQRT_2 * erfc_inv(outside)
}

/// By how much the logarithm of `n!` exceeds Stirling's formula: the small part, without the large ones that cancel
/// each other in a binomial probability (C. Loader, "Fast and accurate computation of binomial probabilities", 2000).
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - 0.5 * (2.0 * PI).ln();
    }
    let inverse = 1.0 / n;
    let square = inverse * inverse;
    let series = 1.0 / 1_680.0 - square / 1_188.0;
    let series = 1.0 / 1_260.0 - square * series;
    let series = 1.0 / 360.0 - square * series;
    inverse * (1.0 / 12.0 - square * series)
}

/// `x ln(x / mean) + mean - x`, without cancellation where both are close.
fn deviance(x: f64, mean: f64) -> f64 {
    let apart = (x - mean) / mean;
    mean * ((1.0 + apart) * apart.ln_1p() - apart)
}

/// Solves `cumulative(x) = p` for a growing function between two ends: Newton's steps, and a halving where a step
/// leaves the bracket. `at` gives the function and its derivative.
fn solve(p: f64, start: f64, mut low: f64, mut high: f64, at: impl Fn(f64) -> (f64, f64)) -> f64 {
    const STEPS: usize = 300;
    let mut x = if start > low && start < high {
        start
    } else {
        halfway(low, high)
    };
    for _ in 0..STEPS {
        let (value, slope) = at(x);
        if value < p {
            low = x;
        } else {
            high = x;
        }
        let step = (value - p) / slope;
        let newton = x - step;
        let next = if newton > low && newton < high {
            newton
        } else {
            halfway(low, high)
        };
        let moved = (next - x).abs();
        x = next;
        if moved <= 4.0 * f64::EPSILON * x.abs() || high - low <= 2.0 * f64::EPSILON * high.abs() {
            break;
        }
    }
    x
}

/// The middle; the geometric one where the ends differ by orders of magnitude.
fn halfway(low: f64, high: f64) -> f64 {
    if low > 0.0 && high / low > 16.0 {
        (low * high).sqrt()
    } else if low == 0.0 && high > 1e-300 {
        high / 16.0
    } else {
        low + (high - low) / 2.0
    }
}

#[cfg(test)]
mod tests;
