//! The OpenAPI document of what this process serves, open to everyone and every page.

use std::sync::Arc;

use axum::{
    Json, Router,
    response::{IntoResponse, Response},
    routing::get,
};
use contracts::{about::fill_in_host, openapi};
use http::{HeaderMap, Uri, uri::Authority};
use serde_json::Value;

use crate::{
    fault::Fault,
    http::{Problem, host, open_to_every_page},
};

/// Where it is.
const PATH: &str = "/v1/openapi.json";

/// The route of the document of these gRPC services.
pub(super) fn route(services: &[&str]) -> Router {
    let document = openapi::document(services).map(Arc::new).map_err(Arc::new);
    Router::new().route(
        PATH,
        get(async move |uri: Uri, headers: HeaderMap| match &document {
            Ok(document) => Ok(written(Value::clone(document), host(&uri, &headers))),
            Err(error) => Err(Problem::from(Fault::internal(
                "write its OpenAPI document",
                error,
            ))),
        }),
    )
}

fn written(mut document: Value, host: Option<Authority>) -> Response {
    if let Some(host) = host {
        fill_in_host(&mut document, host.as_str());
    }
    open_to_every_page(Json(document).into_response())
}
