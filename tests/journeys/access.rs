//! Who may do what: tokens that are not credible, roles that do not reach, and the rules between people.

use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use runtime::identity::development::{AUDIENCE, DEVELOPMENT_ISSUER, LocalIssuer};
use serde_json::{Value, json};
use testkit::{Client, TestHub, reason, request_id};
use tonic::Code;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use crate::reach::{Reach, request};

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_not_credible_are_refused_with_the_reason() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let key = std::fs::read(hub.servers.development_key()).unwrap();
    let good = EncodingKey::from_ec_pem(&key).unwrap();
    let mut forged_home = hub.servers.home().to_owned();
    forged_home.push("forged.pem");
    LocalIssuer::development(&forged_home).unwrap();
    let forged = EncodingKey::from_ec_pem(&std::fs::read(&forged_home).unwrap()).unwrap();

    let expired = claims(json!({"exp": 1_000_000_000}));
    let cases = [
        ("TOKEN_EXPIRED", sign(&expired, &good)),
        ("TOKEN_INVALID", sign(&claims(json!({})), &forged)),
        (
            "TOKEN_INVALID",
            sign(&claims(json!({"aud": "somebody-else"})), &good),
        ),
        (
            "TOKEN_INVALID",
            sign(&claims(json!({"iss": "https://elders.example"})), &good),
        ),
        (
            "TOKEN_INVALID",
            sign(&claims(json!({"nbf": 4_000_000_000_u64})), &good),
        ),
        ("TOKEN_INVALID", unsigned(&claims(json!({})))),
        ("TOKEN_INVALID", "geen.token.hier".to_owned()),
        ("TOKEN_INVALID", sign(&without(claims(json!({})), "exp"), &good)),
    ];
    for (expected, token) in cases {
        let refused = Client::with_token(&hub.address(), &token)
            .ledger()
            .get_block_head(head())
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::Unauthenticated, expected),
            "{token}"
        );
    }
    let credible = Client::with_token(&hub.address(), &sign(&claims(json!({})), &good));
    assert!(credible.ledger().get_block_head(head()).await.is_ok());
    let nobody = hub.anyone().ledger().get_block_head(head()).await.unwrap_err();
    assert_eq!(reason(&nobody), "TOKEN_MISSING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_reaches_as_far_as_its_scope() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.running_project("llo-1").await;
    let allowed = [
        "project-lead:llo-1",
        "partner:llo-1",
        "workgroup-lead:wg-demand",
        "block-coordinator:transitions",
        "regional-coordinator:AM02",
        "national-coordinator",
        "agency-officer",
        "ministry-reader",
        "auditor",
    ];
    for roles in allowed {
        let seen = hub
            .caller(roles)
            .projects()
            .get_project(request(json!({"projectId": "llo-1"})))
            .await;
        assert!(seen.is_ok(), "{roles}: {seen:?}");
    }
    let refused = [
        "project-lead:llo-2",
        "workgroup-lead:wg-scaling",
        "block-coordinator:professionalisation",
        "regional-coordinator:AM03",
        "assessor",
        "operator",
        "subscriber-programme:npuls",
        "public",
    ];
    for roles in refused {
        let status = hub
            .caller(roles)
            .projects()
            .get_project(request(json!({"projectId": "llo-1"})))
            .await
            .unwrap_err();
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (Code::PermissionDenied, "FORBIDDEN"),
            "{roles}"
        );
    }
    // A lead may not write for another project by naming both.
    let mut both = json!({"requestId": request_id(), "projectId": "llo-2", "milestoneId": "m1", "achievedOn": "2024-01-01"});
    let other = hub
        .caller("project-lead:llo-1")
        .projects()
        .achieve_milestone(request(both.take()))
        .await
        .unwrap_err();
    assert_eq!(other.code(), Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_submits_does_not_accept_or_approve() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.clock("2024-01-02T09:00:00Z").await;
    reach.running_project("llo-1").await;
    reach.obligations("llo-1").await;
    reach.clock("2024-07-20T09:00:00Z").await;

    // One person with two hats, and somebody else.
    let both = hub.caller("project-lead:llo-1 block-coordinator:transitions");
    let start = json!({"requestId": request_id(), "projectId": "llo-1", "period": "2024-H1", "kind": "REPORT_KIND_PROGRESS"});
    both.reporting().start_report(request(start)).await.unwrap();
    let call = |extra: Value| {
        let mut call =
            json!({"requestId": request_id(), "projectId": "llo-1", "reportId": "llo-1_2024-H1_progress"});
        call.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        call
    };
    let content = json!({"content": {"highlights": "Begonnen.", "learningCulture": "Er wordt geleerd."}});
    both.reporting()
        .fill_report(request(call(content)))
        .await
        .unwrap();
    both.reporting()
        .submit_report(request(call(json!({}))))
        .await
        .unwrap();
    let own = both
        .reporting()
        .accept_report(request(call(json!({}))))
        .await
        .unwrap_err();
    assert_eq!(reason(&own), "REPORT_OWN_REPORT");
    let officer = hub.caller("agency-officer");
    officer
        .reporting()
        .review_report(request(call(json!({}))))
        .await
        .unwrap();
    officer
        .reporting()
        .accept_report(request(call(json!({}))))
        .await
        .unwrap();
    let own = both
        .reporting()
        .approve_report(request(call(json!({}))))
        .await
        .unwrap_err();
    assert_eq!(reason(&own), "REPORT_OWN_REPORT");
    hub.caller("national-coordinator")
        .reporting()
        .approve_report(request(call(json!({}))))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_reflection_are_open_and_the_rest_is_not() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let mut health = HealthClient::new(hub.anyone().wire());
    let status = health
        .check(HealthCheckRequest {
            service: "schakelpunt.programme.v1.ProjectService".into(),
        })
        .await;
    assert_eq!(status.unwrap().into_inner().status, 1);
    let refused = hub
        .anyone()
        .insight()
        .list_projects(request(json!({})))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    assert!(
        hub.anyone()
            .insight()
            .get_overview(request(json!({})))
            .await
            .is_ok(),
        "the national picture is open"
    );
}

fn head() -> tonic::Request<contracts::ledger::v1::GetBlockHeadRequest> {
    request(json!({"block": "programme"}))
}

fn claims(extra: Value) -> Value {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let mut claims = json!({
        "iss": DEVELOPMENT_ISSUER, "aud": AUDIENCE, "sub": "iemand", "roles": ["auditor"],
        "exp": (now + Duration::from_secs(600)).as_secs(),
    });
    claims
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    claims
}

fn without(mut claims: Value, claim: &str) -> Value {
    claims.as_object_mut().unwrap().remove(claim);
    claims
}

fn sign(claims: &Value, key: &EncodingKey) -> String {
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(DEVELOPMENT_ISSUER.to_owned());
    encode(&header, claims, key).unwrap()
}

fn unsigned(claims: &Value) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.",
        part(&json!({"alg": "none", "typ": "JWT"})),
        part(claims)
    )
}
