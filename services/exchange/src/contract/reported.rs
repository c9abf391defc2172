//! Events as programmes hand them in.

use contracts::{catalogue::REPORTED, exchange::v1};
use jiff::{Timestamp, ToSpan};
use prost::Name;
use runtime::parse::Faults;
use serde::de::DeserializeOwned;

use crate::domain::linked_project::{News, Reported};

/// Most bytes of an event's data.
pub const DATA_BYTES_MAX: usize = 16 * 1024;
/// Most characters of an event's identifier.
const EVENT_ID_CHARS_MAX: usize = 200;
/// Most characters of a summary, and of what a milestone is.
const SUMMARY_CHARS_MAX: usize = 4_000;
const DESCRIPTION_CHARS_MAX: usize = 300;
/// More people than this are not reached by a project.
const PARTICIPANTS_MAX: u64 = 20_000_000;
/// How far a programme's clock may be ahead, in minutes.
const AHEAD_MINUTES: i64 = 5;

/// Reads an event; `now` is the world's time. Whether its programme may hand it in is looked at later.
pub fn read(faults: &mut Faults, it: &v1::ReportedEvent, now: Timestamp) -> Option<Reported> {
    let event_id = faults.text("event.id", &it.id, EVENT_ID_CHARS_MAX, true);
    let time = it
        .time
        .as_ref()
        .and_then(|it| Timestamp::new(it.seconds, it.nanos).ok());
    let latest = now + AHEAD_MINUTES.minutes();
    let is_past = time.is_some_and(|it| it <= latest && it > Timestamp::UNIX_EPOCH);
    faults.check("event.time", is_past, "when it was logged, which is not ahead");
    faults.check(
        "event.data",
        it.data.len() <= DATA_BYTES_MAX,
        &format!("at most {DATA_BYTES_MAX} bytes"),
    );
    let news = if it.data.len() <= DATA_BYTES_MAX {
        read_news(faults, &it.r#type, &it.data)
    } else {
        None
    };
    Some(Reported {
        event_id,
        source: it.source.clone(),
        reported_at: time?,
        news: news?,
    })
}

/// Reads the data of a type.
fn read_news(faults: &mut Faults, name: &str, data: &[u8]) -> Option<News> {
    match REPORTED.get(name).map(|it| it.message.as_str()) {
        Some(message) if message == v1::LinkedMilestoneReached::full_name() => {
            let it: v1::LinkedMilestoneReached = message_of(faults, data)?;
            Some(News::MilestoneReached {
                milestone_id: faults.id("event.data.milestoneId", &it.milestone_id),
                description: faults.text(
                    "event.data.description",
                    &it.description,
                    DESCRIPTION_CHARS_MAX,
                    true,
                ),
                reached_on: faults.date("event.data.reachedOn", &it.reached_on)?,
            })
        }
        Some(message) if message == v1::LinkedParticipantsCounted::full_name() => {
            let it: v1::LinkedParticipantsCounted = message_of(faults, data)?;
            let expected = format!("at most {PARTICIPANTS_MAX}");
            faults.check(
                "event.data.participants",
                it.participants <= PARTICIPANTS_MAX,
                &expected,
            );
            Some(News::ParticipantsCounted {
                participants: it.participants,
                counted_until: faults.date("event.data.countedUntil", &it.counted_until)?,
            })
        }
        Some(message) if message == v1::LinkedProgressDescribed::full_name() => {
            let it: v1::LinkedProgressDescribed = message_of(faults, data)?;
            let summary = faults.text("event.data.summary", &it.summary, SUMMARY_CHARS_MAX, true);
            let from_date = faults.date("event.data.fromDate", &it.from_date);
            let to_date = faults.date("event.data.toDate", &it.to_date);
            let (from_date, to_date) = (from_date?, to_date?);
            faults.check(
                "event.data.toDate",
                from_date <= to_date,
                "a day that is not before `fromDate`",
            );
            Some(News::ProgressDescribed {
                from_date,
                to_date,
                summary,
            })
        }
        Some(message) if message == v1::LinkedProjectFinished::full_name() => {
            let it: v1::LinkedProjectFinished = message_of(faults, data)?;
            Some(News::Finished {
                finished_on: faults.date("event.data.finishedOn", &it.finished_on)?,
            })
        }
        _ => {
            faults.add(
                "event.type",
                "a type of event that programmes hand in, such as nl.linked-projects.linked-milestone-reached.v1",
            );
            None
        }
    }
}

/// Data by the schema of their type: unknown fields are refused.
fn message_of<M: DeserializeOwned>(faults: &mut Faults, data: &[u8]) -> Option<M> {
    match serde_json::from_slice(data) {
        Ok(message) => Some(message),
        Err(error) => {
            faults.add(
                "event.data",
                format!("JSON after the schema of the type: {error}"),
            );
            None
        }
    }
}

/// Writes what was reported.
#[must_use]
pub fn written(news: &News) -> v1::linked_project_reported::What {
    use v1::linked_project_reported::What;
    match news {
        News::MilestoneReached {
            milestone_id,
            description,
            reached_on,
        } => What::MilestoneReached(v1::LinkedMilestoneReached {
            milestone_id: milestone_id.clone(),
            description: description.clone(),
            reached_on: reached_on.to_string(),
        }),
        News::ParticipantsCounted {
            participants,
            counted_until,
        } => What::ParticipantsCounted(v1::LinkedParticipantsCounted {
            participants: *participants,
            counted_until: counted_until.to_string(),
        }),
        News::ProgressDescribed {
            from_date,
            to_date,
            summary,
        } => What::ProgressDescribed(v1::LinkedProgressDescribed {
            from_date: from_date.to_string(),
            to_date: to_date.to_string(),
            summary: summary.clone(),
        }),
        News::Finished { finished_on } => What::ProjectFinished(v1::LinkedProjectFinished {
            finished_on: finished_on.to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, data: &str) -> v1::ReportedEvent {
        v1::ReportedEvent {
            id: "e-1".into(),
            source: "urn:nld:oin:00000099000000000000:systeem:npuls".into(),
            r#type: format!("nl.linked-projects.{kind}.v1"),
            subject: "p-7".into(),
            time: Some(pbjson_types::Timestamp {
                seconds: 1_772_442_000,
                nanos: 0,
            }),
            data: data.as_bytes().to_vec(),
        }
    }

    fn faults_of(event: &v1::ReportedEvent) -> Vec<String> {
        let mut faults = Faults::new();
        let now = Timestamp::from_second(1_772_442_060).unwrap();
        let read = read(&mut faults, event, now);
        let fields: Vec<String> = faults.into_fields().into_iter().map(|it| it.field).collect();
        assert!(
            read.is_some() || !fields.is_empty(),
            "what is not read is a fault"
        );
        fields
    }

    #[test]
    fn every_type_of_the_contract_is_read() {
        for (kind, data) in [
            (
                "linked-milestone-reached",
                r#"{"milestoneId":"m-1","description":"Gestart.","reachedOn":"2026-03-01"}"#,
            ),
            (
                "linked-participants-counted",
                r#"{"participants":"120","countedUntil":"2026-03-01"}"#,
            ),
            (
                "linked-progress-described",
                r#"{"fromDate":"2026-01-01","toDate":"2026-03-01","summary":"Het loopt."}"#,
            ),
            ("linked-project-finished", r#"{"finishedOn":"2026-03-01"}"#),
        ] {
            assert!(faults_of(&event(kind, data)).is_empty(), "{kind}");
        }
        assert_eq!(REPORTED.len(), 4, "a new type is read above");
    }

    #[test]
    fn what_is_wrong_is_told_by_its_field() {
        let milestone = |data: &str| faults_of(&event("linked-milestone-reached", data));
        assert_eq!(
            milestone("{}"),
            [
                "event.data.milestoneId",
                "event.data.description",
                "event.data.reachedOn"
            ]
        );
        assert_eq!(milestone(r#"{"wie":"ik"}"#), ["event.data"]);
        assert_eq!(milestone("{"), ["event.data"]);
        assert_eq!(milestone(&"x".repeat(DATA_BYTES_MAX + 1)), ["event.data"]);
        let personal =
            r#"{"milestoneId":"m","description":"Mail jan@voorbeeld.nl","reachedOn":"2026-03-01"}"#;
        assert_eq!(milestone(personal), ["event.data.description"]);
        assert_eq!(faults_of(&event("unknown", "{}")), ["event.type"]);
        let mut ahead = event("linked-project-finished", r#"{"finishedOn":"2026-03-01"}"#);
        ahead.time = Some(pbjson_types::Timestamp {
            seconds: 1_900_000_000,
            nanos: 0,
        });
        assert_eq!(faults_of(&ahead), ["event.time"]);
    }
}
