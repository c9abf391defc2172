//! Making a call, in whichever way it is made, and what its caller is told.

use std::pin::pin;

use cqrs_es::{AggregateError, CqrsFramework};
use eventing::{Aggregate, Committed, Decider, ExecuteError, Store};
use futures::FutureExt;
use sqlx::PgPool;

use super::{
    plan::{Action, Call, is_kept, stream_id},
    tally::{Command, Refusal, Tally},
    world::{Told, World},
};

impl World {
    /// Makes one call.
    pub(crate) async fn make(&self, call: &Call) -> Told {
        let made = async {
            if is_kept(call.stream) {
                self.make_on::<true>(call).await
            } else {
                self.make_on::<false>(call).await
            }
        };
        match call.patience {
            Some(looks) => look_at(looks, made).await.unwrap_or(Told::GaveUp),
            None => made.await,
        }
    }

    async fn make_on<const KEPT: bool>(&self, call: &Call) -> Told {
        let store = &self.stores[call.store];
        match &call.action {
            Action::Direct { facts } => write(&self.admin, Tally::<KEPT>::TYPE, call, *facts).await,
            Action::Framework { .. } => by_framework::<KEPT>(store, call).await,
            Action::Guarded { reads, .. } => told(guarded::<KEPT>(store, call, reads).await),
            _ => {
                let command = call.command(0).unwrap();
                let meta = call.meta();
                told(
                    store
                        .execute::<Tally<KEPT>>(&call.stream_id(), command, &meta)
                        .await,
                )
            }
        }
    }
}

/// Looks at a piece of work so many times, and then gives it up.
async fn look_at<T>(looks: u8, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    for _ in 0..looks {
        if let Some(done) = (&mut work).now_or_never() {
            return Some(done);
        }
        tokio::task::yield_now().await;
    }
    None
}

async fn guarded<const KEPT: bool>(
    store: &Store,
    call: &Call,
    reads: &[usize],
) -> Result<Committed, ExecuteError> {
    store
        .execute_reading::<Tally<KEPT>, _, ExecuteError>(&call.stream_id(), &call.meta(), |reading| {
            let (call, reads) = (call.clone(), reads.to_vec());
            Box::pin(async move {
                let mut others = 0;
                for stream in reads {
                    let id = stream_id(stream);
                    others += if is_kept(stream) {
                        reading.read::<Tally<true>>(&id).await?.state.facts.len()
                    } else {
                        reading.read::<Tally<false>>(&id).await?.state.facts.len()
                    };
                }
                call.command(others)
                    .ok_or_else(|| ExecuteError::Rejected(Box::new(Refusal)))
            })
        })
        .await
}

async fn by_framework<const KEPT: bool>(store: &Store, call: &Call) -> Told {
    let framework = CqrsFramework::<Aggregate<Tally<KEPT>>, Store>::new(store.clone(), Vec::new(), ());
    let command = call.command(0).unwrap();
    match framework.execute(&call.stream_id(), command).await {
        Ok(()) => Told::Carried,
        Err(AggregateError::UserError(_)) => Told::Refused,
        Err(AggregateError::AggregateConflict) => Told::Contended,
        Err(AggregateError::DatabaseConnectionError(_)) => Told::Unknown,
        Err(error) => panic!("{error:?}"),
    }
}

/// Writes facts as a program would that knows the tables and their rule: the head is locked, then moved.
async fn write(admin: &PgPool, stream_type: &str, call: &Call, facts: u8) -> Told {
    let mut tx = admin.begin().await.unwrap();
    let head: i64 = sqlx::query_scalar("SELECT position FROM head FOR UPDATE")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let Some(Command::Add { mark, .. }) = call.command(0) else {
        panic!("{call:?} adds nothing");
    };
    for nth in 0..facts {
        sqlx::query(
            "INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
             SELECT $1, $2, $3, COALESCE(max(sequence), 0) + 1, 'Added', '1', $4::json, '{\"actor\": \"p-other\"}'
             FROM events WHERE aggregate_type = $2 AND aggregate_id = $3",
        )
        .bind(head + 1 + i64::from(nth))
        .bind(stream_type)
        .bind(call.stream_id())
        .bind(format!(r#"{{"Added": {{"mark": {mark}, "nth": {nth}}}}}"#))
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    sqlx::query("UPDATE head SET position = position + $1")
        .bind(i64::from(facts))
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    Told::Carried
}

fn told(outcome: Result<Committed, ExecuteError>) -> Told {
    match outcome {
        Ok(committed) => Told::Done(committed),
        Err(ExecuteError::Rejected(_)) => Told::Refused,
        Err(ExecuteError::RequestReused(_)) => Told::Reused,
        Err(ExecuteError::Contended) => Told::Contended,
        Err(ExecuteError::Unavailable(_)) => Told::Unknown,
        Err(ExecuteError::Refused(_)) => Told::Impossible,
        Err(error) => panic!("{error:?}"),
    }
}
