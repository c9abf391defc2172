//! The published events: which messages are events, their CloudEvents types, who may see them, and what they look like.

mod reported;
mod sample;

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use prost::Name;
use prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::Value;

use crate::{
    comments::Comments,
    options::v1::{Audience, Event},
    rules::POOL,
    schema::{self, Form},
};

pub use reported::{REPORTED, ReportedType};

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
    /// Version of the type.
    pub version: u32,
    /// Block that publishes it.
    pub block: String,
    /// Day from which it is published, YYYY-MM-DD.
    pub since: String,
    /// Day until which it is published, YYYY-MM-DD; empty as long as nobody set one.
    pub until: String,
    /// Its message.
    pub descriptor: MessageDescriptor,
}

/// A field of an event's data, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventField {
    /// Its name in the JSON form.
    pub name: String,
    /// Its type in the contract.
    pub type_name: String,
    /// What it says.
    pub meaning: String,
}

/// All event types, by the full name of their message.
pub static EVENTS: LazyLock<HashMap<String, EventType>> = LazyLock::new(|| {
    CATALOGUE
        .types()
        .map(|event| (event.message.clone(), event.clone()))
        .collect()
});

/// All event types, by their CloudEvents type.
pub static BY_TYPE: LazyLock<HashMap<String, EventType>> = LazyLock::new(|| {
    EVENTS
        .values()
        .map(|event| (event.name.clone(), event.clone()))
        .collect()
});

/// The catalogue of this contract.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of(&POOL));

/// The event types of a contract, with what can be told of each. Made from its descriptors, so that it says what the contract says.
#[derive(Debug)]
pub struct Catalogue {
    comments: Comments,
    types: BTreeMap<String, EventType>,
}

impl Catalogue {
    /// The event types among these messages.
    #[must_use]
    pub fn of(pool: &DescriptorPool) -> Self {
        let events = pool
            .all_messages()
            .filter_map(|message| Some(EventType::of(&message, &option(&message, "event")?)));
        Self {
            comments: Comments::of(pool),
            types: events.map(|event| (event.name.clone(), event)).collect(),
        }
    }

    /// All of them, by CloudEvents type; versions of a type stand together.
    pub fn types(&self) -> impl Iterator<Item = &EventType> {
        self.types.values()
    }

    /// The one with this CloudEvents type.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&EventType> {
        self.types.get(name)
    }

    /// The comments of the contract.
    #[must_use]
    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// What an event of this type tells.
    #[must_use]
    pub fn meaning(&self, event: &EventType) -> &str {
        self.comments.message(&event.descriptor)
    }

    /// Its data, field by field.
    #[must_use]
    pub fn fields(&self, event: &EventType) -> Vec<EventField> {
        let fields = event.descriptor.fields();
        let described = fields.map(|field| EventField {
            name: field.json_name().to_owned(),
            type_name: type_name(&field),
            meaning: self.comments.field(&field).to_owned(),
        });
        described.collect()
    }

    /// Made-up data.
    #[must_use]
    pub fn sample(&self, event: &EventType) -> Value {
        sample::of(&event.descriptor, &self.comments)
    }

    /// JSON Schema of its data.
    #[must_use]
    pub fn schema(&self, event: &EventType) -> Value {
        let mut schema = schema::document(&event.descriptor, &self.comments, Form::Published);
        schema["title"] = event.name.clone().into();
        schema
    }
}

/// A field's type as the contract writes it.
fn type_name(field: &FieldDescriptor) -> String {
    match field.kind() {
        Kind::Message(entry) if field.is_map() => {
            let (key, value) = (entry.map_entry_key_field(), entry.map_entry_value_field());
            format!(
                "map<{}, {}>",
                single_type(&key.kind()),
                single_type(&value.kind())
            )
        }
        kind if field.is_list() => format!("repeated {}", single_type(&kind)),
        kind => single_type(&kind),
    }
}

fn single_type(kind: &Kind) -> String {
    match kind {
        Kind::Message(message) => message.full_name().to_owned(),
        Kind::Enum(choice) => choice.full_name().to_owned(),
        // Named as in the contract.
        scalar => format!("{scalar:?}").to_lowercase(),
    }
}

impl EventType {
    fn of(message: &MessageDescriptor, event: &Event) -> Self {
        Self {
            message: message.full_name().to_owned(),
            name: named(&event.domain, message, event.version),
            domain: event.domain.clone(),
            audience: event.audience(),
            version: event.version,
            block: message
                .package_name()
                .split('.')
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
            since: event.since.clone(),
            until: event.until.clone(),
            descriptor: message.clone(),
        }
    }

    /// Whether it is published of what happened on a day, YYYY-MM-DD. A first version is of everything before its successor.
    #[must_use]
    pub fn is_published_on(&self, day: &str) -> bool {
        let has_begun = self.version == 1 || self.since.as_str() <= day;
        has_begun && (self.until.is_empty() || day <= self.until.as_str())
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
    let pool = message.parent_pool();
    let extension = pool.get_extension_by_name(&format!("schakelpunt.options.v1.{name}"))?;
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

/// The CloudEvents type of a message.
fn named(domain: &str, message: &MessageDescriptor, version: u32) -> String {
    format!("nl.{domain}.{}.v{version}", kebab_case(message.name()))
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
mod tests;
