//! When a report is accepted, the milestones it says were achieved are achieved.
//!
//! Every report repeats the milestones of earlier ones, so what is on record already, on the same day, is passed over. A
//! milestone on record otherwise, on another day or as dropped, is given up on; the others of the report are not.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};
use jiff::civil::Date;

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
        let told = content.milestones.into_iter().filter(|line| line.achieved);
        let told = told.filter_map(|line| Some((line.milestone_id, line.achieved_on?)));
        let mut given_up = Vec::new();
        for (milestone_id, achieved_on) in told.filter(|(id, day)| !is_on_record(&project, id, *day)) {
            let command = AchieveMilestone {
                milestone_id,
                achieved_on,
                evidence: String::new(),
                report_id: Some(recorded.stream_id.clone()),
                today: day_of(at),
            };
            match self.achieve(recorded, &project_id, command).await {
                Err(ReactionError::GiveUp(reason)) => given_up.push(reason),
                outcome => outcome?,
            }
        }
        if given_up.is_empty() {
            return Ok(());
        }
        Err(ReactionError::GiveUp(given_up.join("; ")))
    }
}

impl AchieveMilestones {
    async fn achieve(
        &self,
        cause: &Recorded,
        project_id: &str,
        command: AchieveMilestone,
    ) -> Result<(), ReactionError> {
        let (id, day) = (command.milestone_id.clone(), command.achieved_on);
        let settled = |project: &Project| is_on_record(project, &id, day);
        let command = Command::AchieveMilestone(command);
        self.0
            .issue_unless(cause, self.name(), &id, project_id, command, settled)
            .await
    }
}

/// Whether the milestone is achieved already, on that day.
fn is_on_record(project: &Project, milestone_id: &str, achieved_on: Date) -> bool {
    project
        .milestone(milestone_id)
        .is_some_and(|milestone| milestone.achieved_on == Some(achieved_on))
}
