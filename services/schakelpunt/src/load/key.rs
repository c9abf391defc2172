//! What a request is about, as far as the order of lines is concerned.

use prost_reflect::{DynamicMessage, Value};

/// What a request is about: its first field whose name ends in `_id`, whichever message it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Path of the field. Requests that are about different kinds of things keep their order: what is defined later may
    /// refer to what was defined before.
    pub(super) path: String,
    /// Its value.
    pub(super) value: String,
}

/// The key of a request; none when nothing in it is identified.
pub(super) fn of(request: &DynamicMessage) -> Option<Key> {
    within(request, "")
}

fn within(message: &DynamicMessage, prefix: &str) -> Option<Key> {
    // `fields` goes by field number, so the answer does not depend on how the line was written.
    message.fields().find_map(|(field, value)| {
        let path = format!("{prefix}{}", field.name());
        match value {
            Value::String(value) if field.name().ends_with("_id") && field.name() != "request_id" => {
                Some(Key {
                    path,
                    value: value.clone(),
                })
            }
            Value::Message(inner) => within(inner, &format!("{path}.")),
            Value::List(items) => items
                .iter()
                .filter_map(Value::as_message)
                .find_map(|item| within(item, &format!("{path}."))),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{
        instruction::{Said, understand},
        methods::Methods,
    };

    fn key(line: &str) -> Option<Key> {
        let methods = Methods::new(contracts::DESCRIPTORS).unwrap();
        match understand(line, &methods) {
            Ok(Said::Call(instruction)) => instruction.key,
            _ => panic!("not a call: {line}"),
        }
    }

    #[test]
    fn the_request_id_is_not_what_a_request_is_about() {
        let found = key(r#"{"call":"SubmitReport","request":{"report_id":"r","project_id":"a"}}"#).unwrap();
        assert_eq!((found.path.as_str(), found.value.as_str()), ("project_id", "a"));
    }

    #[test]
    fn the_path_tells_kinds_of_entries_apart() {
        let region =
            key(r#"{"call":"DefineEntry","request":{"entry":{"region":{"region_id":"AM01"}}}}"#).unwrap();
        let block = key(
            r#"{"call":"DefineEntry","request":{"entry":{"workgroup":{"workgroup_id":"w","block_id":"radar"}}}}"#,
        );
        assert_eq!(region.path, "entry.region.region_id");
        assert_eq!(block.unwrap().value, "w");
    }

    #[test]
    fn a_request_about_nothing_has_no_key() {
        assert_eq!(
            key(r#"{"call":"AdvanceClock","request":{"to":"2024-01-01T00:00:00Z"}}"#),
            None
        );
    }
}
