//! What people ask of insight when the ledger is full, against a call that needs nothing.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::{
    insight::v1::{
        GetOverviewRequest, GetProjectFeedbackRequest, GetProjectStatusRequest, GetWorkgroupFeedbackRequest,
        GroupBy, ListProjectsRequest, Scope,
    },
    programme::v1::GetClockRequest,
};
use futures::future::try_join_all;
use tokio::time::Instant;

use super::{
    caller::Caller,
    history,
    process::{Hub, Patience},
    quantile,
};
use crate::measure::{Contender, Effort, Named};

/// Callers at a time.
const CALLERS: usize = 4;
/// Projects on a page.
const PAGE: i32 = 50;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Question {
    /// The national overview by building block, theme, tranche or region in turn.
    Overview,
    /// Projects of one building block, found by a word, in an order, with the pages that follow.
    Projects,
    /// The status of one project.
    Status,
    /// The feedback report of one project.
    Feedback,
    /// The feedback report of one workgroup.
    WorkgroupFeedback,
}

/// A hub with a full ledger.
pub(crate) struct Insight {
    _hub: Hub,
    caller: Caller,
}

impl Insight {
    /// Views of this hub, as soon as they have so many events.
    pub(crate) async fn of(hub: Hub, events: u64) -> anyhow::Result<Arc<Self>> {
        let caller = hub.caller("national-coordinator", CALLERS)?;
        let patience = Patience::with("views that have all events");
        loop {
            let asked = GetOverviewRequest::default();
            let answer = caller.insight(0).get_overview(asked).await?.into_inner();
            if answer
                .freshness
                .is_some_and(|freshness| freshness.position >= events)
            {
                break;
            }
            patience.pause().await?;
        }
        Ok(Arc::new(Self { _hub: hub, caller }))
    }

    async fn ask(&self, question: Question, number: usize, turn: usize) -> anyhow::Result<()> {
        let mut insight = self.caller.insight(number);
        let project_id = history::project_id(number + turn * CALLERS);
        match question {
            Question::Overview => {
                let group_by = [GroupBy::Block, GroupBy::Theme, GroupBy::Tranche, GroupBy::Region][turn % 4];
                let asked = GetOverviewRequest {
                    group_by: group_by.into(),
                    ..Default::default()
                };
                let answer = insight.get_overview(asked).await?.into_inner();
                anyhow::ensure!(!answer.groups.is_empty(), "an empty overview");
            }
            Question::Projects => self.list(number, turn).await?,
            Question::Status => {
                let asked = GetProjectStatusRequest {
                    project_id,
                    ..Default::default()
                };
                insight.get_project_status(asked).await?;
            }
            Question::Feedback => {
                let asked = GetProjectFeedbackRequest {
                    project_id,
                    ..Default::default()
                };
                insight.get_project_feedback(asked).await?;
            }
            Question::WorkgroupFeedback => {
                let asked = GetWorkgroupFeedbackRequest {
                    workgroup_id: history::workgroup_of(number + turn).to_owned(),
                    ..Default::default()
                };
                insight.get_workgroup_feedback(asked).await?;
            }
        }
        Ok(())
    }

    async fn list(&self, number: usize, turn: usize) -> anyhow::Result<()> {
        let asked = ListProjectsRequest {
            scope: Some(Scope {
                block_id: history::block_of(turn).to_owned(),
                ..Default::default()
            }),
            search: "gemeten".to_owned(),
            page_size: PAGE,
            ..Default::default()
        };
        let page = self
            .caller
            .insight(number)
            .list_projects(asked)
            .await?
            .into_inner();
        anyhow::ensure!(!page.projects.is_empty(), "no projects");
        Ok(())
    }

    /// A call with a token that needs nothing.
    async fn nothing(&self, number: usize) -> anyhow::Result<()> {
        self.caller.clock(number).get_clock(GetClockRequest {}).await?;
        Ok(())
    }

    /// How long one in a hundred answers takes at least, in microseconds.
    async fn slowest(self: &Arc<Self>, effort: &Effort, question: Option<Question>) -> anyhow::Result<f64> {
        let begin = Instant::now();
        let callers = (0..CALLERS).map(|number| {
            let (insight, time) = (self.clone(), effort.time());
            tokio::spawn(async move {
                let mut took = Vec::new();
                while begin.elapsed() < time {
                    let before = Instant::now();
                    match question {
                        Some(question) => insight.ask(question, number, took.len()).await?,
                        None => insight.nothing(number).await?,
                    }
                    took.push(before.elapsed().as_secs_f64() * 1e6);
                }
                anyhow::Ok(took)
            })
        });
        let took: anyhow::Result<Vec<Vec<f64>>> = try_join_all(callers).await?.into_iter().collect();
        Ok(quantile(&mut took?.concat(), 0.99))
    }
}

/// The slowest in a hundred of one kind of answer.
pub(crate) struct Answers {
    insight: Arc<Insight>,
    question: Option<Question>,
    allowed_micros: f64,
}

impl Answers {
    /// Answers to a question.
    pub(crate) fn to(name: &'static str, insight: &Arc<Insight>, question: Question) -> Named {
        Self::of(name, insight, Some(question), 0.0)
    }

    /// Answers to a call that needs nothing, and so much time more.
    pub(crate) fn to_nothing(name: &'static str, insight: &Arc<Insight>, allowed_micros: f64) -> Named {
        Self::of(name, insight, None, allowed_micros)
    }

    fn of(
        name: &'static str,
        insight: &Arc<Insight>,
        question: Option<Question>,
        allowed_micros: f64,
    ) -> Named {
        let answers = Self {
            insight: insight.clone(),
            question,
            allowed_micros,
        };
        (name, Box::new(answers))
    }
}

#[async_trait]
impl Contender for Answers {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        Ok(self.insight.slowest(effort, self.question).await? + self.allowed_micros)
    }
}
