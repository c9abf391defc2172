//! When the end of a project moves, its open obligations follow.
//!
//! A revised plan moves the end. So does work that ended so early that the last periods never began; when it ends within the last
//! period, what is owed stays as it was.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};
use jiff::civil::Date;

use super::{Desk, fact_of, owed, project};
use crate::domain::{
    calendar::{Calendar, Command, schedule_of},
    project::{Fact, Project},
};

pub(super) struct RescheduleObligations(pub(super) Desk);

#[async_trait]
impl Reaction for RescheduleObligations {
    fn name(&self) -> &'static str {
        "reschedule-obligations"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        let project_id = &recorded.stream_id;
        let ends_on = match fact_of::<Project>(recorded)? {
            Some(Fact::PlanRevised { ends_on, .. }) => ends_on,
            Some(Fact::Finished { finished_on }) if self.is_early(project_id, finished_on).await? => {
                finished_on
            }
            _ => return Ok(()),
        };
        let (project, rules) = project(&self.0, project_id).await?;
        let Some(profile) = project.profile() else {
            return Ok(());
        };
        let command = Command::Reschedule {
            owed: schedule_of(&rules, project_id, profile.starts_on, ends_on),
        };
        self.0
            .issue::<Calendar>(recorded, self.name(), "reschedule", project_id, command)
            .await
    }
}

impl RescheduleObligations {
    /// Whether the work ended before the last period of the plan began.
    async fn is_early(&self, project_id: &str, finished_on: Date) -> Result<bool, ReactionError> {
        let owed = owed(&self.0, project_id).await?;
        Ok(owed
            .last()
            .is_some_and(|last| finished_on < last.period.starts_on))
    }
}
