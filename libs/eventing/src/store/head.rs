//! The newest place in the log, for everyone in this process who follows it.

use std::time::Duration;

use sqlx::PgPool;
use tokio::{sync::watch, time::Instant};

use super::news::Ear;
use crate::failure::error_chain;

/// How often the table is looked at for what other processes have written, in milliseconds. One look serves all followers.
/// Where news are heard it is only for those that were lost.
const LOOK_MILLIS: u64 = 100;
const LOOK_SELDOM_MILLIS: u64 = 500;
/// The same while the database is away.
const LOOK_AGAIN_MILLIS: u64 = 1_000;
/// How long listening is not tried again after it failed, in seconds.
const DEAF_SECONDS: u64 = 10;

/// The newest place.
pub(super) async fn read(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let head: i64 = sqlx::query_scalar("SELECT position FROM head")
        .fetch_one(pool)
        .await?;
    Ok(head.cast_unsigned())
}

/// Tells a newest place. An older one than is known changes nothing: news may overtake each other.
pub(super) fn tell(head: &watch::Sender<u64>, position: u64) {
    head.send_if_modified(|newest| {
        let moved = position > *newest;
        *newest = position.max(*newest);
        moved
    });
}

/// Hears of what other processes write, and looks for it, until nobody follows any more.
pub(super) async fn follow(pool: PgPool, head: watch::Sender<u64>) {
    let (mut ear, mut next_try) = (None, Instant::now());
    loop {
        // Before the look: what is written after it is heard.
        if ear.is_none() && next_try <= Instant::now() {
            next_try = Instant::now() + Duration::from_secs(DEAF_SECONDS);
            ear = listen(&pool).await;
        }
        let wait = match read(&pool).await {
            Ok(position) => {
                tell(&head, position);
                if ear.is_some() {
                    LOOK_SELDOM_MILLIS
                } else {
                    LOOK_MILLIS
                }
            }
            Err(error) => {
                tracing::debug!(error = error_chain(&error), "the log's head cannot be read");
                LOOK_AGAIN_MILLIS
            }
        };
        tokio::select! {
            () = head.closed() => return,
            error = hear(&mut ear, &head) => {
                tracing::debug!(error = error_chain(&error), "news of the log are not heard any more");
                ear = None;
            }
            () = tokio::time::sleep(Duration::from_millis(wait)) => {}
        }
    }
}

async fn listen(pool: &PgPool) -> Option<Ear> {
    let opened = Ear::open(pool).await;
    opened
        .inspect_err(|error| tracing::debug!(error = error_chain(error), "news of the log cannot be heard"))
        .ok()
}

/// Passes on what is heard, until it fails; for ever where nothing is.
async fn hear(ear: &mut Option<Ear>, head: &watch::Sender<u64>) -> sqlx::Error {
    let Some(ear) = ear else {
        return std::future::pending().await;
    };
    loop {
        match ear.hear().await {
            Ok(position) => tell(head, position),
            Err(error) => return error,
        }
    }
}
