//! The decisions of the block: one module per aggregate, pure.

pub mod edition;
#[cfg(test)]
pub(crate) mod examples;
pub mod place;
pub mod reading;
pub mod run;
pub mod skill;
pub mod source;
pub mod taxonomy;
