//! Properties of single batches: the head is held, so that everything that is asked for meanwhile goes together when it is let
//! go.

use std::collections::BTreeSet;

use futures::{FutureExt, future::join_all};
use proptest::{collection::vec, prelude::*};

use super::{
    holds,
    log::facts,
    plan::{Action, Call, Round},
    world::{Told, World},
};
use crate::limits::{hold_head, they_wait};

/// The first stream of these calls; those before belong to the test itself.
const FIRST_STREAM: usize = 10;

/// What can be in a batch, each on a stream of its own.
#[derive(Debug, Clone, Copy)]
enum Neighbour {
    /// Nothing speaks against it.
    Good,
    /// Begins what another process has begun.
    Late,
    /// Was decided on what another process has changed since.
    Outdated,
    /// Was carried out before.
    Repeated,
    /// Uses the request id of something else.
    Reusing,
    /// Cannot be stored.
    Spoiled,
}

const ADD: Action = Action::Add {
    facts: 1,
    ceiling: usize::MAX,
};

impl Neighbour {
    fn of(self, index: usize, store: usize) -> (Vec<Call>, Call) {
        let first = 3 * index as u64 + 1;
        let call = |nth: u64, action: Action| Call {
            action,
            request: None,
            ..Call::plain(first + nth, store, FIRST_STREAM + index)
        };
        let with_request = Call::plain(first, store, FIRST_STREAM + index);
        match self {
            Self::Good => (Vec::new(), call(0, Action::Begin)),
            Self::Late => (vec![call(0, Action::Direct { facts: 1 })], call(1, Action::Begin)),
            Self::Outdated => (
                vec![call(0, ADD), call(1, Action::Direct { facts: 2 })],
                call(2, ADD),
            ),
            Self::Repeated => (vec![with_request.clone()], with_request),
            Self::Reusing => {
                let request = with_request.request;
                let reusing = Call {
                    request,
                    ..call(1, ADD)
                };
                (vec![with_request], reusing)
            }
            Self::Spoiled => (Vec::new(), call(0, Action::Spoil)),
        }
    }

    fn is_rightly(self, told: &Told) -> bool {
        match (self, told) {
            (Self::Good, Told::Done(done)) => done.version == 1 && !done.repeated,
            (Self::Outdated, Told::Done(done)) => done.version == 4 && !done.repeated,
            (Self::Repeated, Told::Done(done)) => done.version == 1 && done.repeated,
            (Self::Late, Told::Refused)
            | (Self::Reusing, Told::Reused)
            | (Self::Spoiled, Told::Impossible) => true,
            _ => false,
        }
    }
}

async fn each_is_told_its_own(url: &str, neighbours: Vec<(Neighbour, usize)>) {
    let mut world = World::new(url).await;
    let planned = neighbours
        .iter()
        .enumerate()
        .map(|(index, (neighbour, store))| neighbour.of(index, *store));
    let (before, together): (Vec<_>, Vec<_>) = planned.unzip();
    for step in 0..2 {
        let calls = before.iter().filter_map(|calls| calls.get(step).cloned());
        let calls = calls.collect();
        world.play(&Round { calls, fault: None }).await;
    }
    let from = world.head().await;
    let mut held = hold_head(&world.admin).await;
    let mut made: Vec<_> = together.iter().map(|call| Box::pin(world.make(call))).collect();
    let early: Vec<_> = made.iter_mut().map(|call| call.now_or_never()).collect();
    assert!(
        early.iter().all(Option::is_none),
        "told before anything was written"
    );
    they_wait(&mut held, 1).await;
    held.rollback().await.unwrap();
    let told = join_all(made).await;
    for ((neighbour, _), told) in neighbours.iter().zip(&told) {
        assert!(neighbour.is_rightly(told), "{neighbour:?} was told {told:?}");
    }
    let outcomes = together.into_iter().zip(told).collect();
    world.settle(outcomes, from, true).await;
    world.is_judged().await;
}

#[test]
fn one_that_fails_does_not_fail_its_neighbours() {
    let neighbour = prop_oneof![
        3 => Just(Neighbour::Good),
        1 => Just(Neighbour::Late),
        1 => Just(Neighbour::Outdated),
        1 => Just(Neighbour::Repeated),
        1 => Just(Neighbour::Reusing),
        1 => Just(Neighbour::Spoiled),
    ];
    holds(
        10,
        &vec((neighbour, 0..2_usize), 2..24),
        async |url, neighbours| {
            each_is_told_its_own(url, neighbours).await;
        },
    );
}

/// `waits`: who of those that ask still waits when their batch is made.
async fn only_who_waits_is_written(url: &str, waits: Vec<bool>) {
    let world = World::new(url).await;
    let begin = |mark: u64| Call {
        action: Action::Begin,
        ..Call::plain(mark, 0, FIRST_STREAM + usize::try_from(mark).unwrap())
    };
    let done = |told: Told| assert!(matches!(told, Told::Done(_)), "{told:?}");
    done(world.make(&begin(0)).await);

    let mut held = hold_head(&world.admin).await;
    // The writer is busy with the first, and has sent the second behind it; the others stand in its queue.
    let (first, second) = (begin(1), begin(2));
    let (mut first, mut second) = (Box::pin(world.make(&first)), Box::pin(world.make(&second)));
    assert!((&mut first).now_or_never().is_none());
    they_wait(&mut held, 1).await;
    assert!((&mut second).now_or_never().is_none());
    they_wait(&mut held, 2).await;
    let calls: Vec<Call> = (3..).take(waits.len()).map(begin).collect();
    let mut made: Vec<_> = calls.iter().map(|call| Box::pin(world.make(call))).collect();
    for call in &mut made {
        assert!(call.now_or_never().is_none());
    }
    let waiting = made.into_iter().zip(&waits).filter(|(_, waits)| **waits);
    let waiting: Vec<_> = waiting.map(|(call, _)| call).collect();
    held.rollback().await.unwrap();
    done(first.await);
    done(second.await);
    join_all(waiting).await.into_iter().for_each(done);

    let expected = calls.iter().zip(&waits).filter(|(_, waits)| **waits);
    let expected: BTreeSet<u64> = expected.map(|(call, _)| call.mark).chain([0, 1, 2]).collect();
    // Behind this nothing is under way.
    done(world.make(&begin(1_000)).await);
    let written: Vec<u64> = facts(&world.admin)
        .await
        .iter()
        .map(|fact| fact.fact.mark())
        .filter(|mark| *mark != 1_000)
        .collect();
    assert_eq!(written.len(), expected.len());
    assert_eq!(written.into_iter().collect::<BTreeSet<_>>(), expected);
    world.close().await;
}

#[test]
fn who_gave_up_before_the_batch_was_made_is_not_written() {
    holds(12, &vec(any::<bool>(), 1..40), async |url, waits| {
        only_who_waits_is_written(url, waits).await;
    });
}
