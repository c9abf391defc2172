//! What a block's tables need now and then, so that nothing grows with history that need not.

use std::{sync::Arc, time::Duration};

use eventing::{Clock, Store};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::fault::error_chain;

/// How long it is remembered what came of a request, in days: far longer than any caller asks again.
const REQUEST_DAYS: i64 = 30;
/// Time from the start to the first look, in seconds: also a process that never lives for an hour must do its share.
const FIRST_SECONDS: u64 = 5;
/// Time between two looks, in seconds.
const PAUSE_SECONDS: u64 = 3_600;
/// Most records removed in one statement.
const RECORDS_MAX: u32 = 5_000;

/// Forgets old requests until `shutdown`.
pub(crate) async fn run(store: Store, clock: Arc<dyn Clock>, shutdown: CancellationToken) {
    let mut pause = Duration::from_secs(FIRST_SECONDS);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = Duration::from_secs(PAUSE_SECONDS);
        let before = clock.now() - SignedDuration::from_hours(24 * REQUEST_DAYS);
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = forget(&store, before) => {}
        }
    }
}

async fn forget(store: &Store, before: jiff::Timestamp) {
    let mut forgotten = 0;
    loop {
        match store.forget_requests(before, RECORDS_MAX).await {
            Ok(0) => break,
            Ok(count) => forgotten += count,
            Err(error) => {
                let error = error_chain(&error);
                tracing::warn!(
                    block = store.block(),
                    error,
                    "old requests could not be forgotten; in an hour again"
                );
                break;
            }
        }
    }
    if forgotten > 0 {
        tracing::info!(block = store.block(), forgotten, "old requests are forgotten");
    }
}
