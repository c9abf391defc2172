//! `schakelpunt ledger check`: whether a receipt proves what it says, with nothing but the receipt and a public key.

use std::{fs, path::Path};

use bytes::Bytes;
use serde::Serialize;
use transparency::{KeyKind, Receipt, SignedCheckpoint, VerifierKey, leaf_hash};

use super::{
    super::Session,
    event::{self, Attributes},
    keys,
    outcome::{Witness, witnessed},
};
use crate::{
    cli::CheckArgs,
    failure::{Failure, Note},
    output::Page,
};

/// What a receipt proves.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shown {
    /// Place in the ledger, from 1.
    position: u64,
    /// Name of the log.
    origin: String,
    /// Entries that the checkpoint covers.
    size: u64,
    /// Root over them, in base64.
    root: String,
    /// Keys that are trusted and have signed.
    signed_by: Vec<String>,
    /// Witnesses that are trusted and have seen the checkpoint.
    witnesses: Vec<Witness>,
    /// Others whose signatures stand there; not checked, as no key of theirs was given.
    unchecked: Vec<String>,
    /// The event.
    event: Attributes,
}

pub(super) fn run(args: &CheckArgs, session: &Session<'_>) -> Result<(), Failure> {
    let keys = keys::given(&args.keys)?;
    let bytes = fs::read(&args.receipt).map_err(|error| Failure::file(&args.receipt, error))?;
    let shown = check(&bytes, &keys).map_err(|error| refused(&args.receipt, &error))?;
    let event = event::read(&shown.entry)?;
    let shown = shown.with(event);
    Ok(session.screen.answer(&shown, |page, shown| shown.show(page))?)
}

fn refused(file: &Path, error: &dyn std::fmt::Display) -> Failure {
    let note = Note::new("receipt-refused")
        .with("place", file.display())
        .with("error", error);
    Failure::Local(note)
}

/// A receipt that holds.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) index: u64,
    pub(super) entry: Bytes,
    pub(super) checkpoint: SignedCheckpoint,
    keys: Vec<VerifierKey>,
}

/// Checks everything about a receipt but what its event says.
pub(super) fn check(bytes: &[u8], keys: &[VerifierKey]) -> Result<Checked, String> {
    let receipt = Receipt::parse(bytes).map_err(|error| error.to_string())?;
    // One receipt has one form; a changed byte that parsers pass over is a change all the same.
    if receipt.to_string().as_bytes() != bytes {
        return Err("not written in the one form of c2sp.org/tlog-proof".to_owned());
    }
    let entry = receipt
        .extra
        .clone()
        .ok_or("the bytes of the entry are missing (extra)")?;
    let checkpoint = receipt
        .verify(leaf_hash(&entry), keys)
        .map_err(|error| error.to_string())?;
    Ok(Checked {
        index: receipt.index,
        entry: entry.into(),
        checkpoint,
        keys: keys.to_vec(),
    })
}

impl Checked {
    fn with(&self, event: Attributes) -> Shown {
        let lines = || self.checkpoint.note().signatures().iter();
        let known = |kind| self.keys.iter().filter(move |key| key.kind() == kind);
        let signed_by = known(KeyKind::Log).filter(|key| lines().any(|line| line.is_of(key)));
        let witnesses: Vec<_> = known(KeyKind::Witness).cloned().collect();
        let unchecked = lines().filter(|line| !self.keys.iter().any(|key| line.is_of(key)));
        Shown {
            position: self.index.saturating_add(1),
            origin: self.checkpoint.checkpoint().origin().to_owned(),
            size: self.checkpoint.size(),
            root: self.checkpoint.root().to_string(),
            signed_by: signed_by.map(ToString::to_string).collect(),
            witnesses: witnessed(&self.checkpoint, &witnesses),
            unchecked: unchecked.map(|line| line.name().to_owned()).collect(),
            event,
        }
    }
}

