//! Checkpoints and proofs of a whole ledger, checked as somebody would who has only the public key.

use std::time::Duration;

use contracts::ledger::v1::ledger_service_server::LedgerService;
use contracts::ledger::v1::{
    AddCosignatureRequest, GetCheckpointRequest, GetVerifierKeysRequest, ProveConsistencyRequest,
    ProveInclusionRequest, prove_inclusion_request::Key,
};
use contracts::options::v1::Role;
use runtime::access::{Caller, Grant};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;
use transparency::{Hash, Note, Proof, Receipt, SignedCheckpoint, VerifierKey, leaf_hash};

use crate::fixture::{Broker, Database, ORIGIN, Replica, cloud_event, eventually, witness};

/// A request of somebody in a role.
pub(crate) fn by<T>(role: Role, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(Caller {
        actor: "p".into(),
        grants: vec![Grant { role, scope: None }],
    });
    request
}

pub(crate) async fn keys(replica: &Replica) -> Vec<VerifierKey> {
    let keys = replica
        .calls
        .get_verifier_keys(Request::new(GetVerifierKeysRequest {}))
        .await;
    let keys = keys.unwrap().into_inner();
    assert_eq!(keys.origin, ORIGIN);
    keys.current.iter().map(|key| key.parse().unwrap()).collect()
}

pub(crate) async fn checkpoint(replica: &Replica, min_size: u64) -> Result<SignedCheckpoint, Status> {
    let request = Request::new(GetCheckpointRequest { min_size });
    let answer = replica.calls.get_checkpoint(request).await?.into_inner();
    let opened = SignedCheckpoint::open(answer.note.as_bytes(), &keys(replica).await).unwrap();
    assert_eq!(
        (opened.size(), &opened.root().0[..]),
        (answer.size, &answer.root_hash[..])
    );
    Ok(opened)
}

