use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use local::{Binaries, Durability, Error, Postgres};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use sqlx::{Connection, Executor, PgConnection, Row};

use crate::machine::{data_dir, eventually, is_root, pid_in, private_data_dir, processes, user_of};

async fn start(data_dir: &Path) -> Postgres {
    Postgres::start(&Binaries::find().unwrap(), data_dir, Durability::Tests)
        .await
        .unwrap()
}

async fn text(postgres: &Postgres, query: &str) -> String {
    let mut connection = PgConnection::connect(&postgres.url("postgres")).await.unwrap();
    connection.fetch_one(query).await.unwrap().get(0)
}

async fn run(postgres: &Postgres, statement: &str) {
    let mut connection = PgConnection::connect(&postgres.url("postgres")).await.unwrap();
    connection.execute(statement).await.unwrap();
}

async fn cluster(postgres: &Postgres) -> PathBuf {
    text(postgres, "SHOW data_directory").await.into()
}

#[tokio::test]
async fn it_is_as_promised() {
    let data_dir = data_dir();
    let mut postgres = start(data_dir.path()).await;
    for (setting, value) in [
        ("server_encoding", "UTF8"),
        ("lc_collate", "C"),
        ("listen_addresses", "127.0.0.1"),
        ("max_connections", "300"),
        ("fsync", "off"),
        ("TimeZone", "UTC"),
    ] {
        let query = format!("SELECT current_setting('{setting}')");
        assert_eq!(text(&postgres, &query).await, value, "{setting}");
    }
    let stored = text(
        &postgres,
        "SELECT rolpassword FROM pg_authid WHERE rolname = 'schakelpunt'",
    )
    .await;
    assert!(stored.starts_with("SCRAM-SHA-256$"));
    let password = data_dir.path().join("postgres/password");
    assert_eq!(
        fs::metadata(password).unwrap().permissions().mode() & 0o777,
        0o600
    );
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn full_durability_waits_for_the_disk() {
    let data_dir = data_dir();
    let binaries = Binaries::find().unwrap();
    let mut postgres = Postgres::start(&binaries, data_dir.path(), Durability::Full)
        .await
        .unwrap();
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        assert_eq!(
            text(&postgres, &format!("SHOW {setting}")).await,
            "on",
            "{setting}"
        );
    }
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn nobody_gets_in_without_the_password() {
    let data_dir = data_dir();
    let postgres = start(data_dir.path()).await;
    let password = fs::read_to_string(data_dir.path().join("postgres/password")).unwrap();
    for url in [postgres.url("postgres"), postgres.url_by_port("postgres")] {
        let refused = PgConnection::connect(&url.replace(&password, "guess"))
            .await
            .unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "28P01");
        PgConnection::connect(&url).await.unwrap();
    }
}

#[tokio::test]
async fn it_is_reached_through_a_socket_of_its_own_account() {
    let data_dir = data_dir();
    let postgres = start(data_dir.path()).await;
    let folder = text(&postgres, "SHOW unix_socket_directories").await;
    assert_eq!(
        text(&postgres, "SELECT (inet_client_addr() IS NULL)::text").await,
        "true"
    );
    let found = fs::metadata(&folder).unwrap();
    assert_eq!(found.permissions().mode() & 0o777, 0o700);
    assert_eq!(found.uid(), fs::metadata(cluster(&postgres).await).unwrap().uid());
}

#[tokio::test]
async fn sockets_of_a_killed_server_are_gone_at_the_next_start() {
    let data_dir = data_dir();
    let postgres = start(data_dir.path()).await;
    let folder = PathBuf::from(text(&postgres, "SHOW unix_socket_directories").await);
    fs::write(folder.join(".s.PGSQL.1"), "").unwrap();
    drop(postgres);
    let _postgres = start(data_dir.path()).await;
    assert!(!folder.join(".s.PGSQL.1").exists());
}

#[tokio::test]
async fn a_data_directory_with_a_long_path_is_reached_by_port() {
    let data_dir = data_dir();
    let postgres = start(&data_dir.path().join("x".repeat(90))).await;
    assert_eq!(postgres.url("postgres"), postgres.url_by_port("postgres"));
    assert_eq!(text(&postgres, "SHOW unix_socket_directories").await, "");
}

