//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod coding;
pub mod figure;
pub(crate) mod filing;
pub mod finding;
pub mod instrument;
pub mod intervention;
pub mod measurement;

use blocks::office::{Office, cut, one_more, parse_id, parse_page};
use runtime::{fault::Fault, parse::Faults};
use tonic::{Response, Status};

/// Name of the block.
pub(crate) const BLOCK: &str = "culture";

type Answer<T> = Result<Response<T>, Status>;

/// The access rule lets coordinators and researchers of the block that is named call: it must be this one.
fn check_block(faults: &mut Faults, block_id: &str) {
    let expected = format!("{BLOCK}, the building block of this service");
    faults.check("block_id", block_id == BLOCK, &expected);
}

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
