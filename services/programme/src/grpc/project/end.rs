//! Recording that the work has ended, or that the project was stopped.

use contracts::programme::v1::{
    FinishProjectRequest, FinishProjectResponse, StopProjectRequest, StopProjectResponse,
};
use runtime::{call::Change, fault::Fault, parse::Faults};
use tonic::Request;

use super::{Projects, receipt_of};
use crate::{
    contract::values::{REFERENCE_CHARS_MAX, TEXT_CHARS_MAX, whole},
    domain::{
        calendar::day_of,
        project::{Command, Finish, Stop},
    },
};

pub(super) async fn finish(
    service: &Projects,
    request: &Request<FinishProjectRequest>,
) -> Result<FinishProjectResponse, Fault> {
    let change = Change::parse(request, &request.get_ref().request_id)?;
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.get_ref().project_id);
    let finished_on = faults.date("finished_on", &request.get_ref().finished_on);
    let finished_on = whole(faults, finished_on)?;
    let now = service.clock.now();
    let command = Command::Finish(Finish {
        finished_on,
        today: day_of(now),
    });
    let committed = service.execute(&project_id, &change, now, command).await?;
    Ok(FinishProjectResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

pub(super) async fn stop(
    service: &Projects,
    request: &Request<StopProjectRequest>,
) -> Result<StopProjectResponse, Fault> {
    let change = Change::parse(request, &request.get_ref().request_id)?;
    let request = request.get_ref();
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let stopped_on = faults.date("stopped_on", &request.stopped_on);
    let reason = faults.text("reason", &request.reason, TEXT_CHARS_MAX, true);
    let decision = faults.text("decision", &request.decision, REFERENCE_CHARS_MAX, true);
    let stopped_on = whole(faults, stopped_on)?;
    let now = service.clock.now();
    let command = Command::Stop(Stop {
        stopped_on,
        reason,
        decision,
        today: day_of(now),
    });
    let committed = service.execute(&project_id, &change, now, command).await?;
    Ok(StopProjectResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}
