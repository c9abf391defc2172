//! The newest place in the log, for everyone in this process who follows it.

use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::watch;

use crate::failure::error_chain;

/// How often the table is looked at for what other processes have written, in milliseconds. One look serves all followers,
/// so a block at rest costs a few cheap statements a second.
const LOOK_MILLIS: u64 = 100;
/// The same while the database is away.
const LOOK_AGAIN_MILLIS: u64 = 1_000;

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

/// Looks for what other processes write, until nobody follows any more.
pub(super) async fn follow(pool: PgPool, head: watch::Sender<u64>) {
    loop {
        let wait = match read(&pool).await {
            Ok(position) => {
                tell(&head, position);
                LOOK_MILLIS
            }
            Err(error) => {
                tracing::debug!(error = error_chain(&error), "the log's head cannot be read");
                LOOK_AGAIN_MILLIS
            }
        };
        tokio::select! {
            () = head.closed() => return,
            () = tokio::time::sleep(Duration::from_millis(wait)) => {}
        }
    }
}
