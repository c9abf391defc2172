//! Bad input gets a clear error that names the field, all faults at once, and nothing is lost.

use contracts::programme::v1::FillReportRequest;
use serde_json::{Value, json};
use testkit::{TestHub, reason, request_id};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::reach::{Reach, plan, profile, request};

async fn prepared() -> TestHub {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.clock("2024-01-02T09:00:00Z").await;
    reach.running_project("llo-1").await;
    drop(reach);
    hub
}

#[tokio::test(flavor = "multi_thread")]
async fn all_faulty_fields_are_named_at_once() {
    let hub = prepared().await;
    let mut wrong = profile("geen id!");
    wrong["startsOn"] = "2024-02-30".into();
    wrong["regions"] =
        json!([{"regionId": "AM01", "sharePercent": 60}, {"regionId": "AM02", "sharePercent": 30}]);
    wrong["name"] = "".into();
    wrong["summary"] = "Bel jan.jansen@voorbeeld.nl".into();
    let register = json!({"requestId": "geen-uuid", "project": wrong});
    let refused = hub
        .caller("agency-officer")
        .projects()
        .register_project(request(register))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let fields = fields(&refused);
    for field in [
        "project.project_id",
        "project.starts_on",
        "project.name",
        "project.summary",
    ] {
        assert!(
            fields.iter().any(|named| named == field),
            "{field} is missing in {fields:?}"
        );
    }
    assert!(
        !format!("{refused:?}").contains("jan.jansen"),
        "what may be personal is not repeated"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn money_days_and_shares_that_cannot_be_are_refused() {
    let hub = prepared().await;
    let officer = hub.caller("agency-officer");
    let money = |cents: &str| {
        json!({"requestId": request_id(), "projectId": "llo-1", "state": "MONEY_STATE_GRANTED", "totalCents": cents,
               "reference": "besluit-2", "decidedOn": "2024-01-01"})
    };
    for cents in ["-1", "9223372036854775807", "200000001"] {
        let refused = officer
            .projects()
            .record_money(request(money(cents)))
            .await
            .unwrap_err();
        assert!(
            matches!(refused.code(), Code::InvalidArgument | Code::FailedPrecondition),
            "{cents}: {refused:?}"
        );
    }
    let mut turned = profile("llo-9");
    turned["endsOn"] = "2023-01-01".into();
    let refused = register(&hub, turned).await;
    assert!(
        fields(&refused).iter().any(|field| field.contains("ends_on")),
        "{refused:?}"
    );
    let mut shares = profile("llo-9");
    shares["regions"][0]["sharePercent"] = 50.into();
    let refused = register(&hub, shares).await;
    assert!(
        fields(&refused).iter().any(|field| field.contains("regions")),
        "{refused:?}"
    );
    let mut overflow = plan();
    overflow["budget"][0]["plannedCents"] = "9223372036854775807".into();
    overflow["budget"][1]["plannedCents"] = "9223372036854775807".into();
    let baseline = json!({"requestId": request_id(), "projectId": "llo-1", "plan": overflow});
    let refused = hub
        .caller("project-lead:llo-1")
        .projects()
        .set_baseline(request(baseline))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument, "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_things_wrong_states_and_stale_plans_are_told_apart() {
    let hub = prepared().await;
    let national = hub.caller("national-coordinator");
    let unknown = national
        .projects()
        .get_project(request(json!({"projectId": "bestaat-niet"})))
        .await
        .unwrap_err();
    assert_eq!(
        (unknown.code(), reason(&unknown).as_str()),
        (Code::NotFound, "PROJECT_UNKNOWN")
    );
    let again = register(&hub, profile("llo-1")).await;
    assert_eq!(again.code(), Code::AlreadyExists, "{again:?}");
    let baseline = json!({"requestId": request_id(), "projectId": "llo-1", "plan": plan()});
    let twice = national
        .projects()
        .set_baseline(request(baseline))
        .await
        .unwrap_err();
    assert_eq!(twice.code(), Code::FailedPrecondition, "{twice:?}");
    let revise = json!({
        "requestId": request_id(), "projectId": "llo-1", "planVersion": 7, "reason": "verschoven",
        "changes": [{"rescheduleMilestone": {"milestoneId": "m1", "dueOn": "2024-05-10"}}],
    });
    let stale = national
        .projects()
        .revise_plan(request(revise))
        .await
        .unwrap_err();
    assert_eq!(reason(&stale), "PLAN_VERSION_STALE");
}

#[tokio::test(flavor = "multi_thread")]
async fn huge_and_unreadable_messages_are_refused_by_name() {
    let hub = prepared().await;
    let reach = Reach::whole(&hub);
    reach.obligations("llo-1").await;
    reach.clock("2024-07-20T09:00:00Z").await;
    let lead = hub.caller("project-lead:llo-1");
    let start = json!({"requestId": request_id(), "projectId": "llo-1", "period": "2024-H1", "kind": "REPORT_KIND_PROGRESS"});
    lead.reporting().start_report(request(start)).await.unwrap();
    let huge = json!({"requestId": request_id(), "projectId": "llo-1", "reportId": "llo-1_2024-H1_progress",
                      "content": {"highlights": "x".repeat(10_000_000)}});
    let refused = lead
        .reporting()
        .fill_report(request::<FillReportRequest>(huge))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert!(
        fields(&refused).iter().any(|field| field.contains("highlights")),
        "{:?}",
        fields(&refused)
    );

    let broken = raw_call(&hub, b"\x0a\x04\xff\xfe\xfd\xfc").await;
    assert_eq!(
        (broken.code(), reason(&broken).as_str()),
        (Code::InvalidArgument, "MESSAGE_MALFORMED")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn page_tokens_that_were_tampered_with_are_refused() {
    let hub = prepared().await;
    let list =
        |size: i32, token: &str| json!({"kind": "ENTRY_KIND_REGION", "pageSize": size, "pageToken": token});
    let anyone = hub.anyone();
    testkit::eventually("all regions are listed", async || {
        let all = anyone
            .reference()
            .list_entries(request(list(100, "")))
            .await
            .unwrap()
            .into_inner();
        (all.entries.len() == 35).then_some(())
    })
    .await;
    let first = anyone
        .reference()
        .list_entries(request(list(10, "")))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(first.entries.len(), 10);
    let second = anyone
        .reference()
        .list_entries(request(list(100, &first.next_page_token)))
        .await
        .unwrap()
        .into_inner();
    assert_eq!((second.entries.len(), second.next_page_token.as_str()), (25, ""));
    let mut tampered = first.next_page_token.clone();
    tampered.replace_range(0..1, if tampered.starts_with('A') { "B" } else { "A" });
    for wrong in [tampered.as_str(), "onzin"] {
        let refused = anyone
            .reference()
            .list_entries(request(list(10, wrong)))
            .await
            .unwrap_err();
        assert_eq!(fields(&refused), ["page_token"]);
    }
    let refused = anyone
        .reference()
        .list_entries(request(list(-1, "")))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["page_size"]);
}

async fn register(hub: &TestHub, profile: Value) -> Status {
    let register = json!({"requestId": request_id(), "project": profile});
    hub.caller("agency-officer")
        .projects()
        .register_project(request(register))
        .await
        .unwrap_err()
}

pub(crate) fn fields(status: &Status) -> Vec<String> {
    let faults = status
        .get_details_bad_request()
        .map(|details| details.field_violations)
        .unwrap_or_default();
    faults.into_iter().map(|fault| fault.field).collect()
}

/// Sends bytes that no client would.
async fn raw_call(hub: &TestHub, bytes: &'static [u8]) -> Status {
    use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

    #[derive(Default)]
    struct Raw;
    impl Codec for Raw {
        type Encode = &'static [u8];
        type Decode = ();
        type Encoder = Self;
        type Decoder = Self;
        fn encoder(&mut self) -> Self {
            Self
        }
        fn decoder(&mut self) -> Self {
            Self
        }
    }
    impl Encoder for Raw {
        type Item = &'static [u8];
        type Error = Status;
        fn encode(&mut self, item: Self::Item, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
            prost::bytes::BufMut::put_slice(buffer, item);
            Ok(())
        }
    }
    impl Decoder for Raw {
        type Item = ();
        type Error = Status;
        fn decode(&mut self, _buffer: &mut DecodeBuf<'_>) -> Result<Option<()>, Status> {
            Ok(Some(()))
        }
    }
    let mut client = tonic::client::Grpc::new(hub.caller("national-coordinator").wire());
    client.ready().await.unwrap();
    let path = "/schakelpunt.programme.v1.ProjectService/GetProject"
        .parse()
        .unwrap();
    client
        .unary::<_, (), _>(tonic::Request::new(bytes), path, Raw)
        .await
        .unwrap_err()
}
