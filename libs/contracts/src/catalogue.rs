//! The published events: which messages are events, their CloudEvents types, and who may see them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use prost::Name;
use prost_reflect::MessageDescriptor;

use crate::{
    options::v1::{Audience, Event, Reported},
    rules::POOL,
};

/// One published event type.
#[derive(Debug, Clone)]
pub struct EventType {
    /// Full name of its message, such as `schakelpunt.programme.v1.MilestoneAchieved`.
    pub message: String,
    /// CloudEvents type, `nl.<domain>.<event>.v<version>`.
    pub name: String,
    /// Field of the event in the plural.
    pub domain: String,
    /// Who may see it.
    pub audience: Audience,
}

/// All event types, by the full name of their message.
pub static EVENTS: LazyLock<HashMap<String, EventType>> = LazyLock::new(|| {
    POOL.all_messages()
        .filter_map(|message| Some(EventType::of(&message, &option(&message, "event")?)))
        .map(|event| (event.message.clone(), event))
        .collect()
});

/// All event types, by their CloudEvents type.
pub static BY_TYPE: LazyLock<HashMap<String, EventType>> = LazyLock::new(|| {
    EVENTS
        .values()
        .map(|event| (event.name.clone(), event.clone()))
        .collect()
});

/// One type of events that other programmes hand in.
#[derive(Debug, Clone)]
pub struct ReportedType {
    /// Full name of the message that its data are.
    pub message: String,
    /// CloudEvents type, `nl.<domain>.<event>.v<version>`.
    pub name: String,
}

/// All types of events that are handed in, by their CloudEvents type.
pub static REPORTED: LazyLock<BTreeMap<String, ReportedType>> = LazyLock::new(|| {
    POOL.all_messages()
        .filter_map(|message| Some(ReportedType::of(&message, &option(&message, "reported")?)))
        .map(|reported| (reported.name.clone(), reported))
        .collect()
});

impl ReportedType {
    fn of(message: &MessageDescriptor, reported: &Reported) -> Self {
        Self {
            message: message.full_name().to_owned(),
            name: type_name(&reported.domain, message, reported.version),
        }
    }
}

fn type_name(domain: &str, message: &MessageDescriptor, version: u32) -> String {
    format!("nl.{domain}.{}.v{version}", kebab_case(message.name()))
}

impl EventType {
    fn of(message: &MessageDescriptor, event: &Event) -> Self {
        Self {
            message: message.full_name().to_owned(),
            name: type_name(&event.domain, message, event.version),
            domain: event.domain.clone(),
            audience: event.audience(),
        }
    }

    /// The event type of a message, if it is a published event.
    #[must_use]
    pub fn of_message<M: Name>() -> Option<&'static Self> {
        EVENTS.get(&M::full_name())
    }
}

impl Audience {
    /// How the audience is written in the event attribute `audience`.
    #[must_use]
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Programmes => "programmes",
            // What is not declared goes no further than the hub.
            Self::Hub | Self::Unspecified => "hub",
        }
    }

    /// The audience an attribute names; anything unknown stays inside the hub.
    #[must_use]
    pub fn of_attribute(attribute: &str) -> Self {
        match attribute {
            "public" => Self::Public,
            "programmes" => Self::Programmes,
            _ => Self::Hub,
        }
    }
}

/// An option of a message, by its name.
fn option<M: prost::Message + Default>(message: &MessageDescriptor, name: &str) -> Option<M> {
    let extension = POOL.get_extension_by_name(&format!("schakelpunt.options.v1.{name}"))?;
    let options = message.options();
    if !options.has_extension(&extension) {
        return None;
    }
    options
        .get_extension(&extension)
        .as_message()?
        .transcode_to()
        .ok()
}

fn kebab_case(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    for (index, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_name_gives_the_type() {
        let event = EventType::of_message::<crate::programme::v1::MilestoneAchieved>().unwrap();
        assert_eq!(event.name, "nl.projects.milestone-achieved.v1");
        assert_eq!(event.audience, Audience::Public);
        assert!(EventType::of_message::<crate::programme::v1::Plan>().is_none());
    }

    #[test]
    fn every_event_names_domain_audience_and_version() {
        assert!(EVENTS.len() >= 30);
        for event in EVENTS.values() {
            assert!(
                !event.domain.is_empty() && event.name.ends_with(".v1"),
                "{event:?}"
            );
            assert_ne!(event.audience, Audience::Unspecified, "{event:?}");
        }
        assert_eq!(EVENTS.len(), BY_TYPE.len(), "two events share a type");
    }
}
