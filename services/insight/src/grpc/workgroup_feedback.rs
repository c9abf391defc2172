//! `GetWorkgroupFeedback`.

use contracts::insight::v1::{GetWorkgroupFeedbackRequest, GetWorkgroupFeedbackResponse};
use runtime::{call, fault::Fault, parse::Faults};
use tonic::Request;

use super::project_feedback::language;
use crate::feedback;
use crate::views::Views;

/// The feedback report of one workgroup, once the caller's own change is in it.
///
/// # Errors
/// The request is faulty, the workgroup is not known, or the view cannot be had in time.
pub(super) async fn workgroup_feedback(
    views: &Views,
    request: Request<GetWorkgroupFeedbackRequest>,
) -> Result<GetWorkgroupFeedbackResponse, Fault> {
    let deadline = call::deadline(&request);
    let request = request.into_inner();
    let mut faults = Faults::new();
    let workgroup_id = faults.id("workgroup_id", &request.workgroup_id);
    let language = language(&mut faults, request.language);
    let (workgroup_id, language) = faults.finish((workgroup_id, language))?;
    let view = views.view(&request.consistency_token, deadline).await?;
    feedback::workgroup_feedback(&view, &workgroup_id, language)
        .ok_or_else(|| unknown_workgroup(&workgroup_id))
}

fn unknown_workgroup(workgroup_id: &str) -> Fault {
    Fault::not_found(
        "WORKGROUP_UNKNOWN",
        format!("there is no workgroup '{workgroup_id}' in the ledger"),
    )
}
