//! The delivery service: events over gRPC, and what the subscriber says of them.

use std::{ops::ControlFlow, pin::Pin, sync::PoisonError};

use blocks::{
    contract::{REASON_CHARS_MAX, read_choice, whole},
    office::{cut, one_more, parse_page},
};
use contracts::exchange::v1::{self, delivery_service_server::DeliveryService};
use futures::Stream;
use jiff::{Timestamp, ToSpan};
use runtime::{
    access,
    fault::{Fault, Kind, together},
    parse::Faults,
    receipt::proto_time,
};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use super::{Answer, Desk, context, named};
use crate::{
    delivery::{
        cursor::{self, Cursor, Failure, Step},
        standing::Standing,
        stream::Delivery,
        wants,
    },
    domain::subscription::{By, Command, Content, Rejection, Stage, Subscription},
};

/// Events under way without being acknowledged, unless the subscriber asks otherwise; and at most.
const IN_FLIGHT: u32 = 100;
const IN_FLIGHT_MAX: u32 = 1_000;
/// Seconds until an event is tried again, unless the subscriber says otherwise; and at most.
const RETRY_SECONDS: u32 = 5;
const RETRY_SECONDS_MAX: u32 = 24 * 60 * 60;
/// Attempts at moving a row that others move too.
const ATTEMPTS: usize = 16;

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

    /// The subscription's row, and what it asks for; a row there is only after the first stream.
    async fn row(&self, programme_id: &str, id: &str) -> Result<(Content, Cursor), Fault> {
        let (subscription, content) = self.desk.of(programme_id, id).await?;
        expect_active(&subscription)?;
        let cursor = cursor::of(self.desk.office.store.pool(), id).await?;
        Ok((content, cursor.ok_or_else(not_delivered)?))
    }

    /// Moves the row on to a position, with what became of the event there.
    async fn advance(
        &self,
        programme_id: &str,
        id: &str,
        to: u64,
        failure: Option<&Failure>,
    ) -> Result<Cursor, Fault> {
        for _ in 0..ATTEMPTS {
            let (content, cursor) = self.row(programme_id, id).await?;
            // What is said twice, or out of order, changes nothing; a retry of the next event moves nothing and still counts.
            if to < cursor.position || (to == cursor.position && failure.is_none()) {
                return Ok(cursor);
            }
            let acknowledged = self.count(&content, cursor.position, to, failure).await?;
            let step = Step {
                from: cursor.position,
                to,
                acknowledged,
                at: Timestamp::now(),
            };
            let pool = self.desk.office.store.pool();
            if let Some(moved) = cursor::advance(pool, id, step, failure).await? {
                let standing = Standing {
                    stage: Stage::Active,
                    cursor: moved.clone(),
                };
                self.desk.standings.tell(id, standing);
                return Ok(moved);
            }
        }
        let what = "others acknowledge events of this subscription all the time";
        Err(Fault::new("CONTENDED", Kind::Conflict, what))
    }

    /// Events of the subscription between two positions, without the one that is refused. Known from what the stream of this process has
    /// sent, and else from the ledger.
    async fn count(
        &self,
        content: &Content,
        from: u64,
        to: u64,
        failure: Option<&Failure>,
    ) -> Result<u64, Fault> {
        let refused = match failure {
            Some(Failure::Park { .. } | Failure::Other) => 1,
            Some(Failure::Retry(_)) | None => 0,
        };
        let id = &content.subscription_id;
        let session = self.desk.standings.watch(id).borrow().cursor.session;
        if let Some(flight) = self.desk.standings.flight(id) {
            let flight = flight.lock().unwrap_or_else(PoisonError::into_inner);
            if flight.session == session {
                if to > flight.read_to {
                    return Err(not_delivered());
                }
                let sent = flight.positions.iter();
                let between = sent.filter(|it| **it > from && **it <= to).count() as u64;
                return Ok(between.saturating_sub(refused));
            }
        }
        if to > self.desk.archive.head().await? {
            return Err(not_delivered());
        }
        let mut between = 0_u64;
        let look = |entry: &contracts::ledger::v1::Entry| {
            between += u64::from(wants(content, entry));
            ControlFlow::Continue(())
        };
        self.desk.archive.look_through(from + 1, to, look).await?;
        Ok(between.saturating_sub(refused))
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
                self.stop(request, programme_id, &id, refused.reason).await?;
                moved
            }
            // The unspecified one was refused above.
            v1::Refusal::Retry | v1::Refusal::Unspecified => {
                let at = Timestamp::now() + i64::from(refused.after_seconds).seconds();
                let retry = Failure::Retry(at);
                self.advance(&programme_id, &id, before, Some(&retry)).await?
            }
        };
        Ok(v1::RefuseResponse {
            position: moved.position,
        })
    }

    async fn stop(
        &self,
        request: &Request<v1::RefuseRequest>,
        programme_id: String,
        id: &str,
        reason: String,
    ) -> Result<(), Fault> {
        let actor = access::caller(request).actor;
        let (at, today) = self.desk.office.now();
        let meta = eventing::Meta {
            actor: actor.clone(),
            at,
            request: None,
            traceparent: None,
            context: context(),
        };
        let command = Command::Suspend {
            programme_id,
            reason,
            by_hub: false,
            by: By { actor, today },
        };
        let store = &self.desk.office.store;
        store.execute::<Subscription>(id, command, &meta).await?;
        self.desk.look(id).await?;
        Ok(())
    }

    async fn parked(&self, given: &v1::ListParkedRequest) -> Result<v1::ListParkedResponse, Fault> {
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let page = parse_page(given.page_size, &given.page_token, &given.subscription_id);
        let (page, (programme_id, id)) = together(page, faults.finish(named))?;
        self.desk.of(&programme_id, &id).await?;
        // A token holds a position; it was checked to be one of this hub's.
        let after = page.after.as_deref().and_then(|it| it.parse().ok()).unwrap_or(0);
        let pool = self.desk.office.store.pool();
        let found = cursor::parked(pool, &id, after, one_more(&page)).await?;
        let mut found: Vec<(String, cursor::Parked)> = found
            .into_iter()
            .map(|it| (it.position.to_string(), it))
            .collect();
        let next_page_token = cut(&page, &mut found, |it| it.0.as_str());
        let parked = found.into_iter().map(|(_, it)| v1::ParkedEvent {
            position: it.position,
            reason: it.reason,
            parked_at: Some(proto_time(it.parked_at)),
        });
        Ok(v1::ListParkedResponse {
            parked: parked.collect(),
            next_page_token,
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

fn not_delivered() -> Fault {
    let expected = "a position up to which events of this subscription were delivered";
    Fault::invalid(vec![eventing::FieldFault::new("position", expected)])
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
}
