//! An entry of the ledger as a CloudEvent, after the NL GOV profile: the same attributes whichever way it is delivered.

use std::collections::BTreeMap;

use contracts::ledger::v1::Entry;
use eventing::cloudevent::CloudEvent;
use jiff::Timestamp;

/// Digits of the attribute `sequence`: positions sort as texts.
const SEQUENCE_DIGITS: usize = 20;
/// What `sequence` is: a position of the hub's ledger, one higher with each event. What a subscription leaves out leaves gaps.
const SEQUENCE_TYPE: &str = "ledgerposition";

/// A position as the attribute `sequence`.
#[must_use]
pub fn sequence(position: u64) -> String {
    format!("{position:0SEQUENCE_DIGITS$}")
}

/// The event of an entry.
#[must_use]
pub fn of(entry: &Entry) -> CloudEvent {
    let time = entry.time.unwrap_or_default();
    let audience = entry.audience().attribute();
    let extensions = [
        ("sequence", sequence(entry.position)),
        ("sequencetype", SEQUENCE_TYPE.to_owned()),
        ("block", entry.block.clone()),
        ("buildingblock", entry.building_block_id.clone()),
        ("project", entry.project_id.clone()),
        ("regions", entry.region_ids.join(",")),
        ("theme", entry.theme_id.clone()),
        ("audience", audience.to_owned()),
        ("traceparent", entry.traceparent.clone()),
    ];
    // An attribute has a value, or it is not there.
    let extensions: BTreeMap<String, String> = extensions
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    CloudEvent {
        id: entry.event_id.clone(),
        source: entry.source.clone(),
        event_type: entry.r#type.clone(),
        subject: entry.subject.clone(),
        // What the ledger has was read as an instant before.
        time: Timestamp::new(time.seconds, time.nanos).unwrap_or_default(),
        extensions,
        data: entry.data.clone(),
    }
}

#[cfg(test)]
mod tests {
    use contracts::options::v1::Audience;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_entry_is_written_with_its_place_and_without_what_it_does_not_have() {
        let entry = Entry {
            position: 42,
            block: "programme".into(),
            event_id: "e1".into(),
            r#type: "nl.projects.milestone-achieved.v1".into(),
            source: "urn:nld:oin:00000099000000000000:systeem:programme".into(),
            subject: "llo-1".into(),
            time: Some(pbjson_types::Timestamp {
                seconds: 1_772_442_000,
                nanos: 500_000_000,
            }),
            project_id: "llo-1".into(),
            region_ids: vec!["AM01".into(), "AM02".into()],
            audience: Audience::Public.into(),
            data: br#"{"milestoneId":"m1"}"#.as_slice().into(),
            ..Default::default()
        };
        let written: Value = serde_json::from_slice(&of(&entry).to_structured_json().unwrap()).unwrap();
        assert_eq!(
            written,
            json!({
                "specversion": "1.0", "id": "e1", "type": "nl.projects.milestone-achieved.v1", "subject": "llo-1",
                "source": "urn:nld:oin:00000099000000000000:systeem:programme", "time": "2026-03-02T09:00:00.5Z",
                "datacontenttype": "application/json", "sequence": "00000000000000000042", "sequencetype": "ledgerposition",
                "block": "programme", "project": "llo-1", "regions": "AM01,AM02", "audience": "public",
                "data": {"milestoneId": "m1"},
            })
        );
    }
}
