//! Keys, credentials and their counts.

use contracts::professionalisation::v1::{
    CheckOutcome, IssueCredentialsResponse, KeyState, VerifyCredentialResponse,
};
use serde_json::{Value, json};
use testkit::{eventually, reason, request_id};

use super::{CLASS, OFFICER, PROVIDER, name};
use crate::reach::{Reach, request};

pub(super) async fn rotate(hub: &Reach<'_>, algorithm: &str) -> String {
    let rotate = json!({"requestId": request_id(), "providerId": PROVIDER, "algorithm": algorithm});
    let officer = hub.professionalisation(OFFICER);
    let rotated = officer
        .issuing()
        .rotate_key(request(rotate.clone()))
        .await
        .unwrap()
        .into_inner();
    let key_id = rotated.key.unwrap().key_id;
    let again = officer
        .issuing()
        .rotate_key(request(rotate))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        again.key.unwrap().key_id,
        key_id,
        "the same request makes no second key"
    );
    key_id
}

pub(crate) async fn keys_are_made_and_rotated(hub: &Reach<'_>) {
    let refused = issue(
        hub,
        json!([{"identities": [name("Iemand")]}]),
        "PROOF_FORM_EMBEDDED",
    )
    .await
    .unwrap_err();
    assert_eq!(refused, "KEY_MISSING");
    let first = rotate(hub, "KEY_ALGORITHM_ED25519").await;
    let issued = issue(
        hub,
        json!([{"identities": [name("Iemand")]}]),
        "PROOF_FORM_EMBEDDED",
    )
    .await
    .unwrap();
    let second = rotate(hub, "KEY_ALGORITHM_ED25519").await;
    rotate(hub, "KEY_ALGORITHM_RS256").await;
    let list = json!({"providerId": PROVIDER});
    let keys = hub
        .professionalisation("")
        .issuing()
        .list_keys(request(list))
        .await
        .unwrap()
        .into_inner()
        .keys;
    let state = |id: &str| keys.iter().find(|key| key.key_id == id).unwrap().state();
    assert_eq!(
        (state(&first), state(&second)),
        (KeyState::Retired, KeyState::Active)
    );
    // What the retired key signed is valid all the same.
    let checked = verify(hub, &issued.credentials[0].document).await;
    assert!(checked.valid, "{checked:?}");
}

/// Issues credentials, or answers the reason why not.
pub(crate) async fn issue(
    hub: &Reach<'_>,
    recipients: Value,
    form: &str,
) -> Result<IssueCredentialsResponse, String> {
    let issue = json!({
        "requestId": request_id(), "providerId": PROVIDER, "classId": CLASS, "regionId": "AM01", "recipients": recipients,
        "form": form,
    });
    let issued = hub
        .professionalisation(OFFICER)
        .issuing()
        .issue_credentials(request(issue))
        .await;
    issued
        .map(tonic::Response::into_inner)
        .map_err(|status| reason(&status))
}

pub(super) async fn verify(hub: &Reach<'_>, document: &str) -> VerifyCredentialResponse {
    let anyone = hub.professionalisation("");
    let verify = contracts::professionalisation::v1::VerifyCredentialRequest {
        document: document.as_bytes().to_vec(),
    };
    anyone
        .issuing()
        .verify_credential(verify)
        .await
        .unwrap()
        .into_inner()
}

fn failed(checked: &VerifyCredentialResponse) -> Vec<&str> {
    let failed = checked
        .checks
        .iter()
        .filter(|check| check.outcome() == CheckOutcome::Failed);
    failed.map(|check| check.check.as_str()).collect()
}

pub(crate) async fn credentials_are_issued_and_verified(hub: &Reach<'_>) {
    let recipients = json!([
        {"identities": [name("Ada Voorbeeld"), {"kind": "IDENTITY_KIND_EMAIL_ADDRESS", "value": "ada@voorbeeld.example"}]},
        {"did": "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", "achievedOn": "2025-05-30"},
    ]);
    let embedded = issue(hub, recipients.clone(), "PROOF_FORM_EMBEDDED")
        .await
        .unwrap();
    let tokens = issue(hub, recipients, "PROOF_FORM_JWT").await.unwrap();
    assert_eq!(tokens.credentials[0].document.split('.').count(), 3);
    for credential in embedded.credentials.iter().chain(&tokens.credentials) {
        let checked = verify(hub, &credential.document).await;
        assert!(checked.valid, "{checked:?}");
        assert!(!credential.document.contains("Ada") && !credential.document.contains("voorbeeld.example\""));
    }
    let first = &embedded.credentials[0];
    let changed = first
        .document
        .replace("Warmtepompontwerper", "Kerncentraleontwerper");
    assert!(failed(&verify(hub, &changed).await).contains(&"proof"));
    assert!(!verify(hub, "geen document").await.valid);

    // Somebody else finds the same over plain HTTP.
    let document: Value = serde_json::from_str(&first.document).unwrap();
    for url in [
        &document["issuer"]["id"],
        &document["credentialStatus"]["statusListCredential"],
    ] {
        let found = reqwest::get(url.as_str().unwrap()).await.unwrap();
        assert_eq!(found.status(), 200, "{url}");
        assert_eq!(&found.json::<Value>().await.unwrap()["id"], url);
    }

    let revoke = |number: u32| json!({"requestId": request_id(), "providerId": PROVIDER, "statusNumber": number, "reason": "REVOCATION_REASON_ISSUED_IN_ERROR"});
    let officer = hub.professionalisation(OFFICER);
    officer
        .issuing()
        .revoke_credential(request(revoke(first.status_number)))
        .await
        .unwrap();
    assert_eq!(failed(&verify(hub, &first.document).await), ["status"]);
    let refused = officer
        .issuing()
        .revoke_credential(request(revoke(first.status_number)))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "CREDENTIAL_REVOKED");
    let refused = officer
        .issuing()
        .revoke_credential(request(revoke(9_999)))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "CREDENTIAL_UNKNOWN");
}

pub(crate) async fn a_month_is_counted(hub: &Reach<'_>) {
    let group: Vec<_> = (0..7)
        .map(|number| json!({"identities": [name(&format!("Leerling {number}"))]}))
        .collect();
    issue(hub, group.into(), "PROOF_FORM_EMBEDDED").await.unwrap();
    hub.clock("2025-07-01T09:00:00Z").await;
    let counted = eventually("June is counted", async || {
        first_event(hub, "nl.issuances.issuance-counted.v1").await
    })
    .await;
    // One and two and two and seven were issued, one was revoked: too few to be told.
    let cell =
        json!({"classId": CLASS, "providerId": PROVIDER, "regionId": "AM01", "issued": 12, "revoked": 0});
    assert_eq!(counted["month"], "2025-06");
    assert_eq!(counted["cells"], json!([cell]));
    assert_eq!(counted["heldBack"], true);
}

/// The data of the first event of a type in the ledger, once it is there.
pub(crate) async fn first_event(hub: &Reach<'_>, event_type: &str) -> Option<Value> {
    let read = json!({"filter": {"types": [event_type]}, "limit": "1"});
    let auditor = hub.ledger("auditor");
    let mut stream = auditor
        .ledger()
        .read_events(request(read))
        .await
        .unwrap()
        .into_inner();
    // Messages without entries only tell how far the reading is.
    while let Some(read) = stream.message().await.unwrap() {
        if let Some(entry) = read.entries.first() {
            return Some(serde_json::from_slice(&entry.data).unwrap());
        }
    }
    None
}