impl Shown {
    fn show(&self, page: &mut Page<'_>) {
        let (position, size) = (self.position.to_string(), self.size.to_string());
        let values = [
            ("position", position.as_str()),
            ("size", &size),
            ("origin", &self.origin),
        ];
        page.line(page.texts.with("receipt-holds", &values));
        self.event.show(page);
        page.field("ledger-root", &self.root);
        self.signed_by
            .iter()
            .for_each(|key| page.field("ledger-key", key));
        for witness in &self.witnesses {
            let values = [("name", witness.name.as_str()), ("time", &witness.time)];
            page.line(page.texts.with("ledger-witnessed", &values));
        }
        page.field("receipt-unchecked", self.unchecked.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use transparency::{Checkpoint, Edge, Plan, SigningKey, TileId, TileSet};

    use super::*;

    const ENTRY: &[u8] = br#"{"specversion":"1.0","id":"programme-000000000002","source":"s","type":"t","subject":"x","time":"2024-05-01T10:00:00Z","datacontenttype":"application/json","audience":"public","block":"programme","blocksequence":"1","logposition":"2","data":{"n":1}}"#;

    fn key() -> SigningKey {
        SigningKey::from_seed("example.org/log", [1; 32]).unwrap()
    }

    fn receipt(witness: Option<&SigningKey>) -> String {
        let leaves: Vec<_> = (0..4_u8)
            .map(|n| leaf_hash(&[n]))
            .chain([leaf_hash(ENTRY)])
            .collect();
        let mut edge = Edge::default();
        edge.extend(leaves.iter().copied());
        let checkpoint = Checkpoint::new(key().name(), edge.size(), edge.root()).unwrap();
        let mut note = checkpoint.sign(&[&key()]).unwrap();
        if let Some(witness) = witness {
            note.sign(witness, 1_700_000_000).unwrap();
        }
        let mut tiles = TileSet::default();
        tiles.insert(TileId::new(0, 0, 5).unwrap(), leaves).unwrap();
        let receipt = Receipt {
            extra: Some(ENTRY.to_vec()),
            index: 4,
            proof: Plan::inclusion(4, 5).unwrap().prove(&tiles).unwrap(),
            checkpoint: note,
        };
        receipt.to_string()
    }

    #[test]
    fn a_receipt_shows_what_it_proves() {
        let witness = SigningKey::witness_from_seed("w.example", [2; 32]).unwrap();
        let text = receipt(Some(&witness));
        let checked = check(text.as_bytes(), &[key().verifier(), witness.verifier()]).unwrap();
        let shown = checked.with(event::read(&checked.entry).unwrap());
        assert_eq!((shown.position, shown.size, shown.signed_by.len()), (5, 5, 1));
        assert_eq!(
            shown.witnesses,
            [Witness {
                name: "w.example".into(),
                time: "2023-11-14T22:13:20Z".into()
            }]
        );
        assert_eq!(shown.event.event_id, "programme-000000000002");
        let alone = check(text.as_bytes(), &[key().verifier()]).unwrap();
        assert_eq!(
            alone.with(event::read(&alone.entry).unwrap()).unchecked,
            ["w.example"]
        );
    }

    #[test]
    fn any_change_is_refused() {
        let (text, keys) = (receipt(None), [key().verifier()]);
        for at in 0..text.len() {
            for flip in [1, 0x20] {
                let mut changed = text.clone().into_bytes();
                changed[at] ^= flip;
                assert!(check(&changed, &keys).is_err(), "byte {at} of {text}");
            }
        }
        for changed in [
            format!("{text}\n"),
            text.replacen("extra", "extra ", 1),
            text[..text.len() - 1].into(),
        ] {
            assert!(check(changed.as_bytes(), &keys).is_err(), "{changed}");
        }
        let other = SigningKey::from_seed("example.org/log", [9; 32]).unwrap();
        assert!(check(text.as_bytes(), &[other.verifier()]).is_err());
    }
}
