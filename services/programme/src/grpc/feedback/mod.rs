//! The feedback service: attention points that are raised, answered and closed.

use std::sync::Arc;

use contracts::programme::v1::{self as proto, feedback_service_server::FeedbackService};
use eventing::{Clock, Committed, Context, Store};
use futures::FutureExt;
use jiff::Timestamp;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response, Status};

use crate::{
    contract::attention as convert,
    domain::{
        attention::{Answer, AttentionPoints, Close, Command, Raise},
        project::Project,
        report::Report,
        size::REASON_CHARS_MAX,
    },
    grpc::{
        reading::{project, unknown_project},
        reporting::receipt_of,
    },
};

/// Answers the calls of the feedback service.
#[derive(Clone)]
pub struct Feedback {
    store: Store,
    clock: Arc<dyn Clock>,
}

/// What every changing call of this service names.
struct Named {
    project_id: String,
    point_id: String,
    words: String,
}

impl Feedback {
    /// The service on a log, by a clock.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    async fn context(&self, project_id: &str) -> Result<Context, Fault> {
        let project = self.store.load::<Project>(project_id).await?.state;
        if project.exists() {
            Ok(project.context())
        } else {
            Err(unknown_project(project_id))
        }
    }

    /// Raising reads the report it concerns: it must be one of the same project.
    async fn raise(
        &self,
        request: &Request<proto::RaiseAttentionPointRequest>,
    ) -> Result<proto::RaiseAttentionPointResponse, Fault> {
        let given = request.get_ref();
        let (change, (named, report_id)) =
            together(Change::parse(request, &given.request_id), parse_raised(given))?;
        let Named {
            project_id,
            point_id,
            words,
        } = named;
        let at = self.clock.now();
        let meta = change.meta(at, Context::default());
        let raise = Raise {
            point_id: point_id.clone(),
            report_id,
            text: words,
            at,
            by: change.actor().to_owned(),
        };
        let (raise, project_id) = (&raise, project_id.as_str());
        let committed = self
            .store
            .execute_reading::<AttentionPoints, _, Fault>(project_id, &meta, |reading| {
                let (raise, project_id) = (raise.clone(), project_id.to_owned());
                async move {
                    project(reading, &project_id).await?;
                    if let Some(report_id) = &raise.report_id {
                        let report = reading.read::<Report>(report_id).await?.state;
                        check_own(&report, &project_id, report_id)?;
                    }
                    Ok(Command::Raise(raise))
                }
                .boxed()
            })
            .await?;
        Ok(proto::RaiseAttentionPointResponse {
            receipt: receipt_of(&point_id, &committed),
        })
    }

    async fn answer(
        &self,
        request: &Request<proto::AnswerAttentionPointRequest>,
    ) -> Result<proto::AnswerAttentionPointResponse, Fault> {
        let given = request.get_ref();
        let (change, named) = together(
            Change::parse(request, &given.request_id),
            parse(
                &given.project_id,
                &given.attention_point_id,
                ("answer", &given.answer),
            ),
        )?;
        let command = |Named { point_id, words, .. }, at, by| {
            Command::Answer(Answer {
                point_id,
                answer: words,
                at,
                by,
            })
        };
        let committed = self.execute(&change, named, command).await?;
        Ok(proto::AnswerAttentionPointResponse {
            receipt: receipt_of(&given.attention_point_id, &committed),
        })
    }

    async fn close(
        &self,
        request: &Request<proto::CloseAttentionPointRequest>,
    ) -> Result<proto::CloseAttentionPointResponse, Fault> {
        let given = request.get_ref();
        let (change, named) = together(
            Change::parse(request, &given.request_id),
            parse(
                &given.project_id,
                &given.attention_point_id,
                ("note", &given.note),
            ),
        )?;
        let command = |Named { point_id, words, .. }, at, by| {
            Command::Close(Close {
                point_id,
                note: words,
                at,
                by,
            })
        };
        let committed = self.execute(&change, named, command).await?;
        Ok(proto::CloseAttentionPointResponse {
            receipt: receipt_of(&given.attention_point_id, &committed),
        })
    }

    async fn list(
        &self,
        request: &proto::ListAttentionPointsRequest,
    ) -> Result<proto::ListAttentionPointsResponse, Fault> {
        let mut faults = Faults::new();
        let project_id = faults.id("project_id", &request.project_id);
        let project_id = faults.finish(project_id)?;
        self.context(&project_id).await?;
        let points = self.store.load::<AttentionPoints>(&project_id).await?.state;
        let attention_points = points
            .all()
            .iter()
            .map(|point| convert::point(&project_id, point))
            .collect();
        Ok(proto::ListAttentionPointsResponse { attention_points })
    }

    async fn execute(
        &self,
        change: &Change,
        named: Named,
        command: impl FnOnce(Named, Timestamp, String) -> Command,
    ) -> Result<Committed, Fault> {
        let (at, project_id) = (self.clock.now(), named.project_id.clone());
        let meta = change.meta(at, self.context(&project_id).await?);
        let command = command(named, at, change.actor().to_owned());
        Ok(self
            .store
            .execute::<AttentionPoints>(&project_id, command, &meta)
            .await?)
    }
}

fn parse_raised(request: &proto::RaiseAttentionPointRequest) -> Result<(Named, Option<String>), Fault> {
    let mut faults = Faults::new();
    let report_id = faults.optional_id("report_id", &request.report_id);
    together(
        parse(
            &request.project_id,
            &request.attention_point_id,
            ("text", &request.text),
        ),
        faults.finish(report_id),
    )
}

fn parse(project_id: &str, point_id: &str, (field, words): (&str, &str)) -> Result<Named, Fault> {
    let mut faults = Faults::new();
    let named = Named {
        project_id: faults.id("project_id", project_id),
        point_id: faults.id("attention_point_id", point_id),
        words: faults.text(field, words, REASON_CHARS_MAX, true),
    };
    faults.finish(named)
}

fn check_own(report: &Report, project_id: &str, report_id: &str) -> Result<(), Fault> {
    let own = report
        .record()
        .is_some_and(|record| record.project_id == project_id);
    let unknown = || {
        Fault::not_found(
            "REPORT_UNKNOWN",
            format!("project {project_id} has no report {report_id}"),
        )
    };
    if own { Ok(()) } else { Err(unknown()) }
}

type Reply<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl FeedbackService for Feedback {
    async fn raise_attention_point(
        &self,
        request: Request<proto::RaiseAttentionPointRequest>,
    ) -> Reply<proto::RaiseAttentionPointResponse> {
        Ok(Response::new(self.raise(&request).await?))
    }

    async fn answer_attention_point(
        &self,
        request: Request<proto::AnswerAttentionPointRequest>,
    ) -> Reply<proto::AnswerAttentionPointResponse> {
        Ok(Response::new(self.answer(&request).await?))
    }

    async fn close_attention_point(
        &self,
        request: Request<proto::CloseAttentionPointRequest>,
    ) -> Reply<proto::CloseAttentionPointResponse> {
        Ok(Response::new(self.close(&request).await?))
    }

    async fn list_attention_points(
        &self,
        request: Request<proto::ListAttentionPointsRequest>,
    ) -> Reply<proto::ListAttentionPointsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
