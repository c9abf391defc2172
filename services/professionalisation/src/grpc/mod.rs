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

/// Refuses a project that is not known, or of which this block has not heard yet; `field` is its path.
async fn check_project(office: &Office, field: &str, project_id: Option<&String>) -> Result<(), Fault> {
    let Some(id) = project_id else { return Ok(()) };
    if office.known.project(id).await?.is_some() {
        return Ok(());
    }
    let mut faults = Faults::new();
    faults.check(field, false, "a project that was registered");
    let unknown = Fault::not_found("PROJECT_UNKNOWN", format!("there is no project {id}"));
    Err(unknown.with_fields(faults.into_fields()))
}
