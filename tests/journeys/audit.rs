//! An auditor at work: proofs of single events, audits over the network and of the tables, and a ledger that was tampered
//! with by somebody who owns the database.

mod oracle;
mod tampering;

use std::{fmt::Write as _, path::PathBuf};

use serde_json::{Value, json};
use testkit::{TestHub, request_id};

use self::{
    oracle::Oracle,
    tampering::{CUT_OFF, Database, SERVED, TABLES},
};
use crate::reach::{Reach, command, quiet, request};

/// Entries of the ledger that is audited: two full tiles and a part of a third.
const ENTRIES: u64 = 700;
/// Entries at the first audit.
const EARLIER: u64 = 350;

/// Loads themes until the ledger has so many entries.
async fn fill(reach: &Reach<'_>, home: &std::path::Path, entries: std::ops::RangeInclusive<u64>) {
    let about = json!({"about": {"title": {"nl": "Toets", "en": "Test"}, "source": "toets"}});
    let mut lines = format!("{about}\n");
    for number in entries.clone() {
        let name = json!({"nl": format!("Thema € {number}"), "en": "Theme"});
        let entry = json!({"theme": {"themeId": format!("t-{number}"), "name": name}, "source": "toets"});
        let call = json!({"call": "DefineEntry", "as": "national-coordinator", "request": {"entry": entry}});
        writeln!(lines, "{call}").unwrap();
    }
    let file = home.join(format!("themas-{}.jsonl", entries.start()));
    std::fs::write(&file, lines).unwrap();
    let output = reach.command(&["load", file.to_str().unwrap()]).await;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    testkit::eventually("the entries are in the ledger", async || {
        let head = reach
            .ledger("auditor")
            .ledger()
            .get_head(request(json!({})))
            .await
            .unwrap();
        (head.into_inner().position == *entries.end()).then_some(())
    })
    .await;
}

/// Runs `ledger verify` and gives its exit code and what it said as JSON.
async fn verify(address: &str, home: &std::path::Path, arguments: &[&str]) -> (i32, Value) {
    let mut all = vec!["ledger", "verify", "--output", "json"];
    all.extend(arguments);
    let output = command(address, home, &all).await;
    let told = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), told)
}

/// Says to the command line what the hub runs with, as `up` does.
fn leave_settings(hub: &TestHub) {
    let home = hub.servers.home();
    let settings = json!({
        "profile": "development",
        "database": {"url": hub.servers.database_url()},
        "broker": {"url": hub.servers.nats.url()},
        "identity": {
            "pseudonym_key": home.join("pseudonym.key"),
            "service_key": home.join("services.pem"),
            "development_key": hub.servers.development_key(),
        },
    });
    std::fs::write(home.join("running.toml"), toml::to_string(&settings).unwrap()).unwrap();
}

