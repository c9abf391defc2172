//! Events that a programme hands in over NATS: it sends a request to `report` in its own account, and the answer is the receipt, or why
//! the event is refused. Whose it is follows from the account, not from what it says.

use anyhow::anyhow;
use async_nats::Message;
use contracts::exchange::v1::ReportEventResponse;
use eventing::cloudevent::CloudEvent;
use futures::StreamExt;
use runtime::fault::Fault;
use serde_json::{Value, json};

use super::{account::Account, identity::REPORT};
use crate::{
    grpc::Desk,
    http::unreadable,
    reporting::{Reporter, report, reported_event},
};

/// Of all who listen in an account one gets an event.
const GROUP: &str = "schakelpunt";
/// Events of one programme that are taken in at the same time.
const AT_ONCE: usize = 16;

/// Takes in what comes, for ever.
///
/// # Errors
/// The server is away.
pub(super) async fn take_in(desk: &Desk, account: &Account, programme_id: &str) -> anyhow::Result<()> {
    let heard = account.client.queue_subscribe(REPORT, GROUP.to_owned()).await?;
    heard
        .for_each_concurrent(AT_ONCE, |message| async move {
            let Some(reply) = message.reply.clone() else {
                // Whoever wants no answer could not know whether it was taken.
                return;
            };
            let answer = match one(desk, programme_id, message).await {
                Ok(taken) => accepted(taken),
                Err(fault) => refused(&fault),
            };
            if let Err(error) = account.client.publish(reply, answer.to_string().into()).await {
                tracing::debug!(%error, "a receipt cannot be sent; the programme asks again");
            }
        })
        .await;
    Err(anyhow!(
        "nothing is heard from the account of {programme_id} any more"
    ))
}

async fn one(desk: &Desk, programme_id: &str, message: Message) -> Result<ReportEventResponse, Fault> {
    let event = CloudEvent::from_any(message.headers.as_ref(), message.payload)
        .map_err(|error| unreadable(&error))?;
    let reporter = Reporter {
        programme_id: programme_id.to_owned(),
        actor: format!("programme-{programme_id}"),
        traceparent: event.extensions.get("traceparent").cloned(),
    };
    report(desk, &reporter, &reported_event(event)).await
}

fn accepted(taken: ReportEventResponse) -> Value {
    let ledger = taken.ledger.unwrap_or_default();
    json!({
        "accepted": true, "eventId": ledger.event_id, "position": ledger.position,
        "consistencyToken": taken.receipt.unwrap_or_default().consistency_token,
    })
}

fn refused(fault: &Fault) -> Value {
    json!({
        "accepted": false, "reason": fault.reason(), "detail": fault.to_string(), "faults": fault.fields(),
    })
}
