//! Checkpoints: how far those who follow a log are, kept beside what they make of it.

use std::time::Duration;

use sqlx::PgConnection;
use tokio::sync::watch;

/// How often somebody who waits for a position looks in the database, in milliseconds: another process may have moved it.
const LOOK_MILLIS: u64 = 50;

/// Tells how far a follower of the log is. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FollowerHandle {
    pub(crate) name: &'static str,
    pub(crate) pool: sqlx::PgPool,
    pub(crate) position: watch::Receiver<u64>,
}

impl FollowerHandle {
    /// Its permanent name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its position as this process last saw it.
    #[must_use]
    pub fn position(&self) -> u64 {
        *self.position.borrow()
    }

    /// Waits until it has reached `position`, also when another process moves it. The caller bounds the wait.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn wait_for(&self, position: u64) -> Result<(), sqlx::Error> {
        let mut seen = self.position.clone();
        loop {
            let wait = seen.wait_for(|reached| *reached >= position);
            if let Ok(Ok(_)) = tokio::time::timeout(Duration::from_millis(LOOK_MILLIS), wait).await {
                return Ok(());
            }
            if checkpoint(&self.pool, self.name).await? >= position {
                return Ok(());
            }
            if seen.has_changed().is_err() {
                // Its task has ended; only another process can still move it.
                tokio::time::sleep(Duration::from_millis(LOOK_MILLIS)).await;
            }
        }
    }
}

/// The position kept under `name`; 0 when none.
///
/// # Errors
/// The database cannot be reached.
pub async fn checkpoint(pool: &sqlx::PgPool, name: &str) -> Result<u64, sqlx::Error> {
    let position: Option<i64> = sqlx::query_scalar("SELECT position FROM checkpoints WHERE name = $1")
        .bind(name)
        .fetch_optional(pool)
        .await?;
    Ok(position.unwrap_or(0).cast_unsigned())
}

pub(crate) async fn save_checkpoint(
    connection: &mut PgConnection,
    name: &str,
    position: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO checkpoints (name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET position = excluded.position",
    )
    .bind(name)
    .bind(position.cast_signed())
    .execute(connection)
    .await?;
    Ok(())
}

/// Moves the position kept under `name` from where it is known to be; false when it is elsewhere. Does not wait for the disk:
/// only for a follower to whom it does not matter when facts are seen again.
///
/// # Errors
/// The database cannot be reached.
pub async fn move_checkpoint(
    pool: &sqlx::PgPool,
    name: &str,
    known: u64,
    position: u64,
) -> Result<bool, sqlx::Error> {
    let moved = sqlx::query(
        "INSERT INTO checkpoints (name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET position = excluded.position
         WHERE checkpoints.position = $3 RETURNING set_config('synchronous_commit', 'off', true)",
    )
    .bind(name)
    .bind(position.cast_signed())
    .bind(known.cast_signed())
    .fetch_optional(pool)
    .await?;
    Ok(moved.is_some())
}
