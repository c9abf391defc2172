//! An observation of an effect: the numbers that its design needs, from which the estimate is worked out here. An estimate that was worked
//! out elsewhere says how, and stays marked.

use blocks::{findings::Findings, values::Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{claim::Claim, estimate};
use crate::domain::{component::Component, instrument::LEAST_CELL};

/// Longest mean and spread, in points; a scale of another instrument may go beyond 100.
const POINTS_MAX: f64 = 1_000_000.0;
/// Most respondents of a group.
const GROUP_MAX: u32 = 20_000_000;

/// How an effect was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Design {
    /// One group, before and after.
    BeforeAfter,
    /// A group with and a group without.
    ComparisonGroup,
    /// A group with and a group without, before and after.
    DifferenceInDifferences,
    /// A group with and a group without, divided by chance.
    Randomised,
}

/// What was measured of a group at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A mean with its spread.
    Mean {
        /// Respondents.
        n: u32,
        /// Mean, in points.
        mean: f64,
        /// Standard deviation, in points.
        standard_deviation: f64,
    },
    /// How many of all.
    Share {
        /// Respondents.
        n: u32,
        /// How many it holds for.
        count: u32,
    },
}

/// The numbers of an effect, as its design needs them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Numbers {
    /// One group, before and after.
    BeforeAfter {
        /// Before.
        before: Outcome,
        /// After.
        after: Outcome,
        /// Correlation within respondents, when the same were asked twice.
        correlation: Option<f64>,
    },
    /// Two groups at one moment.
    Groups {
        /// With the intervention.
        with: Outcome,
        /// Without.
        without: Outcome,
        /// Whether they were divided by chance.
        randomised: bool,
    },
    /// Two groups, before and after.
    FourWays {
        /// With, before.
        with_before: Outcome,
        /// With, after.
        with_after: Outcome,
        /// Without, before.
        without_before: Outcome,
        /// Without, after.
        without_after: Outcome,
        /// Correlation within respondents, when the same were asked twice.
        correlation: Option<f64>,
    },
    /// Worked out elsewhere.
    Reported {
        /// How it was observed.
        design: Design,
        /// The estimate.
        estimate: f64,
        /// Lower end of its 95 % interval.
        lower: f64,
        /// Upper end.
        upper: f64,
        /// Respondents in the smallest group.
        n_least: u32,
        /// Method.
        method: String,
    },
}

/// An observation of an effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Identifier within the intervention.
    pub effect_id: Id,
    /// Component that was looked at.
    pub component: Component,
    /// The numbers.
    pub numbers: Numbers,
    /// Instrument and version with which it was measured, when it was one of this block.
    pub instrument: Option<(Id, u32)>,
    /// Where it was reported.
    pub source: String,
    /// Day of the last moment.
    pub observed_on: Date,
    /// True for invented data.
    pub example: bool,
}

/// What follows from an observation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// The estimate: points, or a difference of shares.
    pub estimate: f64,
    /// Its standard error; none for what was reported.
    pub standard_error: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Method.
    pub method: String,
    /// What may be said.
    pub claim: Claim,
}

impl Outcome {
    /// Respondents.
    #[must_use]
    pub fn n(&self) -> u32 {
        match self {
            Self::Mean { n, .. } | Self::Share { n, .. } => *n,
        }
    }

    fn is_mean(&self) -> bool {
        matches!(self, Self::Mean { .. })
    }

    fn check(&self, at: &str, findings: &mut Findings) {
        let n = self.n() <= GROUP_MAX;
        findings.check(n, format!("{at}.n"), format!("at most {GROUP_MAX} respondents"));
        match self {
            Self::Mean {
                mean,
                standard_deviation,
                ..
            } => {
                let within = mean.is_finite() && mean.abs() <= POINTS_MAX;
                findings.check(within, format!("{at}.mean"), "a number of points");
                let within = *standard_deviation > 0.0 && *standard_deviation <= POINTS_MAX;
                let field = format!("{at}.standard_deviation");
                findings.check(within, field, "more than zero points");
            }
            Self::Share { n, count } => {
                findings.check(
                    count <= n,
                    format!("{at}.count"),
                    "at most as many as respondents",
                );
            }
        }
    }
}

impl Numbers {
    /// How the effect was observed.
    #[must_use]
    pub fn design(&self) -> Design {
        match self {
            Self::BeforeAfter { .. } => Design::BeforeAfter,
            Self::Groups { randomised: true, .. } => Design::Randomised,
            Self::Groups { .. } => Design::ComparisonGroup,
            Self::FourWays { .. } => Design::DifferenceInDifferences,
            Self::Reported { design, .. } => *design,
        }
    }

