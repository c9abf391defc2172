//! Asking for subscriptions, having them approved, and sitting down to read.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use nkeys::KeyPair;
use serde_json::{Value, json};
use testkit::{Client, Network, request_id};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

use super::{
    Door, Notes, PROGRAMME, Subscriber, Subscribers, Wanted, grpc, nats, role,
    seat::{Seat, break_now_and_then},
    sent,
    wanted::WANTED,
    webhook,
};
use crate::{
    dice::Dice,
    workload::request,
    world::{World, door_address},
};

/// How long the exchange may take to hear of the programme, in seconds.
const KNOWN_SECONDS: u64 = 60;

/// What a subscriber needs beside its seat to take its events.
enum Means {
    Nothing,
    Key(Box<KeyPair>),
    Socket(TcpListener, String),
}

impl Subscribers {
    /// Subscribes on a hub that is well, and starts to read.
    pub(crate) async fn start(world: &World) -> anyhow::Result<Self> {
        let is_rough = Arc::new(watch::channel(false).0);
        let (mut all, mut tasks) = (Vec::new(), JoinSet::new());
        for (number, wanted) in (0..).zip(WANTED) {
            let notes = Arc::new(Notes::default());
            let (means, lines) = open(world, wanted).await?;
            let (lines, watched) = (Arc::new(lines), is_rough.subscribe());
            let dice = |part| Dice::of_part(number, part);
            let often = breaks_once_in(wanted.door);
            tasks.spawn(break_now_and_then(lines.clone(), dice(1), watched.clone(), often));
            let seat = Seat {
                id: wanted.id,
                notes: notes.clone(),
                dice: dice(2),
                is_rough: watched,
                hub: exchanges(world),
                lines,
                key: world.servers.development_key(),
            };
            sit_down(&mut tasks, wanted.door, seat, means);
            all.push(Subscriber { wanted, notes });
        }
        Ok(Self {
            all,
            is_rough,
            progress: super::progress::Progress::default(),
            _tasks: tasks,
        })
    }
}

/// In how many looks a way breaks once. What is on its way from NATS comes again only after half a minute, in which nothing can be taken
/// in order; broken as often as the others, that door would stand still.
const fn breaks_once_in(door: Door) -> u64 {
    match door {
        Door::Nats => 120,
        Door::Grpc | Door::Webhook | Door::Sent => 8,
    }
}

fn exchanges(world: &World) -> Vec<String> {
    let running = world.running("exchange").into_iter();
    running.map(|index| world.processes[index].address()).collect()
}

fn sit_down(tasks: &mut JoinSet<()>, door: Door, seat: Seat, means: Means) {
    match (door, means) {
        (_, Means::Key(user)) => tasks.spawn(nats::run(seat, *user)),
        (_, Means::Socket(listener, secret)) => tasks.spawn(webhook::run(listener, seat, secret)),
        (Door::Sent, Means::Nothing) => tasks.spawn(sent::run(seat)),
        (_, Means::Nothing) => tasks.spawn(grpc::run(seat)),
    };
}

/// Subscribes; what its subscriber takes events with, and the ways that break.
async fn open(world: &World, wanted: Wanted) -> anyhow::Result<(Means, Vec<Network>)> {
    let subscription = json!({
        "subscriptionId": wanted.id, "programmeId": PROGRAMME, "purpose": "Een toets.",
        "filters": wanted.filter.json(), "dataClass": "AUDIENCE_PROGRAMMES", "start": {"beginning": true},
    });
    match wanted.door {
        Door::Grpc | Door::Sent => {
            subscribe(world, subscription).await?;
            let mut lines = Vec::new();
            for index in world.running("exchange") {
                lines.push(Network::to(([127, 0, 0, 1], world.processes[index].port).into()).await);
            }
            Ok((Means::Nothing, lines))
        }
        Door::Nats => {
            let user = KeyPair::new_user();
            let nats = json!({"userKey": user.public_key()});
            subscribe(world, with(subscription, "nats", nats)).await?;
            let line = Network::to(door_address(&world.door)?).await;
            Ok((Means::Key(Box::new(user)), vec![line]))
        }
        Door::Webhook => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let line = Network::to(listener.local_addr()?).await;
            let webhook = json!({"url": format!("http://{}/hook", line.address())});
            subscribe(world, with(subscription, "webhook", webhook)).await?;
            let secret = secret(world, wanted.id).await?;
            Ok((Means::Socket(listener, secret), vec![line]))
        }
    }
}

fn with(mut subscription: Value, door: &str, means: Value) -> Value {
    subscription[door] = means;
    subscription
}

fn client(world: &World, roles: &str) -> anyhow::Result<Client> {
    let address = exchanges(world).into_iter().next().context("no exchange")?;
    Ok(Client::in_roles(
        &address,
        &world.servers.development_key(),
        roles,
    ))
}

/// Asks for a subscription, and has it approved by somebody else.
async fn subscribe(world: &World, subscription: Value) -> anyhow::Result<()> {
    let id = subscription["subscriptionId"].clone();
    let asked = json!({"requestId": request_id(), "subscription": subscription});
    let mut subscriptions = client(world, &role())?.subscriptions();
    let started = std::time::Instant::now();
    while let Err(status) = subscriptions.request_subscription(request(asked.clone())?).await {
        // The programme is reference data, of which the exchange has yet to hear.
        let in_time = started.elapsed() < Duration::from_secs(KNOWN_SECONDS);
        ensure!(in_time, "{id} cannot be subscribed to: {status:?}");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    let approved = json!({"requestId": request_id(), "subscriptionId": id, "revision": 1});
    let mut subscriptions = client(world, "national-coordinator")?.subscriptions();
    subscriptions.approve_subscription(request(approved)?).await?;
    Ok(())
}

/// The secret that the webhooks of a subscription are signed with.
async fn secret(world: &World, id: &str) -> anyhow::Result<String> {
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": id});
    let mut connections = client(world, &role())?.connections();
    let keys = connections
        .get_webhook_keys(request(named)?)
        .await?
        .into_inner()
        .keys;
    let first = keys.into_iter().next().context("no key signs")?;
    Ok(first.secret)
}
