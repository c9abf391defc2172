//! Checkpoints that are kept or served: whether they are what they are kept as, and what they state.

use transparency::{KeyKind, SignedCheckpoint, VerifierKey};

use super::{Claim, Claimant, Finding, Moment, Wrong};

/// Whom an auditor trusts.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Keys that the auditor brought. Without any of a log, the hub's own are believed.
    pub given: Vec<VerifierKey>,
    /// Keys that the hub says are its own, those of its witnesses and of earlier times included.
    pub hub: Vec<VerifierKey>,
}

/// A checkpoint as a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptNote {
    /// Its size by the table.
    pub size: i64,
    /// The signed note.
    pub note: String,
    /// When it was signed by the table.
    pub signed_at: Option<Moment>,
}

impl Trust {
    /// Whether the auditor brought a key of a log.
    pub fn is_independent(&self) -> bool {
        self.given.iter().any(|key| key.kind() == KeyKind::Log)
    }

    /// The keys that a checkpoint must be signed by to be believed, and those of witnesses.
    pub fn keys(&self) -> Vec<VerifierKey> {
        let log = if self.is_independent() {
            &self.given
        } else {
            &self.hub
        };
        let log = log.iter().filter(|key| key.kind() == KeyKind::Log);
        log.chain(self.witnesses()).cloned().collect()
    }

    /// Keys of witnesses, whoever named them.
    pub fn witnesses(&self) -> impl Iterator<Item = &VerifierKey> {
        self.given
            .iter()
            .chain(&self.hub)
            .filter(|key| key.kind() == KeyKind::Witness)
    }

    fn all(&self) -> Vec<VerifierKey> {
        self.given.iter().chain(&self.hub).cloned().collect()
    }
}

/// What became of the checkpoints of a table.
#[derive(Debug, Default)]
pub struct Notes {
    /// What they state.
    pub claims: Vec<Claim>,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
    /// The newest that holds.
    pub newest: Option<SignedCheckpoint>,
}

/// Reads the checkpoints of a table, in order of size. The newest must be signed by a key that is trusted; older ones may
/// be by a key of the hub that the auditor does not have, and must hold as well.
pub fn read_notes(rows: &[KeptNote], trust: &Trust) -> Notes {
    let mut notes = Notes::default();
    for (index, row) in rows.iter().enumerate() {
        let is_newest = index + 1 == rows.len();
        let keys = if is_newest { trust.keys() } else { trust.all() };
        match read(row, &keys, notes.newest.as_ref()) {
            Ok(checkpoint) => {
                notes
                    .claims
                    .push(Claim::of(Claimant::Hub, checkpoint.checkpoint()));
                notes.newest = Some(checkpoint);
            }
            Err(detail) => notes.findings.push(wrong(row, detail)),
        }
    }
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let back = pairs.filter(|(before, after)| after.signed_at < before.signed_at);
    notes.findings.extend(back.map(|(before, after)| {
        let shown = |at: Option<Moment>| at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let detail = format!(
            "signed_at is {}, and {} for the checkpoint of {} entries before it",
            shown(after.signed_at),
            shown(before.signed_at),
            before.size
        );
        wrong(after, detail)
    }));
    notes
}

fn wrong(row: &KeptNote, detail: String) -> Finding {
    let size = row.size.unsigned_abs();
    Finding::at(size.max(1), Wrong::Checkpoint { size, detail })
}

fn read(
    row: &KeptNote,
    keys: &[VerifierKey],
    before: Option<&SignedCheckpoint>,
) -> Result<SignedCheckpoint, String> {
    let checkpoint = SignedCheckpoint::open(row.note.as_bytes(), keys).map_err(|error| error.to_string())?;
    if i64::try_from(checkpoint.size()) != Ok(row.size) {
        return Err(format!("the note is of {} entries", checkpoint.size()));
    }
    let origin = checkpoint.checkpoint().origin();
    match before.map(|before| before.checkpoint().origin()) {
        Some(other) if other != origin => Err(format!("the note is of the log {origin}, not of {other}")),
        _ => Ok(checkpoint),
    }
}
