//! Sends one subscription's events to its endpoint, in order: the next one when the one before was taken, parked, or passed over.

use std::time::Duration;

use contracts::ledger::v1::Entry;
use jiff::{Timestamp, ToSpan};
use runtime::fault::Fault;
use tokio::{sync::watch, time::Instant};

use super::{
    WebhookDoor,
    attempt::{self, Outcome},
    consent::{self, Consent},
    schedule::{Next, next},
    signing::{self, Generation},
};
use crate::{
    delivery::{
        archive::away,
        cursor::{self, Failure},
        standing::Standing,
    },
    domain::subscription::{Content, Door, Stage, Subscription},
    sending::{Progress, Queue},
};

/// How often it is looked whether something changed that another process did.
const LOOK: Duration = Duration::from_secs(2);

/// One subscription's courier.
pub(super) struct Courier<'d> {
    door: &'d WebhookDoor,
    content: &'d Content,
    url: &'d str,
    consent: Option<Consent>,
    standing: watch::Receiver<Standing>,
    progress: Progress,
    queue: Queue,
    /// Keys that sign, the newest first.
    generations: Vec<Generation>,
    looked_at: Instant,
    posted_at: Option<Instant>,
}

impl<'d> Courier<'d> {
    /// A courier that begins where the subscription stands.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub(super) async fn begin(door: &'d WebhookDoor, content: &'d Content) -> Result<Self, Fault> {
        let id = &content.subscription_id;
        let pool = door.desk.office.store.pool();
        let subscription = door.desk.office.store.load::<Subscription>(id).await?.state;
        // Other streams of it, of which there should be none, end.
        cursor::open(pool, id, subscription.from_position()).await?;
        let cursor = door.desk.look(id).await?.cursor;
        let url = match &content.door {
            Door::Webhook { url } => url,
            Door::Fetched | Door::Nats { .. } => "",
        };
        let mut courier = Self {
            queue: Queue::after(door.desk.feed.clone(), content.clone(), &cursor),
            consent: consent::known(pool, id).await?,
            standing: door.desk.standings.watch(id),
            progress: Progress::of(door.desk.clone(), id.clone(), cursor),
            door,
            content,
            url,
            generations: Vec::new(),
            looked_at: Instant::now(),
            posted_at: None,
        };
        courier.look().await?;
        Ok(courier)
    }

    /// Sends until the subscription is no longer active.
    ///
    /// # Errors
    /// The ledger or the database is away.
    pub(super) async fn run(mut self) -> Result<(), Fault> {
        loop {
            if self.looked_at.elapsed() >= LOOK {
                self.look().await?;
            }
            let standing = self.standing.borrow_and_update().clone();
            if standing.stage != Stage::Active {
                self.progress.write().await?;
                return Ok(());
            }
            if standing.cursor.turn != self.progress.cursor().turn {
                self.go_to(standing);
            }
            let wait = self.pause();
            if !wait.is_zero() {
                self.wait(wait).await;
            } else if let Some(consent) = self.consent {
                self.send(consent).await?;
            } else {
                self.ask().await?;
            }
        }
    }

    /// Looks what others have changed: the row, and the keys.
    async fn look(&mut self) -> Result<(), Fault> {
        self.looked_at = Instant::now();
        let id = &self.content.subscription_id;
        self.door.desk.look(id).await?;
        let subscription = self.door.desk.office.store.load::<Subscription>(id).await?.state;
        self.generations = signing::valid(&self.door.keys, id, &subscription, Timestamp::now());
        Ok(())
    }

    /// Goes where the row has gone meanwhile.
    fn go_to(&mut self, standing: Standing) {
        self.queue = self.queue.again(&standing.cursor);
        let id = self.content.subscription_id.clone();
        self.progress = Progress::of(self.door.desk.clone(), id, standing.cursor);
    }

    /// Goes where the row is, after it was found elsewhere.
    async fn look_again(&mut self) -> Result<(), Fault> {
        let standing = self.door.desk.look(&self.content.subscription_id).await?;
        self.go_to(standing);
        Ok(())
    }

    /// How long nothing may be sent.
    fn pause(&self) -> Duration {
        let next = self.progress.cursor().next_attempt_at;
        let left = next.map(|at| at.duration_since(Timestamp::now()));
        let failed = left
            .and_then(|left| Duration::try_from(left).ok())
            .unwrap_or_default();
        let rate = self.consent.and_then(|it| it.per_minute);
        let paced = rate.zip(self.posted_at).map(|(per_minute, at)| {
            let between = Duration::from_secs(60) / per_minute;
            (at + between).saturating_duration_since(Instant::now())
        });
        failed.max(paced.unwrap_or_default())
    }

    /// Waits, at most until something changed or it is time to look.
    async fn wait(&mut self, wait: Duration) {
        tokio::select! {
            () = tokio::time::sleep(wait.min(LOOK)) => {}
            // It is never closed while the desk is there.
            _ = self.standing.changed() => {}
        }
    }

    /// Sends the next event, or waits for it.
    async fn send(&mut self, consent: Consent) -> Result<(), Fault> {
        if self.queue.is_empty() || self.progress.is_due() {
            // Also what was looked through and is not wanted is done with.
            if self.queue.is_empty() && self.queue.read_to() > self.progress.position() {
                self.progress.done(self.queue.read_to(), 0, 0);
            }
            if !self.progress.write().await? {
                return self.look_again().await;
            }
        }
        let entry = tokio::select! {
            entry = self.queue.next() => entry.map_err(away)?.clone(),
            () = tokio::time::sleep(LOOK) => return Ok(()),
            _ = self.standing.changed() => return Ok(()),
        };
        if consent.per_minute.is_some() {
            self.posted_at = Some(Instant::now());
        }
        let outbound = &self.door.outbound;
        match attempt::post(outbound, self.url, &self.generations, &entry, Timestamp::now()).await {
            Outcome::Taken => {
                self.queue.take();
                self.progress.done(entry.position, 1, 0);
                Ok(())
            }
            Outcome::Gone => self.gone().await,
            Outcome::Failed { why, wait } => self.failed(&entry, why, wait).await,
        }
    }

    async fn failed(&mut self, entry: &Entry, why: String, asked: Option<Duration>) -> Result<(), Fault> {
        let attempt = if self.progress.position() > self.progress.cursor().position {
            1
        } else {
            self.progress.cursor().attempts + 1
        };
        let failure = match next(&self.door.settings.retries, attempt, asked, rand::random()) {
            Next::Retry(wait) => retry(wait, why),
            Next::Park => {
                self.queue.take();
                Failure::Park {
                    position: entry.position,
                    reason: why,
                }
            }
        };
        if !self.progress.fail(entry.position, failure).await? {
            self.look_again().await?;
        }
        Ok(())
    }

    /// An endpoint that is no more is not tried again until somebody has looked at it.
    async fn gone(&mut self) -> Result<(), Fault> {
        self.progress.write().await?;
        let content = self.content;
        let reason = "The endpoint answers that it is gone (410).".to_owned();
        self.door
            .desk
            .suspend(&content.programme_id, &content.subscription_id, reason, None)
            .await
    }

    /// Asks the endpoint whether it agrees.
    async fn ask(&mut self) -> Result<(), Fault> {
        let settings = &self.door.settings;
        let id = &self.content.subscription_id;
        let why = match consent::ask(&self.door.outbound, self.url, &settings.origin).await {
            Ok(Some(consent)) => {
                consent::remember(self.door.desk.office.store.pool(), id, consent).await?;
                self.consent = Some(consent);
                return Ok(());
            }
            Ok(None) => format!(
                "it does not allow {} to send (WebHook-Allowed-Origin)",
                settings.origin
            ),
            Err(error) => attempt::told(&error),
        };
        let attempt = self.progress.cursor().attempts + 1;
        // Nothing is parked that was never sent: after the last wait it is asked again each time that long has passed.
        let longest = settings.retries.last().copied().unwrap_or(LOOK);
        let wait = match next(&settings.retries, attempt, None, rand::random()) {
            Next::Retry(wait) => wait,
            Next::Park => longest,
        };
        let at = self.progress.position();
        if !self.progress.fail(at, retry(wait, why)).await? {
            self.look_again().await?;
        }
        Ok(())
    }
}

fn retry(wait: Duration, reason: String) -> Failure {
    let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
    Failure::Retry {
        at: Timestamp::now()
            .saturating_add(millis.milliseconds())
            .unwrap_or(Timestamp::MAX),
        reason,
    }
}
