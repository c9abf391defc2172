//! Documents exchanged with an independent implementation, in both directions: see `interop/exchange.mjs`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use credentials::{KnownDocuments, Recipient, StatusEntry, StatusPurpose, Verdict, verify};

use crate::{
    samples::{achievement, credential, iri, issuer, time},
    verifying::{LIST, NOW, Provider, objections},
};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Verifies what the other implementation made.
async fn verify_theirs(folder: &Path) {
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    let lookup = KnownDocuments::default()
        .with("https://maker.example/issuers/1", read("controller.json"))
        .with("https://maker.example/status/1", read("status-list.json"));
    for name in ["good.json", "good.jwt", "good-version-1.jwt"] {
        let report = verify(&read(name), &lookup, time(NOW)).await;
        assert_eq!(report.verdict(), Verdict::Verified, "{name}:\n{report}");
    }
    let revoked = verify(&read("revoked.json"), &lookup, time(NOW)).await;
    assert_eq!(objections(&revoked), ["status: REVOKED"]);
}

/// Makes what the other implementation is to verify.
fn make_ours(folder: &Path) {
    let mut provider = Provider::new();
    provider.bits.set(23, true).unwrap();
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();
    write("controller.json", provider.controller.to_json());
    write("status-list.json", provider.list(StatusPurpose::Revocation));
    write("good.json", provider.document());
    write("good.jwt", provider.tokens.sign(&credential()).unwrap());
    let revoked = credentials::AchievementCredential::new(
        iri("https://provider.example/credentials/2"),
        issuer(),
        Recipient::by_id(iri("did:example:2")),
        achievement(),
        credential().validity(),
    )
    .with_status(StatusEntry::new(iri(LIST), StatusPurpose::Revocation, 23).unwrap());
    write(
        "revoked.json",
        provider
            .proofs
            .sign(&revoked, time("2026-01-01T00:00:00Z"))
            .unwrap(),
    );
}

#[tokio::test]
async fn recorded_documents_verify() {
    verify_theirs(&folder("tests/fixtures/interop")).await;
}

/// Needs Node.js and `make interop`, or says that it was skipped.
#[tokio::test]
async fn documents_are_exchanged_both_ways() {
    let interop = folder("interop");
    let node = Command::new("node").arg("--version").output();
    if node.is_err() || !interop.join("node_modules").exists() {
        eprintln!(
            "skipped: node is not there, or the packages of libs/credentials/interop are not installed"
        );
        return;
    }
    let run = |command: &str, folder: &Path| {
        let script = interop.join("exchange.mjs");
        let output = Command::new("node")
            .arg(script)
            .arg(command)
            .arg(folder)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {said}");
    };
    let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    make_ours(ours.path());
    run("check", ours.path());
    run("make", theirs.path());
    verify_theirs(theirs.path()).await;
    // Everything in it is deterministic: what was recorded is what it still makes.
    for name in ["good.json", "good.jwt", "good-version-1.jwt", "revoked.json"] {
        let recorded = fs::read(folder("tests/fixtures/interop").join(name)).unwrap();
        assert_eq!(fs::read(theirs.path().join(name)).unwrap(), recorded, "{name}");
    }
}
