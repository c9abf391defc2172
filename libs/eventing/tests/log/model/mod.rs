//! The store and its tail beside a simple model, on random histories: calls of several kinds through two stores and around
//! them, one at a time and many at once, with repeats, conflicts, refusals, things that cannot be stored, callers that give up
//! and connections that are cut.
//!
//! Each run prints its seed; `PROPTEST_RNG_SEED=<seed>` runs the same again. What has failed once is kept in
//! `regressions.txt` and tried first.

mod batches;
mod calls;
mod followers;
mod history;
mod log;
mod oracle;
mod outage;
mod plan;
mod tally;
mod world;

use std::hash::{BuildHasher, RandomState};

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, FileFailurePersistence, RngSeed, TestRunner},
};

use crate::counter::TestLog;
use followers::Followers;
use history::History;
use plan::Round;
use world::World;

const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/log/model/regressions.txt");

/// Runs a property on a PostgreSQL of its own, with a schema for each case; so often, or as `PROPTEST_CASES` says.
fn holds<S: Strategy>(cases: u32, strategy: &S, case: impl AsyncFn(&str, S::Value)) {
    let asked = std::env::var_os("PROPTEST_CASES").map(|_| Config::default().cases);
    let mut config = Config {
        cases: asked.unwrap_or(cases),
        // A case takes tenths of a second, and what depends on timing does not shrink well.
        max_shrink_iters: 100,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(REGRESSIONS))),
        ..Config::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(RandomState::new().hash_one(()));
    }
    println!("seed: {:?}", config.rng_seed);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let log = runtime.block_on(TestLog::open());
    runtime.block_on(log.let_everyone_in());
    let url = log.postgres.url("postgres");
    let outcome = TestRunner::new(config).run(strategy, |drawn| {
        runtime.block_on(case(&url, drawn));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

async fn is_a_serial_history(url: &str, rounds: Vec<Round>, paces: Vec<Vec<u32>>) {
    let mut world = World::new(url).await;
    let followers = Followers::start(&world.stores, &paces);
    for round in &rounds {
        world.play(round).await;
    }
    let facts = world.is_judged().await;
    followers.saw(&facts).await;
    world.close().await;
}

impl World {
    /// Judges the log by what everyone was told, and answers its facts.
    async fn is_judged(&self) -> Vec<log::Written> {
        let facts = log::facts(&self.admin).await;
        let receipts = log::receipts(&self.admin).await;
        assert_eq!(self.head().await, facts.len() as u64, "the head is elsewhere");
        let history = History {
            facts: &facts,
            receipts: &receipts,
            played: &self.played,
        };
        let streams = history.judge();
        oracle::agree(self, &streams).await;
        facts
    }
}

fn paces() -> impl Strategy<Value = Vec<Vec<u32>>> {
    vec(vec(1..20_u32, 1..4), 1..4)
}

#[test]
fn one_call_after_the_other_is_answered_as_the_model_says() {
    holds(
        10,
        &(plan::rounds(1, 12..30), paces()),
        async |url, (rounds, paces)| {
            is_a_serial_history(url, rounds, paces).await;
        },
    );
}

#[test]
fn calls_at_the_same_time_are_a_serial_history_for_all_who_made_them_and_all_who_follow() {
    holds(
        16,
        &(plan::rounds(12, 2..8), paces()),
        async |url, (rounds, paces)| {
            is_a_serial_history(url, rounds, paces).await;
        },
    );
}
