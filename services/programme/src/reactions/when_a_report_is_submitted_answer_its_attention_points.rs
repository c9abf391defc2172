//! When a report is submitted, its answers are given to the attention points they are about.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};

use super::{Desk, fact_of};
use crate::domain::{
    attention::{AttentionPoints, Command},
    report::{Fact, Report},
};

pub(super) struct AnswerPoints(pub(super) Desk);

#[async_trait]
impl Reaction for AnswerPoints {
    fn name(&self) -> &'static str {
        "answer-attention-points"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        let Some(Fact::Submitted {
            project_id,
            content,
            at,
            by,
            ..
        }) = fact_of::<Report>(recorded)?
        else {
            return Ok(());
        };
        let answers = content
            .answers
            .into_iter()
            .map(|line| (line.point_id, line.answer))
            .collect();
        let command = Command::AnswerByReport {
            report_id: recorded.stream_id.clone(),
            answers,
            at,
            by,
        };
        self.0
            .issue::<AttentionPoints>(recorded, self.name(), "answer", &project_id, command)
            .await
    }
}
