//! When a measurement was estimated or withdrawn, its responses are deleted. The call does so itself at once; this is for when the hub
//! stopped in between.

use async_trait::async_trait;
use eventing::{Reaction, ReactionError, Recorded};

use crate::{
    domain::wave::{Fact, Wave},
    responses::Responses,
};

pub(super) struct DeleteResponses(pub(super) Responses);

#[async_trait]
impl Reaction for DeleteResponses {
    fn name(&self) -> &'static str {
        "delete-responses"
    }

    async fn react(&self, recorded: &Recorded) -> Result<(), ReactionError> {
        match blocks::desk::fact_of::<Wave>(recorded)? {
            Some(Fact::Estimated { .. } | Fact::Withdrawn { .. }) => {
                Ok(self.0.delete(&recorded.stream_id).await?)
            }
            Some(
                Fact::Planned { .. }
                | Fact::Revised { .. }
                | Fact::FieldworkStarted { .. }
                | Fact::BatchTaken { .. }
                | Fact::FieldworkClosed { .. }
                | Fact::CellsEstimated { .. },
            )
            | None => Ok(()),
        }
    }
}
