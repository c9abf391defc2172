//! Plain HTTP on the port for calls: what blocks offer beside gRPC, such as files and later REST.
//!
//! A request is gRPC by its content type, and goes to the calls with their access rules. Everything else goes to the
//! routes that the blocks hand over, with the same [`Caller`] as an extension, and nowhere else: a path that no block
//! has registered is not found.

use std::{sync::Arc, task::Poll, time::Duration};

use axum::{
    Json, Router,
    extract::Request,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use futures::future::BoxFuture;
use http::{HeaderValue, StatusCode, header};
use tonic::body::Body;
use tower::{Layer, Service};

use crate::{
    fault::{Fault, Kind},
    identity::Identity,
};

/// Longest time until an answer begins, in seconds.
const ANSWER_SECONDS_MAX: u64 = 30;

/// Why a request over plain HTTP was refused, as `application/problem+json`.
#[derive(Debug)]
pub struct Problem(pub Fault);

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self(fault) = self;
        let status = status_of(fault.kind());
        let mut problem = serde_json::json!({
            "status": status.as_u16(),
            "title": status.canonical_reason().unwrap_or_default(),
            "reason": fault.reason(),
            "detail": fault.to_string(),
        });
        if !fault.fields().is_empty() {
            problem["faults"] = serde_json::json!(fault.fields());
        }
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The one place where a kind of failure becomes an HTTP status.
fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid | Kind::WrongState => StatusCode::BAD_REQUEST,
        Kind::NotFound | Kind::Unimplemented => StatusCode::NOT_FOUND,
        Kind::AlreadyExists | Kind::Conflict => StatusCode::CONFLICT,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Exhausted => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Tells plain HTTP from gRPC.
#[derive(Clone)]
pub struct HttpLayer {
    routes: Router,
}

impl HttpLayer {
    /// A layer that answers these routes of blocks.
    #[must_use]
    pub fn new(identity: Arc<Identity>, routes: impl IntoIterator<Item = Router>) -> Self {
        let routes = routes.into_iter().fold(Router::new(), Router::merge);
        let routes = routes
            .fallback(async || Problem(unknown_path()))
            .layer(middleware::from_fn(move |request, next| {
                guard(identity.clone(), request, next)
            }));
        Self { routes }
    }
}

fn unknown_path() -> Fault {
    Fault::new(
        "PATH_UNKNOWN",
        Kind::NotFound,
        "nothing is served over plain HTTP at this path",
    )
}

/// Finds out who asks, bounds the time, and forbids guessing at the content.
async fn guard(identity: Arc<Identity>, mut request: Request, next: Next) -> Response {
    let caller = match identity.caller(request.headers()).await {
        Ok(caller) => caller,
        Err(fault) => return Problem(fault).into_response(),
    };
    request.extensions_mut().insert(caller);
    let answer = tokio::time::timeout(Duration::from_secs(ANSWER_SECONDS_MAX), next.run(request));
    let mut response = answer.await.unwrap_or_else(|_| {
        let late = format!("no answer within {ANSWER_SECONDS_MAX} s");
        Problem(Fault::new("DEADLINE_EXCEEDED", Kind::DeadlineExceeded, late)).into_response()
    });
    response.headers_mut().insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

impl<S> Layer<S> for HttpLayer {
    type Service = HttpService<S>;

    fn layer(&self, calls: S) -> Self::Service {
        HttpService {
            routes: self.routes.clone(),
            calls,
        }
    }
}

/// Calls, and routes beside them.
#[derive(Clone)]
pub struct HttpService<S> {
    routes: Router,
    calls: S,
}

impl<S> Service<http::Request<Body>> for HttpService<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>>,
    S::Future: Send + 'static,
    S::Error: From<std::convert::Infallible> + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.calls.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        if is_call(&request) {
            return Box::pin(self.calls.call(request));
        }
        let answer = self.routes.call(request);
        Box::pin(async move { Ok(answer.await?.map(Body::new)) })
    }
}

/// `application/grpc`, alone or with a suffix such as `+proto`.
fn is_call(request: &http::Request<Body>) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"))
}

#[cfg(test)]
mod tests;
