//! Handing in a report.

use contracts::programme::v1::{SubmitReportRequest, SubmitReportResponse};
use eventing::Context;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
};
use tonic::Request;

use super::{Reporting, parse_ids, receipt_of, standing::Standing};
use crate::contract::values::day;
use crate::domain::report::{Command, Report, Step};

pub(super) async fn submit_report(
    service: &Reporting,
    request: &Request<SubmitReportRequest>,
) -> Result<SubmitReportResponse, Fault> {
    let given = request.get_ref();
    let (change, (project_id, report_id)) = together(
        Change::parse(request, &given.request_id),
        parse_ids(&given.project_id, "report_id", &given.report_id),
    )?;
    service.record(&project_id, &report_id).await?;
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
                let response_term_days = standing.rules.response_term_days;
                Ok(Command {
                    report_id,
                    at: now,
                    by,
                    step: Step::Submit {
                        obligation,
                        ground,
                        response_term_days,
                    },
                })
            }
            .boxed()
        })
        .await?;
    // As it was right after this change: a repeated request is answered as the first was.
    let after = service
        .store
        .load_at::<Report>(&report_id, committed.version)
        .await?
        .state;
    let response_due_on = day(after.record().and_then(|record| record.response_due_on));
    Ok(SubmitReportResponse {
        receipt: receipt_of(&report_id, &committed),
        response_due_on,
    })
}
