//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod class;
mod filing;
pub mod issuing;
pub mod offer;
pub mod passport;
pub mod provider;
pub mod rules;

use blocks::office::{Office, cut, one_more, parse_id, parse_page};
use runtime::{fault::Fault, parse::Faults};
use tonic::{Response, Status};

/// Name of the block.
pub(crate) const BLOCK: &str = "professionalisation";

type Answer<T> = Result<Response<T>, Status>;

/// Refuses a project that is not known; `field` is its path.
async fn check_project(office: &Office, field: &str, project_id: Option<&String>) -> Result<(), Fault> {
    let Some(id) = project_id else { return Ok(()) };
    let mut faults = Faults::new();
    let known = office.known.project(id).await?.is_some();
    faults.check(field, known, "a project that was registered");
    faults.finish(())
}
