//! The binomial and the beta distribution.

use std::f64::consts::PI;

use super::{deviance, solve, stirling_error};

/// The probability of `x` out of `n`, where each has the probability `p` and misses with `q = 1 - p`. `x` and `n` need not
/// be whole (C. Loader, 2000: the saddle-point form, exact to the last digits for any size).
pub(crate) fn binomial_pmf(x: f64, n: f64, p: f64, q: f64) -> f64 {
    if p <= 0.0 {
        return if x == 0.0 { 1.0 } else { 0.0 };
    }
    if q <= 0.0 {
        return if x == n { 1.0 } else { 0.0 };
    }
    if x == 0.0 {
        return power(q, p, n);
    }
    if x == n {
        return power(p, q, n);
    }
    let rest = n - x;
    let exponent = stirling_error(n)
        - stirling_error(x)
        - stirling_error(rest)
        - deviance(x, n * p)
        - deviance(rest, n * q);
    exponent.exp() * (n / (2.0 * PI * x * rest)).sqrt()
}

/// `base` to the power `n`, where `base` is `1 - rest`.
fn power(base: f64, rest: f64, n: f64) -> f64 {
    let logarithm = if rest < 0.5 { (-rest).ln_1p() } else { base.ln() };
    (n * logarithm).exp()
}

/// The share of the beta distribution with `a` and `b` below `x`, where `y = 1 - x` is handed in so that neither loses
/// digits near an end.
pub(crate) fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    if x < (a + 1.0) / (a + b + 2.0) {
        lower_tail(a, b, x, y)
    } else {
        1.0 - lower_tail(b, a, y, x)
    }
}

/// The continued fraction (Abramowitz & Stegun, 26.5.8) by Lentz's method, as often as it takes: the number of steps
/// grows with the root of the larger parameter.
fn lower_tail(a: f64, b: f64, x: f64, y: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let front = binomial_pmf(a, a + b, x, y) * b / (a + b);
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    let steps = 200.0 + 20.0 * a.max(b).sqrt();
    let mut m = 1.0;
    while m <= steps {
        let twice = a + 2.0 * m;
        let even = m * (b - m) * x / ((twice - 1.0) * twice);
        let odd = -(a + m) * (a + b + m) * x / (twice * (twice + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
        m += 1.0;
    }
    (front * fraction).min(1.0)
}

/// The point of the beta distribution with a share of `p` below it, and what is left of it to one: of both the smaller is
/// searched for, so that neither loses digits.
pub(crate) fn quantile_beta(p: f64, a: f64, b: f64) -> (f64, f64) {
    if incomplete_beta(a, b, 0.5, 0.5) >= p {
        let x = quantile_below_half(p, a, b);
        (x, 1.0 - x)
    } else {
        let y = quantile_below_half(1.0 - p, b, a);
        (1.0 - y, y)
    }
}

fn quantile_below_half(p: f64, a: f64, b: f64) -> f64 {
    let scale = a * b / (a + b);
    solve(p, a / (a + b), 0.0, 0.5, |x| {
        let y = 1.0 - x;
        let density = scale * binomial_pmf(a, a + b, x, y) / (x * y);
        (incomplete_beta(a, b, x, y), density)
    })
}
