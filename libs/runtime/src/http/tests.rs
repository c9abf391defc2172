//! Which requests reach the calls, and which the routes of blocks.

use axum::{Extension, routing::get};
use http::Response;
use http_body_util::BodyExt;

use super::*;
use crate::{access::Caller, identity::Pseudonyms};

async fn answer(path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let folder = tempfile::tempdir().unwrap();
    let pseudonyms = Pseudonyms::open(&folder.path().join("pseudonym.key")).unwrap();
    let identity = Arc::new(Identity::new(Vec::new(), pseudonyms));
    let routes = Router::new().route(
        "/files/one",
        get(async |Extension(caller): Extension<Caller>| caller.actor),
    );
    let calls =
        tower::service_fn(async |_| Ok::<_, Infallible>(http::Response::new(Body::new("a call".to_owned()))));
    let mut request = http::Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let service = HttpLayer::new(identity, Vec::new(), [routes]).layer(calls);
    service
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

async fn ask(path: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let answer = answer(path, headers).await;
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_route_of_a_block_is_answered_and_knows_its_caller() {
    assert_eq!(ask("/files/one", &[]).await, (StatusCode::OK, "anonymous".into()));
}

#[tokio::test]
async fn a_path_that_nobody_registered_is_not_found_and_never_a_call() {
    for path in ["/files/two", "/", "/schakelpunt.ledger.v1.LedgerService/GetHead"] {
        let (status, body) = ask(path, &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(body.contains("PATH_UNKNOWN"), "{body}");
    }
}

#[tokio::test]
async fn a_call_never_reaches_a_route() {
    let kind = ("content-type", "application/grpc+proto");
    assert_eq!(ask("/files/one", &[kind]).await.1, "a call");
}

#[tokio::test]
async fn a_token_that_is_not_believed_is_refused_also_where_none_is_needed() {
    let (status, body) = ask("/files/one", &[("authorization", "Bearer x")]).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(body.contains("TOKEN_INVALID"), "{body}");
}

#[tokio::test]
async fn every_answer_has_the_headers_of_the_design_rules() {
    let refused = [("authorization", "Bearer x")];
    for (path, headers) in [
        ("/files/one", &[][..]),
        ("/files/two", &[]),
        ("/files/one", &refused),
    ] {
        let answer = answer(path, headers).await;
        let value = |name: &str| answer.headers().get(name).unwrap().to_str().unwrap();
        assert_eq!(value("api-version"), contracts::rest::VERSION);
        assert_eq!(value("cache-control"), "no-store");
        assert_eq!(value("content-security-policy"), "frame-ancestors 'none'");
        assert_eq!(value("x-content-type-options"), "nosniff");
        assert_eq!(value("x-frame-options"), "DENY");
        assert!(value("strict-transport-security").starts_with("max-age="));
    }
}
