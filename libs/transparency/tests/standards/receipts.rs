//! Checkpoints with several signatures, witnesses, and receipts.

use transparency::{
    Checkpoint, CheckpointError, Edge, Hash, KeyError, Note, NoteError, Plan, Receipt, ReceiptError,
    SignedCheckpoint, SigningKey, TileId, TileSet, VerifierKey, leaf_hash,
};

const ORIGIN: &str = "example.org/log";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN, [seed; 32]).unwrap()
}

fn witness(name: &str, seed: u8) -> SigningKey {
    SigningKey::witness_from_seed(name, [seed; 32]).unwrap()
}

fn leaves() -> Vec<Hash> {
    (0..5_u8).map(|n| leaf_hash(&[n])).collect()
}

fn checkpoint() -> Checkpoint {
    let mut edge = Edge::default();
    edge.extend(leaves());
    Checkpoint::new(ORIGIN, edge.size(), edge.root()).unwrap()
}

fn receipt(signed: Note, extra: Option<&[u8]>) -> Receipt {
    let mut tiles = TileSet::default();
    tiles.insert(TileId::new(0, 0, 5).unwrap(), leaves()).unwrap();
    Receipt {
        extra: extra.map(<[u8]>::to_vec),
        index: 3,
        proof: Plan::inclusion(3, 5).unwrap().prove(&tiles).unwrap(),
        checkpoint: signed,
    }
}

#[test]
fn while_keys_change_both_old_and_new_readers_are_served() {
    let (old, new) = (key(1), key(2));
    let note = checkpoint().sign(&[&new, &old]).unwrap().to_string();
    for trusted in [&old, &new] {
        let opened = SignedCheckpoint::open(note.as_bytes(), &[trusted.verifier()]).unwrap();
        assert_eq!(opened.checkpoint(), &checkpoint());
        assert_eq!(opened.to_string(), note);
    }
    let stranger = SignedCheckpoint::open(note.as_bytes(), &[key(3).verifier()]);
    assert_eq!(stranger, Err(NoteError::Untrusted.into()));
}

#[test]
fn one_forged_signature_of_a_known_key_spoils_the_note() {
    let (good, bad) = (key(1), key(2));
    let mut other = Checkpoint::new(ORIGIN, 9, checkpoint().root())
        .unwrap()
        .sign(&[&bad])
        .unwrap();
    let forged = other.signatures()[0].clone();
    other = checkpoint().sign(&[&good]).unwrap();
    other.add(forged).unwrap();
    let trusted = [good.verifier(), bad.verifier()];
    assert_eq!(other.verify(&trusted), Err(NoteError::Forged(ORIGIN.into())));
    assert!(other.verify(&trusted[..1]).is_ok());
}

#[test]
fn a_key_of_one_log_does_not_vouch_for_another() {
    let elsewhere = SigningKey::from_seed("example.org/other", [4; 32]).unwrap();
    let note = checkpoint().sign(&[&elsewhere]).unwrap();
    let refused = SignedCheckpoint::of_note(note, &[elsewhere.verifier()]);
    assert_eq!(refused, Err(CheckpointError::NotItsLog(ORIGIN.into())));
}

#[test]
fn a_witness_alone_does_not_make_a_checkpoint() {
    let watcher = witness(ORIGIN, 7);
    let mut note = Note::new(checkpoint().to_string()).unwrap();
    note.sign(&watcher, 1_700_000_000).unwrap();
    let refused = SignedCheckpoint::of_note(note, &[watcher.verifier()]);
    assert_eq!(refused, Err(CheckpointError::NotItsLog(ORIGIN.into())));
}

#[test]
fn witnesses_say_when_they_saw_it() {
    let (log, first, second) = (key(1), witness("w1.example", 8), witness("w2.example", 9));
    let note = checkpoint().sign(&[&log]).unwrap();
    let mut signed = SignedCheckpoint::of_note(note.clone(), &[log.verifier()]).unwrap();
    let mut seen = note;
    seen.sign(&first, 1_700_000_123).unwrap();
    let line = seen.signatures()[1].clone();
    let known = [first.verifier(), second.verifier()];
    assert_eq!(signed.cosign(line.clone(), &known), Ok(1_700_000_123));
    let statements = signed.cosignatures(&known).unwrap();
    assert_eq!(
        (statements.len(), statements[0].witness.as_str()),
        (1, "w1.example")
    );
    assert_eq!(signed.cosignatures(&known[1..]), Ok(Vec::new()));

    // Over another checkpoint, or by nobody we know, it is no statement about this one.
    let later = Checkpoint::new(ORIGIN, 6, checkpoint().root())
        .unwrap()
        .sign(&[&log])
        .unwrap();
    let mut later = SignedCheckpoint::of_note(later, &[log.verifier()]).unwrap();
    assert_eq!(
        later.cosign(line.clone(), &known),
        Err(NoteError::Forged("w1.example".into()))
    );
    assert_eq!(later.cosign(line, &known[1..]), Err(NoteError::Untrusted));
}

