//! The reporting service: reports through their whole life, and the obligations to hand them in.
//!
//! One file per group of calls. Each parses, makes a command from what it read (guarded), executes it, and answers with a receipt.

mod fill;
mod judge;
mod obligations;
mod show;
mod start;
mod submit;

pub(crate) mod standing;

use std::sync::Arc;

use contracts::{
    hub::v1::Receipt,
    programme::v1::{self as proto, reporting_service_server::ReportingService},
};
use eventing::{Clock, Committed, Context, Store};
use runtime::{fault::Fault, parse::Faults, receipt::receipt};
use tonic::{Request, Response, Status};

use super::reading::unknown_project;
use crate::domain::{
    project::Project,
    report::{Record, Report},
};

/// Name of the block in receipts.
const BLOCK: &str = "programme";

/// Answers the calls of the reporting service.
#[derive(Clone)]
pub struct Reporting {
    store: Store,
    clock: Arc<dyn Clock>,
}

impl Reporting {
    /// The service on a log, by a clock.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// A report of this project. A report of another project is as unknown as one that does not exist: the caller's grants were
    /// checked against the project it named.
    async fn record(&self, project_id: &str, report_id: &str) -> Result<Record, Fault> {
        let report = self.store.load::<Report>(report_id).await?.state;
        let own = report.record().filter(|record| record.project_id == project_id);
        own.cloned().ok_or_else(|| {
            Fault::not_found(
                "REPORT_UNKNOWN",
                format!("project {project_id} has no report {report_id}"),
            )
        })
    }

    /// What the facts of a project belong to.
    async fn context(&self, project_id: &str) -> Result<Context, Fault> {
        let project = self.store.load::<Project>(project_id).await?.state;
        if project.exists() {
            Ok(project.context())
        } else {
            Err(unknown_project(project_id))
        }
    }
}

/// The receipt for a change of a report, an obligation or an attention point.
pub(crate) fn receipt_of(id: &str, committed: &Committed) -> Option<Receipt> {
    Some(receipt(BLOCK, id, committed))
}

/// The project and the thing of it that a request names.
pub(crate) fn parse_ids(project_id: &str, field: &str, id: &str) -> Result<(String, String), Fault> {
    let mut faults = Faults::new();
    let ids = (faults.id("project_id", project_id), faults.id(field, id));
    faults.finish(ids)
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ReportingService for Reporting {
    async fn start_report(
        &self,
        request: Request<proto::StartReportRequest>,
    ) -> Answer<proto::StartReportResponse> {
        Ok(Response::new(start::start_report(self, &request).await?))
    }

    async fn fill_report(
        &self,
        request: Request<proto::FillReportRequest>,
    ) -> Answer<proto::FillReportResponse> {
        Ok(Response::new(fill::fill_report(self, &request).await?))
    }

    async fn submit_report(
        &self,
        request: Request<proto::SubmitReportRequest>,
    ) -> Answer<proto::SubmitReportResponse> {
        Ok(Response::new(submit::submit_report(self, &request).await?))
    }

    async fn review_report(
        &self,
        request: Request<proto::ReviewReportRequest>,
    ) -> Answer<proto::ReviewReportResponse> {
        Ok(Response::new(judge::review_report(self, &request).await?))
    }

    async fn return_report(
        &self,
        request: Request<proto::ReturnReportRequest>,
    ) -> Answer<proto::ReturnReportResponse> {
        Ok(Response::new(judge::return_report(self, &request).await?))
    }

    async fn accept_report(
        &self,
        request: Request<proto::AcceptReportRequest>,
    ) -> Answer<proto::AcceptReportResponse> {
        Ok(Response::new(judge::accept_report(self, &request).await?))
    }

    async fn approve_report(
        &self,
        request: Request<proto::ApproveReportRequest>,
    ) -> Answer<proto::ApproveReportResponse> {
        Ok(Response::new(judge::approve_report(self, &request).await?))
    }

    async fn reopen_report(
        &self,
        request: Request<proto::ReopenReportRequest>,
    ) -> Answer<proto::ReopenReportResponse> {
        Ok(Response::new(judge::reopen_report(self, &request).await?))
    }

    async fn get_report(
        &self,
        request: Request<proto::GetReportRequest>,
    ) -> Answer<proto::GetReportResponse> {
        Ok(Response::new(show::get_report(self, request.get_ref()).await?))
    }

    async fn list_obligations(
        &self,
        request: Request<proto::ListObligationsRequest>,
    ) -> Answer<proto::ListObligationsResponse> {
        Ok(Response::new(
            show::list_obligations(self, request.get_ref()).await?,
        ))
    }

    async fn schedule_obligation(
        &self,
        request: Request<proto::ScheduleObligationRequest>,
    ) -> Answer<proto::ScheduleObligationResponse> {
        Ok(Response::new(
            obligations::schedule_obligation(self, &request).await?,
        ))
    }

    async fn waive_obligation(
        &self,
        request: Request<proto::WaiveObligationRequest>,
    ) -> Answer<proto::WaiveObligationResponse> {
        Ok(Response::new(
            obligations::waive_obligation(self, &request).await?,
        ))
    }
}
