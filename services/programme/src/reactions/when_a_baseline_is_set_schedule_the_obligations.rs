//! When a baseline is set, the project owes the reports of its scheme's calendar.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};

use super::{Desk, fact_of, owed};
use crate::domain::{
    calendar::{Calendar, Command},
    project::{Fact, Project},
};

pub(super) struct ScheduleObligations(pub(super) Desk);

#[async_trait]
impl Reaction for ScheduleObligations {
    fn name(&self) -> &'static str {
        "schedule-obligations"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        let Some(Fact::PlanBaselined { .. }) = fact_of::<Project>(recorded)? else {
            return Ok(());
        };
        let project_id = &recorded.stream_id;
        let command = Command::Schedule {
            owed: owed(&self.0, project_id).await?,
        };
        self.0
            .issue::<Calendar>(recorded, self.name(), "schedule", project_id, command)
            .await
    }
}
