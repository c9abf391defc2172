//! The whole audit of a ledger's tables.

use std::sync::Arc;

use transparency::{Checkpoint, Hash, SignedCheckpoint};

use super::{Tables, TablesError};
use crate::audit::notes::{Notes, Trust, read_notes};
use crate::audit::{Auditor, Claim, Claimant, Finding, Stated, Wrong, entries};

/// What is to be verified, and by whose keys.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Whom the auditor trusts.
    pub trust: Trust,
    /// A checkpoint that the auditor kept, verified: what it covers was proven before.
    pub from: Option<Checkpoint>,
    /// How many readers work at a time.
    pub readers: usize,
}

/// What was proven, or is wrong.
#[derive(Debug, Clone)]
pub struct Proven {
    /// Entries that were not looked at, since an earlier checkpoint covers them.
    pub skipped: u64,
    /// Entries up to which everything was looked at, those that were skipped included.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// Up to which entry a signed root agrees.
    pub signed: u64,
    /// The newest signed checkpoint.
    pub checkpoint: Option<SignedCheckpoint>,
    /// What is wrong: the first position first. Nothing when it is proven.
    pub findings: Vec<Finding>,
    /// Events that wait for their place while a restored ledger is filled again; they are no entries yet.
    pub held: u64,
}

/// Audits one state of the tables. `progress` hears how far it is, and how far it has to go.
///
/// # Errors
/// The tables cannot be read. What is wrong with them is no error.
pub async fn verify(
    tables: Tables,
    request: &Request,
    mut progress: impl FnMut(u64, u64),
) -> Result<Proven, TablesError> {
    let tables = Arc::new(tables);
    let stated = tables.stated().await?;
    let notes = read_notes(&tables.notes().await?, &request.trust);
    let mut auditor = start(&tables, request.from.as_ref()).await?;
    let skipped = auditor.size();
    let checkpoint = claims(&mut auditor, &tables, notes, request);
    auditor.begin(&stated);
    let last = stated.position;
    entries(&tables, &mut auditor, last, request.readers, |size| {
        progress(size, last)
    })
    .await?;
    auditor.end(&stated);
    unsigned(&mut auditor, &stated, checkpoint.is_some());
    Ok(Proven {
        skipped,
        size: auditor.size(),
        root: auditor.root(),
        signed: auditor.signed(),
        checkpoint,
        findings: auditor.findings().to_vec(),
        held: tables.held().await?,
    })
}

/// Begins after what was proven before, if the tables still have the tree of it. If not, everything is looked at: so the
/// place is found where they differ.
async fn start(tables: &Tables, from: Option<&Checkpoint>) -> Result<Auditor, TablesError> {
    let Some(from) = from else {
        return Ok(Auditor::default());
    };
    let edge = tables.edge(from.size()).await?;
    Ok(match edge.filter(|edge| edge.root() == from.root()) {
        Some(edge) => Auditor::resume(edge),
        None => Auditor::default(),
    })
}

/// Notes everything that was signed. Gives the newest checkpoint.
fn claims(
    auditor: &mut Auditor,
    tables: &Tables,
    notes: Notes,
    request: &Request,
) -> Option<SignedCheckpoint> {
    notes.claims.into_iter().for_each(|claim| auditor.claim(claim));
    auditor.found(notes.findings);
    if let Some(from) = &request.from {
        auditor.claim(Claim::of(Claimant::Auditor, from));
        if let Some(other) = notes
            .newest
            .as_ref()
            .filter(|it| it.checkpoint().origin() != from.origin())
        {
            let detail = format!(
                "it is of the log {}, not of {}",
                other.checkpoint().origin(),
                from.origin()
            );
            let size = other.size();
            auditor.found([Finding::at(size.max(1), Wrong::Checkpoint { size, detail })]);
        }
    }
    if let Some(remembered) = &tables.remembered {
        match SignedCheckpoint::open(remembered.checkpoint().as_bytes(), &request.trust.keys()) {
            Ok(checkpoint) => auditor.claim(Claim::of(Claimant::Memory, checkpoint.checkpoint())),
            Err(error) => {
                let detail = format!("in the hub's memory: {error}");
                auditor.found([Finding::at(
                    tables.head.max(1),
                    Wrong::Checkpoint {
                        size: tables.head,
                        detail,
                    },
                )]);
            }
        }
    }
    notes.newest
}

/// A ledger of which nothing is signed is not proven, however well it fits together.
fn unsigned(auditor: &mut Auditor, stated: &Stated, signed: bool) {
    if !signed && stated.position > 0 && auditor.findings().is_empty() {
        auditor.found([Finding::among(1, stated.position, Wrong::NothingSigned)]);
    }
}
