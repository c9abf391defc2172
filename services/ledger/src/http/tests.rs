//! Files as a reader of the log fetches them.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use jiff::Timestamp;
use runtime::access::Grant;
use tower::ServiceExt;
use transparency::{Hash, Plan, SignedCheckpoint, TileSet, leaf_hash};

use super::*;
use crate::event::tests::sample;
use crate::fixture::{Database, log};
use crate::store::{Batch, Kept};

const NOW: Timestamp = Timestamp::constant(1_714_557_600, 0);

struct Answer {
    status: StatusCode,
    keep: String,
    body: Vec<u8>,
}

async fn ask(store: &LedgerStore, role: Option<Role>, path: &str) -> Answer {
    let caller = role.map_or_else(Caller::anonymous, |role| Caller {
        actor: "p".into(),
        grants: vec![Grant { role, scope: None }],
    });
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(caller);
    let answer = routes(store.clone()).oneshot(request).await.unwrap();
    let keep = answer.headers().get(header::CACHE_CONTROL);
    Answer {
        status: answer.status(),
        keep: keep
            .map(|keep| keep.to_str().unwrap().to_owned())
            .unwrap_or_default(),
        body: answer.into_body().collect().await.unwrap().to_bytes().to_vec(),
    }
}

/// A ledger of `entries`, of which `signed` are signed.
async fn ledger(entries: u64, signed: u64) -> Database {
    let database = Database::start().await;
    let batch = Batch {
        events: (1..=entries).map(|n| sample("radar", n, n)).collect(),
        rejected: Vec::new(),
    };
    database.store.append(&batch, NOW).await.unwrap();
    let root = database.store.root_at(signed).await.unwrap();
    let kept = Kept {
        size: signed,
        note: log().sign(signed, root).unwrap().to_string(),
        signed_at: NOW,
    };
    database.store.keep_checkpoint(&kept).await.unwrap();
    database
}

#[tokio::test]
async fn a_reader_proves_an_entry_from_files_alone() {
    let database = ledger(700, 600).await;
    let store = &database.store;
    let note = ask(store, None, "/ledger/checkpoint").await;
    assert_eq!((note.status, note.keep.as_str()), (StatusCode::OK, "no-cache"));
    let signed = SignedCheckpoint::open(&note.body, &log().current()).unwrap();
    assert_eq!(signed.size(), 600);
    let plan = Plan::inclusion(299, 600).unwrap();
    let mut tiles = TileSet::default();
    for id in plan.tiles() {
        let file = ask(store, None, &format!("/ledger/{id}")).await;
        assert_eq!(
            (file.status, file.keep.as_str()),
            (StatusCode::OK, FOR_EVER),
            "{id}"
        );
        tiles.insert_bytes(*id, &file.body).unwrap();
    }
    let bundle = BundleId::new(1, 256).unwrap();
    let file = ask(store, Some(Role::Auditor), &format!("/ledger/{bundle}")).await;
    assert_eq!(
        (file.status, file.keep.as_str()),
        (StatusCode::OK, FOR_EVER_PRIVATE)
    );
    let entries = transparency::bundle::entries(bundle, &file.body).unwrap();
    let proof = plan.prove(&tiles).unwrap();
    proof
        .verify_inclusion(299, 600, leaf_hash(entries[299 - 256]), signed.root())
        .unwrap();
}

#[tokio::test]
async fn only_what_is_signed_is_served_and_partial_files_are_beginnings() {
    let database = ledger(700, 600).await;
    let store = &database.store;
    let status = async |path: &str| ask(store, Some(Role::Operator), path).await.status;
    for path in [
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/0/002.p/7",
        "tile/1/000.p/2",
        "tile/entries/002.p/88",
    ] {
        assert_eq!(status(&format!("/ledger/{path}")).await, StatusCode::OK, "{path}");
    }
    for path in [
        "tile/0/002.p/89",
        "tile/0/002",
        "tile/0/003.p/1",
        "tile/1/000.p/3",
        "tile/1/000",
        "tile/2/000.p/1",
        "tile/entries/002.p/89",
        "tile/entries/003.p/1",
        "tile/0/0",
        "tile/x/000",
        "tile/0/000/",
        "tile/0/000.p/256",
        "tile/",
    ] {
        assert_eq!(
            status(&format!("/ledger/{path}")).await,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let part = ask(store, None, "/ledger/tile/0/000.p/3").await.body;
    let whole = ask(store, None, "/ledger/tile/0/000").await.body;
    assert_eq!((part.as_slice(), whole.len()), (&whole[..96], 8_192));
    let roots = Hash::many(&ask(store, None, "/ledger/tile/1/000.p/2").await.body).unwrap();
    assert_eq!(roots[0], transparency::root_of(&Hash::many(&whole).unwrap()));
}

#[tokio::test]
async fn entries_are_only_for_those_who_may_see_all_of_them() {
    let database = ledger(3, 3).await;
    let status = async |role| {
        ask(&database.store, role, "/ledger/tile/entries/000.p/3")
            .await
            .status
    };
    assert_eq!(status(None).await, StatusCode::UNAUTHORIZED);
    for role in [Role::Public, Role::SubscriberProgramme, Role::NationalCoordinator] {
        assert_eq!(status(Some(role)).await, StatusCode::FORBIDDEN);
    }
    for role in READERS {
        assert_eq!(status(Some(role)).await, StatusCode::OK);
    }
}
