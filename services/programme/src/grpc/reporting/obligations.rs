//! Scheduling an obligation beside those of the calendar, and waiving one.

use contracts::programme::v1 as proto;
use eventing::Context;
use futures::FutureExt;
use jiff::civil::Date;
use runtime::{
    call::Change,
    fault::{Fault, Kind, together},
    parse::Faults,
};
use tonic::Request;

use super::{Reporting, receipt_of, standing::Standing};
use crate::contract::{report as convert, values::read_period};
use crate::domain::{
    calendar::{Calendar, Command, ReportKind, ScheduleExtra, day_of, obligation_id},
    project::ProjectState,
    size::REASON_CHARS_MAX,
    values::{Id, Period},
};

/// What a request asks for.
#[derive(Clone)]
struct Extra {
    project_id: String,
    kind: ReportKind,
    period: Period,
    due_on: Date,
    reason: String,
}

pub(super) async fn schedule_obligation(
    service: &Reporting,
    request: &Request<proto::ScheduleObligationRequest>,
) -> Result<proto::ScheduleObligationResponse, Fault> {
    let given = request.get_ref();
    let (change, extra) = together(Change::parse(request, &given.request_id), parse(given))?;
    let now = service.clock.now();
    let meta = change.meta(now, Context::default());
    let wanted = &extra;
    let committed = service
        .store
        .execute_reading::<Calendar, _, Fault>(&extra.project_id, &meta, |reading| {
            let extra = wanted.clone();
            async move {
                let standing = Standing::read_beside(reading, &extra.project_id).await?;
                command(&standing, extra, day_of(now))
            }
            .boxed()
        })
        .await?;
    let id = obligation_id(&extra.project_id, &extra.period.label, extra.kind);
    Ok(proto::ScheduleObligationResponse {
        receipt: receipt_of(&id, &committed),
    })
}

pub(super) async fn waive_obligation(
    service: &Reporting,
    request: &Request<proto::WaiveObligationRequest>,
) -> Result<proto::WaiveObligationResponse, Fault> {
    let given = request.get_ref();
    let (change, waived) = together(Change::parse(request, &given.request_id), parse_waiver(given))?;
    let Waived {
        project_id,
        obligation_id,
        reason,
    } = waived;
    let command = Command::Waive {
        obligation_id: obligation_id.clone(),
        reason,
    };
    let meta = change.meta(service.clock.now(), service.context(&project_id).await?);
    let committed = service
        .store
        .execute::<Calendar>(&project_id, command, &meta)
        .await?;
    Ok(proto::WaiveObligationResponse {
        receipt: receipt_of(&obligation_id, &committed),
    })
}

fn parse(request: &proto::ScheduleObligationRequest) -> Result<Extra, Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let kind = convert::parse_kind(&mut faults, request.kind);
    // The label's own rule is the aggregate's.
    let period = read_period(&mut faults, "period", request.period.clone());
    let due_on = faults.date("due_on", &request.due_on);
    let reason = faults.text("reason", &request.reason, REASON_CHARS_MAX, true);
    let (Some(period), Some(due_on)) = (period, due_on) else {
        return Err(Fault::invalid(faults.into_fields()));
    };
    faults.finish(Extra {
        project_id,
        kind,
        period,
        due_on,
        reason,
    })
}

/// A waiver as it was given.
struct Waived {
    project_id: Id,
    obligation_id: Id,
    reason: String,
}

fn parse_waiver(request: &proto::WaiveObligationRequest) -> Result<Waived, Fault> {
    let mut faults = Faults::new();
    let waived = Waived {
        project_id: faults.id("project_id", &request.project_id),
        obligation_id: faults.id("obligation_id", &request.obligation_id),
        reason: faults.text("reason", &request.reason, REASON_CHARS_MAX, true),
    };
    faults.finish(waived)
}

/// A project with a plan may owe more until it is closed; one that was stopped may still owe an account.
fn command(standing: &Standing, extra: Extra, today: Date) -> Result<Command, Fault> {
    let Extra {
        project_id,
        kind,
        period,
        due_on,
        reason,
    } = extra;
    let project = standing.project();
    match (project.state(), project.profile()) {
        (ProjectState::Running | ProjectState::Finished | ProjectState::Stopped, Some(profile)) => {
            let reminder_days = standing.rules.reminder_days;
            let project_starts_on = profile.starts_on;
            let extra = ScheduleExtra {
                project_id,
                project_starts_on,
                kind,
                period,
                due_on,
                reminder_days,
                reason,
                today,
            };
            Ok(Command::ScheduleExtra(extra))
        }
        (ProjectState::Unknown | ProjectState::Registered | ProjectState::Closed, _) | (_, None) => {
            let message = format!("project {project_id} has no plan, or is closed, and owes no more reports");
            Err(Fault::new("PROJECT_NOT_RUNNING", Kind::WrongState, message))
        }
    }
}
