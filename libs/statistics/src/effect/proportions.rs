//! Two proportions compared.

use crate::{
    Faults, Interval, Level,
    effect::Effect,
    survey::{self, wilson},
};

/// The method of [`proportions`].
pub const NEWCOMBE: &str = "newcombe-hybrid-score/1";

/// A proportion that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ShareFault {
    /// Nobody was asked.
    #[error("a proportion needs at least one respondent")]
    NoRespondents,
    /// More said yes than were asked.
    #[error("{yes} of {n} cannot have said yes")]
    MoreThanAll {
        /// How many said yes.
        yes: u64,
        /// How many were asked.
        n: u64,
    },
}

/// A proportion, and of how many respondents it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    proportion: f64,
    effective_n: f64,
    n: u64,
}

impl Share {
    /// So many of so many.
    ///
    /// # Errors
    ///
    /// Every fault, see [`ShareFault`].
    pub fn of(yes: u64, n: u64) -> Result<Self, Faults<ShareFault>> {
        let mut faults = Vec::new();
        if n == 0 {
            faults.push(ShareFault::NoRespondents);
        }
        if yes > n {
            faults.push(ShareFault::MoreThanAll { yes, n });
        }
        Faults::none_or(faults)?;
        let size = n as f64;
        Ok(Self {
            proportion: yes as f64 / size,
            effective_n: size,
            n,
        })
    }

    /// The proportion.
    pub fn proportion(&self) -> f64 {
        self.proportion
    }

    fn variance(&self) -> f64 {
        self.proportion * (1.0 - self.proportion) / self.effective_n
    }
}

impl From<&survey::Proportion> for Share {
    /// A weighted proportion counts for its effective sample size.
    fn from(weighted: &survey::Proportion) -> Self {
        Self {
            proportion: weighted.proportion,
            effective_n: weighted.effective_n,
            n: weighted.n as u64,
        }
    }
}

/// One proportion less another, from other respondents. The interval joins the score intervals of both (R. Newcombe, "Interval
/// estimation for the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17, 1998,
/// method 10), which keeps between -1 and 1. The standard error is the plain one and the interval does not come from it; there
/// is no p value.
pub fn proportions(share: &Share, reference: &Share, level: Level) -> Effect {
    let value = share.proportion - reference.proportion;
    let (lower, upper) = wilson(share.proportion, share.effective_n, level);
    let (reference_lower, reference_upper) = wilson(reference.proportion, reference.effective_n, level);
    let below = (share.proportion - lower).hypot(reference_upper - reference.proportion);
    let above = (upper - share.proportion).hypot(reference.proportion - reference_lower);
    Effect {
        method: NEWCOMBE,
        value,
        standard_error: (share.variance() + reference.variance()).sqrt(),
        n: share.n.saturating_add(reference.n),
        degrees_of_freedom: None,
        interval: Interval::between((value - below).max(-1.0), (value + above).min(1.0), level),
        p_value: None,
    }
}
