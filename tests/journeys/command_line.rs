//! The command line as its users meet it: exit codes, JSON, load files good and bad, and a load that was killed.

use std::{fmt::Write as _, path::PathBuf, process::Stdio};

use serde_json::{Value, json};
use testkit::TestHub;

use crate::reach::{Reach, command, program, quiet, request};

#[tokio::test(flavor = "multi_thread")]
async fn wrong_usage_is_2_a_refusal_1_and_done_0() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    let code = |output: std::process::Output| output.status.code().unwrap();
    assert_eq!(code(reach.command(&["overview", "--output", "json"]).await), 0);
    assert_eq!(code(reach.command(&["overzicht"]).await), 2);
    assert_eq!(
        code(
            reach
                .command(&["project", "show", "geen", "--as", "auditor"])
                .await
        ),
        1
    );
    let refused = reach
        .command(&["project", "show", "geen", "--as", "auditor", "--output", "json"])
        .await;
    let error: Value = serde_json::from_slice(&refused.stderr).unwrap();
    assert_eq!(error["error"]["reason"], "PROJECT_UNKNOWN");
    let away = command(
        "http://127.0.0.1:9",
        hub.servers.home(),
        &["overview", "--timeout", "5"],
    )
    .await;
    assert_eq!(code(away), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_come_in_dutch_english_and_json() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    let text = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    assert!(text(reach.command(&["overview"]).await).contains("Landelijk overzicht"));
    assert!(text(reach.command(&["overview", "--lang", "en"]).await).contains("National overview"));
    let json: Value =
        serde_json::from_str(&text(reach.command(&["overview", "--output", "json"]).await)).unwrap();
    assert!(json["freshness"].is_object() && json["groups"].is_array());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_faults_loads_what_is_good_and_names_the_rest_by_line() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    let mut lines = format!(
        "{}\n",
        json!({"about": {"title": {"nl": "Toets", "en": "Test"}, "source": "toets"}})
    );
    let theme = |id: &str| {
        json!({"call": "DefineEntry", "as": "national-coordinator",
        "request": {"entry": {"theme": {"themeId": id, "name": {"nl": "Thema", "en": "Theme"}}, "source": "toets"}}})
    };
    writeln!(lines, "{}", theme("goed")).unwrap();
    writeln!(
        lines,
        "{}",
        json!({"call": "DefineEntry", "as": "national-coordinator", "request": {"entry": {"thema": {}}}})
    )
    .unwrap();
    lines.push_str("geen json\n");
    writeln!(lines, "{}", json!({"call": "BestaatNiet", "request": {}})).unwrap();
    writeln!(lines, "{}", theme("geen goed id!")).unwrap();
    let mut bytes = lines.into_bytes();
    bytes.extend(b"\xff\xfe\n");
    bytes.extend(format!("{}\n", theme("ook-goed")).bytes());
    let file = write(&hub, "fouten.jsonl", &bytes);

    let output = reach.command(&["load", file.to_str().unwrap()]).await;
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for line in [3, 4, 5, 6, 7] {
        assert!(
            told.contains(&format!("fouten.jsonl:{line}")),
            "line {line} is missing in {told}"
        );
    }
    testkit::eventually("what is good was loaded", async || {
        let list = request(json!({"kind": "ENTRY_KIND_THEME"}));
        let themes = hub
            .anyone()
            .reference()
            .list_entries(list)
            .await
            .unwrap()
            .into_inner()
            .entries;
        (themes.len() == 2).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_was_killed_is_finished_by_the_next_and_nothing_happens_twice() {
    let hub = TestHub::start(quiet()).await;
    let reach = Reach::whole(&hub);
    let mut lines = format!(
        "{}\n",
        json!({"about": {"title": {"nl": "Toets", "en": "Test"}, "source": "toets"}})
    );
    for number in 0..2_000 {
        let entry = json!({"theme": {"themeId": format!("t-{number}"), "name": {"nl": "Thema", "en": "Theme"}}, "source": "toets"});
        writeln!(
            lines,
            "{}",
            json!({"call": "DefineEntry", "as": "national-coordinator", "request": {"entry": entry}})
        )
        .unwrap();
    }
    let file = write(&hub, "veel.jsonl", lines.as_bytes());
    let mut loading = std::process::Command::new(program())
        .arg("load")
        .arg(&file)
        .args(["--address", &hub.address(), "--data-dir"])
        .arg(hub.servers.home())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    testkit::eventually("some lines are in", async || {
        (head(&reach).await > 50).then_some(())
    })
    .await;
    loading.kill().unwrap();
    loading.wait().unwrap();

    let output = reach.command(&["load", file.to_str().unwrap()]).await;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    testkit::eventually("every theme is in the ledger once", async || {
        (head(&reach).await == 2_000).then_some(())
    })
    .await;
    let again = reach
        .command(&["load", file.to_str().unwrap(), "--output", "json"])
        .await;
    assert!(again.status.success());
    assert_eq!(head(&reach).await, 2_000);
}

async fn head(reach: &Reach<'_>) -> u64 {
    reach
        .ledger("auditor")
        .ledger()
        .get_head(request(json!({})))
        .await
        .unwrap()
        .into_inner()
        .position
}

fn write(hub: &TestHub, name: &str, bytes: &[u8]) -> PathBuf {
    let path = hub.servers.home().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
