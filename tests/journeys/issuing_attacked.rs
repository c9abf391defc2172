//! Issuing under attack: many at once, again and again, broken off half-way, and on behalf of others.

use std::collections::BTreeSet;

use contracts::professionalisation::v1::{IssueCredentialsResponse, IssuedCredential};
use futures::future::join_all;
use serde_json::{Value, json};
use sqlx::Connection;
use testkit::{TestHub, reason, request_id};
use tonic::Code;

use crate::{
    bad_input::fields,
    professionalisation::{CLASS, OFFICER, PROVIDER, issue, name, ready_to_issue},
    reach::{Reach, request},
};

const EMBEDDED: &str = "PROOF_FORM_EMBEDDED";

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_at_once_each_number_is_given_once() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    attack(&Reach::whole(&hub), &hub.servers.database_url()).await;
    hub.stop().await.unwrap();
}

async fn attack(hub: &Reach<'_>, database: &str) {
    hub.clock("2025-06-02T09:00:00Z").await;
    hub.load_reference_data().await;
    ready_to_issue(hub).await;
    many_at_once(hub).await;
    the_same_at_once(hub).await;
    revoked_at_once(hub).await;
    broken_off_half_way(hub, database).await;
    erased_while_it_is_issued(hub).await;
    a_key_is_retired_while_it_signs(hub).await;
    on_behalf_of_others(hub).await;
    bad_recipients(hub).await;
}

fn asked(request_id: &str, recipients: &Value) -> Value {
    json!({
        "requestId": request_id, "providerId": PROVIDER, "classId": CLASS, "regionId": "AM01", "recipients": recipients,
    })
}

async fn ask(hub: &Reach<'_>, asked: Value) -> Result<IssueCredentialsResponse, String> {
    let issued = hub
        .professionalisation(OFFICER)
        .issuing()
        .issue_credentials(request(asked))
        .await;
    issued
        .map(tonic::Response::into_inner)
        .map_err(|status| reason(&status))
}

async fn many_at_once(hub: &Reach<'_>) {
    let group = json!([{"identities": [name("een")]}, {"identities": [name("twee")]}, {"identities": [name("drie")]}]);
    let issued = join_all((0..20).map(|_| issue(hub, group.clone(), EMBEDDED))).await;
    let credentials: Vec<IssuedCredential> = issued
        .into_iter()
        .flat_map(|it| it.unwrap().credentials)
        .collect();
    let numbers: BTreeSet<u32> = credentials.iter().map(|it| it.status_number).collect();
    let holders: BTreeSet<&str> = credentials.iter().map(|it| it.holder_id.as_str()).collect();
    assert_eq!(numbers, (0..60).collect());
    assert_eq!(holders.len(), 60);
}

async fn the_same_at_once(hub: &Reach<'_>) {
    let id = request_id();
    let group = json!([{"identities": [name("een")]}, {"identities": [name("twee")]}]);
    let issued = join_all((0..8).map(|_| ask(hub, asked(&id, &group)))).await;
    let issued: Vec<_> = issued.into_iter().map(|it| it.unwrap().credentials).collect();
    assert!(
        issued
            .iter()
            .all(|it| *it == issued[0] && !it[0].document.is_empty())
    );
    // The same id for somebody else is another request.
    let other = json!([{"identities": [name("een")]}, {"identities": [name("drie")]}]);
    assert_eq!(
        ask(hub, asked(&id, &other)).await.unwrap_err(),
        "REQUEST_ID_REUSED"
    );
}

async fn revoked_at_once(hub: &Reach<'_>) {
    let revoke = || async {
        let revoke = json!({
            "requestId": request_id(), "providerId": PROVIDER, "statusNumber": 7, "reason": "REVOCATION_REASON_REPLACED",
        });
        hub.professionalisation(OFFICER)
            .issuing()
            .revoke_credential(request(revoke))
            .await
    };
    let revoked = join_all((0..8).map(|_| revoke())).await;
    let (done, refused): (Vec<_>, Vec<_>) = revoked.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    assert!(
        refused
            .iter()
            .all(|it| reason(it.as_ref().unwrap_err()) == "CREDENTIAL_REVOKED")
    );
}

/// As the hub is when it stopped after the numbers were given out and before the documents were made.
async fn broken_off_half_way(hub: &Reach<'_>, database: &str) {
    let (id, group) = (request_id(), json!([{"identities": [name("een")]}]));
    let first = ask(hub, asked(&id, &group)).await.unwrap().credentials.remove(0);
    let mut db = sqlx::PgConnection::connect(database).await.unwrap();
    for sql in [
        "DELETE FROM professionalisation.holders WHERE holder_id = $1::uuid",
        "DELETE FROM professionalisation.handed_out WHERE first = $2 AND $1 <> ''",
    ] {
        let statement = sqlx::query(sql).bind(&first.holder_id);
        let statement = if sql.contains("$2") {
            statement.bind(i64::from(first.status_number))
        } else {
            statement
        };
        assert_eq!(
            statement.execute(&mut db).await.unwrap().rows_affected(),
            1,
            "{sql}"
        );
    }
    let again = ask(hub, asked(&id, &group)).await.unwrap().credentials.remove(0);
    assert_eq!(again.status_number, first.status_number);
    assert!(!again.document.is_empty() && again.document != first.document);
}

