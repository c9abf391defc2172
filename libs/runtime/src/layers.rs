//! What happens around every call: a span in the caller's trace, a deadline, a metric, and honest status codes.

use std::{
    task::Poll,
    time::{Duration, Instant},
};

use contracts::rules::METHODS;
use futures::future::BoxFuture;
use http::HeaderMap;
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};
use tracing::Instrument;

use crate::{
    call::{Deadline, MethodPath},
    fault::{Fault, Kind},
    telemetry,
};

/// Longest time a call that is not a stream may take, in seconds; also the time of calls without a deadline.
const CALL_SECONDS_MAX: u64 = 30;

/// Wraps every call.
#[derive(Clone, Copy, Default)]
pub struct CallLayer;

impl<S> Layer<S> for CallLayer {
    type Service = CallService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CallService { inner }
    }
}

/// A service whose calls are traced, timed and bounded.
#[derive(Clone)]
pub struct CallService<S> {
    inner: S,
}

impl<S> Service<http::Request<Body>> for CallService<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let path = known_path(request.uri().path());
        let method = path.map_or(OTHER_METHOD, |path| path.trim_start_matches('/'));
        let span = call_span(method, request.headers());
        let limit = time_limit(request.headers());
        // tonic's own timeout would answer CANCELLED; here it becomes DEADLINE_EXCEEDED.
        request.headers_mut().remove("grpc-timeout");
        request
            .extensions_mut()
            .insert(MethodPath(path.unwrap_or_default()));
        request
            .extensions_mut()
            .insert(Deadline(tokio::time::Instant::now() + limit));
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        Box::pin(
            async move {
                let started = Instant::now();
                let answer = match tokio::time::timeout(limit, inner.call(request)).await {
                    Ok(answer) => answer?,
                    Err(_) => deadline_exceeded(limit).into_http(),
                };
                let answer = honest(answer);
                let code = answer.headers().get("grpc-status");
                let code = code_name(code.and_then(|code| code.to_str().ok()).unwrap_or("0"));
                tracing::Span::current().record("rpc.status_code", code);
                telemetry::metrics::record_call(method, code, started.elapsed());
                tracing::debug!(method, code, "call answered");
                Ok(answer)
            }
            .instrument(span),
        )
    }
}

/// Stands for every method that there is not.
const OTHER_METHOD: &str = "_OTHER";

/// The path of a method that there is. Only these become names of spans and labels of metrics: a caller must not be able to
/// fill them.
fn known_path(path: &str) -> Option<&'static str> {
    const OPEN: [&str; 4] = [
        "/grpc.health.v1.Health/Check",
        "/grpc.health.v1.Health/Watch",
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
    ];
    let of_contract = METHODS.get_key_value(path).map(|(path, _)| path.as_str());
    of_contract.or_else(|| OPEN.into_iter().find(|open| *open == path))
}

fn call_span(method: &'static str, headers: &HeaderMap) -> tracing::Span {
    let span = tracing::info_span!(
        "call",
        otel.name = method,
        otel.kind = "server",
        rpc.system.name = "grpc",
        rpc.method = method,
        rpc.status_code = tracing::field::Empty
    );
    if let Some(parent) = headers.get("traceparent").and_then(|value| value.to_str().ok()) {
        telemetry::set_parent(&span, parent);
    }
    span
}

/// The time the caller gives, at most [`CALL_SECONDS_MAX`]. Bounds the time to the first answer, so a stream may go on after it.
fn time_limit(headers: &HeaderMap) -> Duration {
    let longest = Duration::from_secs(CALL_SECONDS_MAX);
    headers
        .get("grpc-timeout")
        .and_then(|value| value.to_str().ok())
        .and_then(parse_timeout)
        .map_or(longest, |timeout| timeout.min(longest))
}

/// At most eight digits and a unit, as the gRPC protocol says.
fn parse_timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3_600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

fn deadline_exceeded(limit: Duration) -> Status {
    Fault::new(
        "DEADLINE_EXCEEDED",
        Kind::DeadlineExceeded,
        format!(
            "no answer within {} ms; a change may still have been made: ask again with the same request id",
            limit.as_millis()
        ),
    )
    .into()
}

/// A request that cannot be decoded is the caller's fault, not the hub's; a message that is too large is said to be so.
fn honest(answer: http::Response<Body>) -> http::Response<Body> {
    let Some(status) = Status::from_header_map(answer.headers()) else {
        return answer;
    };
    let message = status.message().to_owned();
    match status.code() {
        Code::Internal if message.contains("failed to decode Protobuf message") => Status::from(Fault::new(
            "MESSAGE_MALFORMED",
            Kind::Invalid,
            format!("the request cannot be read: {message}"),
        ))
        .into_http(),
        Code::OutOfRange if message.contains("decoded message length too large") => {
            Status::from(Fault::new("MESSAGE_TOO_LARGE", Kind::Exhausted, message)).into_http()
        }
        Code::Unimplemented if status.details().is_empty() => Status::from(Fault::new(
            "METHOD_UNKNOWN",
            Kind::Unimplemented,
            "the hub has no such method here",
        ))
        .into_http(),
        _ => answer,
    }
}

fn code_name(number: &str) -> &'static str {
    const NAMES: [&str; 17] = [
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED",
    ];
    number
        .parse::<usize>()
        .ok()
        .and_then(|number| NAMES.get(number))
        .copied()
        .unwrap_or("UNKNOWN")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_read_as_the_protocol_writes_them() {
        assert_eq!(parse_timeout("250m"), Some(Duration::from_millis(250)));
        assert_eq!(parse_timeout("1H"), Some(Duration::from_secs(3_600)));
        for wrong in ["", "m", "1", "123456789S", "-1S", "1x", "é"] {
            assert_eq!(parse_timeout(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_methods_that_there_are_have_a_name() {
        let path = "/schakelpunt.ledger.v1.LedgerService/GetHead";
        assert_eq!(known_path(path), Some(path));
        assert!(known_path("/grpc.health.v1.Health/Check").is_some());
        assert_eq!(known_path("/schakelpunt.ledger.v1.LedgerService/Guess"), None);
    }

    #[test]
    fn a_request_that_cannot_be_decoded_is_the_callers_fault() {
        let answer = honest(
            Status::internal("failed to decode Protobuf message: X.y: invalid string value").into_http(),
        );
        assert_eq!(
            Status::from_header_map(answer.headers()).unwrap().code(),
            Code::InvalidArgument
        );
    }
}
