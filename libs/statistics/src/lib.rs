//! The statistics of the building blocks: trends, rates, many tests at once, surveys, effects, small cells and agreement.
//!
//! Nothing here reads, writes, asks for the time or draws at random: the same input gives the same figures, so that a
//! figure can be worked out again from the events behind it. Every result names the method that made it, as a constant
//! of the module such as [`trend::QUASI_POISSON`], and the documentation of the method names its source. A method whose
//! figures change gets a new number; the old one keeps meaning what it meant.
//!
//! - [`trend`]: does a count grow per period, given how much was looked through;
//! - [`rate`]: one rate with its interval, two rates compared;
//! - [`multiple`]: many tests at once;
//! - [`survey`]: answers weighted to known margins, means, proportions, reliability of a scale;
//! - [`effect`]: differences, differences in differences, and the bridge between versions of an instrument;
//! - [`disclosure`]: which cells of a table may be shown;
//! - [`agreement`]: answers that were coded twice.
//!
//! No result holds a number that is not one: the end of an interval that has no bound is `None`, and so is an estimate
//! that does not exist.
//!
//! # A skill that is named more and more often
//!
//! ```
//! use statistics::{Level, Tally, trend::{Trend, Trends}};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Mentions per quarter, and the words that were read in it.
//! let quarters = [(3, 1.0e6), (4, 1.2e6), (9, 1.1e6), (12, 1.3e6), (19, 1.4e6)];
//! let quarters: Vec<Tally> =
//!     quarters.into_iter().map(|(count, words)| Tally::new(count, words)).collect::<Result<_, _>>()?;
//! let trends = Trends::new(Level::P95);
//! let Trend::Growth(growth) = trends.of(&quarters)? else { panic!("five quarters can be fitted") };
//! assert!(growth.ratio > 1.3 && growth.p_value < 0.05);
//! # Ok(())
//! # }
//! ```

mod faults;
mod level;
mod special;
mod tally;

pub mod agreement;
pub mod disclosure;
pub mod effect;
pub mod multiple;
pub mod rate;
pub mod survey;
pub mod trend;

pub use faults::Faults;
pub use level::{Interval, Level, LevelError};
pub use tally::{MAX_COUNT, MAX_EXPOSURE, MIN_EXPOSURE, Tally, TallyError};
