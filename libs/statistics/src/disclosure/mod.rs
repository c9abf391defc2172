//! Which cells of a table may be shown, so that nothing is told of a few respondents.
//!
//! A cell with fewer respondents than a threshold is not shown (primary suppression). It could still be worked out from
//! others: a total less the rest of its row, one cut less another, last month's table less this month's. So further cells are
//! kept back (complementary suppression) until no sum that can be worked out counts fewer than the threshold.
//!
//! # What is guaranteed
//!
//! The respondents fall into *groups*: two belong to the same group where every cell, shown now or before, has both or neither.
//! Whoever adds and subtracts shown cells, each any number of times and by any factor, learns the values of a vector
//! space: the span of the shown cells over the groups. [`protect`] sees to it that this space holds no vector with whole, non-negative
//! entries that counts between one and the threshold, the threshold excluded. From this follows:
//!
//! - no suppressed cell below the threshold can be worked out, and neither can a union of cells or groups below it, whatever
//!   the table: crossed, hierarchical, overlapping, or over several publications;
//! - no sum of groups, each counted any whole number of times, sets a bound below the threshold. In a crossed table of two
//!   dimensions, where every bound that follows from counts is of that kind, a suppressed cell might be as large as the threshold for all
//!   that is shown; in other tables, narrower bounds from fractions of sums are not looked for;
//! - no other suppressed cell can be worked out, since it would then be shown.
//!
//! Groups without respondents are taken to be known as empty: a cell with nobody in it is shown as 0. That holds for what is
//! derived linearly from counts, and so for sums and means with the same weights. What somebody knows from elsewhere, such as their own
//! answer, is not in it; the threshold has to leave room for that. What reason a cell was suppressed for is for the
//! keeper of the data only: shown, it would tell which cells are small.
//!
//! Source of the rules and the words: A. Hundepool et al., "Statistical Disclosure Control" (2012), chapter 4; the linear
//! algebra of attack: L. Cox, "Suppression methodology and statistical disclosure control", Journal of the American Statistical Association 75, 1980.
//!
//! # Two regions, two sectors
//!
//! ```
//! use statistics::disclosure::{Respondents, Status, Threshold, protect};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut respondents = Respondents::new(["region", "sector"])?;
//! for (region, sector, n) in [("AM01", "C", 3), ("AM01", "F", 40), ("AM02", "C", 30), ("AM02", "F", 50)] {
//!     respondents.add(&[region, sector], n)?;
//! }
//! // The four cells, the totals of both regions and both sectors, and the grand total.
//! let cells = respondents.cross(&["region", "sector"])?;
//! let protection = protect(&respondents, &[], &cells, Threshold::new(5)?)?;
//! // One small cell; with totals, three others have to go with it.
//! let suppressed = protection.cells.iter().filter(|cell| cell.status != Status::Shown).count();
//! assert_eq!(suppressed, 4);
//! # Ok(())
//! # }
//! ```

mod fault;
mod field;
mod groups;
mod protect;
mod respondents;
mod search;
mod span;

pub use fault::{DisclosureFault, ThresholdError};
pub use protect::{MAX_CELLS, MAX_GROUPS, PROTECTION, Protected, Protection, Status, Threshold, protect};
pub use respondents::{MAX_RESPONDENTS, Respondents, Selection};

#[cfg(test)]
mod tests;
