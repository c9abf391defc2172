//! The ledger's name and keys as a transparency log.

use std::io;
use std::path::Path;
use std::str;

use runtime::identity::development::read_or_create;
use transparency::{
    Checkpoint, CheckpointError, Hash, KeyKind, Note, NoteError, SignatureLine, SignedCheckpoint, SigningKey,
    VerifierKey,
};

/// The ledger as a transparency log: its name and its keys.
#[derive(Debug, Clone)]
pub struct Log {
    origin: String,
    signing: Vec<SigningKey>,
    former: Vec<VerifierKey>,
    witnesses: Vec<VerifierKey>,
}

impl Log {
    /// A log that signs with all of these keys; the first is the one to rely on.
    #[must_use]
    pub fn new(
        origin: String,
        signing: Vec<SigningKey>,
        former: Vec<VerifierKey>,
        witnesses: Vec<VerifierKey>,
    ) -> Self {
        Self {
            origin,
            signing,
            former,
            witnesses,
        }
    }

    /// First line of every checkpoint.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The public halves of the keys that sign now.
    #[must_use]
    pub fn current(&self) -> Vec<VerifierKey> {
        self.signing.iter().map(SigningKey::verifier).collect()
    }

    /// Keys that signed earlier checkpoints and sign no more.
    #[must_use]
    pub fn former(&self) -> &[VerifierKey] {
        &self.former
    }

    /// Keys of the witnesses whose cosignatures are taken.
    #[must_use]
    pub fn witnesses(&self) -> &[VerifierKey] {
        &self.witnesses
    }

    /// Signs a state of the log with all keys.
    pub(crate) fn sign(&self, size: u64, root: Hash) -> Result<Note, CheckpointError> {
        let keys: Vec<_> = self.signing.iter().collect();
        Ok(Checkpoint::new(&self.origin, size, root)?.sign(&keys)?)
    }

    /// Reads a checkpoint that this log signed, now or earlier.
    pub(crate) fn open(&self, note: &str) -> Result<SignedCheckpoint, CheckpointError> {
        let own: Vec<_> = self
            .current()
            .into_iter()
            .chain(self.former.iter().cloned())
            .collect();
        let opened = SignedCheckpoint::open(note.as_bytes(), &own)?;
        if opened.checkpoint().origin() != self.origin {
            return Err(CheckpointError::NotItsLog(
                opened.checkpoint().origin().to_owned(),
            ));
        }
        Ok(opened)
    }

    /// Whether all keys that sign now have signed a note.
    pub(crate) fn has_all_signatures(&self, note: &Note) -> bool {
        let signed = |key: &VerifierKey| note.signatures().iter().any(|line| line.is_of(key));
        self.current().iter().all(signed)
    }

    /// The same checkpoint signed anew with the keys of now, with the signatures of witnesses that it has.
    pub(crate) fn sign_again(&self, checkpoint: &SignedCheckpoint) -> Result<Note, CheckpointError> {
        let mut note = self.sign(checkpoint.size(), checkpoint.root())?;
        let of_witness = |line: &&SignatureLine| self.witnesses.iter().any(|key| line.is_of(key));
        for line in checkpoint.note().signatures().iter().filter(of_witness) {
            note.add(line.clone())?;
        }
        Ok(note)
    }

    /// Adds a witness's signature to a checkpoint of this log.
    pub(crate) fn cosign(&self, note: &str, line: SignatureLine) -> Result<String, CheckpointError> {
        let mut checkpoint = self.open(note)?;
        checkpoint.cosign(line, &self.witnesses)?;
        Ok(checkpoint.to_string())
    }

    /// Whether a signature is in the name of a configured witness.
    pub(crate) fn knows_witness(&self, line: &SignatureLine) -> Result<(), NoteError> {
        if self.witnesses.iter().any(|key| line.is_of(key)) {
            Ok(())
        } else {
            Err(NoteError::Untrusted)
        }
    }
}

/// The signing key in a file, which is made when it is missing.
pub(crate) fn signing_key(file: &Path, origin: &str) -> Result<SigningKey, String> {
    let make = || {
        let key = SigningKey::generate(origin, &mut rand::rng()).map_err(io::Error::other)?;
        Ok(format!("{}\n", key.to_secret_text()).into_bytes())
    };
    let bytes = read_or_create(file, make).map_err(|error| error.to_string())?;
    let text = str::from_utf8(&bytes).map_err(|_| "its file is not text".to_owned())?;
    let key: SigningKey = text
        .parse()
        .map_err(|error: transparency::KeyError| error.to_string())?;
    if key.name() != origin {
        return Err(format!("its file has a key of {}", key.name()));
    }
    if key.verifier().kind() != KeyKind::Log {
        return Err("its file has the key of a witness".to_owned());
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use transparency::leaf_hash;

    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed("example.org/log", [seed; 32]).unwrap()
    }

    fn log(signing: Vec<SigningKey>, former: Vec<VerifierKey>, witnesses: Vec<VerifierKey>) -> Log {
        Log::new("example.org/log".into(), signing, former, witnesses)
    }

    #[test]
    fn while_keys_are_changed_both_sign_and_later_the_former_one_is_still_read() {
        let both = log(vec![key(2), key(1)], Vec::new(), Vec::new());
        let note = both.sign(1, leaf_hash(b"x")).unwrap();
        assert_eq!(note.signatures().len(), 2);
        for seed in [1, 2] {
            SignedCheckpoint::of_note(note.clone(), &[key(seed).verifier()]).unwrap();
        }
        let old = log(vec![key(1)], Vec::new(), Vec::new())
            .sign(1, leaf_hash(b"x"))
            .unwrap();
        let after = log(vec![key(2)], vec![key(1).verifier()], Vec::new());
        assert!(!after.has_all_signatures(&old));
        let again = after.sign_again(&after.open(&old.to_string()).unwrap()).unwrap();
        assert!(after.has_all_signatures(&again));
        assert!(
            log(vec![key(2)], Vec::new(), Vec::new())
                .open(&old.to_string())
                .is_err()
        );
    }

    #[test]
    fn only_configured_witnesses_add_to_a_checkpoint_and_stay_when_it_is_signed_again() {
        let witness = SigningKey::witness_from_seed("witness.example", [9; 32]).unwrap();
        let stranger = SigningKey::witness_from_seed("stranger.example", [8; 32]).unwrap();
        let log = log(vec![key(1)], Vec::new(), vec![witness.verifier()]);
        let note = log.sign(1, leaf_hash(b"x")).unwrap();
        let line = |key: &SigningKey| {
            let mut note = note.clone();
            note.sign(key, 1_700_000_000).unwrap();
            note.signatures().last().unwrap().clone()
        };
        assert!(log.cosign(&note.to_string(), line(&stranger)).is_err());
        let cosigned = log.cosign(&note.to_string(), line(&witness)).unwrap();
        let again = log.sign_again(&log.open(&cosigned).unwrap()).unwrap();
        assert_eq!(again.to_string(), cosigned);
    }
}
