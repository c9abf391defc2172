//! From the message of an answer to JSON: numbers as numbers, choices by name, and what has its default value written as well.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use contracts::{
    prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, SerializeOptions},
    rest::{Route, is_json},
};
use serde_json::Value;

use crate::fault::Fault;

/// Positions and versions stay below 2^53, so that every reader of JSON has them exactly.
const FORM: SerializeOptions = SerializeOptions::new()
    .stringify_64_bit_integers(false)
    .skip_default_fields(false);

/// The answer, written.
///
/// # Errors
/// The hub's own answer cannot be read or written.
pub(super) fn written(route: &Route, bytes: Bytes) -> Result<Response, Fault> {
    Ok(Json(value(route, bytes)?).into_response())
}

/// The answer as JSON.
pub(super) fn value(route: &Route, bytes: Bytes) -> Result<Value, Fault> {
    let output = route.call.output();
    let message = DynamicMessage::decode(output.clone(), bytes)
        .map_err(|error| Fault::internal("read its own answer", &error))?;
    let mut value = message
        .serialize_with_options(serde_json::value::Serializer, &FORM)
        .map_err(|error| Fault::internal("write its answer", &error))?;
    open(&output, &mut value);
    Ok(value)
}

/// Puts JSON documents where the JSON form of their bytes stands.
fn open(message: &MessageDescriptor, value: &mut Value) {
    let Value::Object(members) = value else { return };
    for field in message.fields() {
        let Some(value) = members.get_mut(field.json_name()) else {
            continue;
        };
        match value {
            Value::Array(values) if field.is_list() => values.iter_mut().for_each(|it| open_one(&field, it)),
            // No map of the contract holds messages with documents.
            value if !field.is_map() => open_one(&field, value),
            _ => {}
        }
    }
}

fn open_one(field: &FieldDescriptor, value: &mut Value) {
    match field.kind() {
        Kind::Message(inner) => open(&inner, value),
        Kind::Bytes if is_json(field) => {
            let bytes = value.as_str().and_then(|it| STANDARD.decode(it).ok());
            // What is not JSON after all is nothing to its reader.
            *value = bytes
                .and_then(|it| serde_json::from_slice(&it).ok())
                .unwrap_or_default();
        }
        _ => {}
    }
}
