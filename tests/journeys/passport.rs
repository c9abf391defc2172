//! What the hub keeps of a person: nothing that anybody can read on its disks, and after an erasure nothing at all.

use std::{fs, path::Path};

use contracts::professionalisation::v1::{
    ExportPassportRequest, GetPassportRequest, IssuedCredential,
    passport_service_client::PassportServiceClient,
};
use serde_json::{Value, json};
use sqlx::{Connection, Row};
use testkit::{SeparateProcesses, eventually, reason, request_id};
use tonic::Code;

use crate::{
    professionalisation::{CLASS, OFFICER, PROVIDER, first_event, name, ready_to_issue},
    reach::{Reach, program, request},
};

const NAME: &str = "Zwaantje Quispel-Ondersteboven";
const ADDRESS: &str = "zwaantje.quispel@ondersteboven.example";
const DID: &str = "did:key:z6MkqRYqQiSgvZQdnBytw86Qbs2ZWUkGv22od935YF4s8M7V";

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_a_learner_in_the_hub_and_after_an_erasure_nobody_can() {
    let blocks = ["programme", "ledger", "insight", "professionalisation"];
    let hub = SeparateProcesses::start(program(), &blocks).await;
    let reach = Reach::separate(&hub);
    reach.load_reference_data().await;
    ready_to_issue(&reach).await;

    let asked = asked();
    let credential = issue(&reach, &asked).await;
    assert_eq!(
        issue(&reach, &asked).await,
        credential,
        "asked again, it is the same document"
    );
    let other = issue(&reach, &self::asked()).await;
    assert_ne!(other.holder_id, credential.holder_id);
    the_holder_sees_it(&reach, &credential).await;
    let traces = [NAME, ADDRESS, DID, &proof_of(&credential)].map(str::to_owned);
    assert_eq!(found_on_disk(hub.servers.home(), &traces), Vec::<String>::new());
    assert_ne!(rows_with(&hub, &credential.holder_id).await, Vec::<String>::new());

    erase(&reach, &credential).await;
    assert_eq!(found_on_disk(hub.servers.home(), &traces), Vec::<String>::new());
    assert_eq!(
        rows_with(&hub, &credential.holder_id).await,
        ["professionalisation.processing"]
    );
    let credential_id = credential.credential_id.trim_start_matches("urn:uuid:");
    assert_eq!(rows_with(&hub, credential_id).await, Vec::<String>::new());
    asking_again_brings_nothing_back(&reach, &asked).await;
    the_other_passport_is_untouched(&reach, &other).await;
}

fn asked() -> Value {
    let identities = json!([name(NAME), {"kind": "IDENTITY_KIND_EMAIL_ADDRESS", "value": ADDRESS}]);
    json!({
        "requestId": request_id(), "providerId": PROVIDER, "classId": CLASS, "regionId": "AM01",
        "recipients": [{"did": DID, "identities": identities}], "form": "PROOF_FORM_EMBEDDED",
    })
}

async fn issue(hub: &Reach<'_>, asked: &Value) -> IssuedCredential {
    let officer = hub.professionalisation(OFFICER);
    let issued = officer
        .issuing()
        .issue_credentials(request(asked.clone()))
        .await
        .unwrap();
    issued.into_inner().credentials.remove(0)
}

/// What only this document has: the value of its proof.
fn proof_of(credential: &IssuedCredential) -> String {
    let document: Value = serde_json::from_str(&credential.document).unwrap();
    let proof = &document["proof"];
    let proof = proof.get(0).unwrap_or(proof);
    proof["proofValue"].as_str().unwrap().to_owned()
}

async fn the_holder_sees_it(hub: &Reach<'_>, credential: &IssuedCredential) {
    let holder_id = &credential.holder_id;
    let holder = hub.professionalisation(&format!("credential-holder:{holder_id}"));
    let show = || request::<GetPassportRequest>(json!({"holderId": holder_id}));
    let shown = holder
        .passports()
        .get_passport(show())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (shown.entries.len(), shown.entries[0].class_id.as_str()),
        (1, CLASS)
    );
    let export = request::<ExportPassportRequest>(json!({"holderId": holder_id}));
    let exported = holder
        .passports()
        .export_passport(export)
        .await
        .unwrap()
        .into_inner();
    let exported: Value = serde_json::from_str(&exported.document).unwrap();
    let document: Value = serde_json::from_str(&credential.document).unwrap();
    assert_eq!(exported["verifiableCredential"], json!([document]));

    // Neither another holder, nor the provider, nor a coordinator looks into it.
    let strangers = [
        "credential-holder:0190b0a5-0000-7000-8000-000000000000",
        OFFICER,
        "national-coordinator",
        "operator",
        "",
    ];
    for stranger in strangers {
        let refused = hub
            .professionalisation(stranger)
            .passports()
            .get_passport(show())
            .await
            .unwrap_err();
        assert!(
            matches!(refused.code(), Code::PermissionDenied | Code::Unauthenticated),
            "{stranger}: {refused:?}"
        );
    }
    let logged = processing(hub, holder_id).await;
    assert_eq!(
        logged,
        [
            "ExportPassport",
            "GetPassport",
            "IssueCredentials (again)",
            "IssueCredentials"
        ]
    );
}

