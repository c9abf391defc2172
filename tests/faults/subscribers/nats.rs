//! A subscriber that pulls from the hub's NATS with the client that everybody uses.
//!
//! What was on its way when a connection broke comes again after half a minute, and what comes after it comes first. The numbers of the
//! stream tell: what came too early is held until its turn, and acknowledged only then.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, anyhow};
use async_nats::{
    Client, ConnectOptions, Event as Change,
    jetstream::{self, AckKind, Message, consumer::PullConsumer},
};
use contracts::exchange::v1::GetNatsConnectionResponse;
use exchange::nats::credentials;
use futures::StreamExt;
use nkeys::KeyPair;
use serde_json::json;
use tokio::sync::watch;

use super::{
    Event, PROGRAMME,
    notes::Sitting,
    seat::{PATIENCE, Seat},
};
use crate::workload::request;

/// Most messages that are asked for at a time, and how long they are waited for.
const AT_ONCE: u64 = 100;
const WAIT: Duration = Duration::from_secs(1);

/// The subscriber, with the private key of its user.
pub(super) async fn run(mut seat: Seat, user: KeyPair) {
    loop {
        let ended = sit(&mut seat, &user).await;
        seat.stand_up(ended).await;
    }
}

/// One connection.
async fn sit(seat: &mut Seat, user: &KeyPair) -> anyhow::Result<()> {
    let told = ask(seat).await?;
    let address = format!("nats://{}", seat.dice.pick(&seat.lines).address());
    let (client, mut is_broken) = tokio::time::timeout(PATIENCE, connect(&address, &told, user))
        .await
        .context("NATS does not answer")??;
    let mut sitting = seat.notes.sit_down();
    tokio::select! {
        ended = pull(seat, &mut sitting, &told, &client) => ended,
        _ = is_broken.wait_for(|it| *it) => Err(anyhow!("the connection broke")),
    }
}

/// How events are pulled, as the hub tells.
async fn ask(seat: &mut Seat) -> anyhow::Result<GetNatsConnectionResponse> {
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": seat.id});
    let mut connections = seat.hub().connections();
    let told = connections.get_nats_connection(request(named)?).await;
    Ok(told
        .context("the hub does not tell the way into NATS")?
        .into_inner())
}

/// A connection that is not made again when it breaks.
async fn connect(
    address: &str,
    told: &GetNatsConnectionResponse,
    user: &KeyPair,
) -> anyhow::Result<(Client, watch::Receiver<bool>)> {
    let (breaks, is_broken) = watch::channel(false);
    let client = ConnectOptions::with_credentials(&credentials(&told.user_jwt, &user.seed()?))?
        .event_callback(move |change| {
            if !matches!(change, Change::Connected) {
                breaks.send_replace(true);
            }
            std::future::ready(())
        })
        .max_reconnects(1)
        .connect(address)
        .await?;
    Ok((client, is_broken))
}

async fn pull(
    seat: &mut Seat,
    sitting: &mut Sitting,
    told: &GetNatsConnectionResponse,
    client: &Client,
) -> anyhow::Result<()> {
    let mut streams = jetstream::new(client.clone());
    streams.set_timeout(PATIENCE);
    let mut consumer: PullConsumer = streams
        .get_consumer_from_stream(&told.consumer, &told.stream)
        .await?;
    let mut turn = consumer.info().await?.ack_floor.stream_sequence + 1;
    let mut early = BTreeMap::new();
    while !seat.fails(3) {
        let most = usize::try_from(seat.dice.within(1, AT_ONCE))?;
        let batch = consumer.batch().max_messages(most).expires(WAIT);
        let mut batch = batch.messages().await?;
        let before = turn;
        while let Some(message) = within_patience(batch.next()).await? {
            let message = message.map_err(|error| anyhow!("{error}"))?;
            early.insert(number(&message)?, message);
            // What was taken here before comes again when its acknowledgement was late.
            while let Some(message) = early.first_entry().filter(|it| *it.key() <= turn) {
                let (number, message) = message.remove_entry();
                if number == turn && take(seat, sitting, &message).await? {
                    turn += 1;
                } else if number < turn {
                    acknowledge(&message).await?;
                }
            }
        }
        if turn == before {
            let consumer = within_patience(consumer.info()).await??;
            seat.notes.trouble(format!(
                "waits for message {turn}, {} came early; acknowledged up to {}, delivered up to {}, {} under way, {} to come",
                early.len(),
                consumer.ack_floor.stream_sequence,
                consumer.delivered.stream_sequence,
                consumer.num_ack_pending,
                consumer.num_pending
            ));
            // A server that died may know less far what was acknowledged than it was: then all that is under way is held here, and what lies
            // before it does not come again.
            if consumer.num_ack_pending == early.len() {
                turn = early.keys().next().copied().unwrap_or(turn);
            }
        }
    }
    Ok(())
}

/// Takes an event and acknowledges it, or gives it back, so that it comes again; whether it was the former.
async fn take(seat: &mut Seat, sitting: &mut Sitting, message: &Message) -> anyhow::Result<bool> {
    let event = match Event::of_binary(message.headers.as_ref(), &message.payload) {
        Ok(event) => event,
        Err(error) => {
            seat.notes.object(format!("what came is no event: {error:#}"));
            anyhow::bail!("no event");
        }
    };
    let position = event.position;
    seat.notes.take(sitting, event);
    if seat.fails(1) {
        let given_back = within_patience(message.ack_with(AckKind::Nak(None))).await?;
        given_back.map_err(|error| anyhow!("{error}"))?;
        sitting.give_back(position);
        return Ok(false);
    }
    acknowledge(message).await?;
    seat.notes.acknowledge(position);
    Ok(true)
}

fn number(message: &Message) -> anyhow::Result<u64> {
    let about = message.info().map_err(|error| anyhow!("{error}"))?;
    Ok(about.stream_sequence)
}

async fn acknowledge(message: &Message) -> anyhow::Result<()> {
    let confirmed = within_patience(message.double_ack()).await?;
    confirmed.map_err(|error| anyhow!("{error}"))
}

async fn within_patience<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    tokio::time::timeout(PATIENCE, work)
        .await
        .context("NATS is silent")
}
