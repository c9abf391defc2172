//! Building block 3 in the season: providers with two scans a year apart, plans and tracks for their educators, an offer that becomes
//! flexible, classes of microcredentials from proposal to publication, and some hundreds of credentials of invented holders.
//!
//! What is judged by, an instrument and quality frameworks, stands in `data/professionalisation/`. Of a holder there is nothing but
//! an invented number such as `vb-leerling-0001`; the documents that the hub answers are thrown away by the loader.

pub mod classes;
pub mod issuing;
pub mod offers;
pub mod providers;
pub mod scans;
pub mod tracks;

use crate::line::Line;

/// Everything of block 3 that is not the story of a project.
#[must_use]
pub fn lines() -> Vec<Line> {
    [
        providers::lines(),
        scans::lines(),
        tracks::lines(),
        offers::lines(),
        classes::lines(),
        issuing::lines(),
    ]
    .concat()
}
