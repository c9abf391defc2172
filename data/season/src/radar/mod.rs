//! Building block 1 in the season: what invented bureaus published in nine half-years, which skills were proposed, reviewed, published,
//! merged, rejected and retired, who disagreed, and four editions of the radar.
//!
//! What a source says is written by [`texts`]: each half-year it names some skills more often and others less, so that every ring of the
//! radar has something in it. All bureaus and all their figures are invented.

pub mod editions;
pub mod skills;
pub mod sources;
pub mod texts;

use crate::line::Line;

/// Everything of block 1.
#[must_use]
pub fn lines() -> Vec<Line> {
    [sources::lines(), skills::lines(), editions::lines()].concat()
}
