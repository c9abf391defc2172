//! Student's t and Fisher's F, by way of the beta distribution.

use super::{incomplete_beta, quantile_beta};

/// The share beyond `t` on both sides together, for any degrees of freedom above 0.
pub(crate) fn two_sided_student(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    let whole = degrees + square;
    if !whole.is_finite() {
        return 0.0;
    }
    incomplete_beta(degrees / 2.0, 0.5, degrees / whole, square / whole)
}

/// The `t` with a share of `outside` beyond it on both sides together.
pub(crate) fn quantile_student(outside: f64, degrees: f64) -> f64 {
    let (x, y) = quantile_beta(outside, degrees / 2.0, 0.5);
    (degrees * y / x).sqrt()
}

/// The point of the F distribution with a share of `p` below it.
pub(crate) fn quantile_f(p: f64, numerator: f64, denominator: f64) -> f64 {
    let (x, y) = quantile_beta(p, numerator / 2.0, denominator / 2.0);
    denominator * x / (numerator * y)
}
