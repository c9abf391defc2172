//! Feedback reports for projects and workgroups: own progress against the plan, against anonymous peers, attention points, what waits on
//! whom; as a structured answer and as a readable page in Dutch and English.

mod blocks;
mod culture;
pub mod language;
pub mod markdown;
pub mod peers;
mod project;
pub mod waiting;
mod workgroup;

pub use project::project_feedback;
pub use workgroup::workgroup_feedback;
