//! What is wrong with a table.

use crate::disclosure::{MAX_CELLS, MAX_GROUPS, MAX_RESPONDENTS};

/// A threshold that protects nobody, or leaves nothing to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a threshold lies between 2 and 1000 respondents, and {0} does not")]
pub struct ThresholdError(pub(super) u32);

/// A table that cannot be protected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DisclosureFault {
    /// Nothing tells respondents apart.
    #[error("respondents need at least one dimension, such as their region")]
    NoDimensions,
    /// The same dimension twice.
    #[error("dimension {0} is given twice")]
    DuplicateDimension(String),
    /// A dimension that the respondents do not have.
    #[error("the respondents have no dimension {0}")]
    UnknownDimension(String),
    /// More or fewer categories than dimensions.
    #[error("{given} categories are given, and there are {expected} dimensions")]
    WrongNumberOfCategories {
        /// How many were given.
        given: usize,
        /// How many dimensions there are.
        expected: usize,
    },
    /// More than [`MAX_RESPONDENTS`].
    #[error("at most {MAX_RESPONDENTS} respondents are counted")]
    TooManyRespondents,
    /// More than [`MAX_CELLS`], those shown before included.
    #[error("at most {MAX_CELLS} cells are protected together, and these are {0}")]
    TooManyCells(usize),
    /// More than [`MAX_GROUPS`] of respondents that the cells tell apart.
    #[error("at most {MAX_GROUPS} groups of respondents can be told apart, and these are {0}")]
    TooManyGroups(usize),
    /// What was shown before tells of a few respondents already, or cannot be proven not to: nothing can be taken back.
    #[error("what was shown before already tells of a group of {0} respondents, or cannot be shown not to")]
    AlreadyRevealed(u64),
}
