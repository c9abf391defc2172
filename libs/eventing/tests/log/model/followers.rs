//! Those who follow the log while it is written, each at its own pace.

use eventing::{Recorded, Store};
use futures::future::join_all;
use tokio::{sync::watch, task::JoinHandle};

use super::log::Written;

/// How long a follower may take to get to the end.
const PATIENCE_SECONDS: u64 = 60;

/// The followers of a log.
pub(crate) struct Followers {
    goal: watch::Sender<Option<u64>>,
    tasks: Vec<JoinHandle<Vec<Recorded>>>,
}

impl Followers {
    /// Starts one follower for each list of numbers: so many facts it reads at a time, again and again.
    pub(crate) fn start(stores: &[Store], paces: &[Vec<u32>]) -> Self {
        let (goal, _) = watch::channel(None);
        let tasks = paces.iter().enumerate().map(|(index, pace)| {
            let store = stores[index % stores.len()].clone();
            tokio::spawn(follow(store, pace.clone(), goal.subscribe()))
        });
        Self {
            tasks: tasks.collect(),
            goal,
        }
    }

    /// Waits until all have read the whole log, and compares what they read with what is there.
    pub(crate) async fn saw(self, log: &[Written]) {
        self.goal.send_replace(Some(log.len() as u64));
        let seen = tokio::time::timeout(
            std::time::Duration::from_secs(PATIENCE_SECONDS),
            join_all(self.tasks),
        )
        .await
        .expect("a follower does not get to the end of the log");
        for seen in seen {
            let seen: Vec<Written> = seen.unwrap().into_iter().map(written).collect();
            assert_eq!(seen, log, "a follower saw something else");
        }
    }
}

async fn follow(store: Store, pace: Vec<u32>, mut goal: watch::Receiver<Option<u64>>) -> Vec<Recorded> {
    let mut seen: Vec<Recorded> = Vec::new();
    let mut newest = store.watch_head();
    for limit in pace.into_iter().cycle() {
        let reached = seen.last().map_or(0, |fact| fact.position);
        if *goal.borrow_and_update() == Some(reached) {
            break;
        }
        // A connection that was cut is a reason to read again.
        let Ok(batch) = store.read(reached, limit).await else {
            continue;
        };
        if batch.is_empty() {
            tokio::select! {
                () = store.wait_beyond(reached, &mut newest) => {}
                _ = goal.changed() => {}
            }
        }
        seen.extend(batch);
    }
    seen
}

fn written(fact: Recorded) -> Written {
    Written {
        position: fact.position,
        sequence: fact.version,
        fact: serde_json::from_str(fact.payload.get()).unwrap(),
        request: fact.meta.request_id,
        at: fact.at,
        stream_type: fact.stream_type,
        stream_id: fact.stream_id,
    }
}
