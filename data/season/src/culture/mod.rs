//! Building block 4 in the season: two waves of a survey by invented respondents, findings of invented studies, interventions from plan to
//! effect, and the answers of some projects, coded.
//!
//! The instrument and the coding scheme stand in `data/culture/`. A response is a row of categories and options; nobody stands behind it.

pub mod coding;
pub mod findings;
pub mod interventions;
pub mod waves;

use crate::line::Line;

/// Identifier of the block, as its calls want it.
pub(crate) const BLOCK: &str = "culture";
/// Who measures and codes, and who decides.
pub(crate) const RESEARCHER: &str = "researcher:culture";
pub(crate) const COORDINATOR: &str = "block-coordinator:culture";
/// The workgroup of the block.
pub(crate) const WORKGROUP: &str = "wg-culture";

/// Everything of block 4. `others` are the lines of the other blocks: reports of projects are coded.
#[must_use]
pub fn lines(others: &[Line]) -> Vec<Line> {
    [
        waves::lines(),
        findings::lines(),
        interventions::lines(),
        coding::lines(others),
    ]
    .concat()
}
