//! Headers of requests and answers over plain HTTP. Every answer has those of the design rules (NL API Design Rules: `/core/version-header`, `/core/transport/security-headers`).

use std::str::FromStr;

use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header, uri::Authority};

/// Version of the interface.
const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// What each answer says, unless its handler said otherwise.
const HEADERS: [(HeaderName, &str); 6] = [
    (API_VERSION, contracts::rest::VERSION),
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=31536000; includeSubDomains",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Adds them. Files that never change say themselves how long they may be kept.
pub(super) async fn dress(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        let headers = response.headers_mut();
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Lets pages of every origin read an answer that is open to everyone anyway (NL API Design Rules: `/core/publish-openapi`).
#[must_use]
pub fn open_to_every_page(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Where the hub was asked, as a request says it: in its address (HTTP/2) or in a header.
#[must_use]
pub fn host(uri: &Uri, headers: &HeaderMap) -> Option<Authority> {
    let in_header = || headers.get(header::HOST).and_then(|it| it.to_str().ok());
    let in_header = || in_header().and_then(|it| Authority::from_str(it).ok());
    uri.authority().cloned().or_else(in_header)
}
