//! Plain HTTP on the port for calls: the calls of the contract over REST, and what blocks offer beside gRPC, such as files.
//!
//! A request is gRPC by its content type, and goes to the calls with their access rules. Everything else goes to the routes of the
//! contract ([`crate::rest`]) and to those that the blocks hand over, with the same [`Caller`](crate::access::Caller) as an extension, and
//! nowhere else: a path that is not registered is not found.

mod headers;
mod problem;

use std::{convert::Infallible, sync::Arc, task::Poll, time::Duration};

use axum::{
    Router,
    extract::Request,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use futures::future::BoxFuture;
use http::{StatusCode, header};
use tonic::{Status, body::Body};
use tower::{BoxError, Layer, Service, ServiceExt, util::BoxCloneSyncService};

use crate::{
    fault::{Fault, Kind},
    identity::Identity,
    rest,
};
pub use headers::{host, open_to_every_page};
pub use problem::Problem;

/// Longest time until an answer begins, in seconds.
const ANSWER_SECONDS_MAX: u64 = 30;

/// Tells plain HTTP from gRPC.
#[derive(Clone)]
pub struct HttpLayer {
    identity: Arc<Identity>,
    services: Arc<[&'static str]>,
    routes: Router,
}

impl HttpLayer {
    /// A layer that answers for these gRPC services over REST, by their full names, and these routes of blocks.
    #[must_use]
    pub fn new(
        identity: Arc<Identity>,
        services: Vec<&'static str>,
        routes: impl IntoIterator<Item = Router>,
    ) -> Self {
        Self {
            identity,
            services: services.into(),
            routes: routes.into_iter().fold(Router::new(), Router::merge),
        }
    }

    /// All routes, with what is done around each.
    fn with_calls(&self, calls: rest::Calls) -> Router {
        let identity = self.identity.clone();
        rest::routes(&self.services, calls)
            .merge(self.routes.clone())
            .fallback(async || Problem::from(unknown_path()))
            .method_not_allowed_fallback(async || {
                Problem::from(wrong_method()).with_status(StatusCode::METHOD_NOT_ALLOWED)
            })
            .layer(middleware::from_fn(move |request, next| {
                guard(identity.clone(), request, next)
            }))
            .layer(middleware::map_response(headers::dress))
    }
}

fn unknown_path() -> Fault {
    Fault::new(
        "PATH_UNKNOWN",
        Kind::NotFound,
        "nothing is served over plain HTTP at this path",
    )
}

fn wrong_method() -> Fault {
    Fault::new(
        "METHOD_NOT_ALLOWED",
        Kind::Unimplemented,
        "this path does not know this HTTP method; the header Allow names those it knows",
    )
}

/// Finds out who asks, and bounds the time.
async fn guard(identity: Arc<Identity>, mut request: Request, next: Next) -> Response {
    let caller = match identity.caller(request.headers()).await {
        Ok(caller) => caller,
        Err(fault) => return Problem::from(fault).into_response(),
    };
    request.extensions_mut().insert(caller);
    let answer = tokio::time::timeout(Duration::from_secs(ANSWER_SECONDS_MAX), next.run(request));
    answer.await.unwrap_or_else(|_| {
        let late = format!("no answer within {ANSWER_SECONDS_MAX} s");
        Problem::from(Fault::new("DEADLINE_EXCEEDED", Kind::DeadlineExceeded, late)).into_response()
    })
}

impl<S> Layer<S> for HttpLayer
where
    S: Service<http::Request<Body>, Response = http::Response<Body>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
{
    type Service = HttpService<S>;

    fn layer(&self, calls: S) -> Self::Service {
        let over_rest = calls.clone().map_err(|error| Status::from_error(error.into()));
        HttpService {
            routes: self.with_calls(BoxCloneSyncService::new(over_rest)),
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
    S::Error: From<Infallible> + 'static,
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
