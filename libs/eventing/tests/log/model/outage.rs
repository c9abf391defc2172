//! A server that dies as on a power cut, with hundreds of commands under way, and comes back.

use futures::future::join_all;

use super::{
    plan::Call,
    world::{Told, World},
};
use crate::counter::TestLog;

const CALLERS: u64 = 256;
/// Most commands of a caller; their marks are its own.
const CALLS_MAX: u64 = 1_000;
/// Streams the callers share.
const STREAMS: usize = 48;
/// The first of these streams; those before belong to the test itself.
const FIRST_STREAM: usize = 10;
/// Facts in the log before the server dies.
const FACTS_BEFORE: u64 = 600;

/// Asks for one change after the other until nobody answers.
async fn ask_until_away(world: &World, caller: u64) -> Vec<(Call, Told)> {
    let mut outcomes = Vec::new();
    for mark in caller * CALLS_MAX..(caller + 1) * CALLS_MAX {
        let stream = FIRST_STREAM + usize::try_from(caller + mark).unwrap() % STREAMS;
        let call = Call::plain(mark, usize::try_from(mark % 2).unwrap(), stream);
        let told = world.make(&call).await;
        let away = matches!(told, Told::Unknown);
        outcomes.push((call, told));
        if away {
            break;
        }
    }
    outcomes
}

#[test]
fn a_server_that_dies_under_load_and_comes_back_has_what_it_acknowledged() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut log = TestLog::open_durable().await;
        let mut world = World::new(&log.postgres.url("postgres")).await;
        let callers = join_all((0..CALLERS).map(|caller| ask_until_away(&world, caller)));
        let outage = async {
            while world.head().await < FACTS_BEFORE {
                tokio::task::yield_now().await;
            }
            log.postgres.stop_immediate().await.unwrap();
        };
        let (outcomes, ()) = tokio::join!(callers, outage);
        log.postgres.restart().await.unwrap();

        let outcomes: Vec<_> = outcomes.into_iter().flatten().collect();
        let unknown = outcomes.iter().filter(|(_, told)| matches!(told, Told::Unknown));
        assert!(unknown.count() > 0, "nobody was asking when the server died");
        world.was_away();
        world.settle(outcomes, 0, true).await;
        world.is_judged().await;
    });
}
