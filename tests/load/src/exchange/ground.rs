//! A hub as a process of its own, with subscriptions, and events at a steady pace.

use std::{
    collections::HashMap,
    future::IntoFuture,
    sync::{Arc, Mutex},
};

use anyhow::Context;
use contracts::{
    exchange::v1::{ApproveSubscriptionRequest, RequestSubscriptionRequest, Start, Subscription, start::At},
    ledger::v1::GetHeadRequest,
    options::v1::Audience,
};
use jiff::Timestamp;
use local::{Binaries, Nats};
use tempfile::TempDir;
use tokio::{
    runtime::{Builder, Runtime},
    task::{JoinHandle, JoinSet},
    time::{Duration, Instant},
};
use tonic::Code;
use uuid::Uuid;

use super::{
    carrier::Carrier,
    crowd::{Crowd, Manner, PROGRAMMES, SUBSCRIPTIONS, filters, takes_everything},
    pace::{Figure, Figures},
    processor, sent, stuck,
    subscriber::Subscriber,
    taken::Taken,
};
use crate::{
    hub::{Caller, Patience, Up, here, quantile},
    servers::Servers,
};

/// Events in a second.
const PER_SECOND: u32 = 1_000;
/// Name of the threads that the subscribers have to themselves.
const THREADS: &str = "subscribers";
/// What comes in this time is not measured: connections and tables warm up.
const WARM_UP: Duration = Duration::from_secs(1);

/// A hub with subscriptions.
pub(super) struct Ground {
    pub(super) hub: Up,
    pub(super) coordinator: Caller,
    pub(super) carrier: Carrier,
    subscribers: &'static Runtime,
    /// Figures that were measured together with others and not asked for yet.
    pub(super) spare: Mutex<HashMap<(Crowd, Figure), f64>>,
    _nats: Nats,
    _home: TempDir,
}

/// Subscribers that are connected; they are gone when dropped.
struct Connected {
    running: Vec<(usize, Taken, JoinHandle<anyhow::Result<()>>)>,
}

impl Ground {
    /// Loads reference data, and has every subscription approved.
    pub(super) async fn begin(servers: &Servers, database: &str) -> anyhow::Result<Arc<Self>> {
        let home = tempfile::tempdir()?;
        let nats = here(Nats::start(&Binaries::find()?, &home.path().join("broker")))?;
        let url = servers.database(database).await?;
        let hub = here(Up::start_on(home.path(), Some(&url), Some(&nats.url())))?;
        hub.load_reference()?;
        let coordinator = hub.caller("national-coordinator", 1)?;
        let subscribers = Builder::new_multi_thread()
            .thread_name(THREADS)
            .enable_all()
            .build()?;
        let ground = Self {
            hub,
            coordinator,
            carrier: here(Carrier::connect(&nats.url()))?,
            // It may not be dropped where something is awaited.
            subscribers: Box::leak(Box::new(subscribers)),
            spare: Mutex::default(),
            _nats: nats,
            _home: home,
        };
        for number in 0..SUBSCRIPTIONS {
            ground.subscribe(number, None).await?;
        }
        Ok(Arc::new(ground))
    }

    /// The n-th subscriber, over a connection of its own.
    pub(super) fn subscriber(&self, number: usize) -> anyhow::Result<Subscriber> {
        self.subscriber_at(self.hub.address(), number)
    }

    fn subscriber_at(&self, address: &str, number: usize) -> anyhow::Result<Subscriber> {
        let programme_id = PROGRAMMES[number % PROGRAMMES.len()].to_owned();
        let roles = format!("subscriber-programme:{programme_id}");
        Ok(Subscriber {
            caller: self.hub.caller_at(address, &roles, 1)?,
            programme_id,
            subscription_id: format!("bench-{number}"),
            taken: Taken::default(),
        })
    }

    /// Requests the n-th subscription and has it approved.
    pub(super) async fn subscribe(&self, number: usize, start: Option<At>) -> anyhow::Result<()> {
        let subscriber = self.subscriber(number)?;
        let subscription = Subscription {
            subscription_id: subscriber.subscription_id.clone(),
            programme_id: subscriber.programme_id.clone(),
            purpose: "Meten hoe snel gebeurtenissen aankomen.".to_owned(),
            filters: filters(number),
            data_class: Audience::Programmes.into(),
            start: start.map(|at| Start { at: Some(at) }),
            door: None,
        };
        let patience = Patience::with("the exchange to know the programmes");
        loop {
            let request = RequestSubscriptionRequest {
                request_id: Uuid::new_v4().to_string(),
                subscription: Some(subscription.clone()),
            };
            match subscriber
                .caller
                .subscriptions(0)
                .request_subscription(request)
                .await
            {
                Ok(_) => break,
                Err(status) if status.code() == Code::InvalidArgument => patience.pause().await?,
                Err(status) => return Err(status.into()),
            }
        }
        let request = ApproveSubscriptionRequest {
            request_id: Uuid::new_v4().to_string(),
            subscription_id: subscription.subscription_id,
            revision: 1,
        };
        self.coordinator
            .subscriptions(0)
            .approve_subscription(request)
            .await?;
        Ok(())
    }

    /// Position of the ledger's newest entry.
    pub(super) async fn head(&self) -> anyhow::Result<u64> {
        let head = self.coordinator.ledger(0).get_head(GetHeadRequest {}).await?;
        Ok(head.into_inner().position)
    }

