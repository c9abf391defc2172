//! The end of a ledger over the network: what is signed, what is not yet, and whether the heads say so.

use eventing::event_id::part_of;
use std::collections::BTreeMap;

use contracts::ledger::v1::{
    Entry, GetBlockHeadRequest, GetCheckpointRequest, GetCheckpointResponse, GetHeadRequest, GetHeadResponse,
    ProveConsistencyRequest, ProveConsistencyResponse,
};
use ledger::{
    audit::{Auditor, Fact, Finding, Moment, Stand, Trust, Wrong},
    sequence::BlockHead,
};
use tonic::Code;
use transparency::{Proof, SignedCheckpoint};

use super::{bundle, network};
use crate::{
    client::{Hub, Refusal},
    failure::Failure,
};

/// Where the ledger is now.
pub(super) async fn head(hub: &Hub) -> Result<GetHeadResponse, Failure> {
    hub.call(GetHeadRequest::default(), |hub, request| async move {
        hub.ledger().get_head(request).await
    })
    .await
}

/// A checkpoint of everything up to `head`; the newest there is where the hub does not sign that now; nothing where it
/// has never signed.
pub(super) async fn checkpoint(hub: &Hub, head: u64) -> Result<Option<GetCheckpointResponse>, Failure> {
    let ask = async |min_size| {
        hub.call(GetCheckpointRequest { min_size }, |hub, request| async move {
            hub.ledger().get_checkpoint(request).await
        })
        .await
    };
    match ask(head).await {
        Ok(answer) => return Ok(Some(answer)),
        Err(Failure::Refused(refusal)) if is_about_signing(&refusal) => {}
        Err(other) => return Err(other),
    }
    match ask(0).await {
        Ok(answer) => Ok(Some(answer)),
        Err(Failure::Refused(refusal)) if is_about_signing(&refusal) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Whether the hub answered, and only does not sign.
fn is_about_signing(refusal: &Refusal) -> bool {
    let known = matches!(
        refusal.code,
        Code::NotFound | Code::FailedPrecondition | Code::Unavailable | Code::Internal
    );
    known && refusal.reason != crate::client::UNREACHABLE
}

/// Opens a checkpoint that was served; what is wrong with it is a finding.
pub(super) fn open(answer: &GetCheckpointResponse, trust: &Trust) -> Result<SignedCheckpoint, Box<Finding>> {
    let wrong = |detail: String| {
        let size = answer.size;
        Box::new(Finding::at(size.max(1), Wrong::Checkpoint { size, detail }))
    };
    let opened = SignedCheckpoint::open(answer.note.as_bytes(), &trust.keys());
    let checkpoint = opened.map_err(|error| wrong(error.to_string()))?;
    if checkpoint.size() != answer.size || checkpoint.root().as_bytes()[..] != answer.root_hash[..] {
        return Err(wrong(
            "size and root are served beside a note of others".to_owned(),
        ));
    }
    Ok(checkpoint)
}

/// The checkpoint as a file, which must be signed as well.
pub(super) async fn file(hub: &Hub, trust: &Trust) -> Result<Result<SignedCheckpoint, String>, Failure> {
    let file = bundle::file(hub, "checkpoint").await?;
    Ok(file.and_then(|note| SignedCheckpoint::open(&note, &trust.keys()).map_err(|error| error.to_string())))
}

/// Whether the hub proves that it has only grown since the kept checkpoint.
pub(super) async fn consistency(
    hub: &Hub,
    kept: &SignedCheckpoint,
    now: &SignedCheckpoint,
) -> Result<Option<Finding>, Failure> {
    if kept.size() == 0 || kept.size() > now.size() {
        return Ok(None);
    }
    let question = ProveConsistencyRequest {
        old_size: kept.size(),
        new_size: now.size(),
    };
    let answer: Result<ProveConsistencyResponse, _> = hub
        .call(question, |hub, request| async move {
            hub.ledger().prove_consistency(request).await
        })
        .await;
    let proof = match answer {
        Ok(answer) => Proof::from_bytes(&answer.hashes).map_err(|error| error.to_string()),
        Err(Failure::Refused(refusal)) => Err(refusal.one_line()),
        Err(other) => return Err(other),
    };
    let proven = proof.and_then(|proof| {
        proof
            .verify_consistency((kept.size(), kept.root()), (now.size(), now.root()))
            .map_err(|error| error.to_string())
    });
    let finding = |detail| {
        let what = "ProveConsistency".to_owned();
        Finding::among(1, kept.size(), Wrong::NotServed { what, detail })
    };
    Ok(proven.err().map(finding))
}

/// Compares the heads with the entries: those that are proven, and those that are newer, of which only the order is
/// looked at. Gives the number of the newer ones.
pub(super) async fn heads(hub: &Hub, auditor: &mut Auditor) -> Result<u64, Failure> {
    let proven = auditor.blocks();
    let mut stated = BTreeMap::new();
    for block in proven.keys() {
        stated.insert(block.clone(), block_head(hub, block).await?);
    }
    // Asked after the heads of the blocks, so none of them can be further.
    let head = head(hub).await?;
    let size = auditor.size();
    if head.position < size {
        let what = Wrong::Head {
            found: head.position,
            proven: size,
        };
        auditor.found([Finding::at(head.position + 1, what)]);
        return Ok(0);
    }
    let newest = newer(hub, auditor, head.position).await?;
    if newest == head.position {
        auditor.head_recorded_at(head.recorded_at.map(|at| Moment::of_parts(at.seconds, at.nanos)));
    }
    let now = auditor.blocks();
    for (block, found) in stated {
        compare(auditor, &block, proven.get(&block), now.get(&block), found);
    }
    Ok(newest - size)
}

/// A head must be one that the block had at some moment from the checkpoint on.
fn compare(
    auditor: &mut Auditor,
    block: &str,
    proven: Option<&Stand>,
    now: Option<&Stand>,
    found: BlockHead,
) {
    let (Some(proven), Some(now)) = (proven, now) else {
        return;
    };
    if found.sequence <= proven.head.sequence {
        auditor.block_head(block, Some(*proven), Some(found));
    } else if found.sequence >= now.head.sequence {
        auditor.block_head(block, Some(*now), Some(found));
    }
}

/// Looks at the order of the entries that are not signed yet. Gives the position of the last.
async fn newer(hub: &Hub, auditor: &mut Auditor, head: u64) -> Result<u64, Failure> {
    let size = auditor.size();
    let mut last = size;
    if head > size {
        let read = network::read(hub, (size + 1, head), network::BATCH, |entry| {
            if entry.position != last + 1 {
                auditor.found([Finding::at(last + 1, Wrong::EntryMissing)]);
            }
            last = entry.position;
            auditor.fact(&fact(entry));
        });
        read.await
            .map_err(|status| Failure::from(Refusal::from(status)))?;
        if last < head {
            auditor.found([Finding::at(last + 1, Wrong::EntryMissing)]);
        }
    }
    Ok(last)
}

fn fact(entry: Entry) -> Fact {
    let recorded_at = entry.recorded_at.map(|at| Moment::of_parts(at.seconds, at.nanos));
    Fact {
        position: entry.position,
        part: part_of(&entry.event_id, &entry.block, entry.log_position),
        event_id: entry.event_id,
        block: entry.block,
        sequence: entry.sequence,
        log_position: entry.log_position,
        recorded_at: Some(recorded_at),
    }
}

async fn block_head(hub: &Hub, block: &str) -> Result<BlockHead, Failure> {
    let question = GetBlockHeadRequest {
        block: block.to_owned(),
    };
    let answer = hub
        .call(question, |hub, request| async move {
            hub.ledger().get_block_head(request).await
        })
        .await?;
    Ok(BlockHead {
        sequence: answer.sequence,
        log_position: answer.log_position,
        part: answer.part,
    })
}
