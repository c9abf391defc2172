//! `GetProjectStatus`.

use contracts::insight::v1::{GetProjectStatusRequest, GetProjectStatusResponse};
use runtime::{call, fault::Fault, parse::Faults};
use tonic::Request;

use crate::status::status;
use crate::views::{View, Views};

/// The status of one project, once the caller's own change is in it.
///
/// # Errors
/// The request is faulty, the project is not known, or the view cannot be had in time.
pub(super) async fn project_status(
    views: &Views,
    request: Request<GetProjectStatusRequest>,
) -> Result<GetProjectStatusResponse, Fault> {
    let deadline = call::deadline(&request);
    let request = request.into_inner();
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let project_id = faults.finish(project_id)?;
    let view = views.view(&request.consistency_token, deadline).await?;
    found(&view, &project_id).ok_or_else(|| unknown_project(&project_id))
}

fn found(view: &View, project_id: &str) -> Option<GetProjectStatusResponse> {
    let known = view.whole(project_id)?;
    let mut answer = status(&view.facts, &known.facts, &known.verdict.judgement, view.as_of);
    answer.freshness = Some(view.freshness);
    Some(answer)
}

/// The ledger holds no such project.
pub(super) fn unknown_project(project_id: &str) -> Fault {
    Fault::not_found(
        "PROJECT_UNKNOWN",
        format!("there is no project '{project_id}' in the ledger"),
    )
}
