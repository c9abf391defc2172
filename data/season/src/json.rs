//! The JSON form of a request: without fields that say nothing, and always in the same order.

use serde_json::{Map, Value};

/// Fields whose zero says something to a reader, or differs from being absent.
const ZERO_SAYS_SOMETHING: [&str; 3] = ["currentValue", "approved", "totalCents"];

/// The same message without fields at their default, which protobuf JSON lets out.
#[must_use]
pub fn compact(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(fields.into_iter().filter_map(compact_field).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(compact).collect()),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

fn compact_field((key, value): (String, Value)) -> Option<(String, Value)> {
    let value = compact(value);
    let says_something =
        !value.is_null() && (!is_default(&value) || ZERO_SAYS_SOMETHING.contains(&key.as_str()));
    says_something.then_some((key, value))
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(set) => !set,
        Value::Number(number) => number.as_f64() == Some(0.0),
        // Whole numbers of 64 bits are text in protobuf JSON; enum values are text too and end in `_UNSPECIFIED` when unset.
        Value::String(text) => text.is_empty() || text == "0" || text.ends_with("_UNSPECIFIED"),
        Value::Array(items) => items.is_empty(),
        Value::Object(_) => false,
    }
}

/// Writes JSON with sorted keys, whatever features of serde_json another crate switches on.
#[must_use]
pub fn write(value: &Value) -> String {
    match value {
        Value::Object(fields) => write_object(fields),
        Value::Array(items) => format!("[{}]", items.iter().map(write).collect::<Vec<_>>().join(", ")),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other.to_string(),
    }
}

fn write_object(fields: &Map<String, Value>) -> String {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by_key(|(key, _)| key.as_str());
    let fields: Vec<_> = sorted
        .into_iter()
        .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), write(value)))
        .collect();
    format!("{{{}}}", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_that_say_nothing_are_left_out_and_a_measured_zero_stays() {
        let full = json!({"b": "", "a": [{"currentValue": 0.0, "x": 0, "y": "0"}], "previousValue": null, "ok": true});
        assert_eq!(
            write(&compact(full)),
            r#"{"a": [{"currentValue": 0.0}], "ok": true}"#
        );
    }
}
