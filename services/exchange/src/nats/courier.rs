//! Sends one subscription's events into its stream, in order, and follows what is acknowledged there.

use std::{collections::VecDeque, future::IntoFuture, time::Duration};

use anyhow::anyhow;
use async_nats::{
    HeaderName, HeaderValue,
    jetstream::{context::PublishError, publish::PublishAck},
};
use contracts::ledger::v1::Entry;
use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesOrdered};
use tokio::{sync::watch, time::Instant};

use super::{
    account::Account,
    standing_stream::{StandingStream, State, WAITING_MAX, subject},
};
use crate::{
    delivery::{archive, cloud_event, cursor, standing::Standing},
    domain::subscription::{Content, Stage, Subscription},
    grpc::Desk,
    sending::{Progress, Queue},
};

/// How often it is looked what was acknowledged: while something is not, and else.
const LOOK: Duration = Duration::from_millis(250);
const LOOK_IDLE: Duration = Duration::from_secs(2);
/// Messages on their way to the server whose arrival is not confirmed.
const UNCONFIRMED_MAX: usize = 256;
/// With the number that has to be the newest the server takes each message once, in order, or refuses it.
const EXPECTED_LAST: HeaderName = HeaderName::from_static("nats-expected-last-sequence");

/// Why a courier ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The subscription is no longer active.
    Over,
    /// The row has gone elsewhere, and the stream has to be filled anew.
    Anew,
}

/// Number of a message, and whether it arrived.
type Confirmation = (u64, Result<PublishAck, PublishError>);

/// One subscription's courier.
pub(super) struct Courier<'d> {
    desk: &'d Desk,
    account: &'d Account,
    content: &'d Content,
    standing: watch::Receiver<Standing>,
    stream: StandingStream,
    progress: Progress,
    queue: Queue,
    /// Number and position of messages that are not known to be acknowledged.
    sent: VecDeque<(u64, u64)>,
    /// Number of the newest message.
    last: u64,
    /// Messages whose arrival is not confirmed, oldest first: what is refused makes all after it be refused.
    unconfirmed: FuturesOrdered<BoxFuture<'static, Confirmation>>,
    looked_at: Instant,
}

impl<'d> Courier<'d> {
    /// A courier that begins where the subscription and its stream stand.
    ///
    /// # Errors
    /// The server or the database is away.
    pub(super) async fn begin(
        desk: &'d Desk,
        account: &'d Account,
        content: &'d Content,
    ) -> anyhow::Result<Self> {
        let id = &content.subscription_id;
        let subscription = desk.office.store.load::<Subscription>(id).await?.state;
        cursor::open(desk.office.store.pool(), id, subscription.from_position()).await?;
        let cursor = desk.look(id).await?.cursor;
        let stream = StandingStream::open(&account.streams, id, cursor.turn).await?;
        let mut courier = Self {
            queue: Queue::after(desk.feed.clone(), content.clone(), &cursor),
            standing: desk.standings.watch(id),
            progress: Progress::of(desk.clone(), id.clone(), cursor),
            desk,
            account,
            content,
            stream,
            sent: VecDeque::new(),
            last: 0,
            unconfirmed: FuturesOrdered::new(),
            looked_at: Instant::now(),
        };
        courier.take_over().await?;
        Ok(courier)
    }

    /// Goes on after what lies in the stream already.
    async fn take_over(&mut self) -> anyhow::Result<()> {
        let state = self.stream.state().await?;
        self.last = state.last;
        let known = self.stream.known_up_to(state, self.progress.cursor()).await?;
        let lying = self.stream.between(known, state.last).await?;
        let position = self.progress.position();
        self.sent = lying.into_iter().filter(|it| it.1 > position).collect();
        if let Some((_, newest)) = self.sent.back() {
            let mut after = self.progress.cursor().clone();
            after.position = *newest;
            self.queue = self.queue.again(&after);
        }
        self.settle(state).await?;
        Ok(())
    }

    /// Sends until the subscription is no longer active, or the row has gone elsewhere.
    ///
    /// # Errors
    /// The server, the ledger or the database is away.
    pub(super) async fn run(mut self) -> anyhow::Result<End> {
        loop {
            let standing = self.standing.borrow_and_update().clone();
            if standing.stage != Stage::Active {
                StandingStream::remove(&self.account.streams, &self.content.subscription_id).await?;
                return Ok(End::Over);
            }
            let pause = if self.sent.is_empty() { LOOK_IDLE } else { LOOK };
            if standing.cursor.turn != self.progress.cursor().turn {
                return Ok(End::Anew);
            }
            if self.looked_at.elapsed() >= pause {
                self.looked_at = Instant::now();
                self.desk.look(&self.content.subscription_id).await?;
                let state = self.stream.state().await?;
                if !self.settle(state).await? {
                    return Ok(End::Anew);
                }
                continue;
            }
            let has_room = self.sent.len() < WAITING_MAX && self.unconfirmed.len() < UNCONFIRMED_MAX;
            tokio::select! {
                Some(confirmation) = self.unconfirmed.next() => expect_confirmed(confirmation)?,
                entry = self.queue.next(), if has_room => {
                    let entry = entry.map_err(archive::away)?.clone();
                    self.send(&entry).await?;
                }
                () = tokio::time::sleep_until(self.looked_at + pause) => {}
                // It is never closed while the desk is there.
                _ = self.standing.changed() => {}
            }
        }
    }

    async fn send(&mut self, entry: &Entry) -> anyhow::Result<()> {
        let event = cloud_event::of(entry);
        let mut headers = event.to_headers();
        headers.insert(EXPECTED_LAST, HeaderValue::from(self.last));
        let id = &self.content.subscription_id;
        let subject = format!("{}.{}", subject(id), event.event_type);
        let confirmed = self
            .account
            .streams
            .publish_with_headers(subject, headers, event.data)
            .await?;
        self.last += 1;
        self.queue.take();
        let number = self.last;
        let confirmation = confirmed.into_future().map(move |it| (number, it));
        self.unconfirmed.push_back(confirmation.boxed());
        self.sent.push_back((self.last, entry.position));
        Ok(())
    }

    /// Takes over what was acknowledged. Whether the row is where it was left.
    async fn settle(&mut self, state: State) -> anyhow::Result<bool> {
        let is_behind = self.unconfirmed.is_empty() && state.last < self.last;
        if is_behind {
            // The server has lost the end of the stream.
            return Err(anyhow!("a stream has lost its newest messages"));
        }
        let (mut events, mut done) = (0, None);
        while let Some((number, position)) = self.sent.front().copied() {
            if number > state.floor {
                break;
            }
            self.sent.pop_front();
            events += 1;
            done = Some((position, number));
        }
        if let Some((position, number)) = done {
            self.progress.done(position, events, number);
        } else if self.sent.is_empty()
            && self.queue.is_empty()
            && self.queue.read_to() > self.progress.position()
        {
            // Also what was looked through and is not wanted is done with.
            let mark = self.progress.cursor().mark;
            self.progress.done(self.queue.read_to(), 0, mark);
        }
        Ok(self.progress.write().await?)
    }
}

fn expect_confirmed((number, confirmed): Confirmation) -> anyhow::Result<()> {
    let confirmed = confirmed?;
    if confirmed.sequence == number {
        Ok(())
    } else {
        Err(anyhow!("a stream counts otherwise than the hub"))
    }
}
