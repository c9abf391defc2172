//! What becomes of an answer, and what is not served.

use contracts::{
    exchange::v1::AcknowledgeResponse,
    insight::v1::ListProjectsResponse,
    ledger::v1::{Entry, GetEventResponse},
};
use serde_json::json;

use super::*;
use crate::fault::Fault;

#[tokio::test]
async fn a_refusal_of_the_call_is_a_problem_with_the_names_of_the_json_form() {
    let fault = Fault::invalid(vec![eventing::FieldFault::new("scope.block_id", "a block")]);
    let router = Seen::default().answering(Err(fault.into()));
    let answer = ask(router, Request::builder().uri(PROJECTS), "").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(
        (&answer.body["status"], answer.fields()),
        (&json!(400), vec!["scope.blockId"])
    );
}

#[tokio::test]
async fn answers_have_numbers_choices_by_name_and_defaults() {
    let message = AcknowledgeResponse {
        position: 1 << 40,
        acknowledged: 0,
    };
    let router = Seen::default().answering(Ok(message.encode_to_vec()));
    let request = Request::builder()
        .method("POST")
        .uri(format!("{SUBSCRIPTION}/acknowledgements"));
    let answer = ask(router, request, "").await;
    assert_eq!(
        answer.body,
        json!({"position": 1_099_511_627_776_u64, "acknowledged": 0})
    );
    let message = ListProjectsResponse {
        projects: vec![Default::default()],
        ..Default::default()
    };
    let router = Seen::default().answering(Ok(message.encode_to_vec()));
    let answer = ask(router, Request::builder().uri(PROJECTS), "").await;
    assert_eq!(answer.body["projects"][0]["state"], "PROJECT_STATE_UNSPECIFIED");
    assert_eq!(answer.body["nextPageToken"], "");
}

#[tokio::test]
async fn other_methods_and_trailing_slashes_are_not_served() {
    let (answer, _) = asked("DELETE", SUBSCRIPTION, Value::Null).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers["allow"], "GET,HEAD,PUT");
    let (answer, _) = asked("GET", "/v1/projects/", Value::Null).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let (answer, _) = asked("GET", "/v1/subscriptions/%ff", Value::Null).await;
    assert_eq!(answer.body["reason"], "MESSAGE_MALFORMED");
    let (answer, seen) = asked("HEAD", PROJECTS, Value::Null).await;
    assert_eq!((answer.status, answer.body), (StatusCode::OK, Value::Null));
    assert_eq!(seen.calls().len(), 1);
}

#[tokio::test]
async fn a_service_that_does_not_run_here_has_no_routes() {
    let calls = tower::service_fn(async |_| Err(Status::internal("never called")));
    let router = routes(&SERVICES[..1], BoxCloneSyncService::new(calls));
    let answer = ask(router, Request::builder().uri(PROJECTS), "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[test]
fn documents_in_an_answer_stand_there_as_json() {
    let route = ROUTES.iter().find(|it| it.call.name() == "GetEvent").unwrap();
    let entry = Entry {
        data: br#"{"a":[1]}"#.as_slice().into(),
        ..Default::default()
    };
    let message = GetEventResponse { entry: Some(entry) };
    let value = answer::value(route, message.encode_to_vec().into()).unwrap();
    assert_eq!(value["entry"]["data"], json!({"a": [1]}));
}
