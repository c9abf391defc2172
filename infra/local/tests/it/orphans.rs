use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use local::{Binaries, Durability, Nats, Postgres};

use crate::machine::{data_dir, eventually, processes};

fn with_servers(data_dir: &Path, command: &[&str]) -> Command {
    let mut with_servers = Command::new(env!("CARGO_BIN_EXE_with-servers"));
    with_servers.arg(data_dir).args(command);
    with_servers
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    with_servers
}

#[tokio::test]
async fn when_the_hub_is_killed_its_servers_stop_in_an_orderly_way() {
    let data_dir = data_dir();
    let started = data_dir.path().join("started");
    let script = format!("echo > {}; exec sleep 600", started.display());
    let mut hub = with_servers(data_dir.path(), &["sh", "-c", &script])
        .spawn()
        .unwrap();
    eventually("the hub is up", || started.exists()).await;

    hub.kill().unwrap();
    hub.wait().unwrap();
    let servers = |part: &str| processes(&data_dir.path().join(part).display().to_string());
    eventually("both servers are gone", || {
        servers("postgres").is_empty() && servers("nats").is_empty()
    })
    .await;
    let log = fs::read_to_string(data_dir.path().join("postgres/log")).unwrap();
    assert!(log.contains("received fast shutdown request"), "{log}");
    assert!(log.contains("database system is shut down"), "{log}");

    // The command was not ours to end.
    for pid in processes(&started.display().to_string()) {
        let _ = nix::sys::signal::kill(
            nix::unistd::Pid::from_raw(pid.try_into().unwrap()),
            nix::sys::signal::SIGKILL,
        );
    }
}

#[tokio::test]
async fn right_after_the_hub_was_killed_another_one_can_start() {
    let data_dir = data_dir();
    let started = data_dir.path().join("started");
    let script = format!("echo > {}; exec sleep 5", started.display());
    let mut hub = with_servers(data_dir.path(), &["sh", "-c", &script])
        .spawn()
        .unwrap();
    eventually("the hub is up", || started.exists()).await;

    hub.kill().unwrap();
    hub.wait().unwrap();
    let binaries = Binaries::find().unwrap();
    let (postgres, nats) = tokio::join!(
        Postgres::start(&binaries, data_dir.path(), Durability::Tests),
        Nats::start(&binaries, data_dir.path()),
    );
    postgres.unwrap().stop().await.unwrap();
    nats.unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn the_command_gets_the_addresses_and_its_exit_code_is_passed_on() {
    let data_dir = data_dir();
    let script = r#"echo "$DATABASE_URL $NATS_URL"; exit 3"#;
    let mut command = with_servers(data_dir.path(), &["sh", "-c", script]);
    let output = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.starts_with("postgres://schakelpunt:") && printed.contains("nats://schakelpunt:"),
        "{printed}"
    );
    assert_eq!(output.status.code(), Some(3));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // Who watched over the servers ends a moment after them.
    let data_dir = data_dir.path().display().to_string();
    eventually("nothing is left", || processes(&data_dir).is_empty()).await;
}
