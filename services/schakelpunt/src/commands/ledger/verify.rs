//! `schakelpunt ledger verify`: the whole audit, over the network or of the tables.

use std::sync::Arc;

use ledger::audit::{Auditor, Claim, Claimant, Finding, Trust, Wrong, entries};
use transparency::{Edge, SignedCheckpoint, TileId};

use super::{
    super::Session,
    ends, files, keys,
    network::Network,
    outcome::{Audited, Outcome},
    progress::Progress,
    tables,
};
use crate::{cli::VerifyArgs, client::Hub, failure::Failure};

pub(super) async fn run(args: VerifyArgs, session: &Session<'_>) -> Result<(), Failure> {
    if args.tables {
        return tables::run(args, session).await;
    }
    let hub = session.hub()?;
    let trust = keys::trust(&args.keys, &hub).await?;
    let kept = args
        .from
        .as_deref()
        .map(|file| files::checkpoint(file, &trust.keys()))
        .transpose()?;
    let mut progress = Progress::new(&session.screen);
    let audit = audit(&hub, &trust, kept.as_ref(), readers(&args), &mut progress).await?;
    let found = Audited {
        source: "network",
        covered_before: audit.covered_before,
        position: audit.auditor.size(),
        signed: audit.auditor.signed(),
        root: audit.auditor.root().to_string(),
        held: 0,
        waiting: audit.waiting,
        checkpoint: audit.checkpoint.as_ref(),
        findings: audit.auditor.findings(),
        took: progress.end(),
    };
    conclude(&args, session, &found, &trust)
}

/// Shows what was found, and keeps the checkpoint for the next time when everything holds.
pub(super) fn conclude(
    args: &VerifyArgs,
    session: &Session<'_>,
    found: &Audited<'_>,
    trust: &Trust,
) -> Result<(), Failure> {
    let outcome = Outcome::new(found, trust, session.screen.texts);
    session
        .screen
        .answer(&outcome, |page, outcome| outcome.show(page))?;
    if !outcome.proven {
        return Err(Failure::Told);
    }
    match (&args.save, found.checkpoint) {
        (Some(file), Some(checkpoint)) => files::write(file, &checkpoint.to_string()),
        _ => Ok(()),
    }
}

/// How many readers work at a time: two for each core, so that one reads while another computes.
pub(super) fn readers(args: &VerifyArgs) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    args.readers.map_or(2 * cores, usize::from)
}

/// An audit over the network.
struct Audit {
    auditor: Auditor,
    covered_before: u64,
    checkpoint: Option<SignedCheckpoint>,
    /// Entries that are newer than the checkpoint.
    waiting: u64,
}

async fn audit(
    hub: &Hub,
    trust: &Trust,
    kept: Option<&SignedCheckpoint>,
    readers: usize,
    progress: &mut Progress<'_>,
) -> Result<Audit, Failure> {
    // The file first: the one that is asked for after it cannot be of a smaller ledger.
    let file = ends::file(hub, trust).await?;
    let head = ends::head(hub).await?.position;
    let checkpoint = match ends::checkpoint(hub, head).await? {
        None => return Ok(nothing_signed(head, kept, file.err())),
        Some(answer) => match ends::open(&answer, trust) {
            Ok(checkpoint) => checkpoint,
            Err(finding) => return Ok(refused(*finding)),
        },
    };
    let source = Arc::new(Network {
        hub: hub.clone(),
        size: checkpoint.size(),
    });
    let mut auditor = start(&source, kept).await?;
    let covered_before = auditor.size();
    claims(&mut auditor, &checkpoint, file, kept);
    let last = checkpoint.size();
    entries(&source, &mut auditor, last, readers, |size| {
        progress.at(size, last)
    })
    .await?;
    let mut waiting = 0;
    if auditor.findings().is_empty() {
        unfinished(&source, &mut auditor).await?;
        if let Some(kept) = kept {
            auditor.found(ends::consistency(hub, kept, &checkpoint).await?);
        }
        auditor.nothing_follows();
        waiting = ends::heads(hub, &mut auditor).await?;
    }
    Ok(Audit {
        auditor,
        covered_before,
        checkpoint: Some(checkpoint),
        waiting,
    })
}

