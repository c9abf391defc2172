//! What becomes of a request.

use contracts::{
    exchange::v1::{AcknowledgeRequest, GetSubscriptionRequest, ReviseSubscriptionRequest},
    insight::v1::ListProjectsRequest,
};
use proptest::prelude::*;
use serde_json::json;

use super::*;

#[tokio::test]
async fn path_and_query_become_the_message_of_the_method() {
    let path = "/v1/projects?scope.blockId=radar&scope.regionId=am-1&state=PROJECT_STATE_RUNNING&pageSize=7&search=a%20b";
    let (answer, seen) = asked("GET", path, Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let call = seen.only();
    assert_eq!(call.path, "/schakelpunt.insight.v1.InsightService/ListProjects");
    let message: ListProjectsRequest = call.message();
    let scope = message.scope.unwrap();
    assert_eq!(
        (scope.block_id.as_str(), scope.region_id.as_str()),
        ("radar", "am-1")
    );
    assert_eq!((message.page_size, message.search.as_str()), (7, "a b"));
    let (_, seen) = asked("GET", "/v1/subscriptions/water%2Fstof", Value::Null).await;
    let message: GetSubscriptionRequest = seen.only().message();
    assert_eq!(message.subscription_id, "water/stof");
}

#[tokio::test]
async fn who_asks_goes_along_and_nothing_else() {
    let seen = Seen::default();
    let mut request = Request::builder().uri(PROJECTS);
    for name in [
        "authorization",
        "accept-language",
        "traceparent",
        "grpc-timeout",
        "x-forwarded-for",
    ] {
        request = request.header(name, name);
    }
    ask(seen.answering(Ok(Vec::new())), request, "").await;
    let headers = seen.only().headers;
    for name in ["authorization", "accept-language", "traceparent"] {
        assert_eq!(headers[name], name);
    }
    assert!(!headers.contains_key("x-forwarded-for") && !headers.contains_key("grpc-timeout"));
}

#[tokio::test]
async fn all_faults_of_a_query_are_told_at_once_by_name() {
    let path = "/v1/projects?pageSize=many&state=RUNNING&scope.planet=mars&search=a&search=b";
    let (answer, seen) = asked("GET", path, Value::Null).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.body["reason"], "REQUEST_INVALID");
    let mut fields = answer.fields();
    fields.sort_unstable();
    assert_eq!(fields, ["pageSize", "scope.planet", "search", "state"]);
    assert!(answer.expected("state").contains("PROJECT_STATE_"));
    assert!(answer.expected("scope.planet").contains("scope.blockId"));
    assert!(seen.calls().is_empty(), "nothing was called");
}

