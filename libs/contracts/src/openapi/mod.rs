//! The OpenAPI 3.1 document of the calls over REST, made from the contract: paths and methods from the option `rest`, parameters and bodies
//! from the messages, words from the comments, and who may call from the access rules.
//!
//! What blocks serve over plain HTTP by hand is described in `plain.json` beside this file, by the gRPC service that it goes with.

mod operation;
mod problem;

use prost_reflect::ServiceDescriptor;
use serde_json::{Map, Value, json};

use crate::{
    about::{HOST, host_variable, info, token_scheme},
    comments::COMMENTS,
    rest::{ROUTES, Route, VERSION, VERSION_PATH},
    rules::POOL,
    schema::{Form, Schemas},
};
use operation::operation;

/// What is served by hand.
const PLAIN: &str = include_str!("plain.json");

/// Service that what every process serves itself goes with.
const EVERY_PROCESS: &str = "";

const DESCRIPTION: &str = "Calls of the Landelijk Schakelpunt over REST, along the NL API Design Rules. Every call is a call of the gRPC \
    contract: the same rules, the same refusals, the same receipts. Requests and answers are the messages of the contract in their JSON form. \
    A request with a field or a parameter that the call does not know is refused, and all faults of a request are told together.";

/// The document of the calls of these gRPC services, by their full names.
///
/// # Errors
/// What is described by hand is no JSON, which a test excludes.
pub fn document(services: &[&str]) -> Result<Value, serde_json::Error> {
    let mut schemas = Schemas::new(&COMMENTS, Form::Rest, "#/components/schemas/");
    let mut paths: Map<String, Value> = Map::new();
    let routes = || {
        ROUTES
            .iter()
            .filter(|route| services.contains(&route.service().as_str()))
    };
    for route in routes() {
        let at = paths.entry(path(route)).or_insert_with(|| json!({}));
        at[route.method.lower_case()] = operation(route, &mut schemas);
    }
    let plain: Map<String, Value> = serde_json::from_str(PLAIN)?;
    for (service, described) in &plain {
        if service == EVERY_PROCESS || services.contains(&service.as_str()) {
            paths.extend(described.as_object().cloned().unwrap_or_default());
        }
    }
    let tags: Vec<Value> = POOL
        .services()
        .filter(|service| routes().any(|route| route.service() == service.full_name()))
        .map(|service| json!({"name": tag(&service), "description": COMMENTS.service(&service)}))
        .chain([json!({"name": DOCUMENTS, "description": "What the interface and its events look like, and events as files and streams."})])
        .collect();
    Ok(json!({
        "openapi": "3.1.0",
        "info": info("Landelijk Schakelpunt", VERSION, DESCRIPTION),
        "servers": [{
            "url": format!("https://{HOST}{VERSION_PATH}"),
            "description": "This hub.",
            "variables": {"host": host_variable()},
        }],
        "security": [{"token": []}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas.into_found(),
            "responses": {"Problem": problem::response()},
            "headers": {"ApiVersion": {
                "description": "Full version of the interface.",
                "schema": {"type": "string", "examples": [VERSION]},
            }},
            "securitySchemes": {"token": token_scheme()},
        },
    }))
}

/// Tag of what is described by hand.
const DOCUMENTS: &str = "Documents";

/// Tag of a service's calls: its name without `Service`.
fn tag(service: &ServiceDescriptor) -> String {
    service.name().trim_end_matches("Service").to_owned()
}

/// The path without its version, which is part of the server's address.
fn path(route: &Route) -> String {
    let path = route.path();
    path.strip_prefix(VERSION_PATH)
        .map_or(path.clone(), str::to_owned)
}

#[cfg(test)]
mod tests;
