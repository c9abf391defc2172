//! Answers of respondents: weighted to known margins, summed up with their uncertainty, and the reliability of a scale.
//!
//! An answer has become a number before it comes here: a mean score, or yes and no. What leaves is sums only.

mod estimate;
mod margin;
mod raking;
mod reliability;
mod weights;

pub(crate) use estimate::wilson;
pub use estimate::{
    LINEARISED_MEAN, MAX_VALUE, Mean, Proportion, ResponseFault, WILSON_EFFECTIVE, mean, proportion,
};
pub use margin::{MARGIN_TOLERANCE, MAX_TOTAL, MIN_TOTAL, Margin, MarginFault};
pub use raking::{Convergence, RAKING, RAKING_TRIMMED, Raked, Raking, RakingFault, SettingError, Trim, rake};
pub use reliability::{CRONBACH_ALPHA, Reliability, ReliabilityFault, cronbach_alpha};
pub use weights::{MAX_WEIGHT, WeightFault, Weights};

#[cfg(test)]
mod tests;
