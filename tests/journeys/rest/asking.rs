//! How requests have to look.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{Rest, answer};

const COORDINATOR: &str = "national-coordinator";

pub(super) async fn every_fault_is_told_at_once(rest: &Rest<'_>) {
    let path = "/v1/projects?pageSize=veel&scope.planeet=mars&state=LOPEND";
    let form = rest.get(COORDINATOR, path).await;
    assert_eq!(form.refused(StatusCode::BAD_REQUEST), "REQUEST_INVALID");
    assert_eq!(form.faults(), ["pageSize", "scope.planeet", "state"]);
    // What the block itself refuses has the names of the JSON form, too.
    let body = json!({"requestId": "een", "attentionPointId": "a b", "text": ""});
    let meaning = rest
        .post(COORDINATOR, "/v1/projects/llo-1/attention-points", body)
        .await;
    assert_eq!(meaning.refused(StatusCode::BAD_REQUEST), "REQUEST_INVALID");
    assert_eq!(meaning.faults(), ["attentionPointId", "requestId", "text"]);
    let request = rest.request(Method::POST, COORDINATOR, "/v1/projects/llo-1/attention-points");
    let text = answer(request.header("content-type", "text/plain").body("vraag")).await;
    assert_eq!(
        text.refused(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        "CONTENT_TYPE_UNSUPPORTED"
    );
}

pub(super) async fn methods_and_paths_are_exact(rest: &Rest<'_>) {
    for path in [
        "/v1/projects/",
        "/v1",
        "/v2/projects",
        "/projects",
        "/v1/Projects",
    ] {
        let unknown = rest.get(COORDINATOR, path).await;
        assert_eq!(unknown.refused(StatusCode::NOT_FOUND), "PATH_UNKNOWN", "{path}");
    }
    for path in ["/v1/projects", "/v1/subscriptions/eerste/events"] {
        let wrong = answer(rest.request(Method::DELETE, COORDINATOR, path)).await;
        assert_eq!(
            wrong.refused(StatusCode::METHOD_NOT_ALLOWED),
            "METHOD_NOT_ALLOWED"
        );
        assert_eq!(wrong.headers["allow"], "GET,HEAD");
    }
    let head = answer(rest.request(Method::HEAD, COORDINATOR, "/v1/projects")).await;
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(head.headers["content-type"], "application/json");
    let nobody = rest.get("", "/v1/projects").await;
    assert_eq!(nobody.refused(StatusCode::UNAUTHORIZED), "TOKEN_MISSING");
    assert_eq!(nobody.headers["www-authenticate"], "Bearer");
    let request = rest.request(Method::GET, "", "/v1/overview").bearer_auth("onzin");
    let unbelieved = answer(request).await;
    assert_eq!(unbelieved.refused(StatusCode::UNAUTHORIZED), "TOKEN_INVALID");
}
