//! When a report is accepted, the milestones it says were achieved are achieved.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};

use super::{Desk, fact_of};
use crate::domain::{
    calendar::day_of,
    project::{AchieveMilestone, Command, Project},
    report::{Fact, Report},
};

pub(super) struct AchieveMilestones(pub(super) Desk);

#[async_trait]
impl Reaction for AchieveMilestones {
    fn name(&self) -> &'static str {
        "achieve-milestones"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        let Some(Fact::Accepted {
            project_id,
            content,
            at,
            ..
        }) = fact_of::<Report>(recorded)?
        else {
            return Ok(());
        };
        let project = self.0.store.load::<Project>(&project_id).await?.state;
        let open = |id: &str| project.milestone(id).is_some_and(|milestone| milestone.is_open());
        for line in content
            .milestones
            .iter()
            .filter(|line| line.achieved && open(&line.milestone_id))
        {
            let Some(achieved_on) = line.achieved_on else {
                continue;
            };
            let command = Command::AchieveMilestone(AchieveMilestone {
                milestone_id: line.milestone_id.clone(),
                achieved_on,
                evidence: String::new(),
                report_id: Some(recorded.stream_id.clone()),
                today: day_of(at),
            });
            self.0
                .issue::<Project>(recorded, self.name(), &line.milestone_id, &project_id, command)
                .await?;
        }
        Ok(())
    }
}
