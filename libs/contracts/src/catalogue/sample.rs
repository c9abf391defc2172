//! Made-up data of an event, from what the contract says about its fields.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use crate::{comments::Comments, rest::camel_case};

/// How days are written, as comments of the contract name it.
const DAY_FORM: &str = "YYYY-MM-DD";
const DAY: &str = "2026-01-31";
const MOMENT: &str = "2026-01-31T12:00:00Z";

/// Data of a message in the JSON form of published events. Of fields of which there may be one it has the first.
pub(super) fn of(message: &MessageDescriptor, comments: &Comments) -> Value {
    object(message, comments, &mut Vec::new())
}

fn object(message: &MessageDescriptor, comments: &Comments, within: &mut Vec<MessageDescriptor>) -> Value {
    match message.full_name() {
        "google.protobuf.Timestamp" => return MOMENT.into(),
        "google.protobuf.Duration" => return "90s".into(),
        _ => {}
    }
    within.push(message.clone());
    let mut members = Map::new();
    for field in message.fields().filter(is_first) {
        // A message within itself ends here.
        let is_around = |inner: &MessageDescriptor| within.contains(inner);
        if field.kind().as_message().is_some_and(is_around) {
            continue;
        }
        let value = whole(&field, comments, within);
        members.insert(field.json_name().to_owned(), value);
    }
    within.pop();
    members.into()
}

/// Whether no other field of its oneof stands before it.
fn is_first(field: &FieldDescriptor) -> bool {
    let one = field.containing_oneof().filter(|one| !one.is_synthetic());
    one.is_none_or(|one| one.fields().next().as_ref() == Some(field))
}

fn whole(field: &FieldDescriptor, comments: &Comments, within: &mut Vec<MessageDescriptor>) -> Value {
    match field.kind() {
        Kind::Message(entry) if field.is_map() => {
            let value = single(&entry.map_entry_value_field(), comments, within);
            json!({ "1": value })
        }
        _ if field.is_list() => json!([single(field, comments, within)]),
        _ => single(field, comments, within),
    }
}

fn single(field: &FieldDescriptor, comments: &Comments, within: &mut Vec<MessageDescriptor>) -> Value {
    match field.kind() {
        Kind::Double | Kind::Float => json!(12.5),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 | Kind::Uint64 | Kind::Fixed64 => json!("12"),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 | Kind::Uint32 | Kind::Fixed32 => json!(2),
        Kind::Bool => json!(true),
        Kind::String => text(field.name(), comments.field(field)).into(),
        Kind::Bytes => json!("c2NoYWtlbHB1bnQ="),
        Kind::Message(message) => object(&message, comments, within),
        // The first one says that there is none.
        Kind::Enum(choice) => choice
            .values()
            .nth(1)
            .map_or(Value::Null, |value| value.name().into()),
    }
}

fn text(name: &str, comment: &str) -> String {
    if comment.contains(DAY_FORM) || name.ends_with("_on") {
        return DAY.to_owned();
    }
    if let Some(thing) = name.strip_suffix("_id").or(name.strip_suffix("_ids")) {
        return format!("{}-1", thing.replace('_', "-"));
    }
    if name == "uri" || name.ends_with("_uri") {
        return format!("https://example.org/{}", camel_case(name));
    }
    match name {
        "en" => "Example",
        _ => "Voorbeeld",
    }
    .to_owned()
}
