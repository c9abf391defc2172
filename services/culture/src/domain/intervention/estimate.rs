//! The estimate of an effect, by the design it was observed with.

use statistics::{
    Level,
    effect::{
        Effect, Estimate, Four, Share, comparison_group, difference_in_differences, independent_waves,
        paired, proportions,
    },
};

use super::{
    Rejection,
    claim::Claim,
    effect::{Design, Estimated, Numbers, Outcome},
};

/// Works out what follows from the numbers. They were checked: what is still refused has no estimate.
pub(super) fn of(numbers: &Numbers) -> Result<Estimated, Rejection> {
    if let Numbers::Reported {
        design,
        estimate,
        lower,
        upper,
        method,
        ..
    } = numbers
    {
        return Ok(Estimated {
            estimate: *estimate,
            standard_error: None,
            lower: *lower,
            upper: *upper,
            method: method.clone(),
            claim: Claim::of(*design, *lower, *upper),
        });
    }
    let effect = effect(numbers).ok_or_else(nothing_varies)?;
    // Without any spread the interval has no width, and would claim a certainty that a sample cannot have.
    if effect.standard_error <= 0.0 {
        return Err(nothing_varies());
    }
    estimated(numbers.design(), &effect).ok_or_else(nothing_varies)
}

fn nothing_varies() -> Rejection {
    let expected = "numbers that vary: without any spread no interval can be told";
    Rejection::EffectInvalid(vec![eventing::FieldFault::new("effect", expected)])
}

fn estimated(design: Design, effect: &Effect) -> Option<Estimated> {
    let (lower, upper) = (effect.interval.lower?, effect.interval.upper?);
    Some(Estimated {
        estimate: effect.value,
        standard_error: Some(effect.standard_error),
        lower,
        upper,
        method: effect.method.to_owned(),
        claim: Claim::of(design, lower, upper),
    })
}

fn effect(numbers: &Numbers) -> Option<Effect> {
    match numbers {
        Numbers::BeforeAfter {
            before,
            after,
            correlation: Some(correlation),
        } => Some(paired(&change(before, after, *correlation)?, Level::P95)),
        Numbers::BeforeAfter { before, after, .. } => two(after, before, independent_waves),
        Numbers::Groups { with, without, .. } => two(with, without, comparison_group),
        Numbers::FourWays {
            with_before,
            with_after,
            without_before,
            without_after,
            correlation: Some(correlation),
        } => {
            // Where the same persons were asked twice their own changes are compared, which says the same more precisely.
            let with = change(with_before, with_after, *correlation)?;
            let without = change(without_before, without_after, *correlation)?;
            Some(comparison_group(&with, &without, Level::P95))
        }
        Numbers::FourWays {
            with_before,
            with_after,
            without_before,
            without_after,
            correlation: None,
        } => {
            let four = Four {
                before: sample(with_before)?,
                after: sample(with_after)?,
                comparison_before: sample(without_before)?,
                comparison_after: sample(without_after)?,
            };
            Some(difference_in_differences(&four, Level::P95))
        }
        Numbers::Reported { .. } => None,
    }
}

/// Two groups or moments: shares by their own method, means by `of_means`.
fn two(
    one: &Outcome,
    other: &Outcome,
    of_means: fn(&Estimate, &Estimate, Level) -> Effect,
) -> Option<Effect> {
    if let (Outcome::Share { n, count }, Outcome::Share { n: m, count: other }) = (one, other) {
        let one = Share::of((*count).into(), (*n).into()).ok()?;
        let other = Share::of((*other).into(), (*m).into()).ok()?;
        return Some(proportions(&one, &other, Level::P95));
    }
    Some(of_means(&sample(one)?, &sample(other)?, Level::P95))
}

/// The mean of a group with its standard error; a share is the mean of zeros and ones.
fn sample(outcome: &Outcome) -> Option<Estimate> {
    let (mean, spread) = moments(outcome);
    Estimate::of_sample(mean, spread, outcome.n().into()).ok()
}

fn moments(outcome: &Outcome) -> (f64, f64) {
    match outcome {
        Outcome::Mean {
            mean,
            standard_deviation,
            ..
        } => (*mean, *standard_deviation),
        Outcome::Share { n, count } => {
            let n = f64::from(*n);
            let share = f64::from(*count) / n;
            (share, (share * (1.0 - share) * n / (n - 1.0)).sqrt())
        }
    }
}

/// How much the same persons changed, from the correlation of their two answers.
fn change(before: &Outcome, after: &Outcome, correlation: f64) -> Option<Estimate> {
    let ((earlier, spread), (later, other)) = (moments(before), moments(after));
    let variance = spread * spread + other * other - 2.0 * correlation * spread * other;
    let spread = variance.max(0.0).sqrt();
    Estimate::of_sample(later - earlier, spread, before.n().into()).ok()
}
