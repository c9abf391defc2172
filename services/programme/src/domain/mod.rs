//! The decisions of the block: pure, one aggregate per folder, one decision per file where it has something to say.

pub use blocks::{findings, values};

pub mod attention;
pub mod calendar;
pub mod project;
pub mod publication;
pub mod reference;
pub mod report;
pub mod size;
