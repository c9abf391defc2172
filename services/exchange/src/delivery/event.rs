//! An entry of the ledger as filters see it.

use std::{cell::OnceCell, collections::BTreeSet};

use contracts::ledger::v1::Entry;
use jiff::Timestamp;
use serde_json::Value;

use super::cloud_event::sequence;
use crate::domain::filter::{Attribute, Filterable};

/// An event. What has to be looked for in its data is looked for once.
pub(super) struct Event<'e> {
    entry: &'e Entry,
    skills: OnceCell<BTreeSet<String>>,
}

impl<'e> Event<'e> {
    pub(super) fn new(entry: &'e Entry) -> Self {
        Self {
            entry,
            skills: OnceCell::new(),
        }
    }

    fn time(&self) -> Option<String> {
        let time = self.entry.time.as_ref()?;
        let at = Timestamp::new(time.seconds, time.nanos).ok()?;
        Some(at.to_string())
    }
}

impl Filterable for Event<'_> {
    fn has(&self, attribute: Attribute, is_wanted: &dyn Fn(&str) -> bool) -> bool {
        let entry = self.entry;
        // Of an attribute that an event does not have nothing is like anything.
        let one = |value: &str| !value.is_empty() && is_wanted(value);
        match attribute {
            Attribute::Id => one(&entry.event_id),
            Attribute::Source => one(&entry.source),
            Attribute::Type => one(&entry.r#type),
            Attribute::Subject => one(&entry.subject),
            Attribute::Time => self.time().is_some_and(|it| one(&it)),
            Attribute::Sequence => one(&sequence(entry.position)),
            Attribute::Block => one(&entry.block),
            Attribute::BuildingBlock => one(&entry.building_block_id),
            Attribute::Project => one(&entry.project_id),
            Attribute::Region => entry.region_ids.iter().any(|it| one(it)),
            Attribute::Theme => one(&entry.theme_id),
            Attribute::Skill => self
                .skills
                .get_or_init(|| skills(&entry.data))
                .iter()
                .any(|it| one(it)),
        }
    }
}

/// URIs of the skills that an event's data refer to: wherever a reference to one stands, it has a URI and a taxonomy.
fn skills(data: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::from_slice(data) {
        collect(&value, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let (Some(Value::String(uri)), Some(Value::String(_))) =
                (members.get("uri"), members.get("taxonomy"))
            {
                found.insert(uri.clone());
            }
            members.values().for_each(|it| collect(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| collect(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            position: 42,
            event_id: "e1".into(),
            r#type: "nl.demands.demand-articulated.v1".into(),
            region_ids: vec!["AM01".into(), "AM02".into()],
            time: Some(pbjson_types::Timestamp {
                seconds: 1_772_442_000,
                nanos: 0,
            }),
            data: br#"{"demand":{"skills":[{"uri":"urn:a","taxonomy":"esco","label":"a"}]},"uri":"urn:b"}"#
                .as_slice()
                .into(),
            ..Default::default()
        }
    }

    fn has(attribute: Attribute, value: &str) -> bool {
        Event::new(&entry()).has(attribute, &|it| it == value)
    }

    #[test]
    fn attributes_are_those_of_the_event() {
        assert!(has(Attribute::Id, "e1") && has(Attribute::Type, "nl.demands.demand-articulated.v1"));
        assert!(has(Attribute::Region, "AM02") && !has(Attribute::Region, "AM03"));
        assert!(has(Attribute::Sequence, "00000000000000000042"));
        assert!(has(Attribute::Time, "2026-03-02T09:00:00Z"));
        assert!(
            !has(Attribute::Project, ""),
            "what is not there is not like nothing"
        );
    }

    #[test]
    fn skills_are_found_wherever_they_are_referred_to() {
        assert!(has(Attribute::Skill, "urn:a"));
        assert!(!has(Attribute::Skill, "urn:b"), "a URI alone is no skill");
    }
}
