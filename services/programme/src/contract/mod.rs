//! Domain values as the contract writes them, and back: one file per aggregate, used by the calls and by `publish`.
//!
//! Reading notes every fault in the path of its field and goes on, so that a caller hears all of them at once. A value is
//! absent (`None`) only where a fault was noted.

pub use blocks::contract as values;

pub mod attention;
mod consortium;
pub mod indicator;
pub mod plan;
pub mod project;
pub mod publication;
pub mod reference;
pub mod report;
pub mod report_content;
pub mod scheme;
