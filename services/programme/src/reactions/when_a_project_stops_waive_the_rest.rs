//! When a project stops, what falls due after that day is waived.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};

use super::{Desk, fact_of};
use crate::domain::{
    calendar::{Calendar, Command},
    project::{Fact, Project},
};

pub(super) struct WaiveTheRest(pub(super) Desk);

#[async_trait]
impl Reaction for WaiveTheRest {
    fn name(&self) -> &'static str {
        "waive-the-rest"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        let Some(Fact::Stopped {
            stopped_on, reason, ..
        }) = fact_of::<Project>(recorded)?
        else {
            return Ok(());
        };
        let command = Command::WaiveRemaining { stopped_on, reason };
        self.0
            .issue::<Calendar>(recorded, self.name(), "waive", &recorded.stream_id, command)
            .await
    }
}
