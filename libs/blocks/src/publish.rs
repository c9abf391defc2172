//! How a block makes facts public: as messages of the contract.

use contracts::catalogue::EventType;
use eventing::{CorruptFact, Decider, Published, Recorded};
use prost::Name;
use serde::Serialize;

/// The published form of one aggregate's fact.
///
/// # Errors
/// The stored fact does not parse.
pub fn one<D: Decider>(
    recorded: &Recorded,
    message: impl Fn(&str, D::Fact) -> Result<Option<Published>, serde_json::Error>,
) -> Result<Option<Published>, CorruptFact> {
    let Some(fact) = recorded.fact::<D>() else {
        return Ok(None);
    };
    message(&recorded.stream_id, fact?).map_err(|source| CorruptFact {
        stream: format!("{}/{}", recorded.stream_type, recorded.stream_id),
        version: recorded.version,
        name: recorded.name.clone(),
        source,
    })
}

/// What the contract declares of a message that it marks as an event.
#[expect(
    clippy::expect_used,
    reason = "only messages that the contract marks as events are named; a test publishes each"
)]
pub(crate) fn event_type<M: Name>() -> &'static EventType {
    EventType::of_message::<M>().expect("the contract marks the message as an event")
}

/// A message of the contract as it is published: type and audience as the contract declares them for it.
///
/// # Errors
/// The message cannot be written as JSON.
pub fn event<M: Name + Serialize>(
    subject: &str,
    message: &M,
) -> Result<Option<Published>, serde_json::Error> {
    let event_type = event_type::<M>();
    Ok(Some(Published {
        event_type: event_type.name.clone(),
        subject: subject.to_owned(),
        data: serde_json::to_vec(message)?,
        audience: event_type.audience.attribute(),
    }))
}
