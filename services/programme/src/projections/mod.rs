//! Read models the block itself needs; one file each.

pub mod entries;
pub mod obligations;
pub mod projects;
pub mod publications;
pub mod reports;
