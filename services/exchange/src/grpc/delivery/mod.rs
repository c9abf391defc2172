//! The delivery service: events over gRPC, and what the subscriber says of them.

mod moving;
mod parked;

use std::pin::Pin;

use blocks::contract::{REASON_CHARS_MAX, read_choice, whole};
use contracts::exchange::v1::{self, delivery_service_server::DeliveryService};
use futures::Stream;
use jiff::{Timestamp, ToSpan};
use runtime::{access, fault::Fault, parse::Faults};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use super::{Answer, Desk, named};
use crate::{
    delivery::{
        cursor::{self, Failure},
        standing::Standing,
        stream::Delivery,
    },
    domain::subscription::{Content, Door, Rejection, Stage, Subscription},
};

/// Events under way without being acknowledged, unless the subscriber asks otherwise; and at most.
const IN_FLIGHT: u32 = 100;
const IN_FLIGHT_MAX: u32 = 1_000;
/// Seconds until an event is tried again, unless the subscriber says otherwise; and at most.
const RETRY_SECONDS: u32 = 5;
const RETRY_SECONDS_MAX: u32 = 24 * 60 * 60;

/// Answers the calls of the delivery service.
#[derive(Clone)]
pub struct Deliveries {
    /// What it works with.
    pub desk: Desk,
    /// Ends streams when the process stops.
    pub shutdown: CancellationToken,
}

/// What a subscriber refuses, and how.
struct Refused {
    position: u64,
    refusal: v1::Refusal,
    reason: String,
    after_seconds: u32,
}

impl Deliveries {
    async fn open(&self, given: &v1::DeliverRequest) -> Result<Delivery, Fault> {
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let expected = format!("at most {IN_FLIGHT_MAX}; 0 for {IN_FLIGHT}");
        faults.check("in_flight", given.in_flight <= IN_FLIGHT_MAX, &expected);
        let (programme_id, id) = faults.finish(named)?;
        let (subscription, content) = self.desk.of(&programme_id, &id).await?;
        expect_active(&subscription)?;
        expect_fetched(&content)?;
        let pool = self.desk.office.store.pool();
        let cursor = cursor::open(pool, &id, subscription.from_position()).await?;
        let session = cursor.session;
        let standing = Standing {
            stage: subscription.stage(),
            cursor,
        };
        self.desk.standings.tell(&id, standing);
        let in_flight = if given.in_flight == 0 {
            IN_FLIGHT
        } else {
            given.in_flight
        };
        let (desk, shutdown) = (self.desk.clone(), self.shutdown.clone());
        Ok(Delivery::new(
            desk,
            shutdown,
            content,
            session,
            in_flight as usize,
        ))
    }

    async fn acknowledge_up_to(
        &self,
        given: &v1::AcknowledgeRequest,
    ) -> Result<v1::AcknowledgeResponse, Fault> {
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let (programme_id, id) = faults.finish(named)?;
        let known = self.desk.acknowledge_known(&programme_id, &id, given.position);
        let cursor = match known.await? {
            Some(cursor) => cursor,
            None => self.advance(&programme_id, &id, given.position, None).await?,
        };
        Ok(v1::AcknowledgeResponse {
            position: cursor.position,
            acknowledged: cursor.acknowledged,
        })
    }

