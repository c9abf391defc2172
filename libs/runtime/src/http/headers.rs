//! Headers that every answer over plain HTTP has (NL API Design Rules: `/core/version-header`, `/core/transport/security-headers`).

use axum::response::Response;
use http::{HeaderName, HeaderValue, header};

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
