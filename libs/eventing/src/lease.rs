//! Leases: of all replicas, one does it. Held as a PostgreSQL advisory lock on a connection of its own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{Connection, PgConnection, PgPool};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::breakpoint::{self, Step};

/// How often somebody else's lease is tried again, and an own one is checked, in milliseconds.
const BEAT_MILLIS: u64 = 500;

/// How long the holder may be silent before PostgreSQL ends its session, in seconds: a process that hangs keeps its connection
/// open, and with it the lock, so that nobody else could go on.
const SILENT_SECONDS: u64 = 5;

/// How long a check may take before the lease counts as lost, and an attempt before it is made again, in seconds.
const CHECK_SECONDS: u64 = 5;

/// A lease that is held. Given up when dropped, and by PostgreSQL when the connection breaks.
#[derive(Debug)]
pub struct Lease {
    held: Arc<AtomicBool>,
    lost: CancellationToken,
    _release: DropGuard,
}

impl Lease {
    /// Waits for the lease `name` in the schema `pool` works in. `None` when `shutdown` came first.
    ///
    /// A database that is away is waited for: the lease cannot be had before it is back.
    pub async fn acquire(pool: &PgPool, name: &str, shutdown: &CancellationToken) -> Option<Self> {
        loop {
            let attempt = async {
                // A network that swallows everything must not hold up whoever waits here longer than it lasts.
                let asked =
                    tokio::time::timeout(Duration::from_secs(CHECK_SECONDS), Self::try_acquire(pool, name));
                match asked.await {
                    Ok(Ok(Some(lease))) => return Some(lease),
                    Ok(Ok(None)) => {}
                    Ok(Err(error)) => tracing::debug!(lease = name, %error, "cannot ask for the lease"),
                    Err(_) => tracing::debug!(lease = name, "nobody answers about the lease"),
                }
                tokio::time::sleep(Duration::from_millis(BEAT_MILLIS)).await;
                None
            };
            tokio::select! {
                () = shutdown.cancelled() => return None,
                lease = attempt => if lease.is_some() { return lease; },
            }
        }
    }

    /// Takes the lease if it is free.
    ///
    /// # Errors
    /// The database refuses or cannot be reached.
    pub async fn try_acquire(pool: &PgPool, name: &str) -> Result<Option<Self>, sqlx::Error> {
        let silent = format!("{SILENT_SECONDS}s");
        let options = (*pool.connect_options())
            .clone()
            .options([("idle_session_timeout", silent)]);
        let mut connection = PgConnection::connect_with(&options).await?;
        let taken: bool = sqlx::query_scalar(
            "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || '/lease/' || $1, 0))",
        )
        .bind(name)
        .fetch_one(&mut connection)
        .await?;
        if !taken {
            connection.close().await?;
            return Ok(None);
        }
        breakpoint::pass(Step::LeaseAcquired);
        let held = Arc::new(AtomicBool::new(true));
        let (lost, release) = (CancellationToken::new(), CancellationToken::new());
        tokio::spawn(keep(connection, held.clone(), lost.clone(), release.clone()));
        Ok(Some(Self {
            held,
            lost,
            _release: release.drop_guard(),
        }))
    }

    /// Whether it is still held, as far as is known.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held.load(Ordering::Acquire)
    }

    /// Waits until it is lost.
    pub async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

async fn keep(
    mut connection: PgConnection,
    held: Arc<AtomicBool>,
    lost: CancellationToken,
    release: CancellationToken,
) {
    let alive = async {
        loop {
            tokio::time::sleep(Duration::from_millis(BEAT_MILLIS)).await;
            let check = tokio::time::timeout(Duration::from_secs(CHECK_SECONDS), connection.ping());
            if !matches!(check.await, Ok(Ok(()))) {
                return;
            }
        }
    };
    tokio::select! {
        () = release.cancelled() => {}
        () = alive => tracing::warn!("a lease was lost: its connection broke"),
    }
    held.store(false, Ordering::Release);
    lost.cancel();
    // Closing the connection gives the lock up; a broken one has given it up already.
    let _ = connection.close().await;
}
