//! From a request over REST to the message of its method. Everything that is wrong with its form is told at once, by the names that the
//! caller used.

use bytes::Bytes;
use contracts::{
    prost_reflect::DynamicMessage,
    rest::{Route, parameter},
};
use eventing::FieldFault;
use http::{HeaderMap, header};
use http_body_util::LengthLimitError;
use serde_json::{Map, Value};

use super::{check, query};
use crate::{
    MESSAGE_BYTES_MAX,
    fault::{Fault, Kind},
};

/// Header in which the id of a request may be given instead of in its body.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Field of a request that it stands for.
const REQUEST_ID: &str = "request_id";

/// What a request says.
pub(super) struct Given {
    /// Values in the path, in their order.
    pub(super) in_path: Vec<String>,
    /// What the query asks for.
    pub(super) query: Vec<(String, String)>,
    /// The body; empty for none.
    pub(super) body: Bytes,
    /// The request id, if it was given as a header.
    pub(super) idempotency_key: Option<String>,
}

/// The message of the route's method.
///
/// # Errors
/// The body is no JSON; or the faulty fields, all at once.
pub(super) fn message(route: &Route, given: Given) -> Result<DynamicMessage, Fault> {
    let input = route.call.input();
    let mut object = read_body(&given.body)?;
    let mut faults = Vec::new();
    query::read(route, &given.query, &mut object, &mut faults);
    check::message(&input, &object, "", &mut faults);
    for (field, value) in route.path_fields().iter().zip(given.in_path) {
        let names: Vec<String> = field.split('.').map(contracts::rest::camel_case).collect();
        let expected = format!("left out, or what the path says for {}", parameter(field));
        put(&mut object, &names, value, &expected, &mut faults);
    }
    if let Some(id) = given.idempotency_key
        && let Some(field) = input.get_field_by_name(REQUEST_ID)
    {
        let expected = "left out, or what the header Idempotency-Key says";
        put(
            &mut object,
            &[field.json_name().to_owned()],
            id,
            expected,
            &mut faults,
        );
    }
    if !faults.is_empty() {
        return Err(Fault::invalid(faults));
    }
    DynamicMessage::deserialize(input, object).map_err(|error| malformed(&error.to_string()))
}

fn read_body(body: &[u8]) -> Result<Value, Fault> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(body).map_err(|error| malformed(&error.to_string()))
}

/// Puts a text at a path of names. It may be there already, but not as another one.
fn put(at: &mut Value, names: &[String], value: String, expected: &str, faults: &mut Vec<FieldFault>) {
    let mut here = at;
    for name in names {
        // What is no object was found faulty before.
        let Value::Object(members) = here else { return };
        here = members.entry(name.clone()).or_insert(Value::Object(Map::new()));
        if here.is_null() {
            *here = Value::Object(Map::new());
        }
    }
    match here {
        Value::String(there) if !there.is_empty() && *there != value => {
            faults.push(FieldFault::new(names.join("."), expected));
        }
        _ => *here = Value::String(value),
    }
}

/// The request id, if it is given as a header; as a text in quotes (the draft on Idempotency-Key) or without them.
///
/// # Errors
/// It is no text.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let text = value
        .to_str()
        .map_err(|_| Fault::invalid(vec![FieldFault::new("Idempotency-Key", "a UUID")]))?;
    Ok(Some(text.trim().trim_matches('"').to_owned()))
}

/// Whether the body is said to be JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.and_then(|it| it.split(';').next())
        .is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json"))
}

/// Whether a body was refused for its size.
pub(super) fn is_too_large(error: &axum::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

pub(super) fn too_large() -> Fault {
    let message = format!("the request is larger than {MESSAGE_BYTES_MAX} bytes");
    Fault::new("MESSAGE_TOO_LARGE", Kind::Exhausted, message)
}

pub(super) fn broken_off() -> Fault {
    Fault::new("MESSAGE_MALFORMED", Kind::Invalid, "the request broke off")
}

pub(super) fn not_json() -> Fault {
    Fault::new(
        "CONTENT_TYPE_UNSUPPORTED",
        Kind::Invalid,
        "the hub takes bodies as `content-type: application/json` only",
    )
}

/// A path that is no text once it is decoded.
pub(super) fn not_text() -> Fault {
    malformed("its path is not UTF-8")
}

fn malformed(why: &str) -> Fault {
    let message = format!("the request cannot be read: {why}");
    Fault::new("MESSAGE_MALFORMED", Kind::Invalid, message)
}