/// A ledger without any checkpoint proves nothing, unless it is empty.
fn nothing_signed(head: u64, kept: Option<&SignedCheckpoint>, why: Option<String>) -> Audit {
    let mut auditor = Auditor::default();
    if let Some(kept) = kept {
        auditor.claim(Claim::of(Claimant::Auditor, kept.checkpoint()));
    }
    auditor.nothing_follows();
    if head > 0 {
        // A checkpoint that is there and does not hold says more than one that is not there.
        let refused = why.filter(|why| !why.starts_with("404"));
        auditor.found([match refused {
            Some(detail) => Finding::at(head, Wrong::Checkpoint { size: head, detail }),
            None => Finding::among(1, head, Wrong::NothingSigned),
        }]);
    }
    Audit {
        auditor,
        covered_before: 0,
        checkpoint: None,
        waiting: head,
    }
}

fn refused(finding: Finding) -> Audit {
    let mut auditor = Auditor::default();
    auditor.found([finding]);
    Audit {
        auditor,
        covered_before: 0,
        checkpoint: None,
        waiting: 0,
    }
}

/// Notes everything that was signed.
fn claims(
    auditor: &mut Auditor,
    checkpoint: &SignedCheckpoint,
    file: Result<SignedCheckpoint, String>,
    kept: Option<&SignedCheckpoint>,
) {
    auditor.claim(Claim::of(Claimant::Hub, checkpoint.checkpoint()));
    let size = checkpoint.size();
    let wrong = |detail| Finding::at(size.max(1), Wrong::Checkpoint { size, detail });
    match file {
        Ok(file) => auditor.claim(Claim::of(Claimant::Hub, file.checkpoint())),
        Err(error) => auditor.found([wrong(format!("/ledger/checkpoint: {error}"))]),
    }
    if let Some(kept) = kept {
        auditor.claim(Claim::of(Claimant::Auditor, kept.checkpoint()));
        let (origin, other) = (checkpoint.checkpoint().origin(), kept.checkpoint().origin());
        if origin != other {
            auditor.found([wrong(format!("it is of the log {origin}, not of {other}"))]);
        }
    }
}

/// Begins after what was proven before, if the hub still has the tree of it. If not, everything is looked at: so the place
/// is found where they differ.
async fn start(source: &Network, kept: Option<&SignedCheckpoint>) -> Result<Auditor, Failure> {
    let Some(kept) = kept.filter(|kept| kept.size() <= source.size) else {
        return Ok(Auditor::default());
    };
    let mut levels = Vec::new();
    for id in TileId::unfinished(kept.size()) {
        levels.resize_with(usize::from(id.level()) + 1, Vec::new);
        let Some(now) = TileId::in_tree(id.level(), id.index(), source.size) else {
            return Ok(Auditor::default());
        };
        if let ledger::audit::KeptTile::There { mut hashes, .. } =
            super::bundle::tile(&source.hub, now).await?
        {
            hashes.truncate(usize::from(id.width()));
            levels[usize::from(id.level())] = hashes;
        }
    }
    let edge = Edge::restore(kept.size(), levels).ok();
    let edge = edge.filter(|edge| edge.root() == kept.root());
    Ok(edge.map_or_else(Auditor::default, Auditor::resume))
}

/// Compares the unfinished tiles above the leaves; those of the leaves were compared with the entries.
async fn unfinished(source: &Network, auditor: &mut Auditor) -> Result<(), Failure> {
    for id in TileId::unfinished(source.size).filter(|id| id.level() > 0) {
        let served = super::bundle::tile(&source.hub, id).await?;
        auditor.unfinished(id, &served);
    }
    Ok(())
}
