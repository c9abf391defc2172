//! The gamma distribution, which is the Poisson distribution seen from the other side.

use std::f64::consts::PI;

use super::{deviance, solve, stirling_error};

/// The probability of `x` where `mean` are expected; `x` is above 0 and need not be whole.
fn poisson_pmf(x: f64, mean: f64) -> f64 {
    (-stirling_error(x) - deviance(x, mean)).exp() / (2.0 * PI * x).sqrt()
}

/// The shares of the gamma distribution with shape `a` below and above `x`.
fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        (0.0, 1.0)
    } else if x < a + 1.0 {
        let lower = lower_series(a, x).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = upper_fraction(a, x).min(1.0);
        (1.0 - upper, upper)
    }
}

/// Abramowitz & Stegun, 6.5.29.
fn lower_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut shape = a;
    let steps = 200.0 + 20.0 * a.sqrt();
    while shape < a + steps {
        shape += 1.0;
        term *= x / shape;
        sum += term;
        if term <= sum * f64::EPSILON / 4.0 {
            break;
        }
    }
    poisson_pmf(a, x) * sum
}

/// Abramowitz & Stegun, 6.5.31, by Lentz's method.
fn upper_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut denominator = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / away(denominator);
    let mut fraction = d;
    let steps = 200.0 + 20.0 * a.sqrt();
    let mut m = 1.0;
    while m <= steps {
        let term = -m * (m - a);
        denominator += 2.0;
        d = 1.0 / away(term * d + denominator);
        c = away(denominator + term / c);
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
        m += 1.0;
    }
    // The density of the gamma distribution at x is a / x times the probability of a where x are expected.
    poisson_pmf(a, x) * a * fraction
}

/// The point with a share of `p` below it.
pub(crate) fn quantile_gamma(p: f64, a: f64) -> f64 {
    solve(p, a, 0.0, far(a), |x| (incomplete_gamma(a, x).0, density(a, x)))
}

/// The point with a share of `p` above it.
pub(crate) fn quantile_gamma_upper(p: f64, a: f64) -> f64 {
    solve(-p, a, 0.0, far(a), |x| (-incomplete_gamma(a, x).1, density(a, x)))
}

fn density(a: f64, x: f64) -> f64 {
    poisson_pmf(a, x) * a / x
}

/// Beyond every quantile that a confidence level asks for.
fn far(a: f64) -> f64 {
    a + 20.0 * a.sqrt() + 100.0
}
