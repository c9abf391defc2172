//! What the hub says of its own interface is what it does: every path of its document is served, every answer fits its schema, and every event
//! in the ledger is as the catalogue has it.

use std::collections::BTreeMap;

use contracts::{
    catalogue::CATALOGUE, ledger::v1::ReadEventsRequest, prost_reflect::DescriptorPool, rest::VERSION_PATH,
};
use jsonschema::Validator;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Rest, answer};
use crate::reach::Reach;

const COORDINATOR: &str = "national-coordinator";

/// The document, as everyone and every page may have it.
async fn openapi(rest: &Rest<'_>) -> Value {
    let document = rest.get("", "/v1/openapi.json").await;
    assert_eq!(document.headers["access-control-allow-origin"], "*");
    document.ok()
}

pub(super) async fn every_path_of_the_document_is_served(rest: &Rest<'_>) {
    let document = openapi(rest).await;
    let host = &document["servers"][0]["variables"]["host"]["default"];
    assert_eq!(format!("http://{}", host.as_str().unwrap()), rest.0.address());
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 40, "{} paths", paths.len());
    for (path, operations) in paths {
        for method in operations.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let path = format!("{VERSION_PATH}{}", filled(path));
            let request = rest.request(method.clone(), COORDINATOR, &path);
            let answer = answer(request).await;
            let reason = answer.body["reason"].as_str().unwrap_or_default();
            assert!(
                !["PATH_UNKNOWN", "METHOD_NOT_ALLOWED"].contains(&reason) && !answer.status.is_server_error(),
                "{method} {path}: {} {reason}",
                answer.status
            );
        }
    }
}

/// A path with something in the place of its parameters.
fn filled(path: &str) -> String {
    let segments = path.split('/');
    let filled = segments.map(|it| if it.starts_with('{') { "llo-1" } else { it });
    filled.collect::<Vec<_>>().join("/")
}

/// Asks everything that can be asked without knowing more, and holds each answer against its schema.
pub(crate) async fn every_answer_fits_its_schema(rest: &Rest<'_>) {
    let document = openapi(rest).await;
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let schema = &operations["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let Some(reference) = schema["$ref"].as_str() else {
            continue;
        };
        let path = format!("{VERSION_PATH}{}", filled(path));
        let answer = rest.get(COORDINATOR, &path).await;
        if answer.status != StatusCode::OK {
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            continue;
        }
        let name = reference.rsplit('/').next().unwrap();
        let validator = closed(
            json!({"$ref": format!("#/components/schemas/{name}"), "components": document["components"]}),
        );
        fits(&validator, &answer.body, &path);
        asked += 1;
    }
    assert!(asked > 15, "only {asked} answers");
}

/// Every event of the ledger, and how many of each type.
pub(crate) async fn every_event_is_as_the_catalogue_says(hub: &Reach<'_>) -> BTreeMap<String, usize> {
    let mut ledger = hub.ledger("auditor").ledger();
    let stream = ledger.read_events(ReadEventsRequest::default()).await;
    let (mut stream, mut found) = (stream.unwrap().into_inner(), BTreeMap::new());
    let mut validators: BTreeMap<String, Validator> = BTreeMap::new();
    while let Some(message) = stream.message().await.unwrap() {
        for entry in message.entries {
            let event = CATALOGUE
                .get(&entry.r#type)
                .unwrap_or_else(|| panic!("{} is unknown", entry.r#type));
            assert_eq!(
                (event.block.as_str(), event.audience),
                (entry.block.as_str(), entry.audience())
            );
            let validator = validators
                .entry(entry.r#type.clone())
                .or_insert_with(|| closed(CATALOGUE.schema(event)));
            let data: Value = serde_json::from_slice(&entry.data).unwrap();
            fits(validator, &data, &entry.event_id);
            *found.entry(entry.r#type).or_default() += 1;
        }
    }
    found
}

fn fits(validator: &Validator, value: &Value, what: &str) {
    let faults: Vec<String> = validator
        .iter_errors(value)
        .take(5)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{what}: {faults:?}");
}

/// A schema that takes nothing but what it names.
fn closed(mut schema: Value) -> Validator {
    close(&mut schema);
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object)
                && members.get("type") == Some(&json!("object"))
            {
                members.entry("additionalProperties").or_insert(false.into());
            }
            members.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}

pub(super) async fn the_catalogue_is_open_to_everyone(rest: &Rest<'_>) {
    let name = "nl.projects.milestone-achieved.v1";
    let one = rest.get("", &format!("/v1/event-types/{name}")).await.ok();
    let event = &one["eventType"];
    assert_eq!(
        (
            &event["domain"],
            &event["block"],
            &event["version"],
            &event["dataClass"]
        ),
        (
            &json!("projects"),
            &json!("programme"),
            &json!(1),
            &json!("AUDIENCE_PUBLIC")
        )
    );
    let file = rest.get("", &format!("/v1/event-types/{name}/schema.json")).await;
    assert_eq!(file.headers["content-type"], "application/schema+json");
    assert_eq!(file.headers["access-control-allow-origin"], "*");
    let schema = file.ok();
    assert_eq!(event["jsonSchema"], schema);
    fits(&closed(schema), &event["sample"], name);

    let (mut names, mut token) = (Vec::new(), String::new());
    loop {
        let page = rest
            .get("", &format!("/v1/event-types?pageSize=20&pageToken={token}"))
            .await
            .ok();
        let types = page["eventTypes"].as_array().unwrap();
        names.extend(types.iter().map(|it| it["type"].as_str().unwrap().to_owned()));
        token = page["nextPageToken"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
    }
    assert!(names.len() > 50 && names.iter().any(|it| it == name));
    let hidden = "nl.subscriptions.subscription-approved.v1";
    assert!(!names.iter().any(|it| it == hidden));
    for path in [
        format!("/v1/event-types/{hidden}"),
        format!("/v1/event-types/{hidden}/schema.json"),
    ] {
        let refused = rest.get("", &path).await;
        assert_eq!(refused.refused(StatusCode::NOT_FOUND), "EVENT_TYPE_UNKNOWN");
        assert_eq!(rest.get("auditor", &path).await.status, StatusCode::OK);
    }
    let asyncapi = rest.get("", "/v1/catalogue/asyncapi.json").await;
    assert_eq!(asyncapi.headers["access-control-allow-origin"], "*");
    let asyncapi = asyncapi.ok();
    let channels = asyncapi["channels"].as_object().unwrap();
    assert_eq!(
        channels.keys().collect::<Vec<_>>(),
        names.iter().collect::<Vec<_>>()
    );
}

pub(super) async fn the_descriptors_are_those_of_the_contract(rest: &Rest<'_>) {
    let request = rest.request(Method::GET, "", "/v1/catalogue/descriptors.binpb");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/protobuf");
    let pool = DescriptorPool::decode(answer.bytes().await.unwrap()).unwrap();
    assert!(
        pool.get_message_by_name("schakelpunt.programme.v1.MilestoneAchieved")
            .is_some()
    );
}