#[tokio::test]
async fn the_data_survive_every_way_of_stopping_and_the_address_stays() {
    let data_dir = data_dir();
    let mut postgres = start(data_dir.path()).await;
    let url = postgres.url("postgres");
    run(&postgres, "CREATE TABLE kept AS SELECT 'it is here' AS text").await;

    postgres.restart().await.unwrap();
    assert_eq!(text(&postgres, "SELECT text FROM kept").await, "it is here");

    postgres.stop_immediate().await.unwrap();
    PgConnection::connect(&url).await.unwrap_err();
    postgres.restart().await.unwrap();
    assert_eq!(text(&postgres, "SELECT text FROM kept").await, "it is here");
    assert_eq!(postgres.url("postgres"), url);

    drop(postgres);
    let mut postgres = start(data_dir.path()).await;
    assert_eq!(text(&postgres, "SELECT text FROM kept").await, "it is here");
    postgres.stop().await.unwrap();
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_start_on_the_same_data_directory_is_refused() {
    let data_dir = data_dir();
    let _first = start(data_dir.path()).await;
    let second = Postgres::start(&Binaries::find().unwrap(), data_dir.path(), Durability::Tests).await;
    let message = second.unwrap_err().to_string();
    let holder = format!("is in use by another process (process {})", std::process::id());
    assert!(message.contains(&holder), "{message}");
}

#[tokio::test]
async fn it_never_runs_as_root() {
    let data_dir = data_dir();
    let postgres = start(data_dir.path()).await;
    let cluster = cluster(&postgres).await;
    assert!(cluster.starts_with(data_dir.path()));
    assert_ne!(user_of(pid_in(&cluster.join("postmaster.pid"))), 0);
}

#[tokio::test]
async fn out_of_its_accounts_reach_its_files_move_and_are_found_again() {
    let data_dir = private_data_dir();
    let mut postgres = start(data_dir.path()).await;
    let first = cluster(&postgres).await;
    assert_eq!(
        first.starts_with(data_dir.path()),
        !is_root(),
        "{}",
        first.display()
    );
    run(&postgres, "CREATE TABLE kept (id int)").await;
    postgres.stop().await.unwrap();
    drop(postgres);

    let postgres = start(data_dir.path()).await;
    assert_eq!(cluster(&postgres).await, first);
    run(&postgres, "INSERT INTO kept VALUES (1)").await;
    drop(postgres);

    // The next start removes what belongs to no data directory any more.
    data_dir.close().unwrap();
    let other = private_data_dir();
    let _other = start(other.path()).await;
    assert!(!first.exists());
}

#[tokio::test]
async fn what_must_last_is_not_removed_with_its_data_directory() {
    let data_dir = private_data_dir();
    let binaries = Binaries::find().unwrap();
    let postgres = Postgres::start(&binaries, data_dir.path(), Durability::Full)
        .await
        .unwrap();
    let cluster = cluster(&postgres).await;
    drop(postgres);
    data_dir.close().unwrap();

    let other = private_data_dir();
    drop(start(other.path()).await);
    assert_eq!(cluster.exists(), is_root());
    if is_root() {
        let place = cluster.parent().unwrap().parent().unwrap();
        assert!(place.starts_with("/var"), "{}", place.display());
        fs::remove_dir_all(place).unwrap();
    }
}

#[tokio::test]
async fn a_server_that_is_left_over_is_stopped_first() {
    let data_dir = data_dir();
    let mut postgres = start(data_dir.path()).await;
    run(&postgres, "CREATE TABLE kept AS SELECT 'it is here' AS text").await;
    let cluster = cluster(&postgres).await;
    postgres.stop().await.unwrap();
    drop(postgres);

    let left = start_by_hand(&cluster);
    let pid_file = cluster.join("postmaster.pid");
    eventually("the server by hand is up", || {
        fs::read_to_string(&pid_file).is_ok_and(|lines| lines.contains("ready"))
    })
    .await;
    let postgres = start(data_dir.path()).await;
    assert_eq!(text(&postgres, "SELECT text FROM kept").await, "it is here");
    assert_ne!(pid_in(&pid_file), left.0.id());
}

/// A process that is ended with the test.
struct ByHand(Child);

impl Drop for ByHand {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts `command` as the user who owns `path`.
fn start_as_owner_of(path: &Path, command: &mut Command) -> ByHand {
    let owner = fs::metadata(path).unwrap();
    if is_root() {
        command.uid(owner.uid()).gid(owner.gid());
    }
    ByHand(
        command
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    )
}

/// A PostgreSQL that nobody supervises, on the same cluster.
fn start_by_hand(cluster: &Path) -> ByHand {
    let path = std::env::var_os("PATH").unwrap();
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let program = std::env::split_paths(&path)
        .chain(versions.map(|version| version.path().join("bin")))
        .map(|folder| folder.join("postgres"))
        .find(|program| program.exists())
        .unwrap();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
        .to_string();
    let mut command = Command::new(program);
    command
        .arg("-D")
        .arg(cluster)
        .args(["-p", &port, "-c", "unix_socket_directories="]);
    start_as_owner_of(cluster, &mut command)
}

#[tokio::test]
async fn a_pid_file_whose_number_went_to_somebody_else_does_no_harm() {
    let data_dir = data_dir();
    let mut postgres = start(data_dir.path()).await;
    let cluster = cluster(&postgres).await;
    let pid_file = cluster.join("postmaster.pid");
    let lines = fs::read_to_string(&pid_file).unwrap();
    postgres.stop().await.unwrap();
    drop(postgres);

    // The same user's process, since PostgreSQL believes only in those.
    let mut other = start_as_owner_of(&cluster, Command::new("sleep").arg("600"));
    let (_, rest) = lines.split_once('\n').unwrap();
    fs::write(&pid_file, format!("{}\n{rest}", other.0.id())).unwrap();
    let _postgres = start(data_dir.path()).await;
    assert_ne!(pid_in(&pid_file), other.0.id());
    assert!(
        other.0.try_wait().unwrap().is_none(),
        "the other process must be left alone"
    );
}

#[tokio::test]
async fn an_unexpected_end_is_told_with_the_log() {
    let data_dir = data_dir();
    let postgres = start(data_dir.path()).await;
    let died = postgres.died();
    let pid = pid_in(&cluster(&postgres).await.join("postmaster.pid"));
    kill(Pid::from_raw(pid.try_into().unwrap()), Signal::SIGQUIT).unwrap();
    let message = died.await.to_string();
    assert!(
        message.contains("received immediate shutdown request"),
        "{message}"
    );
}

#[tokio::test]
async fn a_failing_start_is_told_with_the_log() {
    let data_dir = data_dir();
    let mut postgres = start(data_dir.path()).await;
    fs::remove_file(cluster(&postgres).await.join("global/pg_control")).unwrap();
    let message = postgres.restart().await.unwrap_err().to_string();
    assert!(
        message.contains("pg_control") || message.contains("could not find the database system"),
        "{message}"
    );
}

#[tokio::test]
async fn a_lost_password_is_told_at_once() {
    let data_dir = data_dir();
    drop(start(data_dir.path()).await);
    fs::remove_file(data_dir.path().join("postgres/password")).unwrap();
    let result = Postgres::start(&Binaries::find().unwrap(), data_dir.path(), Durability::Tests).await;
    assert!(matches!(result, Err(Error::Refused { .. })));
}

#[tokio::test]
async fn an_interrupted_first_start_does_no_harm() {
    let data_dir = data_dir();
    let postgres = start(data_dir.path()).await;
    let cluster = cluster(&postgres).await;
    drop(postgres);
    fs::remove_file(cluster.join("PG_VERSION")).unwrap();
    fs::rename(&cluster, cluster.with_extension("unfinished")).unwrap();
    let postgres = start(data_dir.path()).await;
    assert!(!cluster.with_extension("unfinished").exists());
    assert_eq!(text(&postgres, "SELECT 'works'").await, "works");
}

#[tokio::test]
async fn dropping_leaves_no_process() {
    let data_dir = data_dir();
    let postgres = start(data_dir.path()).await;
    let path = data_dir.path().display().to_string();
    assert!(!processes(&path).is_empty());
    drop(postgres);
    assert_eq!(processes(&path), Vec::<u32>::new());
}
