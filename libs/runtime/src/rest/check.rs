//! Finds everything that is wrong with the form of a request, before it is read: the JSON mapping itself stops at the first fault.

use contracts::prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor};
use eventing::FieldFault;
use serde_json::{Map, Value, json};

/// Most faults that are told of one request.
const FAULTS_MAX: usize = 50;
/// Longest name of a caller's own that is repeated in an answer, in characters.
const NAME_CHARS_MAX: usize = 64;

/// Notes a fault, unless enough were noted.
pub(super) fn note(faults: &mut Vec<FieldFault>, field: &str, expected: &str) {
    if faults.len() < FAULTS_MAX {
        faults.push(FieldFault::new(field, expected));
    }
}

/// A name that the caller chose, cut off where it is too long to be repeated.
pub(super) fn shortened(name: &str) -> String {
    name.chars().take(NAME_CHARS_MAX).collect()
}

/// Notes what is wrong with the JSON form of a message; `at` is its path in the request, empty for the request itself.
pub(super) fn message(message: &MessageDescriptor, value: &Value, at: &str, faults: &mut Vec<FieldFault>) {
    let Value::Object(members) = value else {
        let place = if at.is_empty() { "body" } else { at };
        note(faults, place, "a JSON object");
        return;
    };
    for (name, value) in members {
        let found = message.get_field_by_json_name(name);
        match found.or_else(|| message.get_field_by_name(name)) {
            Some(field) => member(&field, value, &beneath(at, name), faults),
            None => note(faults, &beneath(at, &shortened(name)), &known_names(message)),
        }
    }
}

fn beneath(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

fn known_names(message: &MessageDescriptor) -> String {
    let fields: Vec<_> = message.fields().collect();
    let names: Vec<&str> = fields.iter().map(FieldDescriptor::json_name).collect();
    format!("one of its fields: {}", names.join(", "))
}

fn member(field: &FieldDescriptor, value: &Value, at: &str, faults: &mut Vec<FieldFault>) {
    match value {
        // Stands for what is left out.
        Value::Null => {}
        Value::Object(entries) if field.is_map() => map(field, entries, at, faults),
        Value::Array(values) if field.is_list() => {
            for (index, value) in values.iter().enumerate() {
                single(
                    field,
                    value,
                    &|| json!([value]),
                    &format!("{at}[{index}]"),
                    faults,
                );
            }
        }
        _ if field.is_map() => note(faults, at, "a JSON object"),
        _ if field.is_list() => note(faults, at, "a JSON array"),
        value => single(field, value, &|| value.clone(), at, faults),
    }
}

fn map(field: &FieldDescriptor, entries: &Map<String, Value>, at: &str, faults: &mut Vec<FieldFault>) {
    for (key, value) in entries {
        let place = format!("{at}.{}", shortened(key));
        match field
            .kind()
            .as_message()
            .map(MessageDescriptor::map_entry_value_field)
        {
            Some(inner) if is_open(&inner.kind()) => single(&inner, value, &|| value.clone(), &place, faults),
            _ => single(field, value, &|| json!({ key: value }), &place, faults),
        }
    }
}

/// One value of a field; `whole` makes what the field is with nothing but this value.
fn single(
    field: &FieldDescriptor,
    value: &Value,
    whole: &dyn Fn() -> Value,
    at: &str,
    faults: &mut Vec<FieldFault>,
) {
    match field.kind() {
        Kind::Message(inner) if is_open(&field.kind()) && !field.is_map() => {
            message(&inner, value, at, faults)
        }
        kind => {
            let alone = json!({ field.json_name(): whole() });
            if DynamicMessage::deserialize(field.parent_message().clone(), alone).is_err() {
                note(faults, at, &expected(field, &kind));
            }
        }
    }
}

/// Whether a value is an object with the fields of its message.
fn is_open(kind: &Kind) -> bool {
    let message = kind.as_message();
    message.is_some_and(|it| !it.full_name().starts_with("google.protobuf."))
}

fn expected(field: &FieldDescriptor, kind: &Kind) -> String {
    let text = match kind {
        Kind::Bool => "true or false",
        Kind::String => "a text",
        Kind::Bytes => "a text in base64",
        Kind::Double | Kind::Float => "a number",
        Kind::Uint32 | Kind::Fixed32 => "a whole number from 0 to 4294967295",
        Kind::Uint64 | Kind::Fixed64 => "a whole number, 0 or more",
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => "a whole number of 32 bits",
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => "a whole number",
        Kind::Enum(choices) => {
            let values: Vec<_> = choices.values().collect();
            let names: Vec<&str> = values.iter().map(|it| it.name()).collect();
            return format!("one of {}", names.join(", "));
        }
        Kind::Message(inner) if field.is_map() => {
            return expected(field, &inner.map_entry_value_field().kind());
        }
        Kind::Message(inner) => match inner.full_name() {
            "google.protobuf.Timestamp" => "a date and time such as 2026-01-31T12:00:00Z",
            "google.protobuf.Duration" => "seconds such as 1.5s",
            _ => "a value in the protobuf JSON form",
        },
    };
    text.to_owned()
}
