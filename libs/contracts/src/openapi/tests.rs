//! What the OpenAPI document says. That it is one, and follows the design rules, is checked by `make check` with Spectral.

use std::collections::BTreeSet;

use super::*;

fn whole() -> Value {
    let services: Vec<_> = POOL.services().collect();
    let names: Vec<&str> = services.iter().map(ServiceDescriptor::full_name).collect();
    document(&names).unwrap()
}

#[test]
fn every_call_over_rest_is_in_it_once() {
    let document = whole();
    let mut ids = BTreeSet::new();
    for route in ROUTES.iter() {
        let operation = &document["paths"][path(route)][route.method.lower_case()];
        let id = operation["operationId"]
            .as_str()
            .unwrap_or_else(|| panic!("{} is missing", route.template));
        assert!(ids.insert(id.to_owned()), "two calls are {id}");
        let parameters = operation["parameters"].as_array().unwrap();
        let in_path = parameters.iter().filter(|it| it["in"] == "path").count();
        assert_eq!(in_path, route.path_fields().len(), "{}", route.template);
        assert!(
            parameters
                .iter()
                .all(|it| it["description"].as_str().is_some_and(|it| !it.is_empty()))
        );
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = whole();
    let mut found = 0;
    check_references(&document, &document, &mut found);
    assert!(found > 100);
}

fn check_references(value: &Value, document: &Value, found: &mut usize) {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        *found += 1;
    }
    match value {
        Value::Object(members) => members
            .values()
            .for_each(|it| check_references(it, document, found)),
        Value::Array(values) => values.iter().for_each(|it| check_references(it, document, found)),
        _ => {}
    }
}

#[test]
fn a_process_describes_what_it_serves_and_no_more() {
    let document = document(&["schakelpunt.ledger.v1.LedgerService"]).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.contains_key("/events") && paths.contains_key("/openapi.json"));
    assert!(!paths.contains_key("/projects") && !paths.contains_key("/catalogue/asyncapi.json"));
    let tags = document["tags"].as_array().unwrap();
    assert_eq!(
        tags[0],
        json!({"name": "Ledger", "description": "Reads the ledger."})
    );
}

#[test]
fn it_says_who_may_call() {
    let document = whole();
    let description =
        |path: &str, method: &str| document["paths"][path][method]["description"].as_str().unwrap();
    let approve = description("/subscriptions/{subscriptionId}/approvals", "post");
    assert!(
        approve.ends_with("For these roles: national-coordinator."),
        "{approve}"
    );
    assert!(description("/overview", "get").ends_with("Open to everyone."));
    assert_eq!(document["paths"]["/overview"]["get"]["security"][0], json!({}));
    assert_eq!(document["paths"]["/projects"]["get"].get("security"), None);
}

#[test]
fn the_address_is_filled_in() {
    let mut document = whole();
    crate::about::fill_in_host(&mut document, "hub.test");
    assert_eq!(document["servers"][0]["variables"]["host"]["default"], "hub.test");
}
