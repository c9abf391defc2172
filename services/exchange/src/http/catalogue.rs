//! The catalogue as files: the schema of an event type, the events as AsyncAPI, and the contract as descriptors. Open to everyone and to pages
//! of every origin.

use std::sync::LazyLock;

use axum::{
    Extension, Json, Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use contracts::{
    about::fill_in_host,
    asyncapi,
    catalogue::{CATALOGUE, REPORTED},
};
use runtime::{
    access::Caller,
    http::{Problem, host, open_to_every_page},
};
use serde_json::Value;

use crate::grpc::catalogue::visible;

static ASYNCAPI: LazyLock<Value> = LazyLock::new(|| asyncapi::document(&CATALOGUE));

/// The routes.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/v1/event-types/{type}/schema.json", get(schema))
        .route("/v1/catalogue/asyncapi.json", get(events))
        .route("/v1/catalogue/descriptors.binpb", get(descriptors))
}

async fn schema(Path(name): Path<String>, Extension(caller): Extension<Caller>) -> Result<Response, Problem> {
    // What programmes hand in has a schema as what they receive has.
    let schema = match REPORTED.get(&name) {
        Some(reported) => reported.schema(),
        None => CATALOGUE.schema(visible(&caller, &name)?),
    };
    Ok(file("application/schema+json", Json(schema)))
}

async fn events(uri: Uri, headers: HeaderMap) -> Response {
    let mut document = ASYNCAPI.clone();
    if let Some(host) = host(&uri, &headers) {
        fill_in_host(&mut document, host.as_str());
    }
    file("application/json", Json(document))
}

async fn descriptors() -> Response {
    file("application/protobuf", contracts::DESCRIPTORS)
}

fn file(kind: &'static str, content: impl IntoResponse) -> Response {
    let mut response = content.into_response();
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    open_to_every_page(response)
}