    /// Whether the estimate was worked out elsewhere.
    #[must_use]
    pub fn is_reported(&self) -> bool {
        matches!(self, Self::Reported { .. })
    }

    /// Groups and moments, each with its field.
    fn outcomes(&self) -> Vec<(&'static str, &Outcome)> {
        match self {
            Self::BeforeAfter { before, after, .. } => vec![("with_before", before), ("with_after", after)],
            Self::Groups { with, without, .. } => vec![("with_after", with), ("without_after", without)],
            Self::FourWays {
                with_before,
                with_after,
                without_before,
                without_after,
                ..
            } => vec![
                ("with_before", with_before),
                ("with_after", with_after),
                ("without_before", without_before),
                ("without_after", without_after),
            ],
            Self::Reported { .. } => Vec::new(),
        }
    }

    fn correlation(&self) -> Option<f64> {
        match self {
            Self::BeforeAfter { correlation, .. } | Self::FourWays { correlation, .. } => *correlation,
            Self::Groups { .. } | Self::Reported { .. } => None,
        }
    }

    /// Whether counts are taken as means of zeros and ones, whose spread is nothing where none or all answered yes.
    fn rests_on_spread(&self) -> bool {
        matches!(self, Self::FourWays { .. }) || self.correlation().is_some()
    }

    /// Respondents in the smallest group.
    #[must_use]
    pub fn n_least(&self) -> u32 {
        if let Self::Reported { n_least, .. } = self {
            return *n_least;
        }
        let groups = self.outcomes().into_iter().map(|(_, it)| it.n());
        groups.min().unwrap_or_default()
    }

    fn check(&self, findings: &mut Findings) {
        let outcomes = self.outcomes();
        let first = outcomes.first().map(|(_, it)| it.is_mean());
        for (field, outcome) in &outcomes {
            outcome.check(field, findings);
            let alike = first == Some(outcome.is_mean());
            findings.check(
                alike,
                *field,
                "a mean where the others are, or a count where they are",
            );
        }
        if self.rests_on_spread() {
            for (field, outcome) in &outcomes {
                let varies = !matches!(outcome, Outcome::Share { n, count } if *count == 0 || count == n);
                let expected = "some but not all respondents: of none or all this design tells no interval";
                findings.check(varies, format!("{field}.count"), expected);
            }
        }
        if let Some(correlation) = self.correlation() {
            let within = (-1.0..=1.0).contains(&correlation);
            findings.check(within, "correlation", "-1 to 1");
            self.check_same_persons(&outcomes, findings);
        }
        if let Self::Reported {
            estimate,
            lower,
            upper,
            ..
        } = self
        {
            let ordered = lower <= estimate && estimate <= upper;
            let finite = lower.is_finite() && upper.is_finite() && estimate.is_finite();
            findings.check(
                ordered && finite,
                "reported.estimate",
                "a number between the ends of its interval",
            );
        }
    }

    /// The same persons asked twice are as many the second time; and how their counts go together is not told by a correlation of means.
    fn check_same_persons(&self, outcomes: &[(&'static str, &Outcome)], findings: &mut Findings) {
        for moments in outcomes.chunks(2) {
            if let [(_, before), (field, after)] = moments {
                let same = before.n() == after.n();
                findings.check(
                    same,
                    format!("{field}.n"),
                    "as many respondents as before, for a correlation",
                );
            }
        }
    }
}

impl Effect {
    /// What follows from it; or what is wrong with it.
    pub(super) fn estimated(&self, today: Date) -> Result<Estimated, super::Rejection> {
        let mut findings = Findings::below("effect");
        self.numbers.check(&mut findings);
        let past = self.observed_on <= today;
        findings.check(past, "observed_on", format!("a day not after today, {today}"));
        findings.refuse_with(super::Rejection::EffectInvalid)?;
        if self.numbers.n_least() < LEAST_CELL {
            return Err(super::Rejection::TooFew(self.numbers.n_least()));
        }
        estimate::of(&self.numbers)
    }

    /// What may be said of it as a sentence.
    #[must_use]
    pub fn sentence(&self, estimated: &Estimated) -> blocks::values::LocalText {
        let rose = estimated.estimate > 0.0;
        estimated
            .claim
            .sentence(self.component, rose, self.numbers.is_reported())
    }
}
