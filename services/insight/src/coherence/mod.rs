//! How demand, grants and solutions hang together: where they meet, where they miss each other, and how long it takes.
//!
//! One view per file, each a pure function over [`Facts`](crate::rows::Facts). Every number in an answer names the ledger positions
//! of the events behind it ([`Traced`]), or is a [`Figure`](contracts::insight::v1::Figure) that is explained by its name.
//!
//! To let another block take part, say offers and credentials in the supply: keep its rows in `Facts`, and add what one row counts
//! to the cells of the views, beside what the others add (`cells` has one function for each source). Skills are asked of [`Meant`]:
//! who names one that was merged into another means the other.

pub mod asked;
mod cells;
pub mod demand_supply;
#[cfg(test)]
pub(crate) mod fixture;
pub mod funnel;
pub mod lead_times;
mod meant;
pub mod money;
pub mod needs;
pub mod overlap;
mod page;
pub mod pipeline;
pub mod reuse;
mod signal;
pub(crate) mod traced;
pub mod white_spots;

pub use cells::Extent;
pub use meant::Meant;
pub use page::{Paged, paged};
pub use traced::{POSITIONS_MAX, Traced};

use contracts::hub::v1::LocalText;

use crate::{figure::wants, rows::Reference};

/// Name of a region; its identifier while nobody defined it.
pub(crate) fn region_name(reference: &Reference, region_id: &str) -> String {
    let region = reference.regions.get(region_id);
    region.map_or_else(|| region_id.to_owned(), |region| region.name.clone())
}

/// Name of a theme.
fn theme_name(reference: &Reference, theme_id: &str) -> Option<LocalText> {
    reference.themes.get(theme_id)?.name.clone()
}
