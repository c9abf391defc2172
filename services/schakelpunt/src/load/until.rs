//! What a line waits for: a call is made again until its answer has in it what the line says.
//!
//! What one block makes public another hears a moment later. A line that rests on it would otherwise come too early.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use prost_reflect::{DynamicMessage, Value};

/// Shortest and longest pause before a call is made again.
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(500);

/// The pauses between calls, together about as long as given.
pub(super) fn pauses(all: Duration) -> impl Iterator<Item = Duration> {
    ExponentialBuilder::default()
        .with_min_delay(SHORTEST)
        .with_max_delay(LONGEST)
        .without_max_times()
        .with_total_delay(Some(all))
        .build()
}

/// Whether an answer has in it what is waited for: every field that is set there is the same here, and of a list every item is
/// found. What is not set says nothing.
pub(super) fn has(answer: &DynamicMessage, awaited: &DynamicMessage) -> bool {
    awaited
        .fields()
        .all(|(field, wanted)| holds(&answer.get_field(&field), wanted))
}

fn holds(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Message(found), Value::Message(wanted)) => has(found, wanted),
        (Value::List(found), Value::List(wanted)) => wanted
            .iter()
            .all(|wanted| found.iter().any(|found| holds(found, wanted))),
        (found, wanted) => found == wanted,
    }
}

#[cfg(test)]
mod tests {
    use prost_reflect::DescriptorPool;

    use super::*;

    fn project(json: &str) -> DynamicMessage {
        let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
        let kind = pool
            .get_message_by_name("schakelpunt.programme.v1.GetProjectResponse")
            .unwrap();
        DynamicMessage::deserialize(kind, &mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    #[test]
    fn an_answer_has_what_is_awaited_whatever_else_it_says() {
        let answer = project(
            r#"{"project":{"planVersion":2,"money":[
                {"state":"MONEY_STATE_PAID","totalCents":"5"},{"state":"MONEY_STATE_GRANTED","totalCents":"9"}]}}"#,
        );
        for awaited in [
            "{}",
            r#"{"project":{}}"#,
            r#"{"project":{"money":[{"state":"MONEY_STATE_GRANTED"}]}}"#,
            r#"{"project":{"planVersion":2,"money":[{"totalCents":"9"},{"totalCents":"5"}]}}"#,
        ] {
            assert!(has(&answer, &project(awaited)), "{awaited}");
        }
        for awaited in [
            r#"{"project":{"planVersion":1}}"#,
            r#"{"project":{"money":[{"state":"MONEY_STATE_RESERVED"}]}}"#,
            r#"{"project":{"money":[{"state":"MONEY_STATE_GRANTED","totalCents":"5"}]}}"#,
        ] {
            assert!(!has(&answer, &project(awaited)), "{awaited}");
        }
    }

    #[test]
    fn waiting_ends() {
        let all: Duration = pauses(Duration::from_secs(3)).sum();
        assert!(all <= Duration::from_secs(4), "{all:?}");
    }
}