async fn erased_while_it_is_issued(hub: &Reach<'_>) {
    let begun = issue(hub, json!([{"identities": [name("een")]}]), EMBEDDED)
        .await
        .unwrap()
        .credentials
        .remove(0);
    let holder_id = begun.holder_id;
    let group = json!([{"holderId": holder_id, "identities": [name("een")]}]);
    let erase = async {
        let erase = json!({"requestId": request_id(), "holderId": holder_id});
        hub.professionalisation("operator")
            .passports()
            .erase_passport(request(erase))
            .await
            .unwrap();
    };
    let issuing = join_all((0..10).map(|_| issue(hub, group.clone(), EMBEDDED)));
    let (issued, ()) = tokio::join!(issuing, erase);
    // Whoever came after the erasure is refused for the passport; nobody else is.
    let refused = issued.into_iter().filter_map(Result::err);
    assert!(refused.into_iter().all(|reason| reason == "REQUEST_INVALID"));
    let holder = hub.professionalisation(&format!("credential-holder:{holder_id}"));
    let show = json!({"holderId": holder_id});
    let gone = holder.passports().get_passport(request(show)).await.unwrap_err();
    assert_eq!(reason(&gone), "PASSPORT_UNKNOWN");
    assert_eq!(issue(hub, group, EMBEDDED).await.unwrap_err(), "REQUEST_INVALID");
}

async fn a_key_is_retired_while_it_signs(hub: &Reach<'_>) {
    let rotate = || async {
        let rotate =
            json!({"requestId": request_id(), "providerId": PROVIDER, "algorithm": "KEY_ALGORITHM_ED25519"});
        hub.professionalisation(OFFICER)
            .issuing()
            .rotate_key(request(rotate))
            .await
            .unwrap();
    };
    let rotations = join_all((0..5).map(|_| rotate()));
    let group = json!([{"identities": [name("een")]}]);
    let issuing = join_all((0..10).map(|_| issue(hub, group.clone(), EMBEDDED)));
    let (_, issued) = tokio::join!(rotations, issuing);
    for issued in issued {
        let document = issued.unwrap().credentials.remove(0).document.into_bytes();
        let verify = contracts::professionalisation::v1::VerifyCredentialRequest { document };
        let checked = hub
            .professionalisation("")
            .issuing()
            .verify_credential(verify)
            .await
            .unwrap()
            .into_inner();
        assert!(checked.valid, "{checked:?}");
    }
}

async fn on_behalf_of_others(hub: &Reach<'_>) {
    let group = json!([{"identities": [name("een")]}]);
    for stranger in [
        "provider-officer:vb-roc-noorderlicht",
        "national-coordinator",
        "operator",
        "credential-holder:x",
        "",
    ] {
        let asked = asked(&request_id(), &group);
        let refused = hub
            .professionalisation(stranger)
            .issuing()
            .issue_credentials(request(asked))
            .await
            .unwrap_err();
        assert!(
            matches!(refused.code(), Code::PermissionDenied | Code::Unauthenticated),
            "{stranger}: {refused:?}"
        );
    }
    // Of another provider's class there is none, and in a region where it does not teach nothing is issued.
    let mut elsewhere = asked(&request_id(), &group);
    elsewhere["regionId"] = json!("AM03");
    assert_eq!(ask(hub, elsewhere).await.unwrap_err(), "ISSUANCE_INVALID");
    let mut other = asked(&request_id(), &group);
    other["classId"] = json!("mc-van-een-ander");
    assert_eq!(ask(hub, other).await.unwrap_err(), "CLASS_UNKNOWN");
}

async fn bad_recipients(hub: &Reach<'_>) {
    let secret = "Zwaantje Quispel";
    let wrong = json!([
        {"holderId": secret, "did": secret, "achievedOn": "2025-06-03"},
        {"identities": [{"kind": "IDENTITY_KIND_EMAIL_ADDRESS", "value": secret}, {"value": secret}, {"kind": "IDENTITY_KIND_NAME"}]},
        {},
    ]);
    let asked = asked(&request_id(), &wrong);
    let refused = hub
        .professionalisation(OFFICER)
        .issuing()
        .issue_credentials(request(asked))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_INVALID");
    let told = format!("{refused:?} {}", fields(&refused).join(" "));
    assert!(!told.contains("Zwaantje"), "{told}");
    let expected = [
        "recipients[0].holder_id",
        "recipients[0].did",
        "recipients[0].achieved_on",
        "recipients[1].identities[0].value",
        "recipients[1].identities[1].kind",
        "recipients[1].identities[2].value",
        "recipients[2].identities",
    ];
    assert_eq!(fields(&refused), expected);
}
