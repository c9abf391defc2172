//! How scores of one version are read on the scale of another. Without a bridge versions are not compared: that their items look alike says
//! nothing about how people answer them.

use blocks::{findings::Findings, values::Id};
use serde::{Deserialize, Serialize};

use super::LEAST_CELL;
use crate::domain::component::{Component, PerComponent};

/// How a component is read on the scale of another version: `new = slope * old + shift`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Slope.
    pub slope: f64,
    /// Standard error of the slope.
    pub slope_error: f64,
    /// Shift, in points.
    pub shift: f64,
    /// Standard error of the shift, in points.
    pub shift_error: f64,
    /// Correlation of the errors of slope and shift.
    pub correlation: f64,
}

/// A bridge between two versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bridge {
    /// Instrument.
    pub instrument_id: Id,
    /// Version whose scores are read.
    pub from_version: u32,
    /// Version on whose scale they are read.
    pub to_version: u32,
    /// Each component.
    pub lines: PerComponent<Line>,
    /// Respondents who answered both versions.
    pub n: u32,
    /// Method.
    pub method: String,
    /// The study in which it was found out.
    pub study: String,
}

impl Bridge {
    /// Notes what is wrong with it; `is_released` tells of a version whether it was ever released.
    pub(super) fn check(&self, is_released: impl Fn(u32) -> bool, findings: &mut Findings) {
        for (field, version) in [
            ("from_version", self.from_version),
            ("to_version", self.to_version),
        ] {
            findings.check(is_released(version), field, "a version that was released");
        }
        let other = self.from_version != self.to_version;
        findings.check(other, "to_version", "another version");
        findings.check(
            self.n >= LEAST_CELL,
            "n",
            format!("at least {LEAST_CELL} respondents"),
        );
        for component in Component::ALL {
            self.lines.get(component).check(name_of(component), findings);
        }
    }
}

/// Path of a component's line in a request.
fn name_of(component: Component) -> &'static str {
    match component {
        Component::LearningBehaviour => "learning_behaviour",
        Component::Urgency => "urgency",
        Component::StimulatingFactors => "stimulating_factors",
    }
}

impl Line {
    fn check(&self, at: &str, findings: &mut Findings) {
        let slope = self.slope.is_finite() && self.slope > 0.0;
        findings.check(slope, format!("{at}.slope"), "a number above zero");
        findings.check(self.shift.is_finite(), format!("{at}.shift"), "a finite number");
        for (field, error) in [
            ("slope_error", self.slope_error),
            ("shift_error", self.shift_error),
        ] {
            let sound = error.is_finite() && error >= 0.0;
            findings.check(sound, format!("{at}.{field}"), "zero or more");
        }
        let correlation = (-1.0..=1.0).contains(&self.correlation);
        findings.check(correlation, format!("{at}.correlation"), "-1 to 1");
    }
}
