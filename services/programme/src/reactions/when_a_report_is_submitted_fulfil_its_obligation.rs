//! When a report is submitted, its obligation is fulfilled, on the day it came in. One that was fulfilled before, or waived
//! meanwhile, stays as it is.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};

use super::{Desk, fact_of};
use crate::domain::{
    calendar::{Calendar, Command},
    report::{Fact, Report},
};

pub(super) struct FulfilObligation(pub(super) Desk);

#[async_trait]
impl Reaction for FulfilObligation {
    fn name(&self) -> &'static str {
        "fulfil-obligation"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        let Some(Fact::Submitted { project_id, on, .. }) = fact_of::<Report>(recorded)? else {
            return Ok(());
        };
        let id = || recorded.stream_id.clone();
        let command = Command::Fulfil {
            obligation_id: id(),
            report_id: id(),
            on,
        };
        let settled = |calendar: &Calendar| {
            let obligation = calendar.obligation(&recorded.stream_id);
            obligation.is_some_and(|obligation| !obligation.is_open())
        };
        self.0
            .issue_unless(recorded, self.name(), "fulfil", &project_id, command, settled)
            .await
    }
}
