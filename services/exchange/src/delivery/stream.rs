//! One `Deliver` call: message after message, as fast as the subscriber takes and acknowledges them.

use std::{collections::VecDeque, sync::PoisonError, time::Duration};

use blocks::{
    feed::Feed,
    following::{Following, Stretch},
};
use contracts::{exchange::v1::DeliverResponse, ledger::v1::Entry};
use futures::{
    FutureExt,
    stream::{self, Stream},
};
use jiff::Timestamp;
use runtime::{
    fault::{Fault, Kind},
    receipt::proto_time,
};
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;
use tonic::Status;

use super::{
    archive::away,
    standing::{Flight, SharedFlight, Standing},
    wants,
};
use crate::{
    domain::subscription::{Content, Rejection, Stage},
    grpc::Desk,
};

/// How long a stream is silent at most.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How long a stream that has everything waits before its next message, so that what comes in the meantime goes with it: a message costs as
/// much as the ten events that come in this time at a thousand a second.
const GATHER: Duration = Duration::from_millis(10);
/// How often it is looked whether something changed that another process did.
const LOOK: Duration = Duration::from_secs(2);
/// When a message has so many bytes of events, no further one is added. Together with one event of the largest size this stays well
/// below the 4 MiB that gRPC clients take by default.
const MESSAGE_BYTES: usize = 1024 * 1024;

/// Where a call stands.
pub struct Delivery {
    desk: Desk,
    feed: Feed,
    shutdown: CancellationToken,
    content: Content,
    standing: watch::Receiver<Standing>,
    flight: SharedFlight,
    /// The row's session and turn, as this stream serves them.
    session: u64,
    turn: u64,
    in_flight_max: usize,
    following: Following,
    /// Events that were read and not sent yet.
    ahead: VecDeque<Entry>,
    /// Position up to which the ledger was looked through.
    read_to: u64,
    head: u64,
    said_at: Option<Instant>,
    looked_at: Instant,
}

/// What a wait came to.
enum Woken {
    /// Where the subscription stands has changed.
    Changed,
    /// There is something to say.
    News,
    /// Nothing came: it is time for a sign of life.
    Idle,
}

impl Delivery {
    /// A call that was let in, for the row's newest session.
    pub(crate) fn new(
        desk: Desk,
        shutdown: CancellationToken,
        content: Content,
        session: u64,
        in_flight_max: usize,
    ) -> Self {
        let standing = desk.standings.watch(&content.subscription_id);
        let flight = desk
            .standings
            .begin_flight(&content.programme_id, &content.subscription_id, session);
        let cursor = standing.borrow().cursor.clone();
        let feed = desk.feed.clone();
        let mut delivery = Self {
            following: Following::new(feed.clone(), cursor.position + 1),
            desk,
            feed,
            shutdown,
            content,
            standing,
            flight,
            session,
            turn: cursor.turn,
            in_flight_max,
            ahead: VecDeque::new(),
            read_to: cursor.position,
            head: 0,
            said_at: None,
            looked_at: Instant::now(),
        };
        delivery.begin_at(cursor.position);
        delivery
    }

    /// The messages. None is made ahead: a slow subscriber makes this wait, holding what was read of one message and no connection.
    pub(crate) fn messages(self) -> impl Stream<Item = Result<DeliverResponse, Status>> + Send {
        stream::unfold(Some(self), |delivery| async move {
            let mut delivery = delivery?;
            match delivery.message().await {
                Ok(message) => Some((Ok(message), Some(delivery))),
                Err(fault) => Some((Err(fault.into()), None)),
            }
        })
    }

    async fn message(&mut self) -> Result<DeliverResponse, Fault> {
        loop {
            self.keep_up()?;
            let events = self.take();
            if !events.is_empty() {
                return Ok(self.say(events));
            }
            match self.wait().await? {
                Woken::Changed | Woken::News => {}
                Woken::Idle => return Ok(self.say(Vec::new())),
            }
        }
    }

    /// Takes over where the subscription stands.
    fn keep_up(&mut self) -> Result<(), Fault> {
        let standing = self.standing.borrow_and_update().clone();
        if standing.cursor.session != self.session {
            let what = "another stream of this subscription was opened after this one";
            return Err(Fault::new("DELIVERY_OVERTAKEN", Kind::Conflict, what));
        }
        if standing.stage != Stage::Active {
            return Err(Fault::rejected(&Rejection::Stage(standing.stage)));
        }
        if standing.cursor.turn != self.turn {
            self.turn = standing.cursor.turn;
            self.begin_at(standing.cursor.position);
        }
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        while flight
            .positions
            .front()
            .is_some_and(|it| *it <= standing.cursor.position)
        {
            flight.positions.pop_front();
        }
        Ok(())
    }