    async fn refuse_one(&self, request: &Request<v1::RefuseRequest>) -> Result<v1::RefuseResponse, Fault> {
        let ((programme_id, id), refused) = read_refused(request.get_ref())?;
        let position = refused.position;
        let before = position - 1;
        let (_, cursor) = self.row(&programme_id, &id).await?;
        if position <= cursor.position {
            // It is done with: what was said first holds.
            return Ok(v1::RefuseResponse {
                position: cursor.position,
            });
        }
        let moved = match refused.refusal {
            v1::Refusal::Park => {
                let reason = refused.reason;
                let park = Failure::Park { position, reason };
                self.advance(&programme_id, &id, position, Some(&park)).await?
            }
            v1::Refusal::Skip => {
                self.advance(&programme_id, &id, position, Some(&Failure::Other))
                    .await?
            }
            v1::Refusal::Stop => {
                let moved = self.advance(&programme_id, &id, before, None).await?;
                let actor = access::caller(request).actor;
                let stopped = self.desk.suspend(&programme_id, &id, refused.reason, Some(actor));
                stopped.await?;
                moved
            }
            // The unspecified one was refused above.
            v1::Refusal::Retry | v1::Refusal::Unspecified => {
                let at = Timestamp::now() + i64::from(refused.after_seconds).seconds();
                let reason = refused.reason;
                let retry = Failure::Retry { at, reason };
                self.advance(&programme_id, &id, before, Some(&retry)).await?
            }
        };
        Ok(v1::RefuseResponse {
            position: moved.position,
        })
    }
}

fn read_refused(given: &v1::RefuseRequest) -> Result<((String, String), Refused), Fault> {
    let mut faults = Faults::new();
    let named = named(&mut faults, &given.programme_id, &given.subscription_id);
    faults.check(
        "position",
        given.position > 0,
        "the position of an event that was delivered",
    );
    let known = |it| (it != v1::Refusal::Unspecified).then_some(it);
    let refusal = read_choice(&mut faults, "refusal", given.refusal, known);
    let needs_reason = !matches!(refusal, Some(v1::Refusal::Retry));
    let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, needs_reason);
    let expected = format!("at most {RETRY_SECONDS_MAX}; 0 for {RETRY_SECONDS}");
    faults.check(
        "after_seconds",
        given.after_seconds <= RETRY_SECONDS_MAX,
        &expected,
    );
    let refusal = whole(faults, refusal)?;
    let after_seconds = if given.after_seconds == 0 {
        RETRY_SECONDS
    } else {
        given.after_seconds
    };
    let refused = Refused {
        position: given.position,
        refusal,
        reason,
        after_seconds,
    };
    Ok((named, refused))
}

fn expect_active(subscription: &Subscription) -> Result<(), Fault> {
    match subscription.stage() {
        Stage::Active => Ok(()),
        stage => Err(Fault::rejected(&Rejection::Stage(stage))),
    }
}

/// What the hub sends by itself is acknowledged where it is sent.
fn expect_fetched(content: &Content) -> Result<(), Fault> {
    match content.door {
        Door::Fetched => Ok(()),
        Door::Webhook { .. } | Door::Nats { .. } => Err(Fault::rejected(&Rejection::Door)),
    }
}

#[tonic::async_trait]
impl DeliveryService for Deliveries {
    type DeliverStream = Pin<Box<dyn Stream<Item = Result<v1::DeliverResponse, Status>> + Send>>;

    async fn deliver(&self, request: Request<v1::DeliverRequest>) -> Answer<Self::DeliverStream> {
        let delivery = self.open(request.get_ref()).await?;
        Ok(Response::new(Box::pin(delivery.messages())))
    }

    async fn acknowledge(&self, request: Request<v1::AcknowledgeRequest>) -> Answer<v1::AcknowledgeResponse> {
        Ok(Response::new(self.acknowledge_up_to(request.get_ref()).await?))
    }

    async fn refuse(&self, request: Request<v1::RefuseRequest>) -> Answer<v1::RefuseResponse> {
        Ok(Response::new(self.refuse_one(&request).await?))
    }

    async fn list_parked(&self, request: Request<v1::ListParkedRequest>) -> Answer<v1::ListParkedResponse> {
        Ok(Response::new(self.parked(request.get_ref()).await?))
    }

    async fn replay_parked(
        &self,
        request: Request<v1::ReplayParkedRequest>,
    ) -> Answer<v1::ReplayParkedResponse> {
        Ok(Response::new(self.replay(&request).await?))
    }
}