/// What was done with a passport, newest first, as an auditor sees it.
async fn processing(hub: &Reach<'_>, holder_id: &str) -> Vec<String> {
    let list = json!({"holderId": holder_id});
    let auditor = hub.professionalisation("auditor");
    let mut passports: PassportServiceClient<_> = auditor.passports();
    let records = passports
        .list_processing(request(list))
        .await
        .unwrap()
        .into_inner()
        .records;
    for record in &records {
        assert_eq!((record.trace_id.len(), record.operation_id.len()), (32, 16));
        assert_eq!(
            (record.data_subject_id.as_str(), record.status.as_str()),
            (holder_id, "Ok")
        );
        assert!(!record.processing_activity_id.is_empty() && !record.actor.is_empty());
    }
    records.into_iter().map(|record| record.name).collect()
}

async fn erase(hub: &Reach<'_>, credential: &IssuedCredential) {
    let erase = json!({"requestId": request_id(), "holderId": credential.holder_id});
    let holder = hub.professionalisation(&format!("credential-holder:{}", credential.holder_id));
    let first = holder
        .passports()
        .erase_passport(request(erase.clone()))
        .await
        .unwrap()
        .into_inner();
    let again = holder
        .passports()
        .erase_passport(request(erase))
        .await
        .unwrap()
        .into_inner();
    let (first, again) = (first.receipt.unwrap(), again.receipt.unwrap());
    assert_eq!((first.id, again.repeated), (again.id, true));
    let show = json!({"holderId": credential.holder_id});
    let gone = holder.passports().get_passport(request(show)).await.unwrap_err();
    assert_eq!(reason(&gone), "PASSPORT_UNKNOWN");
    eventually("the ledger has the erasure", async || {
        let erased = first_event(hub, "nl.passports.passport-erased.v1").await;
        erased.filter(|erased| erased.as_object().unwrap().keys().eq(["erasedOn"]))
    })
    .await;
}

async fn asking_again_brings_nothing_back(hub: &Reach<'_>, asked: &Value) {
    let again = issue(hub, asked).await;
    assert_eq!((again.document.as_str(), again.holder_id.as_str()), ("", ""));
}

async fn the_other_passport_is_untouched(hub: &Reach<'_>, other: &IssuedCredential) {
    let holder = hub.professionalisation(&format!("credential-holder:{}", other.holder_id));
    let show = json!({"holderId": other.holder_id});
    let shown = holder
        .passports()
        .get_passport(request(show))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(shown.entries[0].credential_id, other.credential_id);
}

/// Each text that is found in a file below a folder, with the file: databases and their write-ahead logs, the broker's streams, logs.
fn found_on_disk(folder: &Path, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(found_on_disk(&entry.path(), texts));
        } else if kind.is_file() {
            // A file may be gone by now, such as a segment of the database's log.
            let bytes = fs::read(entry.path()).unwrap_or_default();
            let contained = texts.iter().filter(|text| contains(&bytes, text.as_bytes()));
            found.extend(contained.map(|text| format!("{text} in {}", entry.path().display())));
        }
    }
    found
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(bytes, text).is_some()
}

/// The tables of the hub with a row in which a text occurs.
async fn rows_with(hub: &SeparateProcesses, text: &str) -> Vec<String> {
    let mut db = sqlx::PgConnection::connect(&hub.servers.database_url())
        .await
        .unwrap();
    let tables = sqlx::query(
        "SELECT schemaname || '.' || tablename FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let mut found = Vec::new();
    for table in tables {
        let table: String = table.get(0);
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} t WHERE position($1 in t::text) > 0)");
        let has: bool = sqlx::query_scalar(&sql)
            .bind(text)
            .fetch_one(&mut db)
            .await
            .unwrap();
        if has {
            found.push(table);
        }
    }
    found
}
