//! A subscriber over gRPC: takes a stream, acknowledges what it took, at any process.

use anyhow::{Context, ensure};
use serde_json::json;
use testkit::Client;

use super::{
    Event, PROGRAMME,
    seat::{PATIENCE, SILENCE, Seat},
};
use crate::workload::request;

pub(super) async fn run(mut seat: Seat) {
    loop {
        let ended = sit(&mut seat).await;
        seat.stand_up(ended).await;
    }
}

/// One stream.
async fn sit(seat: &mut Seat) -> anyhow::Result<()> {
    // Few enough to be stopped by, and enough to catch up.
    let in_flight = seat.dice.within(30, 300);
    let clients = seat.clients();
    let open = json!({"programmeId": PROGRAMME, "subscriptionId": seat.id, "inFlight": in_flight});
    let open = tonic::Request::new(serde_json::from_value(open)?);
    let mut deliveries = seat.dice.pick(&clients).deliveries();
    let mut stream = tokio::time::timeout(PATIENCE, deliveries.deliver(open))
        .await
        .context("no stream")??
        .into_inner();
    let mut sitting = seat.notes.sit_down();
    loop {
        let message = tokio::time::timeout(SILENCE, stream.message()).await;
        let message = message
            .context("the stream is silent")??
            .context("the stream ended")?;
        for entry in &message.events {
            match Event::of_entry(entry) {
                Ok(event) => seat.notes.take(&mut sitting, event),
                Err(error) => seat.notes.object(format!("what came is no event: {error:#}")),
            }
        }
        if seat.fails(4) {
            // What was taken is not acknowledged, and what is on its way is lost.
            return Ok(());
        }
        if let Some(last) = message.events.last() {
            acknowledge(seat, &clients, last.position).await?;
        }
    }
}

async fn acknowledge(seat: &mut Seat, clients: &[Client], position: u64) -> anyhow::Result<()> {
    let taken =
        json!({"programmeId": PROGRAMME, "subscriptionId": seat.id, "position": position.to_string()});
    let mut deliveries = seat.dice.pick(clients).deliveries();
    let told = tokio::time::timeout(PATIENCE, deliveries.acknowledge(request(taken)?)).await;
    let told = told.context("acknowledging is not answered")??.into_inner();
    if told.position < position {
        seat.notes.object(format!(
            "{position} was acknowledged, and the hub says {}",
            told.position
        ));
    }
    ensure!(told.position >= position, "an acknowledgement had no effect");
    seat.notes.acknowledge(position);
    Ok(())
}
