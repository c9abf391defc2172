//! One call.

use prost_reflect::FieldDescriptor;
use serde_json::{Map, Value, json};

use super::{problem, tag};
use crate::{
    comments::COMMENTS,
    rest::{Parameter, Route, parameter},
    rules::METHODS,
    schema::Schemas,
};

/// Field in which a request may have its id.
const REQUEST_ID: &str = "request_id";

pub(super) fn operation(route: &Route, schemas: &mut Schemas<'_>) -> Value {
    let (call, comment) = (&route.call, COMMENTS.method(&route.call));
    let mut operation = json!({
        "operationId": operation_id(route),
        "tags": [tag(call.parent_service())],
        "summary": comment.split_once(". ").map_or(comment, |(first, _)| first),
        "description": format!("{comment}\n\n{}", who(route)),
        "parameters": parameters(route, schemas),
        "responses": responses(route, schemas),
    });
    if is_open(route) {
        // A token is not needed, and may be given.
        operation["security"] = json!([{}, {"token": []}]);
    }
    if route.method.has_body() {
        let schema = schemas.refer(&call.input());
        operation["requestBody"] = json!({
            "description": "The request. What the path says may be left out.",
            "required": true,
            "content": {"application/json": {"schema": schema}},
        });
    }
    operation
}

/// Unique over all services: the block's name and the method's.
fn operation_id(route: &Route) -> String {
    let service = route.call.parent_service();
    let block = service
        .package_name()
        .split('.')
        .nth(1)
        .unwrap_or_default()
        .to_owned();
    format!("{block}{}", route.call.name())
}

fn is_open(route: &Route) -> bool {
    let rule = METHODS.get(&route.call_path());
    rule.and_then(|rule| rule.access.as_ref())
        .is_some_and(|access| access.open)
}

/// Who may call it, in words.
fn who(route: &Route) -> String {
    if is_open(route) {
        return "Open to everyone.".to_owned();
    }
    let rule = METHODS.get(&route.call_path());
    let roles: Vec<String> = rule
        .iter()
        .flat_map(|rule| rule.roles())
        .map(|role| {
            role.as_str_name()
                .trim_start_matches("ROLE_")
                .to_lowercase()
                .replace('_', "-")
        })
        .collect();
    let scope = rule
        .and_then(|rule| rule.access.as_ref())
        .map_or("", |access| access.scope_field.as_str());
    let within = if scope.is_empty() {
        ""
    } else {
        ", for what the request is about"
    };
    format!("For these roles{within}: {}.", roles.join(", "))
}

fn parameters(route: &Route, schemas: &mut Schemas<'_>) -> Vec<Value> {
    let in_path = route.path_fields();
    let mut all: Vec<Value> = in_path.iter().map(|field| of_path(route, field)).collect();
    all.extend(route.query().iter().map(|it| of_query(it, schemas)));
    if route.call.input().get_field_by_name(REQUEST_ID).is_some() {
        all.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "description": "UUID of this request, instead of `requestId` in its body. The same one with the same request gets the same receipt.",
            "schema": {"type": "string"},
        }));
    }
    all
}

fn of_path(route: &Route, path: &str) -> Value {
    let mut message = Some(route.call.input());
    let mut field: Option<FieldDescriptor> = None;
    for name in path.split('.') {
        field = message.and_then(|message| message.get_field_by_name(name));
        message = field
            .as_ref()
            .and_then(|field| field.kind().as_message().cloned());
    }
    json!({
        "name": parameter(path),
        "in": "path",
        "required": true,
        "description": field.as_ref().map_or("", |field| COMMENTS.field(field)),
        "schema": {"type": "string"},
    })
}

fn of_query(parameter: &Parameter, schemas: &mut Schemas<'_>) -> Value {
    let field = parameter.field();
    let mut schema = field.map_or_else(|| json!({}), |field| schemas.field(field));
    let description = schema.as_object_mut().and_then(|it| it.remove("description"));
    json!({
        "name": parameter.name,
        "in": "query",
        "description": description.unwrap_or_default(),
        "schema": schema,
        "style": "form",
        "explode": true,
    })
}

fn responses(route: &Route, schemas: &mut Schemas<'_>) -> Value {
    let output = route.call.output();
    let answer = json!({
        "description": COMMENTS.message(&output),
        "headers": {"API-Version": {"$ref": "#/components/headers/ApiVersion"}},
        "content": {"application/json": {"schema": schemas.refer(&output)}},
    });
    let mut responses = Map::new();
    responses.insert("200".to_owned(), answer);
    for status in problem::STATUSES {
        responses.insert(
            status.to_owned(),
            json!({"$ref": "#/components/responses/Problem"}),
        );
    }
    responses.into()
}
