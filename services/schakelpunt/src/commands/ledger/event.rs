//! What the bytes of an entry say, for people and for machines.

use bytes::Bytes;
use ledger::event::{Event, read_back};
use serde::Serialize;
use serde_json::Value;

use crate::{
    failure::{Failure, Note},
    output::Page,
};

/// The attributes of a proven event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attributes {
    pub(super) event_id: String,
    block: String,
    sequence: u64,
    log_position: u64,
    r#type: String,
    source: String,
    subject: String,
    time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    building_block: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<String>,
    regions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    audience: &'static str,
    data: Value,
}

/// Reads an entry by the rules of the hub.
pub(super) fn read(entry: &Bytes) -> Result<Attributes, Failure> {
    let event =
        read_back(entry).map_err(|error| Failure::Local(Note::new("proof-no-event").with("error", error)))?;
    Ok(attributes(event))
}

fn attributes(event: Event) -> Attributes {
    // What could be read back has data that are JSON.
    let data = ledger::event::data_of(&event.entry).unwrap_or_default();
    let data = serde_json::from_slice(data).unwrap_or_default();
    Attributes {
        event_id: event.id,
        block: event.block,
        sequence: event.sequence,
        log_position: event.log_position,
        r#type: event.kind,
        source: event.source,
        subject: event.subject,
        time: event.time.to_string(),
        building_block: event.building_block,
        project: event.project,
        regions: event.regions,
        theme: event.theme,
        audience: event.audience.as_str_name(),
        data,
    }
}

impl Attributes {
    /// For people.
    pub(super) fn show(&self, page: &mut Page<'_>) {
        page.field("event-id", &self.event_id);
        page.field("event-type", &self.r#type);
        page.field("event-subject", &self.subject);
        page.field("event-time", &self.time);
        page.field("event-source", &self.source);
        page.field(
            "event-sequence",
            format!("{} ({})", self.sequence, self.log_position),
        );
        page.field(
            "event-building-block",
            self.building_block.as_deref().unwrap_or_default(),
        );
        page.field("event-project", self.project.as_deref().unwrap_or_default());
        page.field("event-regions", self.regions.join(", "));
        page.field("event-theme", self.theme.as_deref().unwrap_or_default());
        page.field("event-audience", page.texts.word(self.audience));
        page.field("event-data", self.data.to_string());
    }
}
