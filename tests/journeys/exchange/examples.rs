//! The examples for other programmes, run as they would run them: with Python and Node, where those are on this machine.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use exchange::nats::credentials;
use nkeys::KeyPair;
use serde_json::{Value, json};
use testkit::{TestHub, TestServers, eventually};

use super::{
    PROGRAMME, active, of_ledger, over_nats::start_door, positions, subscriber, the_programme_is_known,
    wanted,
};
use crate::reach::{Reach, request};

/// An interpreter with the libraries of its examples.
struct Interpreter {
    name: &'static str,
    program: PathBuf,
    folder: PathBuf,
    ending: &'static str,
}

impl Interpreter {
    /// Those that are installed here (`infra/install.sh examples`).
    fn all() -> Vec<Self> {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/examples");
        let (python, node) = (examples.join("python"), examples.join("node"));
        let all = [
            Self {
                name: "python",
                program: python.join(".venv/bin/python"),
                folder: python,
                ending: "py",
            },
            Self {
                name: "node",
                program: "node".into(),
                folder: node,
                ending: "js",
            },
        ];
        let (here, away): (Vec<_>, Vec<_>) = all.into_iter().partition(Self::is_installed);
        for it in away {
            eprintln!(
                "the examples in {} are not tried: infra/install.sh examples",
                it.name
            );
        }
        here
    }

    fn is_installed(&self) -> bool {
        let libraries = [".venv/bin/python", "node_modules/cloudevents"];
        libraries.iter().any(|it| self.folder.join(it).exists())
    }

    fn run(&self, example: &str, arguments: &[&str]) -> Child {
        Command::new(&self.program)
            .arg(self.folder.join(format!("{example}.{}", self.ending)))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_take_what_the_ledger_has() {
    let mut servers = TestServers::start().await;
    let door = start_door(servers.home()).await;
    servers.set("exchange", "nats_url", json!(door.url()));
    servers.set("exchange", "webhook_retry_seconds", json!([1, 1]));
    servers.set("exchange", "key", json!(servers.home().join("exchange.key")));
    let names = ["programme", "ledger", "exchange"].map(str::to_owned);
    let hub = TestHub::start_on(servers, schakelpunt::blocks::named(&names).unwrap().leak()).await;
    let reach = Reach::whole(&hub);
    reach.load_reference_data().await;
    reach.running_project("llo-1").await;
    the_programme_is_known(&reach).await;
    for interpreter in Interpreter::all() {
        over_nats(&reach, &interpreter, hub.servers.home()).await;
        as_webhooks(&reach, &interpreter).await;
    }
}

/// The next lines that an example writes.
fn lines(output: &mut impl BufRead, count: usize) -> Vec<Value> {
    let lines = output.lines().take(count);
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}

fn line_positions(lines: &[Value]) -> Vec<u64> {
    lines.iter().map(|it| it["position"].as_u64().unwrap()).collect()
}

async fn over_nats(hub: &Reach<'_>, interpreter: &Interpreter, home: &Path) {
    let id = format!("{}-nats", interpreter.name);
    let user = KeyPair::new_user();
    let mut subscription = wanted(&id);
    subscription["nats"] = json!({"userKey": user.public_key()});
    active(hub, subscription).await;
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": id});
    let mut connections = hub.exchange(&subscriber()).connections();
    let told = connections
        .get_nats_connection(request(named))
        .await
        .unwrap()
        .into_inner();
    let file = home.join(format!("{id}.creds"));
    let text = credentials(&told.user_jwt, &user.seed().unwrap());
    std::fs::write(&file, &text).unwrap();
    eventually("the stream is filled", async || {
        let options = async_nats::ConnectOptions::with_credentials(&text).unwrap();
        let client = options.connect(&told.url).await.ok()?;
        let streams = async_nats::jetstream::new(client);
        let consumer: Result<async_nats::jetstream::consumer::PullConsumer, _> = streams
            .get_consumer_from_stream(&told.consumer, &told.stream)
            .await;
        consumer.ok()
    })
    .await;
    let due = of_ledger(hub, "nl.projects.").await;
    let count = due.len().to_string();
    let path = file.to_str().unwrap();
    let arguments = [
        "--url",
        &told.url,
        "--credentials",
        path,
        "--stream",
        &id,
        "--count",
        &count,
    ];
    let mut example = interpreter.run("subscribe", &arguments);
    let ended = tokio::task::spawn_blocking(move || {
        let mut output = BufReader::new(example.stdout.take().unwrap());
        let written = lines(&mut output, usize::MAX);
        (example.wait().unwrap(), written)
    });
    let (status, written) = ended.await.unwrap();
    assert!(status.success(), "{} over NATS", interpreter.name);
    assert_eq!(line_positions(&written), positions(&due));
    assert_eq!(written[0]["id"], due[0].event_id);
    assert_eq!(
        written[0]["data"],
        serde_json::from_slice::<Value>(&due[0].data).unwrap()
    );
}

async fn as_webhooks(hub: &Reach<'_>, interpreter: &Interpreter) {
    let id = format!("{}-webhook", interpreter.name);
    let due = of_ledger(hub, "nl.projects.").await;
    let count = due.len().to_string();
    // The endpoint has to be there before the subscription, and its secret before the endpoint: a free port is chosen beforehand.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut subscription = wanted(&id);
    subscription["webhook"] = json!({"url": format!("http://127.0.0.1:{port}/")});
    active(hub, subscription).await;
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": id});
    let mut connections = hub.exchange(&subscriber()).connections();
    let keys = connections
        .get_webhook_keys(request(named))
        .await
        .unwrap()
        .into_inner()
        .keys;
    let port = port.to_string();
    let arguments = ["--origin", "127.0.0.1", "--port", &port, "--count", &count];
    let mut example = interpreter.run("webhook", &arguments);
    writeln!(example.stdin.take().unwrap(), "{}", keys[0].secret).unwrap();
    let ended = tokio::task::spawn_blocking(move || {
        let mut output = BufReader::new(example.stdout.take().unwrap());
        lines(&mut output, 1);
        let written = lines(&mut output, usize::MAX);
        (example.wait().unwrap(), written)
    });
    let (status, written) = ended.await.unwrap();
    assert!(status.success(), "{} as webhook", interpreter.name);
    assert_eq!(line_positions(&written), positions(&due));
}
