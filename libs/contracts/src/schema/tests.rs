//! Schemas of messages of the contract.

use std::collections::BTreeMap;

use super::*;
use crate::{comments::COMMENTS, rules::POOL};

fn document_of(name: &str, form: Form) -> Value {
    document(&POOL.get_message_by_name(name).unwrap(), &COMMENTS, form)
}

fn takes(schema: &Value, instance: &Value) -> bool {
    jsonschema::validator_for(schema).unwrap().is_valid(instance)
}

#[test]
fn fields_have_the_type_of_their_json_form_and_their_comment() {
    let schema = document_of("schakelpunt.hub.v1.Receipt", Form::Rest);
    let properties = &schema["properties"];
    let version = json!({
        "type": "integer", "format": "int64", "minimum": 0,
        "description": "Its version after the change; versions count its facts from 1.",
    });
    assert_eq!(properties["version"], version);
    assert_eq!(properties["logPositions"]["items"]["type"], "integer");
    assert_eq!(properties["recordedAt"]["format"], "date-time");
    assert_eq!(schema["$schema"], DIALECT);
    let published = document_of("schakelpunt.hub.v1.Receipt", Form::Published);
    assert_eq!(published["properties"]["version"]["type"], "string");
}

#[test]
fn a_message_within_itself_has_a_schema_that_takes_what_is_nested() {
    let schema = document_of("schakelpunt.exchange.v1.Filter", Form::Rest);
    let exact = json!({"exact": {"values": {"type": "a"}}});
    assert!(takes(
        &schema,
        &json!({"not": {"any": {"filters": [exact.clone(), {"not": exact}]}}})
    ));
    assert!(!takes(
        &schema,
        &json!({"not": {"any": {"filters": [{"exact": {"values": {"type": 1}}}]}}})
    ));
}

#[test]
fn of_a_oneof_at_most_one_field_is_taken() {
    let schema = document_of("schakelpunt.exchange.v1.Start", Form::Rest);
    assert!(takes(&schema, &json!({})) && takes(&schema, &json!({"position": 1})));
    assert!(!takes(&schema, &json!({"position": 1, "beginning": true})));
}

#[test]
fn choices_are_named_and_say_what_they_mean() {
    let schema = document_of("schakelpunt.exchange.v1.RefuseRequest", Form::Rest);
    let refusal = &schema["$defs"]["ExchangeRefusal"];
    assert_eq!(refusal["enum"][2], "REFUSAL_PARK");
    let description = refusal["description"].as_str().unwrap();
    assert!(
        description.contains("`REFUSAL_SKIP`: It is passed over."),
        "{description}"
    );
}

#[test]
fn documents_in_bytes_are_any_json_over_rest_and_base64_elsewhere() {
    let rest = document_of("schakelpunt.ledger.v1.Entry", Form::Rest);
    assert_eq!(rest["properties"]["data"].get("type"), None);
    let published = document_of("schakelpunt.ledger.v1.Entry", Form::Published);
    assert_eq!(published["properties"]["data"]["contentEncoding"], "base64");
}

#[test]
fn no_two_things_of_the_contract_share_a_name() {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let messages = POOL
        .all_messages()
        .map(|it| (it.package_name().to_owned(), it.full_name().to_owned()));
    let choices = POOL
        .all_enums()
        .map(|it| (it.package_name().to_owned(), it.full_name().to_owned()));
    for (package, full) in messages.chain(choices) {
        let name = name(&package, &full);
        if let Some(other) = names.insert(name.clone(), full.clone()) {
            panic!("{other} and {full} are both {name}");
        }
    }
    assert_eq!(names["InsightFigure"], "schakelpunt.insight.v1.Figure");
    assert_eq!(
        name("schakelpunt.insight.v2", "schakelpunt.insight.v2.Figure"),
        "InsightV2Figure"
    );
}
