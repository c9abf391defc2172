//! When a final report is approved, its project is closed. A project whose end nobody recorded has ended on the last day of its plan.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};

use super::{Desk, fact_of};
use crate::domain::{
    calendar::day_of,
    project::{Close, Command, Finish, Project, ProjectState},
    report::{Fact, Report, ReportKind},
};

pub(super) struct CloseProject(pub(super) Desk);

#[async_trait]
impl Reaction for CloseProject {
    fn name(&self) -> &'static str {
        "close-project"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        let Some(Fact::Approved {
            project_id,
            kind: ReportKind::Final,
            at,
            ..
        }) = fact_of::<Report>(recorded)?
        else {
            return Ok(());
        };
        let project = self.0.store.load::<Project>(&project_id).await?.state;
        let running = project
            .profile()
            .filter(|_| project.state() == ProjectState::Running);
        if let Some(profile) = running {
            let finish = Command::Finish(Finish {
                finished_on: profile.ends_on,
                today: day_of(at),
            });
            let has_ended = |project: &Project| project.state() != ProjectState::Running;
            self.0
                .issue_unless(recorded, self.name(), "finish", &project_id, finish, has_ended)
                .await?;
        }
        let close = Command::Close(Close {
            report_id: recorded.stream_id.clone(),
        });
        let is_closed = |project: &Project| project.state() == ProjectState::Closed;
        self.0
            .issue_unless(recorded, self.name(), "close", &project_id, close, is_closed)
            .await
    }
}
