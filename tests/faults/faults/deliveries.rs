//! The broker delivers what it delivered before, or in another order.

use std::time::Duration;

use anyhow::Context;
use async_nats::{HeaderMap, jetstream};
use bytes::Bytes;

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

const STREAM: &str = "EVENTS_PROGRAMME";
/// Newest events that are taken, at most.
const TAKEN: u64 = 200;
/// How many of them come again to lead the ledger to a step: few, so that they come in time on a busy machine too.
const TAKEN_TO_LEAD: u64 = 20;

pub(super) const AGAIN: Fault = Fault {
    name: "deliveries-again",
    about: "Copies of events that were delivered before come again, in any order.",
    kind: Kind::Ground,
    weight: 5,
    fits: anywhere,
    strike: |world, dice| Box::pin(again(world, dice)),
};

pub(super) const OUT_OF_ORDER: Fault = Fault {
    name: "deliveries-out-of-order",
    about: "Events that the ledger has not yet seen are taken out of the stream and come back in another order, some twice.",
    kind: Kind::Ground,
    weight: 5,
    fits: anywhere,
    strike: |world, dice| Box::pin(out_of_order(world, dice)),
};

/// An event as the stream has it.
struct Event {
    subject: String,
    headers: HeaderMap,
    data: Bytes,
}

/// Some of the newest events come once more, in the order in which they came.
pub(super) async fn come_again(world: &World) -> anyhow::Result<()> {
    let jetstream = connect(world).await?;
    let events = newest(&jetstream, TAKEN_TO_LEAD).await?;
    send(&jetstream, events).await
}

async fn again(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let jetstream = connect(world).await?;
    let mut events = newest(&jetstream, TAKEN).await?;
    dice.shuffle(&mut events);
    let count = events.len();
    send(&jetstream, events).await?;
    Ok(format!("{count} events"))
}

/// Stops the ledger, so that events wait in the stream; takes them out, and puts them back shuffled.
async fn out_of_order(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let jetstream = connect(world).await?;
    for index in world.running("ledger") {
        world.processes[index].freeze()?;
    }
    tokio::time::sleep(Duration::from_millis(dice.within(300, 1_500))).await;
    let events = newest(&jetstream, TAKEN).await;
    let stream = jetstream.get_stream(STREAM).await;
    if let (Ok(_), Ok(stream)) = (&events, &stream) {
        stream.purge().await.context("the stream is not emptied")?;
    }
    for index in world.running("ledger") {
        world.processes[index].go_on()?;
    }
    let mut events = events?;
    let twice = events.len() / 3;
    events.extend(newest_of(&events, twice));
    dice.shuffle(&mut events);
    let count = events.len();
    send(&jetstream, events).await?;
    Ok(format!("{count} events"))
}

fn newest_of(events: &[Event], count: usize) -> Vec<Event> {
    let copy = |event: &Event| Event {
        subject: event.subject.clone(),
        headers: event.headers.clone(),
        data: event.data.clone(),
    };
    events[events.len() - count..].iter().map(copy).collect()
}

async fn connect(world: &World) -> anyhow::Result<jetstream::Context> {
    let url = world.servers.nats.url();
    let (login, address) = url
        .strip_prefix("nats://")
        .and_then(|rest| rest.rsplit_once('@'))
        .context("a URL with credentials")?;
    let (user, password) = login.split_once(':').context("a password")?;
    let client = async_nats::ConnectOptions::with_user_and_password(user.to_owned(), password.to_owned())
        .connect(address)
        .await
        .context("the broker does not answer")?;
    Ok(jetstream::new(client))
}

async fn newest(jetstream: &jetstream::Context, taken: u64) -> anyhow::Result<Vec<Event>> {
    // A broker that has just lost everything has no stream, so there is nothing to take.
    let Ok(stream) = jetstream.get_stream(STREAM).await else {
        return Ok(Vec::new());
    };
    let state = &stream.cached_info().state;
    let mut events = Vec::new();
    for sequence in state
        .first_sequence
        .max(state.last_sequence.saturating_sub(taken - 1))..=state.last_sequence
    {
        // One that has been deleted meanwhile is no loss.
        if let Ok(message) = stream.get_raw_message(sequence).await {
            events.push(Event {
                subject: message.subject.to_string(),
                headers: message.headers,
                data: message.payload,
            });
        }
    }
    Ok(events)
}

async fn send(jetstream: &jetstream::Context, events: Vec<Event>) -> anyhow::Result<()> {
    for mut event in events {
        // A copy with the same id would be dropped by the broker itself.
        event
            .headers
            .insert("Nats-Msg-Id", uuid::Uuid::now_v7().to_string());
        let sent = jetstream
            .publish_with_headers(event.subject, event.headers, event.data)
            .await?;
        sent.await?;
    }
    Ok(())
}
