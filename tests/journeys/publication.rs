//! A national picture is frozen and published; what changes later does not change it, errata stand beside it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::{TestHub, eventually, reason, request_id};
use tonic::Code;

use crate::reach::{Reach, request};

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_stays_as_it_was_and_errata_stand_beside_it() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.running_project("llo-1").await;
    let national = hub.caller("national-coordinator");
    let refused = hub
        .caller("agency-officer")
        .publications()
        .publish_snapshot(request(publish("beeld-1")))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let published = national
        .publications()
        .publish_snapshot(request(publish("beeld-1")))
        .await
        .unwrap()
        .into_inner();
    assert!(published.ledger_position > 0);

    let erratum = json!({"requestId": request_id(), "publicationId": "beeld-1", "erratumId": "e-1",
                         "text": "Het aantal lopende projecten was nog niet volledig."});
    national
        .publications()
        .add_erratum(request(erratum))
        .await
        .unwrap();
    let before = picture(&hub, 1).await;
    reach.running_project("llo-2").await;
    let after = picture(&hub, 1).await;
    assert_eq!(before, after, "the picture is frozen");

    let again = national
        .publications()
        .publish_snapshot(request(publish("beeld-1")))
        .await
        .unwrap_err();
    assert_eq!(
        (again.code(), reason(&again).as_str()),
        (Code::AlreadyExists, "PUBLICATION_EXISTS")
    );
}

fn publish(id: &str) -> Value {
    json!({
        "requestId": request_id(), "publicationId": id, "title": {"nl": "Landelijk beeld", "en": "National picture"},
        "period": {"label": "2023-H2", "startsOn": "2023-07-01", "endsOn": "2023-12-31"},
    })
}

/// The published picture as anyone sees it, once it has this many errata.
async fn picture(hub: &TestHub, errata: usize) -> Vec<u8> {
    let found = eventually("the publication has its errata", async || {
        let get = request(json!({"publicationId": "beeld-1"}));
        let found = hub
            .anyone()
            .publications()
            .get_publication(get)
            .await
            .ok()?
            .into_inner()
            .publication?;
        (found.errata.len() == errata).then_some(found)
    })
    .await;
    let digest: String = Sha256::digest(&found.snapshot_json)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(found.sha256, digest);
    let overview: Value = serde_json::from_slice(&found.snapshot_json).unwrap();
    assert!(overview["groups"].is_array());
    found.snapshot_json.to_vec()
}