#[test]
fn a_receipt_proves_its_entry_and_no_other() {
    let log = key(1);
    let receipt = receipt(checkpoint().sign(&[&log]).unwrap(), Some(b"the entry"));
    let read = Receipt::parse(receipt.to_string().as_bytes()).unwrap();
    assert_eq!(read, receipt);
    let trusted = [log.verifier()];
    assert_eq!(read.verify(leaf_hash(&[3]), &trusted).unwrap().size(), 5);
    assert!(matches!(
        read.verify(leaf_hash(&[2]), &trusted),
        Err(ReceiptError::Proof(_))
    ));
    assert!(matches!(
        read.verify(leaf_hash(&[3]), &[key(2).verifier()]),
        Err(ReceiptError::Checkpoint(_))
    ));
    let elsewhere = Receipt { index: 2, ..read };
    assert!(elsewhere.verify(leaf_hash(&[3]), &trusted).is_err());
}

#[test]
fn a_receipt_is_written_as_the_standard_shows() {
    let text = receipt(checkpoint().sign(&[&key(1)]).unwrap(), None).to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[..2], ["c2sp.org/tlog-proof@v1", "index 3"]);
    assert_eq!(lines[5..8], ["", ORIGIN, "5"]);
    assert_eq!(lines[9], "");
    assert!(lines[10].starts_with("— example.org/log "));
    assert_eq!(lines.len(), 11);
}

#[test]
fn a_key_has_one_text_and_says_what_it_is_for() {
    let log = key(1);
    let text = log.verifier().to_string();
    assert_eq!(text.parse::<VerifierKey>(), Ok(log.verifier()));
    assert_eq!(
        witness("w", 1).verifier().to_string().parse::<VerifierKey>(),
        Ok(witness("w", 1).verifier())
    );
    assert_eq!(
        format!("{}\n", log.to_secret_text())
            .parse::<SigningKey>()
            .unwrap()
            .verifier(),
        log.verifier()
    );
    assert_eq!(text.parse::<SigningKey>().unwrap_err(), KeyError::NotPrivate);
    assert!(!format!("{log:?}").contains("PRIVATE"));
    let renamed = text.replacen("example.org/log", "example.org/lag", 1);
    assert_eq!(renamed.parse::<VerifierKey>(), Err(KeyError::Id));
    for wrong in [
        "",
        "a",
        "a+b",
        "a+b+c",
        "+00000000+AQ==",
        &text[..text.len() - 4],
        &text.to_uppercase(),
    ] {
        assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
    }
    for name in [
        "",
        "with space",
        "with+plus",
        "with\nbreak",
        "with\u{a0}space",
        &"x".repeat(256),
    ] {
        assert_eq!(SigningKey::from_seed(name, [1; 32]).unwrap_err(), KeyError::Name);
    }
}

#[test]
fn a_checkpoint_has_three_lines_and_one_way_to_write_them() {
    let text = checkpoint().to_string();
    assert_eq!(text.parse(), Ok(checkpoint()));
    for wrong in [
        text.trim_end().to_owned(),
        format!("{text}extension\n"),
        format!("\n{text}"),
        text.replacen("\n5\n", "\n05\n", 1),
        text.replacen("\n5\n", "\n+5\n", 1),
        text.replacen("\n5\n", "\n0\n", 1),
        text.replacen("=\n", "\n", 1),
        text.replacen(ORIGIN, "", 1),
        text.replacen(ORIGIN, "a b", 1),
        text.replace('\n', "\r\n"),
    ] {
        assert!(wrong.parse::<Checkpoint>().is_err(), "{wrong:?}");
    }
}
