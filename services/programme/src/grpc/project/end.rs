//! Recording that the work has ended, or that the project was stopped.

use contracts::programme::v1::{
    FinishProjectRequest, FinishProjectResponse, StopProjectRequest, StopProjectResponse,
};
use jiff::civil::Date;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Projects, receipt_of};
use crate::{
    contract::values::{REASON_CHARS_MAX, REFERENCE_CHARS_MAX, whole},
    domain::{
        calendar::day_of,
        project::{Command, Finish, Stop},
        values::Id,
    },
};

pub(super) async fn finish(
    service: &Projects,
    request: &Request<FinishProjectRequest>,
) -> Result<FinishProjectResponse, Fault> {
    let (given, now) = (request.get_ref(), service.clock.now());
    let (change, (project_id, finish)) = together(
        Change::parse(request, &given.request_id),
        parse_end(given, day_of(now)),
    )?;
    let command = Command::Finish(finish);
    let committed = service.execute(&project_id, &change, now, command).await?;
    Ok(FinishProjectResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

fn parse_end(request: &FinishProjectRequest, today: Date) -> Result<(Id, Finish), Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let finished_on = faults.date("finished_on", &request.finished_on);
    let finished_on = whole(faults, finished_on)?;
    Ok((project_id, Finish { finished_on, today }))
}

pub(super) async fn stop(
    service: &Projects,
    request: &Request<StopProjectRequest>,
) -> Result<StopProjectResponse, Fault> {
    let (given, now) = (request.get_ref(), service.clock.now());
    let (change, (project_id, stop)) = together(
        Change::parse(request, &given.request_id),
        parse_stop(given, day_of(now)),
    )?;
    let command = Command::Stop(stop);
    let committed = service.execute(&project_id, &change, now, command).await?;
    Ok(StopProjectResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

fn parse_stop(request: &StopProjectRequest, today: Date) -> Result<(Id, Stop), Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let stopped_on = faults.date("stopped_on", &request.stopped_on);
    let reason = faults.text("reason", &request.reason, REASON_CHARS_MAX, true);
    let decision = faults.text("decision", &request.decision, REFERENCE_CHARS_MAX, true);
    let stop = Stop {
        stopped_on: whole(faults, stopped_on)?,
        reason,
        decision,
        today,
    };
    Ok((project_id, stop))
}
