//! The bridge from one version of an instrument to the next.

use crate::{
    Faults, Level,
    effect::{Effect, Estimate, Four},
};

/// The method of [`bridged_difference`].
pub const BRIDGED_DIFFERENCE: &str = "bridged-difference/1";
/// The method of [`bridged_difference_in_differences`].
pub const BRIDGED_DIFFERENCE_IN_DIFFERENCES: &str = "bridged-difference-in-differences/1";

const MAX: f64 = 1e6;

/// A bridge that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BridgeFault {
    /// A slope that is 0, no number, or too large: the versions would have nothing to do with each other.
    #[error("the slope is not 0 and lies between -{MAX:e} and {MAX:e}, and {0} does not")]
    Slope(f64),
    /// A shift that is no number, or too large.
    #[error("the shift lies between -{MAX:e} and {MAX:e}, and {0} does not")]
    Shift(f64),
    /// A standard error that is no number, negative, or too large.
    #[error("the standard error of a coefficient lies between 0 and {MAX:e}, and {0} does not")]
    StandardError(f64),
    /// A covariance larger than the standard errors allow.
    #[error(
        "the covariance of slope and shift is at most the product of their standard errors, and {0} is more"
    )]
    Covariance(f64),
    /// Two respondents, or fewer: the line has no uncertainty that can be measured.
    #[error("a bridge needs at least 3 respondents who answered both versions, and there are {0}")]
    TooFew(u64),
}

/// A coefficient with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// The coefficient.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// How a value of the old version becomes one of the new: `new = slope * old + shift`, as found with respondents who
/// answered both versions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bridge {
    slope: Coefficient,
    shift: Coefficient,
    covariance: f64,
    n: u64,
}

impl Bridge {
    /// A bridge with the covariance of its two coefficients, from so many respondents.
    ///
    /// Slope and shift of one regression are strongly correlated; without their covariance the interval of whatever lies away
    /// from 0 is far off. It is 0 only where the old scale was centred first, or one of the two is known.
    ///
    /// # Errors
    ///
    /// Every fault, see [`BridgeFault`].
    pub fn new(
        slope: Coefficient,
        shift: Coefficient,
        covariance: f64,
        n: u64,
    ) -> Result<Self, Faults<BridgeFault>> {
        let mut faults = Vec::new();
        if slope.value == 0.0 || !(-MAX..=MAX).contains(&slope.value) {
            faults.push(BridgeFault::Slope(slope.value));
        }
        if !(-MAX..=MAX).contains(&shift.value) {
            faults.push(BridgeFault::Shift(shift.value));
        }
        for error in [slope.standard_error, shift.standard_error] {
            if !(0.0..=MAX).contains(&error) {
                faults.push(BridgeFault::StandardError(error));
            }
        }
        let largest = slope.standard_error * shift.standard_error;
        if faults.is_empty() && !(-largest..=largest).contains(&covariance) {
            faults.push(BridgeFault::Covariance(covariance));
        }
        if n < 3 {
            faults.push(BridgeFault::TooFew(n));
        }
        Faults::none_or(faults)?;
        Ok(Self {
            slope,
            shift,
            covariance,
            n,
        })
    }

    /// What the old value is in the new version.
    pub fn across(&self, old: f64) -> f64 {
        self.slope.value * old + self.shift.value
    }

    /// The variance that the bridge itself adds at an old value.
    fn variance(&self, old: f64) -> f64 {
        let slope = self.slope.standard_error * old;
        let variance = slope * slope + self.shift.standard_error.powi(2) + 2.0 * old * self.covariance;
        variance.max(0.0)
    }

    /// The fewest degrees of freedom of the estimates and the bridge.
    ///
    /// Satterthwaite's may grow where a variance is added, and the interval could then be narrower than without a bridge.
    fn degrees<'a>(&self, estimates: impl IntoIterator<Item = &'a Estimate>) -> f64 {
        estimates
            .into_iter()
            .map(|estimate| estimate.degrees)
            .fold(self.n as f64 - 2.0, f64::min)
    }
}

/// A figure of the new version less one of the old, brought across the bridge. The uncertainty of slope and shift is
/// carried along by the delta method (first order; C. Rao, "Linear Statistical Inference", 1973, 6a.2): the interval is never
/// narrower than that of the same figures over a bridge that is known exactly, from [`super::difference`].
pub fn bridged_difference(new: &Estimate, old: &Estimate, bridge: &Bridge, level: Level) -> Effect {
    let value = new.value - bridge.across(old.value);
    let variance = new.variance() + bridge.slope.value.powi(2) * old.variance() + bridge.variance(old.value);
    let n = new.n.saturating_add(old.n);
    Effect::by_student(
        BRIDGED_DIFFERENCE,
        value,
        variance,
        bridge.degrees([new, old]),
        n,
        level,
    )
}

/// A difference in differences in the units of the new version, where both figures before are of the old version. The shift
/// cancels out, and the uncertainty of the slope counts by how far apart the groups were before; otherwise as
/// [`bridged_difference`].
pub fn bridged_difference_in_differences(four: &Four, bridge: &Bridge, level: Level) -> Effect {
    let slope = bridge.slope.value;
    let apart_before = four.before.value - four.comparison_before.value;
    let value = four.after.value - four.comparison_after.value - slope * apart_before;
    let variance = four.after.variance()
        + four.comparison_after.variance()
        + slope * slope * (four.before.variance() + four.comparison_before.variance())
        + (apart_before * bridge.slope.standard_error).powi(2);
    let degrees = bridge.degrees(four.all());
    Effect::by_student(
        BRIDGED_DIFFERENCE_IN_DIFFERENCES,
        value,
        variance,
        degrees,
        four.n(),
        level,
    )
}
