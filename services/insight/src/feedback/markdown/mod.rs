//! The readable form of feedback reports: Markdown in Dutch or English, made from the same facts as the structured answer.
//!
//! Whatever comes from a project passes through [`escape`] before it stands on a page.

mod culture;
mod escape;
mod page;
mod plan;
mod points;
mod project;
mod reports;
mod shared;
mod workgroup;

pub use escape::escape;
pub use project::{Names, ProjectPage, ProjectParts};
pub use workgroup::WorkgroupPage;

#[cfg(test)]
mod tests;
