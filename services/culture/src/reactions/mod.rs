//! "When this happened, do that": one file per sentence. Each follows the block's own log.
//!
//! To add one: write a file with a struct that implements [`Reaction`], and add it to [`all`].

mod when_a_measurement_is_over_delete_its_responses;

use std::sync::Arc;

use eventing::Reaction;

use crate::responses::Responses;

/// All reactions of the block, in the order in which they look at a fact.
#[must_use]
pub(crate) fn all(responses: Responses) -> Vec<Arc<dyn Reaction>> {
    vec![Arc::new(
        when_a_measurement_is_over_delete_its_responses::DeleteResponses(responses),
    )]
}
