//! An event as a subscriber got it: where it stands, how it is named, and what it says. Read here from its bytes, not with the hub's own
//! reader.

use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Context, ensure};
use async_nats::HeaderMap;
use contracts::ledger::v1::Entry;
use serde_json::Value;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// Its place in the ledger.
    pub(crate) position: u64,
    /// Its CloudEvents `id`.
    pub(crate) id: String,
    /// A hash of its type, its subject and its data.
    pub(crate) content: u64,
}

impl Event {
    /// From its parts.
    pub(crate) fn new(position: u64, id: &str, event_type: &str, subject: &str, data: &Value) -> Self {
        let mut hasher = DefaultHasher::new();
        (event_type, subject, data.to_string()).hash(&mut hasher);
        Self {
            position,
            id: id.to_owned(),
            content: hasher.finish(),
        }
    }

    /// From a message over gRPC.
    pub(super) fn of_entry(entry: &Entry) -> anyhow::Result<Self> {
        let data = serde_json::from_slice(&entry.data)?;
        Ok(Self::new(
            entry.position,
            &entry.event_id,
            &entry.r#type,
            &entry.subject,
            &data,
        ))
    }

    /// From a CloudEvent in structured mode.
    pub(super) fn of_structured(json: &[u8]) -> anyhow::Result<Self> {
        let event: Value = serde_json::from_slice(json)?;
        let text = |name: &str| {
            event[name]
                .as_str()
                .with_context(|| format!("an event without {name}"))
        };
        ensure!(text("specversion")? == "1.0", "another version of CloudEvents");
        ensure!(
            text("datacontenttype")? == "application/json",
            "its data are no JSON"
        );
        text("source")?;
        let position = text("sequence")?.parse()?;
        Ok(Self::new(
            position,
            text("id")?,
            text("type")?,
            text("subject")?,
            &event["data"],
        ))
    }

    /// From a CloudEvent in binary mode over NATS.
    pub(super) fn of_binary(headers: Option<&HeaderMap>, data: &[u8]) -> anyhow::Result<Self> {
        let headers = headers.context("a message without headers")?;
        let text = |name: &str| {
            let value = headers.get(name).map(async_nats::HeaderValue::as_str);
            value.with_context(|| format!("an event without {name}"))
        };
        ensure!(text("ce-specversion")? == "1.0", "another version of CloudEvents");
        ensure!(
            text("content-type")? == "application/json",
            "its data are no JSON"
        );
        text("ce-source")?;
        let position = text("ce-sequence")?.parse()?;
        let data = serde_json::from_slice(data)?;
        Ok(Self::new(
            position,
            text("ce-id")?,
            text("ce-type")?,
            text("ce-subject")?,
            &data,
        ))
    }
}
