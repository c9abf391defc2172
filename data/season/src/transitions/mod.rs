//! Building block 2 in the season: what regions lack, who applied in the one call whose window is known, how that was scored and
//! decided, and which solutions came of it.
//!
//! Round 2 of the scheme for the energy and raw-materials transition is played from draft to determination: its window and its
//! ceilings are public. What was granted there becomes a project by itself. The windows of the other calls could not be confirmed,
//! so nobody can apply in them; their projects are registered by the agency, as they were before ([`crate::award`]).
//!
//! The wait for what one block hears of another stands in the lines: `until` (see `schakelpunt::load`).

pub mod applications;
pub mod awards;
pub mod demands;
pub mod entrants;
pub mod scores;
pub mod skills;
pub mod solutions;

use crate::line::Line;

/// Everything of block 2 that is not the story of a project.
#[must_use]
pub fn lines() -> Vec<Line> {
    [
        applications::lines(),
        demands::lines(),
        scores::lines(),
        awards::lines(),
        solutions::lines(),
    ]
    .concat()
}
