//! Starting a report.

use contracts::programme::v1::{StartReportRequest, StartReportResponse};
use eventing::Context;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Reporting, receipt_of, show::shown, standing::Standing};
use crate::contract::report as convert;
use crate::domain::{
    calendar::{ReportKind, obligation_id},
    report::{Command, Report, Step},
};

pub(super) async fn start_report(
    service: &Reporting,
    request: &Request<StartReportRequest>,
) -> Result<StartReportResponse, Fault> {
    let given = request.get_ref();
    let (change, (project_id, period, kind)) =
        together(Change::parse(request, &given.request_id), parse(given))?;
    let report_id = obligation_id(&project_id, &period, kind);
    let now = service.clock.now();
    let meta = change.meta(now, Context::default());
    let (project, report, by) = (project_id.as_str(), report_id.as_str(), change.actor());
    let committed = service
        .store
        .execute_reading::<Report, _, Fault>(report, &meta, |reading| {
            let (project_id, report_id, by) = (project.to_owned(), report.to_owned(), by.to_owned());
            async move {
                let standing = Standing::read(reading, &project_id).await?;
                let obligation = standing.obligation(&report_id).cloned();
                let ground = Box::new(standing.ground(reading, &project_id, &report_id).await?);
                Ok(Command {
                    report_id,
                    at: now,
                    by,
                    step: Step::Start {
                        project_id,
                        obligation,
                        ground,
                    },
                })
            }
            .boxed()
        })
        .await?;
    let report = Some(shown(service, &project_id, &report_id).await?);
    Ok(StartReportResponse {
        receipt: receipt_of(&report_id, &committed),
        report,
    })
}

fn parse(request: &StartReportRequest) -> Result<(String, String, ReportKind), Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let label = faults.id("period", &request.period);
    faults.check(
        "period",
        label.len() <= 20,
        "the label of a period, of at most 20 characters, such as 2024-H2",
    );
    let kind = convert::parse_kind(&mut faults, request.kind);
    faults.finish((project_id, label, kind))
}