#[tokio::test]
async fn a_body_is_the_message_and_the_path_is_part_of_it() {
    let body = json!({"programmeId": "h2", "position": "12"});
    let (answer, seen) = asked("POST", &format!("{SUBSCRIPTION}/acknowledgements"), body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let message: AcknowledgeRequest = seen.only().message();
    let expected = AcknowledgeRequest {
        programme_id: "h2".into(),
        subscription_id: "waterstof".into(),
        position: 12,
    };
    assert_eq!(message, expected);
    let (_, seen) = asked("PUT", SUBSCRIPTION, json!({"subscription": {"purpose": "leren"}})).await;
    let message: ReviseSubscriptionRequest = seen.only().message();
    let subscription = message.subscription.unwrap();
    assert_eq!(
        (
            subscription.subscription_id.as_str(),
            subscription.purpose.as_str()
        ),
        ("waterstof", "leren")
    );
}

#[tokio::test]
async fn all_faults_of_a_body_are_told_at_once_with_their_place() {
    let body = json!({
        "requestID": "x",
        "subscription": {
            "subscriptionId": "another",
            "purpose": 7,
            "filters": [{"exact": {"values": {"type": 1}}}, 5, {"not": {"prefixx": {}}}],
            "start": {"position": -1},
        },
    });
    let (answer, seen) = asked("PUT", SUBSCRIPTION, body).await;
    let mut fields = answer.fields();
    fields.sort_unstable();
    let expected = [
        "requestID",
        "subscription.filters[0].exact.values.type",
        "subscription.filters[1]",
        "subscription.filters[2].not.prefixx",
        "subscription.purpose",
        "subscription.start.position",
        "subscription.subscriptionId",
    ];
    assert_eq!(fields, expected);
    assert!(seen.calls().is_empty());
}

#[tokio::test]
async fn the_request_id_may_be_a_header() {
    for (header, body, status) in [
        ("\"a-b-c\"", json!({}), StatusCode::OK),
        ("a-b-c", json!({"requestId": "a-b-c"}), StatusCode::OK),
        ("a-b-c", json!({"requestId": "d"}), StatusCode::BAD_REQUEST),
    ] {
        let seen = Seen::default();
        let request = Request::builder().method("PUT").uri(SUBSCRIPTION);
        let request = request
            .header("content-type", "application/json")
            .header("idempotency-key", header);
        let answer = ask(seen.answering(Ok(Vec::new())), request, &body.to_string()).await;
        assert_eq!(answer.status, status, "{header} {body}");
        if status == StatusCode::OK {
            let message: ReviseSubscriptionRequest = seen.only().message();
            assert_eq!(message.request_id, "a-b-c");
        }
    }
}

#[tokio::test]
async fn bodies_are_json_and_bounded() {
    let seen = Seen::default();
    let put = || Request::builder().method("PUT").uri(SUBSCRIPTION);
    let router = || seen.answering(Ok(Vec::new()));
    let form = ask(router(), put().header("content-type", "text/plain"), "a=b").await;
    assert_eq!(
        (form.status, &form.body["reason"]),
        (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            &json!("CONTENT_TYPE_UNSUPPORTED")
        )
    );
    let json = || put().header("content-type", "application/json; charset=utf-8");
    let broken = ask(router(), json(), "{\"a").await;
    assert_eq!(
        (broken.status, &broken.body["reason"]),
        (StatusCode::BAD_REQUEST, &json!("MESSAGE_MALFORMED"))
    );
    let large = " ".repeat(MESSAGE_BYTES_MAX + 1);
    let large = ask(router(), json(), &large).await;
    assert_eq!(
        (large.status, &large.body["reason"]),
        (StatusCode::PAYLOAD_TOO_LARGE, &json!("MESSAGE_TOO_LARGE"))
    );
    assert!(seen.calls().is_empty());
}

#[test]
fn moments_have_capitals_and_any_offset() {
    let route = ROUTES.iter().find(|it| it.call.name() == "GetEvent").unwrap();
    let entry = route.call.output().get_field_by_name("entry").unwrap();
    let faults = |time: &str| {
        let mut faults = Vec::new();
        let entry = entry.kind().as_message().cloned().unwrap();
        check::message(&entry, &json!({ "time": time }), "", &mut faults);
        faults.len()
    };
    for taken in ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00.5+01:00"] {
        assert_eq!(faults(taken), 0, "{taken}");
    }
    for refused in [
        "2026-01-31t12:00:00Z",
        "2026-01-31T12:00:00z",
        "2026-01-31T12:00:00",
        "2026-01-31",
    ] {
        assert_eq!(faults(refused), 1, "{refused}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "requestId",
        "subscription",
        "filters",
        "exact",
        "values",
        "not",
        "all",
        "start",
        "position",
        "dataClass",
        "x",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(names.clone().prop_map(str::to_owned), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_request_breaks_it_and_what_is_without_faults_is_read(body in any_json(), value in ".{0,8}") {
        let route = ROUTES.iter().find(|it| it.call.name() == "ReviseSubscription").unwrap();
        let given = Given {
            in_path: vec![value.clone()],
            query: Vec::new(),
            body: body.to_string().into(),
            idempotency_key: Some(value),
        };
        if let Err(fault) = request::message(route, given) {
            prop_assert!(["REQUEST_INVALID", "MESSAGE_MALFORMED"].contains(&fault.reason()));
        }
    }
}
