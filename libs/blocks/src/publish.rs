//! How a block makes facts public: as messages of the contract, each as one event, or as several versions side by side for a while.

use contracts::catalogue::{CATALOGUE, EventType};
use eventing::{CorruptFact, Decider, Published, Recorded, clock::dutch_date};
use jiff::Timestamp;
use prost::Name;
use serde::Serialize;

/// The published form of one aggregate's fact: of versions that stand side by side those that were published on its day.
///
/// # Errors
/// The stored fact does not parse.
pub fn one<D: Decider>(
    recorded: &Recorded,
    message: impl Fn(&str, D::Fact) -> Result<Vec<Published>, serde_json::Error>,
) -> Result<Vec<Published>, CorruptFact> {
    let Some(fact) = recorded.fact::<D>() else {
        return Ok(Vec::new());
    };
    let events = message(&recorded.stream_id, fact?).map_err(|source| CorruptFact {
        stream: format!("{}/{}", recorded.stream_type, recorded.stream_id),
        version: recorded.version,
        name: recorded.name.clone(),
        source,
    })?;
    Ok(of_the_day(events, recorded.at, |name| CATALOGUE.get(name)))
}

/// Versions of an event side by side, given oldest first. Each is published on the days that the contract names for it, so that at any
/// time the same fact is published in the same way.
#[must_use]
pub fn side_by_side<const N: usize>(versions: [Vec<Published>; N]) -> Vec<Published> {
    versions.into_iter().flatten().collect()
}

/// The versions that are published of what was logged at an instant. The newest, if it is the day of none: what is public stays so.
fn of_the_day<'t>(
    mut versions: Vec<Published>,
    at: Timestamp,
    event_type: impl Fn(&str) -> Option<&'t EventType>,
) -> Vec<Published> {
    if versions.len() < 2 {
        return versions;
    }
    let day = dutch_date(at).to_string();
    let newest = versions.last().cloned();
    versions.retain(|it| event_type(&it.event_type).is_some_and(|it| it.is_published_on(&day)));
    if versions.is_empty() {
        versions.extend(newest);
    }
    versions
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
pub fn event<M: Name + Serialize>(subject: &str, message: &M) -> Result<Vec<Published>, serde_json::Error> {
    let event_type = event_type::<M>();
    Ok(vec![Published {
        event_type: event_type.name.clone(),
        subject: subject.to_owned(),
        data: serde_json::to_vec(message)?,
        audience: event_type.audience.attribute(),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which versions of an event are published on a day; the first until the end of 2027, the second from December 2027 on.
    fn published_on(day: &str) -> Vec<String> {
        let some = CATALOGUE.types().next().unwrap();
        let version = |version, since: &str, until: &str| EventType {
            version,
            since: since.to_owned(),
            until: until.to_owned(),
            ..some.clone()
        };
        let (first, second) = (
            version(1, "2027-01-01", "2027-12-31"),
            version(2, "2027-12-01", "2028-06-30"),
        );
        let event = |name: &str| {
            vec![Published {
                event_type: name.to_owned(),
                subject: "s".to_owned(),
                data: b"{}".to_vec(),
                audience: "public",
            }]
        };
        let at = format!("{day}T12:00:00Z").parse().unwrap();
        let both = side_by_side([event("first"), event("second")]);
        let of_the_day = of_the_day(both, at, |name| {
            Some(if name == "first" { &first } else { &second })
        });
        of_the_day.into_iter().map(|it| it.event_type).collect()
    }

    #[test]
    fn two_versions_stand_side_by_side_on_the_days_of_both() {
        assert_eq!(published_on("2027-11-30"), ["first"]);
        assert_eq!(published_on("2027-12-01"), ["first", "second"]);
        assert_eq!(published_on("2027-12-31"), ["first", "second"]);
        assert_eq!(published_on("2028-01-01"), ["second"]);
    }

    #[test]
    fn what_is_public_stays_so() {
        assert_eq!(
            published_on("2020-01-01"),
            ["first"],
            "also of what was logged before the contract named a day"
        );
        assert_eq!(published_on("2029-01-01"), ["second"]);
    }
}
