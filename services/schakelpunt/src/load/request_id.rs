//! Request identifiers made from what is asked, so that loading the same line again is the same request.

use prost_reflect::{DynamicMessage, Kind, MethodDescriptor, SerializeOptions, Value};
use uuid::Uuid;

use super::methods;

/// Name space of these identifiers; made once, at random, and never changed.
const NAME_SPACE: Uuid = Uuid::from_u128(0x8f6b_3c0e_52d7_4a19_b1c4_7e9d_0a63_f528);
/// The field that the contract gives every call that changes something.
const FIELD: &str = "request_id";

/// Fills in the request id where the request has the field and the line left it out.
pub(super) fn fill(method: &MethodDescriptor, acting_as: Option<&str>, request: &mut DynamicMessage) {
    let field = method.input().get_field_by_name(FIELD);
    if !field.is_some_and(|field| field.kind() == Kind::String && !field.is_list()) {
        return;
    }
    let empty = request
        .get_field_by_name(FIELD)
        .is_none_or(|value| value.as_str().is_none_or(str::is_empty));
    if empty {
        let id = derived(method, acting_as, request).to_string();
        request.set_field_by_name(FIELD, Value::String(id));
    }
}

fn derived(method: &MethodDescriptor, acting_as: Option<&str>, request: &DynamicMessage) -> Uuid {
    let options = SerializeOptions::new().skip_default_fields(true);
    // A message that was just parsed from JSON can be written as JSON.
    let json = request
        .serialize_with_options(serde_json::value::Serializer, &options)
        .unwrap_or_default();
    let name = format!(
        "{}\n{}\n{}",
        methods::path(method),
        acting_as.unwrap_or_default(),
        canonical(&json)
    );
    Uuid::new_v5(&NAME_SPACE, name.as_bytes())
}

/// JSON with the members of every object in the order of their names, whatever order the map happens to keep.
fn canonical(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members = members
                .into_iter()
                .map(|(name, value)| format!("{name:?}:{}", canonical(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        serde_json::Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{
        instruction::{Said, understand},
        methods::Methods,
    };

    fn id(line: &str) -> String {
        let methods = Methods::new(contracts::DESCRIPTORS).unwrap();
        match understand(line, &methods) {
            Ok(Said::Call(instruction)) => instruction
                .request
                .get_field_by_name(FIELD)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned(),
            _ => panic!("not a call: {line}"),
        }
    }

    #[test]
    fn the_same_request_has_the_same_id_however_it_is_written() {
        let one =
            id(r#"{"call":"SubmitReport","as":"partner:a","request":{"project_id":"a","report_id":"r"}}"#);
        let two =
            id(r#"{"request":{"reportId":"r","projectId":"a"},"as":"partner:a","call":"SubmitReport"}"#);
        assert_eq!(one, two);
        // Pinned: another id would load every file anew.
        assert_eq!(one, "e4eb2f38-cd3b-54ce-a240-eef93027d40d");
    }

    #[test]
    fn another_call_role_or_content_has_another_id() {
        let lines = [
            r#"{"call":"SubmitReport","as":"partner:a","request":{"project_id":"a","report_id":"r"}}"#,
            r#"{"call":"ReviewReport","as":"partner:a","request":{"project_id":"a","report_id":"r"}}"#,
            r#"{"call":"SubmitReport","as":"partner:b","request":{"project_id":"a","report_id":"r"}}"#,
            r#"{"call":"SubmitReport","request":{"project_id":"a","report_id":"r"}}"#,
            r#"{"call":"SubmitReport","as":"partner:a","request":{"project_id":"a","report_id":"q"}}"#,
        ];
        let ids: std::collections::HashSet<_> = lines.into_iter().map(id).collect();
        assert_eq!(ids.len(), lines.len());
    }

    #[test]
    fn an_id_that_was_given_is_kept() {
        let given = "0191f2b4-0000-7000-8000-000000000000";
        let line =
            format!(r#"{{"call":"SubmitReport","request":{{"request_id":"{given}","project_id":"a"}}}}"#);
        assert_eq!(id(&line), given);
    }
}