    /// So many events a second for a while; how many there were.
    async fn events(&self, time: Duration) -> anyhow::Result<usize> {
        let begin = Instant::now();
        let (mut under_way, mut turn) = (JoinSet::new(), 0);
        loop {
            let due = begin + Duration::from_secs(1) * turn / PER_SECOND;
            if due >= begin + time {
                break;
            }
            tokio::time::sleep_until(due).await;
            let acknowledged = self.carrier.publish().await?;
            under_way.spawn(acknowledged.into_future());
            turn += 1;
        }
        while let Some(ended) = under_way.join_next().await {
            ended??;
        }
        Ok(turn as usize)
    }

    /// Runs a task on the subscribers' threads.
    pub(super) fn spawn(
        &self,
        task: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    ) -> JoinHandle<anyhow::Result<()>> {
        self.subscribers.spawn(task)
    }

    async fn connect(&self, crowd: Crowd) -> anyhow::Result<Connected> {
        let mut connected = Connected { running: Vec::new() };
        let head = self.head().await?;
        for number in 0..SUBSCRIPTIONS {
            let Some(manner) = crowd.manner(number) else {
                continue;
            };
            let subscriber = match manner {
                Manner::Unread => self.subscriber_at(&stuck::way_to(self.hub.address()).await?, number)?,
                _ => self.subscriber(number)?,
            };
            let taken = subscriber.taken.clone();
            let running = match manner {
                Manner::Following => self.spawn(subscriber.following(head + 1)),
                Manner::Acknowledging => self.spawn(subscriber.acknowledging()),
                Manner::Sent => self.spawn(sent::read(subscriber, self.hub.address().to_owned(), head)),
                Manner::Silent | Manner::Unread => self.spawn(subscriber.silent()),
            };
            connected.running.push((number, taken, running));
        }
        connected.ready(crowd, head).await?;
        Ok(connected)
    }

    /// Connects a crowd, and measures how long events take to it.
    pub(super) async fn measure(&self, crowd: Crowd, time: Duration) -> anyhow::Result<Figures> {
        let connected = self.connect(crowd).await?;
        let warm = self.events(WARM_UP).await?;
        connected.all_have(crowd, warm).await?;
        let (hub, subscribers) = self.worked()?;
        let from = Timestamp::now();
        let events = self.events(time).await?;
        connected.all_have(crowd, warm + events).await?;
        let (hub_after, subscribers_after) = self.worked()?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "nanoseconds of a benchmark are far below 2^52"
        )]
        let per_event = |before: u64, after: u64| after.saturating_sub(before) as f64 / 1e3 / events as f64;
        let mut took = connected.took(crowd, from)?;
        Ok(Figures {
            middle: quantile(&mut took, 0.5),
            slowest: quantile(&mut took, 0.99),
            worst: quantile(&mut took, 1.0),
            hub: per_event(hub, hub_after),
            subscribers: per_event(subscribers, subscribers_after),
        })
    }

    /// Nanoseconds of processor time that hub and subscribers had so far.
    fn worked(&self) -> anyhow::Result<(u64, u64)> {
        Ok((
            processor::of_process(self.hub.process())?,
            processor::of_threads(THREADS)?,
        ))
    }
}

impl Connected {
    fn still_there(&self) -> anyhow::Result<()> {
        let gone = self.running.iter().find(|(_, _, running)| running.is_finished());
        anyhow::ensure!(
            gone.is_none(),
            "a subscriber was cut off: {:?}",
            gone.map(|it| it.0)
        );
        Ok(())
    }

    /// Waits until all are connected, and have what was there before: none catches up while the others are measured.
    async fn ready(&self, crowd: Crowd, head: u64) -> anyhow::Result<()> {
        let is_ready = |number, taken: &Taken| match crowd.manner(number) {
            Some(Manner::Acknowledging | Manner::Following) => taken.read_to() >= head,
            Some(Manner::Sent | Manner::Silent | Manner::Unread) | None => taken.is_connected(),
        };
        let patience = Patience::with("all subscribers to be connected");
        while !self
            .running
            .iter()
            .all(|(number, taken, _)| is_ready(*number, taken))
        {
            self.still_there()?;
            patience.pause().await?;
        }
        for (_, taken, _) in &self.running {
            taken.arrivals();
        }
        Ok(())
    }

    /// Waits until everyone who is not stuck and takes everything has so many events.
    async fn all_have(&self, crowd: Crowd, count: usize) -> anyhow::Result<()> {
        let patience = Patience::with("all subscribers to have everything");
        while !self
            .measured(crowd)
            .filter(|(number, _)| takes_everything(*number))
            .all(|(_, taken)| taken.count() >= count)
        {
            self.still_there()?;
            patience.pause().await?;
        }
        Ok(())
    }

    /// Those who are not stuck.
    fn measured(&self, crowd: Crowd) -> impl Iterator<Item = (usize, &Taken)> {
        let all = self.running.iter().map(|(number, taken, _)| (*number, taken));
        all.filter(move |(number, _)| {
            let manner = crowd.manner(*number);
            !matches!(manner, Some(Manner::Silent | Manner::Unread))
        })
    }

    /// How long events that were taken in since a moment took to whom, in microseconds.
    fn took(&self, crowd: Crowd, since: Timestamp) -> anyhow::Result<Vec<f64>> {
        let mut recorded = HashMap::new();
        let mut arrivals = Vec::new();
        for (_, taken) in self.measured(crowd) {
            arrivals.extend(taken.arrivals());
        }
        for arrival in &arrivals {
            if let Some(at) = arrival.recorded_at {
                recorded.insert(arrival.position, at);
            }
        }
        let mut took = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            let begun = recorded
                .get(&arrival.position)
                .context("an event nobody else got")?;
            if *begun >= since {
                took.push(arrival.at.duration_since(*begun).as_secs_f64() * 1e6);
            }
        }
        Ok(took)
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        for (_, _, running) in &self.running {
            running.abort();
        }
    }
}
