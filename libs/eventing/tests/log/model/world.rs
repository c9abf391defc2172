//! Two stores on one log, as two processes have it, a third program that writes to the tables itself, and what goes wrong.

use std::{
    str::FromStr,
    sync::atomic::{AtomicU64, Ordering},
};

use eventing::{Committed, Store};
use futures::future::join_all;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::plan::{Call, Fault, Round, STREAMS};

/// Names what the stores' connections are called, so that they can be told from the test's own.
const STORES: &str = "stores";
/// Marks of the test's own calls begin here.
const OWN_MARKS: u64 = 1_000_000;
/// How often a call with an outcome nobody knows is made again.
const RESOLVE_MAX: usize = 100;

/// What a caller was told.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    Done(Committed),
    /// Done through the framework, which tells no more.
    Carried,
    Refused,
    Reused,
    /// Others were first, again and again.
    Contended,
    /// The database was away: done or not.
    Unknown,
    /// The database cannot do it.
    Impossible,
    /// The caller did not wait for an answer.
    GaveUp,
}

/// A call and what came of it, with the log's head before and after.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) call: Call,
    pub(crate) told: Told,
    pub(crate) from: u64,
    pub(crate) to: u64,
    /// Whether there was neither company nor a fault that may be why it failed.
    pub(crate) undisturbed: bool,
    /// Whether connections had been cut by then.
    pub(crate) may_be_away: bool,
}

/// The log and who writes to it.
pub(crate) struct World {
    pub(crate) admin: PgPool,
    pub(crate) stores: [Store; 2],
    pub(crate) played: Vec<Played>,
    options: PgConnectOptions,
    marks: u64,
    was_cut: bool,
}

impl World {
    /// An empty log in a schema of its own.
    pub(crate) async fn new(url: &str) -> Self {
        static SCHEMAS: AtomicU64 = AtomicU64::new(0);
        let schema = format!("case_{}", SCHEMAS.fetch_add(1, Ordering::Relaxed));
        let options = PgConnectOptions::from_str(url)
            .unwrap()
            .options([("search_path", &schema)]);
        let admin = PgPoolOptions::new()
            .max_connections(2)
            .connect_with(options.clone())
            .await
            .unwrap();
        sqlx::query(&format!("CREATE SCHEMA {schema}"))
            .execute(&admin)
            .await
            .unwrap();
        let options = options.application_name(STORES);
        let stores = [open(&options).await, open(&options).await];
        Self {
            admin,
            stores,
            played: Vec::new(),
            options,
            marks: OWN_MARKS,
            was_cut: false,
        }
    }

    /// The newest place in the log, as the tables have it.
    pub(crate) async fn head(&self) -> u64 {
        let head: i64 = sqlx::query_scalar("SELECT position FROM head")
            .fetch_one(&self.admin)
            .await
            .unwrap();
        head.cast_unsigned()
    }

    /// Makes the calls of a round at the same time, lets the fault happen, and finds out what became of those that were not
    /// told.
    pub(crate) async fn play(&mut self, round: &Round) {
        let from = self.head().await;
        let calls = join_all(round.calls.iter().map(|call| self.make(call)));
        let fault = async {
            if let Some(Fault::Cut(turns)) = round.fault {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                self.cut().await;
            }
        };
        let (told, ()) = tokio::join!(calls, fault);
        self.was_cut |= matches!(round.fault, Some(Fault::Cut(_)));
        if let Some(Fault::Reopened(store)) = round.fault {
            self.stores[store] = open(&self.options).await;
        }
        let outcomes: Vec<_> = round.calls.iter().cloned().zip(told).collect();
        self.settle(outcomes, from, round.calls.len() > 1 || round.fault.is_some())
            .await;
    }

    /// Writes down what came of calls that began at `from`, after everything under way has ended.
    pub(crate) async fn settle(&mut self, mut outcomes: Vec<(Call, Told)>, from: u64, disturbed: bool) {
        // The writer of a store does one thing after the other: behind this, nothing of before is under way.
        for store in 0..self.stores.len() {
            self.marks += 1;
            let call = Call::plain(self.marks, store, STREAMS + store);
            let told = self.resolve(&call).await;
            assert!(matches!(told, Told::Done(_)), "{call:?} was told {told:?}");
            outcomes.push((call, told));
        }
        for index in 0..outcomes.len() {
            let (call, told) = &outcomes[index];
            if call.request.is_some() && matches!(told, Told::Unknown | Told::GaveUp) {
                let again = Call {
                    patience: None,
                    ..call.clone()
                };
                let told = self.resolve(&again).await;
                outcomes.push((again, told));
            }
        }
        let to = self.head().await;
        self.played
            .extend(outcomes.into_iter().map(|(call, told)| Played {
                call,
                told,
                from,
                to,
                undisturbed: !disturbed,
                may_be_away: self.was_cut,
            }));
    }

    /// Makes a call with a request id until it is known what came of it.
    async fn resolve(&self, call: &Call) -> Told {
        for _ in 0..RESOLVE_MAX {
            let told = self.make(call).await;
            if !matches!(told, Told::Unknown) {
                return told;
            }
        }
        panic!("{call:?} never comes to an end");
    }

    /// Cuts all connections of the stores.
    pub(crate) async fn cut(&self) {
        sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1")
            .bind(STORES)
            .execute(&self.admin)
            .await
            .unwrap();
    }

    /// Says that the database has been away.
    pub(crate) fn was_away(&mut self) {
        self.was_cut = true;
    }

    /// Ends the case: its connections are closed.
    pub(crate) async fn close(self) {
        for store in &self.stores {
            store.pool().close().await;
        }
        self.admin.close().await;
    }

    /// One more store on the same log, as a process that starts now.
    pub(crate) async fn another(&self) -> Store {
        open(&self.options).await
    }
}

async fn open(options: &PgConnectOptions) -> Store {
    // As the hub has it: a broken connection shows on use.
    let pool = PgPoolOptions::new().max_connections(4).test_before_acquire(false);
    for _ in 0..RESOLVE_MAX {
        let pool = pool.clone().connect_lazy_with(options.clone());
        if let Ok(store) = Store::open("model", pool).await {
            return store;
        }
    }
    panic!("a store cannot be opened");
}
