//! Events that lie ready at the hub's NATS, pulled by a client that knows nothing of the hub.

use std::{path::Path, time::Duration};

use async_nats::{ConnectOptions, HeaderMap, jetstream};
use contracts::exchange::v1::GetNatsConnectionResponse;
use exchange::{
    keys::Keys,
    nats::{Identity, credentials},
};
use futures::StreamExt;
use jetstream::{ErrorCode, consumer::PullConsumer, context::GetStreamErrorKind};
use local::{Binaries, Nats, Operator};
use nkeys::KeyPair;
use serde_json::{Value, json};
use testkit::{TestHub, TestServers, eventually, reason, request_id};

use super::{PROGRAMME, active, get, of_ledger, positions, subscriber, the_programme_is_known, wanted};
use crate::reach::{Reach, request};

/// How long somebody waits for what must not come.
const NOTHING: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread")]
async fn events_lie_ready_in_the_programmes_own_account_also_after_the_server_lost_everything() {
    let (hub, mut door) = start_hub().await;
    let hub = what_is_taken_while_no_hub_is_there_is_counted(hub).await;
    let reach = Reach::whole(&hub);
    let reader = everything_is_there_in_order(&reach).await;
    what_is_acknowledged_is_known_to_the_hub(&reach, &reader).await;
    nobody_sees_what_is_not_his(&reach, &reader).await;
    a_server_that_lost_everything_is_filled_again(&reach, &mut door).await;
    a_range_comes_again(&reach).await;
    what_is_suspended_is_not_there(&reach).await;
    only_a_users_public_key_is_taken(&reach).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_while_nobody_sent_is_put_away() {
    let (hub, mut door) = start_hub().await;
    let reach = Reach::whole(&hub);
    let reader = Reader::of(&reach, "voorbij").await;
    reader.take(1).await;
    door.stop().await.unwrap();
    let named = json!({
        "requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "voorbij", "reason": "Voorbij.",
    });
    let mut subscriptions = reach.exchange(&subscriber()).subscriptions();
    subscriptions.end_subscription(request(named)).await.unwrap();
    drop(reach);
    let _hub = hub.restart().await;
    door.restart().await.unwrap();
    let streams = jetstream::new(reader.client.clone());
    eventually("the server says that there is no such stream", async || {
        let error = streams.get_stream("voorbij").await.err()?;
        matches!(error.kind(), GetStreamErrorKind::JetStream(it) if it.error_code() == ErrorCode::STREAM_NOT_FOUND)
            .then_some(())
    })
    .await;
}

/// A hub with a server for programmes, that knows one of them and has a project.
async fn start_hub() -> (TestHub, Nats) {
    let mut servers = TestServers::start().await;
    let door = start_door(servers.home()).await;
    servers.set("exchange", "nats_url", json!(door.url()));
    servers.set("exchange", "key", json!(servers.home().join("exchange.key")));
    let names = ["programme", "ledger", "exchange"].map(str::to_owned);
    let hub = TestHub::start_on(servers, schakelpunt::blocks::named(&names).unwrap().leak()).await;
    let reach = Reach::whole(&hub);
    reach.load_reference_data().await;
    reach.running_project("llo-1").await;
    the_programme_is_known(&reach).await;
    drop(reach);
    (hub, door)
}

/// The server for programmes; it trusts the key that the exchange will have.
pub(super) async fn start_door(home: &Path) -> Nats {
    let key = Keys::open(&home.join("exchange.key")).unwrap();
    let identity = Identity::new(key);
    let binaries = Binaries::find().unwrap();
    let operator = |accounts: &Path| {
        let server = identity.server(&accounts.display().to_string()).unwrap();
        Ok::<_, local::Error>(Operator {
            configuration: server.text,
            credentials: server.system_credentials,
        })
    };
    Nats::start_with_operator(&binaries, &home.join("programmes"), operator)
        .await
        .unwrap()
}

/// A programme's reader: its user's key, and what the hub told it.
struct Reader {
    client: async_nats::Client,
    told: GetNatsConnectionResponse,
}

impl Reader {
    /// Asks for a subscription over NATS, which is approved, and connects.
    async fn of(hub: &Reach<'_>, id: &str) -> Self {
        let user = KeyPair::new_user();
        let mut subscription = wanted(id);
        subscription["nats"] = json!({"userKey": user.public_key()});
        active(hub, subscription).await;
        Self::connected(hub, id, &user).await
    }

    async fn connected(hub: &Reach<'_>, id: &str, user: &KeyPair) -> Self {
        let named = json!({"programmeId": PROGRAMME, "subscriptionId": id});
        let mut connections = hub.exchange(&subscriber()).connections();
        let told = connections
            .get_nats_connection(request(named))
            .await
            .unwrap()
            .into_inner();
        let credentials = credentials(&told.user_jwt, &user.seed().unwrap());
        let client = eventually("the account is there", async || {
            let options = ConnectOptions::with_credentials(&credentials).unwrap();
            options.connect(&told.url).await.ok()
        })
        .await;
        Self { client, told }
    }

    async fn consumer(&self) -> PullConsumer {
        let streams = jetstream::new(self.client.clone());
        eventually("the consumer is there", async || {
            streams
                .get_consumer_from_stream(&self.told.consumer, &self.told.stream)
                .await
                .ok()
        })
        .await
    }

    /// The next events, which are acknowledged.
    async fn take(&self, count: usize) -> Vec<(u64, HeaderMap, Value)> {
        let mut messages = self.consumer().await.messages().await.unwrap();
        let mut taken = Vec::new();
        while taken.len() < count {
            let next = tokio::time::timeout(Duration::from_secs(60), messages.next()).await;
            let message = next
                .unwrap_or_else(|_| panic!("{} of {count} came", taken.len()))
                .unwrap()
                .unwrap();
            message.double_ack().await.unwrap();
            let headers = message.headers.clone().unwrap();
            let position = headers.get("ce-sequence").unwrap().as_str().parse().unwrap();
            taken.push((
                position,
                headers,
                serde_json::from_slice(&message.payload).unwrap(),
            ));
        }
        taken
    }
}

/// Events lie in a stream also while the hub is away; when it is back it knows of each that it was taken.
async fn what_is_taken_while_no_hub_is_there_is_counted(mut hub: TestHub) -> TestHub {
    let (reader, due) = {
        let reach = Reach::whole(&hub);
        let reader = Reader::of(&reach, "afwezig").await;
        (reader, of_ledger(&reach, "nl.projects.").await.len())
    };
    let mut consumer = reader.consumer().await;
    eventually("all events lie there", async || {
        let waiting = consumer.info().await.unwrap().num_pending;
        (waiting == due as u64).then_some(())
    })
    .await;
    hub.stop().await.unwrap();
    reader.take(due).await;
    let hub = hub.restart().await;
    eventually("the hub knows what was taken", async || {
        let status = get(&Reach::whole(&hub), "afwezig").await;
        let status = status.subscription.unwrap().status.unwrap();
        ((status.acknowledged, status.waiting) == (due as u64, 0)).then_some(())
    })
    .await;
    hub
}

fn taken_positions(taken: &[(u64, HeaderMap, Value)]) -> Vec<u64> {
    taken.iter().map(|it| it.0).collect()
}

async fn everything_is_there_in_order(hub: &Reach<'_>) -> Reader {
    let reader = Reader::of(hub, "genats").await;
    let due = of_ledger(hub, "nl.projects.").await;
    let taken = reader.take(due.len()).await;
    assert_eq!(taken_positions(&taken), positions(&due));
    for ((_, headers, data), entry) in taken.iter().zip(&due) {
        let header = |name: &str| headers.get(name).unwrap().as_str();
        assert_eq!(header("ce-specversion"), "1.0");
        assert_eq!(header("ce-id"), entry.event_id);
        assert_eq!(header("ce-type"), entry.r#type);
        assert_eq!(header("content-type"), "application/json");
        assert_eq!(*data, serde_json::from_slice::<Value>(&entry.data).unwrap());
    }
    reader
}

async fn what_is_acknowledged_is_known_to_the_hub(hub: &Reach<'_>, reader: &Reader) {
    super::delivering::project_news(hub, "nats-1").await;
    reader.take(1).await;
    let due = of_ledger(hub, "nl.projects.").await.len() as u64;
    eventually("the hub knows what was taken", async || {
        let status = get(hub, "genats").await.subscription.unwrap().status.unwrap();
        ((status.acknowledged, status.waiting) == (due, 0)).then_some(())
    })
    .await;
}

async fn nobody_sees_what_is_not_his(hub: &Reach<'_>, reader: &Reader) {
    // Another subscription of the same programme has its own user, who does not see the first one's stream.
    let other = Reader::of(hub, "ander-genats").await;
    other.take(1).await;
    let mut streams = jetstream::new(other.client.clone());
    // What is not permitted is not answered.
    streams.set_timeout(NOTHING);
    streams
        .get_consumer_from_stream::<jetstream::consumer::pull::Config, _, _>("genats", "genats")
        .await
        .unwrap_err();
    for subject in [">", "events.>", "$SYS.>", "$JS.>"] {
        let mut heard = other.client.subscribe(subject).await.unwrap();
        other.client.flush().await.unwrap();
        let name = format!("stil-{}", subject.len());
        let news = super::delivering::project_news(hub, &name);
        let (_, message) = tokio::join!(news, tokio::time::timeout(NOTHING, heard.next()));
        assert!(!matches!(message, Ok(Some(_))), "{subject} was heard");
    }
    let made = streams.create_stream(jetstream::stream::Config {
        name: "eigen".into(),
        subjects: vec!["eigen".into()],
        ..Default::default()
    });
    made.await.unwrap_err();
    assert!(streams.delete_stream("genats").await.is_err());
    // Another programme does not get the way in, and without one nobody is let in.
    let named = json!({"programmeId": super::OTHER, "subscriptionId": "genats"});
    let roles = format!("subscriber-programme:{}", super::OTHER);
    let mut connections = hub.exchange(&roles).connections();
    let refused = connections.get_nats_connection(request(named)).await.unwrap_err();
    assert_eq!(reason(&refused), "SUBSCRIPTION_UNKNOWN");
    let stranger = credentials(&reader.told.user_jwt, &KeyPair::new_user().seed().unwrap());
    let options = ConnectOptions::with_credentials(&stranger).unwrap();
    options.connect(&reader.told.url).await.unwrap_err();
    async_nats::connect(&reader.told.url).await.unwrap_err();
}

async fn a_server_that_lost_everything_is_filled_again(hub: &Reach<'_>, door: &mut Nats) {
    let user = KeyPair::new_user();
    let mut subscription = wanted("verloren");
    subscription["nats"] = json!({"userKey": user.public_key()});
    active(hub, subscription).await;
    let due = of_ledger(hub, "nl.projects.").await;
    let first = Reader::connected(hub, "verloren", &user).await.take(2).await;
    eventually("the hub knows what was taken", async || {
        let status = get(hub, "verloren").await.subscription.unwrap().status.unwrap();
        (status.acknowledged == 2).then_some(())
    })
    .await;
    door.restart_with_empty_store().await.unwrap();
    let rest = Reader::connected(hub, "verloren", &user)
        .await
        .take(due.len() - 2)
        .await;
    let whole = [taken_positions(&first), taken_positions(&rest)].concat();
    assert_eq!(whole, positions(&due));
}

async fn a_range_comes_again(hub: &Reach<'_>) {
    let reader = Reader::of(hub, "herhaald").await;
    let due = of_ledger(hub, "nl.projects.").await;
    reader.take(due.len()).await;
    eventually("the hub knows what was taken", async || {
        let status = get(hub, "herhaald").await.subscription.unwrap().status.unwrap();
        (status.acknowledged == due.len() as u64).then_some(())
    })
    .await;
    let replay = json!({
        "requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "herhaald",
        "fromPosition": due[1].position.to_string(), "toPosition": due[2].position.to_string(),
    });
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    subscriptions.replay_subscription(request(replay)).await.unwrap();
    assert_eq!(taken_positions(&reader.take(2).await), positions(&due[1..3]));
    super::delivering::project_news(hub, "na-nats-herhaling").await;
    let taken = taken_positions(&reader.take(1).await);
    let newest = of_ledger(hub, "nl.projects.").await.last().unwrap().position;
    assert_eq!(taken, [newest]);
}

async fn what_is_suspended_is_not_there(hub: &Reach<'_>) {
    let reader = Reader::of(hub, "gestopt").await;
    reader.take(1).await;
    let named = json!({
        "requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "gestopt", "reason": "Even niet.",
    });
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    subscriptions.suspend_subscription(request(named)).await.unwrap();
    let mut streams = jetstream::new(reader.client.clone());
    streams.set_timeout(NOTHING);
    eventually("the stream is gone", async || {
        let found = streams
            .get_consumer_from_stream::<jetstream::consumer::pull::Config, _, _>("gestopt", "gestopt")
            .await;
        found.is_err().then_some(())
    })
    .await;
    let named = json!({"requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "gestopt"});
    subscriptions.resume_subscription(request(named)).await.unwrap();
    let due = of_ledger(hub, "nl.projects.").await;
    let status = get(hub, "gestopt").await.subscription.unwrap().status.unwrap();
    let rest = due.len() - usize::try_from(status.acknowledged).unwrap();
    let taken = taken_positions(&reader.take(rest).await);
    assert_eq!(taken, positions(&due[due.len() - rest..]));
}

async fn only_a_users_public_key_is_taken(hub: &Reach<'_>) {
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    let account = KeyPair::new_account().public_key();
    let user = KeyPair::new_user();
    for key in [
        "",
        "U",
        &account,
        &user.seed().unwrap(),
        &user.public_key().to_lowercase(),
    ] {
        let mut subscription = wanted("sleutel");
        subscription["nats"] = json!({"userKey": key});
        let asked = json!({"requestId": request_id(), "subscription": subscription});
        let refused = subscriptions
            .request_subscription(request(asked))
            .await
            .unwrap_err();
        assert_eq!(
            crate::bad_input::fields(&refused),
            ["subscription.nats.user_key"],
            "{key}"
        );
    }
}
