//! Reports and obligations as they are.

use contracts::programme::v1 as proto;
use runtime::{fault::Fault, parse::Faults};

use super::{Reporting, parse_ids};
use crate::{contract::report as convert, domain::calendar::Calendar};

pub(super) async fn get_report(
    service: &Reporting,
    request: &proto::GetReportRequest,
) -> Result<proto::GetReportResponse, Fault> {
    let (project_id, report_id) = parse_ids(&request.project_id, "report_id", &request.report_id)?;
    let report = Some(shown(service, &project_id, &report_id).await?);
    Ok(proto::GetReportResponse { report })
}

pub(super) async fn list_obligations(
    service: &Reporting,
    request: &proto::ListObligationsRequest,
) -> Result<proto::ListObligationsResponse, Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let project_id = faults.finish(project_id)?;
    service.context(&project_id).await?;
    let calendar = service.store.load::<Calendar>(&project_id).await?.state;
    let obligations = calendar
        .by_due_day()
        .into_iter()
        .map(|one| convert::obligation(&project_id, one))
        .collect();
    Ok(proto::ListObligationsResponse { obligations })
}

/// A report with the days of its obligation.
pub(super) async fn shown(
    service: &Reporting,
    project_id: &str,
    report_id: &str,
) -> Result<proto::Report, Fault> {
    let record = service.record(project_id, report_id).await?;
    let calendar = service.store.load::<Calendar>(project_id).await?.state;
    Ok(convert::report(
        report_id,
        &record,
        calendar.obligation(report_id),
    ))
}
