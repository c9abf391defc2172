//! Why a request over plain HTTP was refused, as `application/problem+json` (RFC 9457).

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use contracts::rest::camel_case;
use eventing::FieldFault;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use tonic::Status;
use tonic_types::StatusExt;

use crate::fault::{Fault, Kind};

/// Seconds after which it is worth to ask again when something is away.
const RETRY_SECONDS: &str = "1";

/// A refusal: the status, a stable reason with a page under `docs/errors/`, a sentence, and every faulty field at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    reason: String,
    detail: String,
    faults: Vec<FieldFault>,
}

/// How a problem is written.
#[derive(Serialize)]
struct Written<'a> {
    status: u16,
    title: &'a str,
    detail: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    faults: &'a [FieldFault],
}

impl Problem {
    /// The same with another status, for what only HTTP tells apart.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self {
            status: status_of(fault.kind()),
            reason: fault.reason().to_owned(),
            detail: fault.message().to_owned(),
            faults: fault.fields().to_vec(),
        }
    }
}

impl From<Status> for Problem {
    /// The refusal of a call, with its fields named as the JSON form names them.
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let reason = details.error_info().map_or("INTERNAL", |info| &info.reason);
        let violations = details.bad_request().map(|it| it.field_violations.as_slice());
        let faults = violations
            .unwrap_or_default()
            .iter()
            .map(|it| FieldFault::new(camel_case(&it.field), &it.description));
        Self {
            status: status_of(Kind::of(status.code())),
            reason: reason.to_owned(),
            detail: status.message().to_owned(),
            faults: faults.collect(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let written = Written {
            status: self.status.as_u16(),
            title: self.status.canonical_reason().unwrap_or_default(),
            detail: &self.detail,
            reason: &self.reason,
            faults: &self.faults,
        };
        let mut response = (self.status, Json(written)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
            }
            _ => {}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusal_of_a_call_tells_the_same_over_http() {
        let faults = vec![
            FieldFault::new("project.block_id", "a block"),
            FieldFault::new("request_id", "a UUID"),
        ];
        let problem = Problem::from(Status::from(Fault::invalid(faults)));
        assert_eq!(
            (problem.status, problem.reason.as_str()),
            (StatusCode::BAD_REQUEST, "REQUEST_INVALID")
        );
        let fields: Vec<&str> = problem.faults.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["project.blockId", "requestId"]);
    }

    #[test]
    fn a_status_that_tells_nothing_is_the_hubs_own_fault() {
        let problem = Problem::from(Status::unknown("what now"));
        assert_eq!(
            (problem.status, problem.reason.as_str()),
            (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
        );
    }

    #[test]
    fn what_is_away_says_when_to_come_back() {
        let response = Problem::from(Fault::unavailable("AWAY", "away")).into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], RETRY_SECONDS);
    }
}