    /// Delivers what comes after a position, from the first on.
    fn begin_at(&mut self, position: u64) {
        self.following = Following::new(self.feed.clone(), position + 1);
        self.ahead.clear();
        self.read_to = position;
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        *flight = Flight {
            session: self.session,
            turn: self.turn,
            positions: VecDeque::new(),
            read_to: position,
        };
    }

    /// Events that may be sent now.
    fn take(&mut self) -> Vec<Entry> {
        if self.pause().is_some() {
            return Vec::new();
        }
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut events, mut bytes) = (Vec::new(), 0);
        while flight.positions.len() < self.in_flight_max && bytes < MESSAGE_BYTES {
            let Some(event) = self.ahead.pop_front() else {
                break;
            };
            bytes += event.data.len();
            flight.positions.push_back(event.position);
            flight.read_to = event.position;
            events.push(event);
        }
        if self.ahead.is_empty() {
            flight.read_to = flight.read_to.max(self.read_to);
        }
        events
    }

    /// How long nothing may be delivered, if so.
    fn pause(&self) -> Option<Duration> {
        let next = self.standing.borrow().cursor.next_attempt_at?;
        let left = next.duration_since(Timestamp::now());
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }

    /// The last event while events are delivered again: nothing after it is read.
    fn last(&self) -> u64 {
        self.standing.borrow().cursor.replay_to.unwrap_or(u64::MAX)
    }

    fn has_room(&self) -> bool {
        let flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        flight.positions.len() < self.in_flight_max
    }

    async fn wait(&mut self) -> Result<Woken, Fault> {
        let heartbeat = self.said_at.map_or_else(Instant::now, |it| it + HEARTBEAT);
        // Also among many events it is looked now and then; a pause that ends is looked at when it does.
        let look = match self.pause() {
            Some(pause) if pause < LOOK => Instant::now() + pause,
            _ => self.looked_at + LOOK,
        };
        // While what was read is not sent, nothing more is read.
        let may_read =
            self.ahead.is_empty() && self.has_room() && self.pause().is_none() && self.read_to < self.last();
        let gathers = self.gathers_until().filter(|it| may_read && *it > Instant::now());
        let reads = may_read && gathers.is_none();
        tokio::select! {
            () = self.shutdown.cancelled() => {
                Err(Fault::unavailable("STOPPING", "this hub is stopping; deliveries go on where they were acknowledged"))
            }
            // It is never closed while the desk is there.
            _ = self.standing.changed() => Ok(Woken::Changed),
            stretch = self.following.next(), if reads => {
                self.read(&stretch.map_err(away)?);
                self.read_what_is_there()?;
                Ok(Woken::News)
            }
            () = tokio::time::sleep_until(gathers.unwrap_or(heartbeat)), if gathers.is_some() => Ok(Woken::News),
            () = tokio::time::sleep_until(heartbeat) => Ok(Woken::Idle),
            () = tokio::time::sleep_until(look) => {
                self.looked_at = Instant::now();
                self.desk.look(&self.content.subscription_id).await?;
                Ok(Woken::News)
            }
        }
    }

    /// Until when news are left to gather, in a stream that has everything.
    fn gathers_until(&self) -> Option<Instant> {
        let is_live = self.read_to >= self.head;
        self.said_at.filter(|_| is_live).map(|it| it + GATHER)
    }

    fn read(&mut self, stretch: &Stretch) {
        let last = self.last();
        let until = stretch.entries().iter().take_while(|it| it.position <= last);
        self.ahead
            .extend(until.filter(|it| wants(&self.content, it)).cloned());
        self.head = self.head.max(stretch.head_position());
        if let Some(read) = stretch.entries().last() {
            self.read_to = read.position.min(last);
        }
    }

    /// Reads what has gathered, without waiting for more, up to what goes into a message.
    fn read_what_is_there(&mut self) -> Result<(), Fault> {
        while self.ahead.len() < self.in_flight_max
            && self.ahead_bytes() < MESSAGE_BYTES
            && self.read_to < self.last()
        {
            let Some(stretch) = self.following.next().now_or_never() else {
                break;
            };
            self.read(&stretch.map_err(away)?);
        }
        Ok(())
    }

    fn ahead_bytes(&self) -> usize {
        self.ahead.iter().map(|it| it.data.len()).sum()
    }

    fn say(&mut self, events: Vec<Entry>) -> DeliverResponse {
        self.said_at = Some(Instant::now());
        let read_to = match (events.last(), self.ahead.is_empty()) {
            (Some(last), false) => last.position,
            (None, false) => self.ahead.front().map_or(self.read_to, |it| it.position - 1),
            (_, true) => self.read_to,
        };
        DeliverResponse {
            events,
            read_to_position: read_to,
            head_position: self.head.max(read_to),
            sent_at: Some(proto_time(Timestamp::now())),
        }
    }
}