fn reason(status: &Status) -> String {
    status
        .get_error_details()
        .error_info()
        .map(|info| info.reason.clone())
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entry_is_proven_with_the_public_key_alone_and_the_ledger_only_grows() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    let keys = keys(&replica).await;
    let empty = checkpoint(&replica, 0).await.unwrap();
    assert_eq!((empty.size(), empty.root()), (0, transparency::EMPTY_ROOT));
    let mut older = empty;
    for to in [1_u64, 2, 300] {
        broker.publish("programme", older.size() + 1..=to).await;
        replica.reaches(to).await;
        let newer = checkpoint(&replica, to).await.unwrap();
        assert_eq!(newer.size(), to);
        for position in [1, to / 2 + 1, to] {
            let request = ProveInclusionRequest {
                key: Some(Key::Position(position)),
                tree_size: 0,
            };
            let answer = replica
                .calls
                .prove_inclusion(by(Role::Auditor, request))
                .await
                .unwrap()
                .into_inner();
            let receipt = Receipt {
                extra: None,
                index: answer.leaf_index,
                proof: Proof::from_bytes(&answer.hashes).unwrap(),
                checkpoint: Note::parse(answer.checkpoint.as_bytes()).unwrap(),
            };
            let receipt = Receipt::parse(receipt.to_string().as_bytes()).unwrap();
            let proven = receipt.verify(leaf_hash(&answer.entry), &keys).unwrap();
            assert_eq!((receipt.index, proven.size()), (position - 1, to));
            assert_eq!(
                answer.entry,
                cloud_event("programme", position).to_structured_json().unwrap()
            );
        }
        if older.size() > 0 {
            let request = ProveConsistencyRequest {
                old_size: older.size(),
                new_size: 0,
            };
            let answer = replica
                .calls
                .prove_consistency(Request::new(request))
                .await
                .unwrap()
                .into_inner();
            let proof = Proof::from_bytes(&answer.hashes).unwrap();
            proof
                .verify_consistency((older.size(), older.root()), (newer.size(), newer.root()))
                .unwrap();
            assert_eq!(answer.new_root_hash, newer.root().0);
        }
        older = newer;
    }
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_newer_than_the_checkpoint_is_signed_at_once_also_by_another_process() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let slow = |replica: &mut crate::writer::Writer| replica.signer.pause = Duration::from_secs(3_600);
    let writer = Replica::start_with(&database.store, &broker.bus, slow);
    checkpoint(&writer, 0).await.unwrap();
    let reader = Replica::start_with(&database.store, &broker.bus, slow);
    broker.publish("programme", 1..=3).await;
    reader.reaches(3).await;
    let request = ProveInclusionRequest {
        key: Some(Key::EventId(cloud_event("programme", 2).id)),
        tree_size: 0,
    };
    let answer = reader
        .calls
        .prove_inclusion(by(Role::Auditor, request))
        .await
        .unwrap()
        .into_inner();
    assert_eq!((answer.leaf_index, answer.tree_size), (1, 3));
    broker.publish("programme", 4..=4).await;
    writer.reaches(4).await;
    assert_eq!(checkpoint(&writer, 4).await.unwrap().size(), 4);
    reader.stop().await;
    writer.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_caller_may_not_see_and_what_is_not_there_is_not_proven() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    let mut hidden = cloud_event("programme", 1);
    hidden.extensions.insert("audience".into(), "hub".into());
    broker
        .publish_raw("programme", hidden.to_headers(), hidden.data.clone())
        .await;
    replica.reaches(1).await;
    let prove = async |role, position, tree_size| {
        let key = Some(Key::Position(position));
        let request = by(role, ProveInclusionRequest { key, tree_size });
        let answer = replica.calls.prove_inclusion(request).await;
        answer
            .map(|_| ())
            .map_err(|status| (status.code(), reason(&status)))
    };
    let unknown = Err((Code::NotFound, "EVENT_UNKNOWN".to_owned()));
    assert_eq!(prove(Role::Auditor, 1, 0).await, Ok(()));
    assert_eq!(prove(Role::Auditor, 1, 1).await, Ok(()));
    assert_eq!(prove(Role::Public, 1, 0).await, unknown);
    assert_eq!(prove(Role::SubscriberProgramme, 1, 0).await, unknown);
    assert_eq!(prove(Role::Auditor, 2, 0).await, unknown);
    let smaller = (Code::FailedPrecondition, "LEDGER_SMALLER".to_owned());
    assert_eq!(prove(Role::Auditor, 1, 2).await, Err(smaller.clone()));
    let status = checkpoint(&replica, 2).await.unwrap_err();
    assert_eq!((status.code(), reason(&status)), smaller);
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_entry_is_not_handed_out_with_a_proof() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    broker.publish("programme", 1..=3).await;
    replica.reaches(3).await;
    checkpoint(&replica, 3).await.unwrap();
    sqlx::raw_sql(
        "ALTER TABLE entries DISABLE TRIGGER entries_stay;
         UPDATE entries SET entry = overlay(entry placing '7' from octet_length(entry) - 2) WHERE position = 2",
    )
    .execute(database.pool())
    .await
    .unwrap();
    let request = ProveInclusionRequest {
        key: Some(Key::Position(2)),
        tree_size: 0,
    };
    let refused = replica
        .calls
        .prove_inclusion(by(Role::Auditor, request))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused)),
        (Code::Internal, "LEDGER_DAMAGED".to_owned())
    );
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_adds_its_signature_and_nobody_else_does() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    broker.publish("programme", 1..=3).await;
    replica.reaches(3).await;
    let signed = checkpoint(&replica, 3).await.unwrap();
    let line = |key: &transparency::SigningKey, note: &Note| {
        let mut note = note.clone();
        note.sign(key, 1_800_000_000).unwrap();
        note.signatures().last().unwrap().to_string()
    };
    let hand_in = async |size, signature_line| {
        let request = Request::new(AddCosignatureRequest { size, signature_line });
        let answer = replica.calls.add_cosignature(request).await;
        answer
            .map(|answer| answer.into_inner().note)
            .map_err(|status| reason(&status))
    };
    let good = line(&witness(), signed.note());
    let stranger = transparency::SigningKey::witness_from_seed("witness.example", [8; 32]).unwrap();
    let other = Note::new(format!("{ORIGIN}\n3\n{}\n", Hash([7; 32]))).unwrap();
    assert_eq!(
        hand_in(3, line(&stranger, signed.note())).await,
        Err("WITNESS_UNKNOWN".into())
    );
    assert_eq!(
        hand_in(3, line(&witness(), &other)).await,
        Err("COSIGNATURE_INVALID".into())
    );
    assert_eq!(
        hand_in(2_000, good.clone()).await,
        Err("CHECKPOINT_UNKNOWN".into())
    );
    for _ in 0..2 {
        let note = hand_in(3, format!("{good}\n")).await.unwrap();
        let served = checkpoint(&replica, 3).await.unwrap();
        assert_eq!(served.to_string(), note);
        let cosigned = served.cosignatures(&[witness().verifier()]).unwrap();
        assert_eq!((cosigned.len(), cosigned[0].time), (1, 1_800_000_000));
    }
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_changed_by_signing_with_both_and_what_was_signed_stays_readable() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let memory = tempfile::tempdir().unwrap();
    let old = crate::fixture::log();
    let replica = Replica::remembering(&database.store, &broker.bus, memory.path(), old, |_| {});
    broker.publish("programme", 1..=3).await;
    replica.reaches(3).await;
    checkpoint(&replica, 3).await.unwrap();
    replica.stop().await;
    let new = transparency::SigningKey::from_seed(ORIGIN, [2; 32]).unwrap();
    let log = crate::checkpoint::Log::new(
        ORIGIN.into(),
        vec![new.clone()],
        crate::fixture::log().current(),
        Vec::new(),
    );
    let replica = Replica::remembering(&database.store, &broker.bus, memory.path(), log, |_| {});
    eventually("the new key has signed", async || {
        let kept = database.store.newest_checkpoint().await.unwrap().unwrap();
        SignedCheckpoint::open(kept.note.as_bytes(), &[new.verifier()]).is_ok_and(|signed| signed.size() == 3)
    })
    .await;
    replica.stop().await;
}
