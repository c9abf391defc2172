//! The calls of the contract over REST: a request becomes the message of its method, goes to the same gRPC service in the same process,
//! through the same layers, and its answer becomes JSON. So access rules, deadlines and telemetry are those of the call.
//!
//! Which method is behind which path is said by the contract ([`contracts::rest`]). Each process answers for the services it runs.

mod answer;
mod call;
mod check;
mod document;
mod query;
mod request;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, RawPathParams, rejection::RawPathParamsRejection},
    response::Response,
    routing::{MethodFilter, on},
};
use bytes::Bytes;
use contracts::rest::{Method, ROUTES, Route};
use http::{HeaderMap, StatusCode};
use tonic::{Status, body::Body};
use tower::util::BoxCloneSyncService;

use crate::{MESSAGE_BYTES_MAX, http::Problem};
use request::Given;

/// The gRPC services of this process, with the layers around them.
pub(crate) type Calls = BoxCloneSyncService<http::Request<Body>, http::Response<Body>, Status>;

/// The routes of these services, and of the document about them.
pub(crate) fn routes(services: &[&str], calls: Calls) -> Router {
    ROUTES
        .iter()
        .filter(|route| services.contains(&route.service().as_str()))
        .fold(document::route(services), |router, route| {
            let (path, filter) = (route.path(), filter(route.method));
            let (route, calls) = (Arc::new(route.clone()), calls.clone());
            let handler = async move |params: Result<RawPathParams, RawPathParamsRejection>,
                                      Query(query): Query<Vec<(String, String)>>,
                                      headers: HeaderMap,
                                      body: axum::body::Body| {
                let params = params.map_err(|_| request::not_text())?;
                serve(&route, calls.clone(), &params, query, headers, body).await
            };
            router.route(&path, on(filter, handler))
        })
}

fn filter(method: Method) -> MethodFilter {
    match method {
        // HEAD is answered by the same handler.
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Delete => MethodFilter::DELETE,
    }
}

async fn serve(
    route: &Route,
    calls: Calls,
    params: &RawPathParams,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Result<Response, Problem> {
    let given = Given {
        in_path: params.iter().map(|(_, value)| value.to_owned()).collect(),
        query,
        body: read_body(route.method, &headers, body).await?,
        idempotency_key: request::idempotency_key(&headers)?,
    };
    let message = request::message(route, given)?;
    let bytes = call::unary(calls, route, &message, &headers).await?;
    Ok(answer::written(route, bytes)?)
}

/// The body, where the method has one.
async fn read_body(method: Method, headers: &HeaderMap, body: axum::body::Body) -> Result<Bytes, Problem> {
    if !method.has_body() {
        return Ok(Bytes::new());
    }
    let bytes = axum::body::to_bytes(body, MESSAGE_BYTES_MAX)
        .await
        .map_err(|error| match request::is_too_large(&error) {
            true => Problem::from(request::too_large()).with_status(StatusCode::PAYLOAD_TOO_LARGE),
            false => Problem::from(request::broken_off()),
        })?;
    if !bytes.is_empty() && !request::is_json(headers) {
        return Err(Problem::from(request::not_json()).with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
