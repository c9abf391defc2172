use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use async_nats::{Client, ConnectError, ConnectErrorKind, ConnectOptions, ServerAddr, jetstream};
use local::{Binaries, Error, Nats};

use crate::machine::{data_dir, is_root, pid_in, private_data_dir, user_of};

async fn start(data_dir: &Path) -> Nats {
    Nats::start(&Binaries::find().unwrap(), data_dir).await.unwrap()
}

/// Logs in with the name and password in the address, which async-nats itself does not look at.
async fn connect(url: &str) -> Result<Client, ConnectError> {
    let address: ServerAddr = url.parse().unwrap();
    let options = match (address.username(), address.password()) {
        (Some(user), Some(password)) => ConnectOptions::with_user_and_password(user.into(), password.into()),
        _ => ConnectOptions::new(),
    };
    options.connect(address).await
}

async fn jetstream(nats: &Nats) -> jetstream::Context {
    jetstream::new(connect(&nats.url()).await.unwrap())
}

async fn fill(nats: &Nats) {
    let jetstream = jetstream(nats).await;
    let config = jetstream::stream::Config {
        name: "kept".into(),
        subjects: vec!["kept.>".into()],
        ..Default::default()
    };
    jetstream.create_stream(config).await.unwrap();
    jetstream
        .publish("kept.one", "it is here".into())
        .await
        .unwrap()
        .await
        .unwrap();
}

async fn messages(nats: &Nats) -> u64 {
    jetstream(nats)
        .await
        .get_stream("kept")
        .await
        .unwrap()
        .cached_info()
        .state
        .messages
}

#[tokio::test]
async fn streams_survive_stopping_and_killing_and_the_address_stays() {
    let data_dir = data_dir();
    let mut nats = start(data_dir.path()).await;
    let url = nats.url();
    fill(&nats).await;

    nats.restart().await.unwrap();
    assert_eq!(messages(&nats).await, 1);

    nats.kill().await.unwrap();
    connect(&url).await.unwrap_err();
    nats.restart().await.unwrap();
    assert_eq!(messages(&nats).await, 1);
    assert_eq!(nats.url(), url);

    nats.stop().await.unwrap();
    drop(nats);
    let nats = start(data_dir.path()).await;
    assert_eq!(messages(&nats).await, 1);
}

#[tokio::test]
async fn an_empty_store_is_empty() {
    let data_dir = data_dir();
    let mut nats = start(data_dir.path()).await;
    fill(&nats).await;
    nats.restart_with_empty_store().await.unwrap();
    let error = jetstream(&nats).await.get_stream("kept").await.unwrap_err();
    assert!(error.to_string().contains("stream not found"), "{error}");
    fill(&nats).await;
}

#[tokio::test]
async fn nobody_gets_in_without_the_password() {
    let data_dir = data_dir();
    let nats = start(data_dir.path()).await;
    let file = data_dir.path().join("nats/password");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let login = format!("schakelpunt:{}@", fs::read_to_string(file).unwrap());
    for other in ["schakelpunt:guess@", ""] {
        let refused = connect(&nats.url().replace(&login, other)).await.unwrap_err();
        assert_eq!(refused.kind(), ConnectErrorKind::AuthorizationViolation);
    }
    connect(&nats.url()).await.unwrap();
}

#[tokio::test]
async fn a_second_start_on_the_same_data_directory_is_refused() {
    let data_dir = data_dir();
    let _first = start(data_dir.path()).await;
    let second = Nats::start(&Binaries::find().unwrap(), data_dir.path()).await;
    assert!(matches!(second, Err(Error::InUse { .. })));
}

#[tokio::test]
async fn it_never_runs_as_root_and_moves_out_of_unreachable_directories() {
    let data_dir = private_data_dir();
    let nats = start(data_dir.path()).await;
    let nested = data_dir.path().join("nats/home");
    assert_eq!(nested.exists(), !is_root());
    let home = fs::read_to_string(data_dir.path().join("nats/moved-to")).map_or(nested, Into::into);
    assert_ne!(user_of(pid_in(&home.join("pid"))), 0);
    fill(&nats).await;
}

#[tokio::test]
async fn an_unexpected_end_is_told() {
    let data_dir = data_dir();
    let nats = start(data_dir.path()).await;
    let died = nats.died();
    let pid = pid_in(&data_dir.path().join("nats/home/pid"));
    nix::sys::signal::kill(
        nix::unistd::Pid::from_raw(pid.try_into().unwrap()),
        nix::sys::signal::SIGKILL,
    )
    .unwrap();
    let message = died.await.to_string();
    assert!(message.starts_with("nats-server ended"), "{message}");
}