fn path(hub: &TestHub, name: &str) -> (PathBuf, String) {
    let path = hub.servers.home().join(name);
    let text = path.display().to_string();
    (path, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_receipt_of_a_change_can_be_turned_into_a_proof_that_holds_offline() {
    let hub = TestHub::start(quiet()).await;
    let reach = Reach::whole(&hub);
    let entry =
        json!({"theme": {"themeId": "bewijs", "name": {"nl": "Bewijs", "en": "Proof"}}, "source": "toets"});
    let coordinator = hub.caller("national-coordinator");
    let define = request(json!({"requestId": request_id(), "entry": entry}));
    let defined = coordinator
        .reference()
        .define_entry(define)
        .await
        .unwrap()
        .into_inner();
    let token = defined.receipt.unwrap().consistency_token;
    assert!(token.starts_with("programme:"), "{token}");

    // Right after the change: the event may still be on its way.
    let (receipt, receipt_file) = path(&hub, "bewijs.txt");
    let written = reach
        .command(&[
            "ledger",
            "proof",
            &token,
            "--file",
            &receipt_file,
            "--as",
            "auditor",
        ])
        .await;
    assert!(
        written.status.success(),
        "{}",
        String::from_utf8_lossy(&written.stderr)
    );
    let keys = hub
        .anyone()
        .ledger()
        .get_verifier_keys(request(json!({})))
        .await
        .unwrap()
        .into_inner();
    let (key_file, key_path) = path(&hub, "sleutel.txt");
    std::fs::write(&key_file, &keys.current[0]).unwrap();

    // Checked without any hub, and by crates of others.
    let check = async |arguments: &[&str]| command("http://127.0.0.1:9", hub.servers.home(), arguments).await;
    let output = check(&[
        "ledger",
        "check",
        &receipt_file,
        "--key",
        &key_path,
        "--output",
        "json",
    ])
    .await;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shown["position"], 1);
    assert_eq!(shown["origin"], Value::String(keys.origin.clone()));
    let text = std::fs::read_to_string(&receipt).unwrap();
    oracle::check_receipt(&text, &keys.current[0]);

    // The same event by position and by id, to standard output.
    for name in ["1", shown["event"]["eventId"].as_str().unwrap()] {
        let output = reach.command(&["ledger", "proof", name, "--as", "auditor"]).await;
        oracle::check_receipt(&String::from_utf8(output.stdout).unwrap(), &keys.current[0]);
    }
    // A changed receipt, and somebody else's key.
    std::fs::write(&receipt, text.replacen("index 0", "index 1", 1)).unwrap();
    let changed = check(&["ledger", "check", &receipt_file, "--key", &key_path]).await;
    assert_eq!(changed.status.code(), Some(1));
    std::fs::write(&receipt, &text).unwrap();
    let other = transparency::SigningKey::from_seed(&keys.origin, [9; 32])
        .unwrap()
        .verifier()
        .to_string();
    assert_eq!(
        check(&["ledger", "check", &receipt_file, "--key", &other])
            .await
            .status
            .code(),
        Some(1)
    );
    // An event that is not there.
    let unknown = reach
        .command(&["ledger", "proof", "999999", "--as", "auditor", "--output", "json"])
        .await;
    let error: Value = serde_json::from_slice(&unknown.stderr).unwrap();
    assert_eq!(error["error"]["reason"], "EVENT_UNKNOWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_in_the_database_an_audit_names_the_first_position_that_is_wrong() {
    let mut hub = TestHub::start(quiet()).await;
    leave_settings(&hub);
    let (address, home) = (hub.address(), hub.servers.home().to_owned());
    fill(&Reach::whole(&hub), &home, 1..=EARLIER).await;

    // The first audit keeps its checkpoint, the second goes on from there.
    let (_, kept) = path(&hub, "checkpoint");
    let (code, told) = verify(&address, &home, &["--as", "auditor", "--save", &kept]).await;
    assert_eq!((code, &told["entries"]), (0, &json!(EARLIER)), "{told}");
    assert_eq!(told["independent"], false);
    fill(&Reach::whole(&hub), &home, EARLIER + 1..=ENTRIES).await;
    let key = told["keys"][0].as_str().unwrap().to_owned();
    let (_, newer) = path(&hub, "checkpoint-2");
    let from = [
        "--as", "auditor", "--from", &kept, "--key", &key, "--save", &newer,
    ];
    let (code, told) = verify(&address, &home, &from).await;
    assert_eq!((code, &told["coveredBefore"]), (0, &json!(EARLIER)), "{told}");
    assert_eq!(
        (&told["position"], &told["independent"]),
        (&json!(ENTRIES), &json!(true)),
        "{told}"
    );
    let (code, told) = verify(&address, &home, &["--as", "auditor"]).await;
    assert_eq!(
        (code, &told["signed"], &told["entries"]),
        (0, &json!(ENTRIES), &json!(ENTRIES)),
        "{told}"
    );
    for arguments in [&["--tables"][..], &["--tables", "--from", &kept, "--key", &key]] {
        let (code, told) = verify(&address, &home, arguments).await;
        assert_eq!((code, &told["position"]), (0, &json!(ENTRIES)), "{told}");
    }
    // What is served are the files of the standard, by the reckoning of others.
    Oracle::read(&hub, &key).await.check().await;
    // Only those who may see everything can compare everything.
    let output = command(&address, &home, &["ledger", "verify", "--as", "ministry-reader"]).await;
    assert_eq!(output.status.code(), Some(1));

    let database = Database::open(&hub.servers.database_url()).await;
    for case in SERVED {
        database.tamper(case).await;
        let (code, told) = verify(&address, &home, &["--as", "auditor"]).await;
        case.is_found(code, &told);
        database.restore().await;
    }
    hub.stop().await.unwrap();
    for case in TABLES {
        database.tamper(case).await;
        let (code, told) = verify(&address, &home, &["--tables"]).await;
        case.is_found(code, &told);
        database.restore().await;
    }
    // Cut off with all that speaks of it, the hub's own memory included: only what the auditor kept tells.
    let _ = std::fs::remove_dir_all(home.join("ledger-memory"));
    database.tamper(&CUT_OFF).await;
    assert_eq!(verify(&address, &home, &["--tables", "--from", &kept]).await.0, 0);
    let (code, told) = verify(&address, &home, &["--tables", "--from", &newer]).await;
    CUT_OFF.is_found(code, &told);
    database.restore().await;
    assert_eq!(verify(&address, &home, &["--tables"]).await.0, 0);
}
