//! How the block's values are written in the contract, and read from it. One file per thing.

pub mod edition;
pub mod run;
pub mod skill;
pub mod source;
pub mod taxonomy;
pub mod trend;
