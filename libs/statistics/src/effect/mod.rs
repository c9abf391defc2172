//! What an intervention seems to have changed, as far as its design can tell.
//!
//! | design | means | proportions |
//! |---|---|---|
//! | before and after, the same respondents | [`paired`] | [`paired`] on differences of 0 and 1 |
//! | before and after, other respondents | [`independent_waves`] | [`proportions`] |
//! | with a comparison group, once | [`comparison_group`] | [`proportions`] |
//! | with a comparison group, before and after | [`difference_in_differences`] | the same, on estimates |
//!
//! Figures of two versions of an instrument are compared over a [`Bridge`] only: [`bridged_difference`] and
//! [`bridged_difference_in_differences`].

mod bridge;
mod difference;
mod estimate;
mod proportions;

pub use bridge::{
    BRIDGED_DIFFERENCE, BRIDGED_DIFFERENCE_IN_DIFFERENCES, Bridge, BridgeFault, Coefficient,
    bridged_difference, bridged_difference_in_differences,
};
pub use difference::{
    COMPARISON_GROUP, DIFFERENCE_IN_DIFFERENCES, Four, INDEPENDENT_DIFFERENCE, INDEPENDENT_WAVES, PAIRED,
    comparison_group, difference, difference_in_differences, independent_waves, paired,
};
pub use estimate::{Effect, Estimate, EstimateFault};
pub use proportions::{NEWCOMBE, Share, ShareFault, proportions};

#[cfg(test)]
mod tests;
