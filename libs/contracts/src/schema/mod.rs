//! JSON Schema (2020-12) of messages in their JSON form, with the comments of the contract as descriptions.
//!
//! Schemas are open: a reader has to expect fields that were added since. What a request has beside its fields is refused by name when it is
//! made.

mod field;

use std::collections::BTreeMap;

use prost_reflect::{EnumDescriptor, MessageDescriptor};
use serde_json::{Map, Value, json};

use crate::comments::Comments;

/// The dialect of the schemas.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// In which JSON form a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// That of published events: the protobuf JSON mapping, with 64-bit integers as texts.
    Published,
    /// That of calls over REST: 64-bit integers as numbers, and documents in bytes as JSON.
    Rest,
}

/// Schemas of messages that refer to each other.
pub struct Schemas<'a> {
    comments: &'a Comments,
    form: Form,
    /// What stands before the name of a schema in a reference, such as `#/$defs/`.
    prefix: &'static str,
    found: BTreeMap<String, Value>,
}

impl<'a> Schemas<'a> {
    /// None yet.
    #[must_use]
    pub fn new(comments: &'a Comments, form: Form, prefix: &'static str) -> Self {
        Self {
            comments,
            form,
            prefix,
            found: BTreeMap::new(),
        }
    }

    /// A reference to the schema of a message, which from now on is among those that are found.
    pub fn refer(&mut self, message: &MessageDescriptor) -> Value {
        let name = name(message.package_name(), message.full_name());
        if !self.found.contains_key(&name) {
            // A message may be within itself.
            self.found.insert(name.clone(), Value::Null);
            let schema = self.object(message);
            self.found.insert(name.clone(), schema);
        }
        self.reference(&name)
    }

    fn refer_choice(&mut self, choice: &EnumDescriptor) -> Value {
        let name = name(choice.package_name(), choice.full_name());
        if !self.found.contains_key(&name) {
            self.found.insert(name.clone(), self.choice(choice));
        }
        self.reference(&name)
    }

    fn reference(&self, name: &str) -> Value {
        json!({"$ref": format!("{}{name}", self.prefix)})
    }

    /// The schemas by name.
    #[must_use]
    pub fn into_found(self) -> Map<String, Value> {
        self.found.into_iter().collect()
    }

    /// The schema of a message itself.
    pub fn object(&mut self, message: &MessageDescriptor) -> Value {
        let properties: Map<String, Value> = message
            .fields()
            .map(|field| (field.json_name().to_owned(), self.field(&field)))
            .collect();
        let mut schema = json!({"type": "object", "properties": properties});
        describe(&mut schema, self.comments.message(message));
        let choices: Vec<Value> = message
            .oneofs()
            .filter(|one| !one.is_synthetic())
            .map(|one| at_most_one(one.fields().map(|field| field.json_name().to_owned()).collect()))
            .collect();
        if !choices.is_empty() {
            schema["allOf"] = choices.into();
        }
        schema
    }

    /// The names of a choice, each with what it means.
    fn choice(&self, choice: &EnumDescriptor) -> Value {
        let values: Vec<_> = choice.values().collect();
        let names: Vec<&str> = values.iter().map(|value| value.name()).collect();
        let meanings: Vec<String> = values
            .iter()
            .map(|value| format!("- `{}`: {}", value.name(), self.comments.value(value)))
            .collect();
        let description = format!("{}\n\n{}", self.comments.choice(choice), meanings.join("\n"));
        json!({"type": "string", "enum": names, "description": description})
    }
}

/// Of these fields one or none.
fn at_most_one(names: Vec<String>) -> Value {
    let mut ways: Vec<Value> = names.iter().map(|name| json!({"required": [name]})).collect();
    ways.push(json!({"not": {"anyOf": ways.clone()}}));
    json!({"oneOf": ways})
}

fn describe(schema: &mut Value, comment: &str) {
    if !comment.is_empty() {
        schema["description"] = comment.into();
    }
}

/// The schema of one message as a document of its own.
#[must_use]
pub fn document(message: &MessageDescriptor, comments: &Comments, form: Form) -> Value {
    let mut schemas = Schemas::new(comments, form, "#/$defs/");
    let mut schema = schemas.object(message);
    schema["$schema"] = DIALECT.into();
    schema["title"] = message.name().into();
    let found = schemas.into_found();
    if !found.is_empty() {
        schema["$defs"] = found.into();
    }
    schema
}

/// The name of the schema of a message or choice, in UpperCamelCase: `schakelpunt.insight.v1.Figure` is `InsightFigure`. A second version of
/// a package has its number in it.
fn name(package: &str, full_name: &str) -> String {
    let package = package
        .split('.')
        .filter(|part| !["schakelpunt", "v1"].contains(part));
    let within = full_name
        .split('.')
        .skip_while(|part| part.starts_with(char::is_lowercase));
    package.chain(within).map(capitalised).collect()
}

fn capitalised(part: &str) -> String {
    let mut letters = part.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests;
