//! Differences of estimates.

use crate::{
    Level,
    effect::{Effect, Estimate},
};

/// The method of [`difference`].
pub const INDEPENDENT_DIFFERENCE: &str = "difference-of-independent-estimates/1";
/// The method of [`independent_waves`].
pub const INDEPENDENT_WAVES: &str = "before-after-independent-waves/1";
/// The method of [`comparison_group`].
pub const COMPARISON_GROUP: &str = "welch-comparison-group/1";
/// The method of [`paired`].
pub const PAIRED: &str = "paired-before-after/1";
/// The method of [`difference_in_differences`].
pub const DIFFERENCE_IN_DIFFERENCES: &str = "difference-in-differences/1";

/// One estimate less another, from other respondents. The interval is by Student's t with the degrees of freedom of
/// B. Welch, "The generalization of 'Student's' problem when several different population variances are involved" (1947), and
/// F. Satterthwaite (1946).
pub fn difference(estimate: &Estimate, reference: &Estimate, level: Level) -> Effect {
    weighed(
        INDEPENDENT_DIFFERENCE,
        &[(1.0, estimate), (-1.0, reference)],
        level,
    )
}

/// After less before, where each wave asked other respondents; otherwise as [`difference`]. What changed anyway is in it too.
pub fn independent_waves(after: &Estimate, before: &Estimate, level: Level) -> Effect {
    weighed(INDEPENDENT_WAVES, &[(1.0, after), (-1.0, before)], level)
}

/// Those who took part less those who did not, by the test of Welch (1947); otherwise as [`difference`]. How they differed
/// before is in it too.
pub fn comparison_group(participants: &Estimate, comparison: &Estimate, level: Level) -> Effect {
    weighed(
        COMPARISON_GROUP,
        &[(1.0, participants), (-1.0, comparison)],
        level,
    )
}

/// After less before, where the same respondents answered twice: the mean of their own differences
/// (`Student`, "The probable error of a mean", Biometrika 6, 1908).
pub fn paired(differences: &Estimate, level: Level) -> Effect {
    weighed(PAIRED, &[(1.0, differences)], level)
}

/// The four estimates of a difference in differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Four {
    /// Those who took part, before.
    pub before: Estimate,
    /// Those who took part, after.
    pub after: Estimate,
    /// Those who did not take part, before.
    pub comparison_before: Estimate,
    /// Those who did not take part, after.
    pub comparison_after: Estimate,
}

impl Four {
    /// How many respondents all have together.
    pub(super) fn n(&self) -> u64 {
        self.all()
            .iter()
            .fold(0, |n, estimate| n.saturating_add(estimate.n))
    }

    pub(super) fn all(&self) -> [&Estimate; 4] {
        [
            &self.after,
            &self.before,
            &self.comparison_after,
            &self.comparison_before,
        ]
    }
}

/// By how much more those who took part changed than those who did not (O. Ashenfelter & D. Card, 1985), from four waves
/// with other respondents each; degrees of freedom as in [`difference`]. Where the same respondents answered twice, the
/// [`comparison_group`] of their changes has the same value and is more precise.
pub fn difference_in_differences(four: &Four, level: Level) -> Effect {
    let [after, before, comparison_after, comparison_before] = four.all();
    let terms = [
        (1.0, after),
        (-1.0, before),
        (-1.0, comparison_after),
        (1.0, comparison_before),
    ];
    weighed(DIFFERENCE_IN_DIFFERENCES, &terms, level)
}

/// A sum of independent estimates, each with its factor.
fn weighed(method: &'static str, terms: &[(f64, &Estimate)], level: Level) -> Effect {
    let value = terms
        .iter()
        .map(|(factor, estimate)| factor * estimate.value)
        .sum();
    let variance = terms
        .iter()
        .map(|(factor, estimate)| factor * factor * estimate.variance())
        .sum();
    let n = terms
        .iter()
        .fold(0_u64, |n, (_, estimate)| n.saturating_add(estimate.n));
    Effect::by_student(method, value, variance, satterthwaite(terms), n, level)
}

/// The square of the sum of the variances, by the sum of their squares per degree of freedom.
fn satterthwaite(terms: &[(f64, &Estimate)]) -> f64 {
    let variances = || {
        terms
            .iter()
            .map(|(factor, estimate)| factor * factor * estimate.variance())
    };
    let largest = variances().fold(0.0, f64::max);
    if largest == 0.0 {
        return terms
            .iter()
            .map(|(_, estimate)| estimate.degrees)
            .fold(f64::INFINITY, f64::min);
    }
    let shares = || variances().map(|variance| variance / largest);
    let whole: f64 = shares().sum();
    let parts: f64 = shares()
        .zip(terms)
        .map(|(share, (_, estimate))| share * share / estimate.degrees)
        .sum();
    whole * whole / parts
}
