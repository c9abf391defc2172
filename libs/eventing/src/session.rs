//! Connections outside the pool, for the statements that a log or the ledger lives by: with their own settings and time
//! limit, and without the pool's question, after each use, whether the connection is still there.

use std::time::Duration;

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use crate::failure::is_about_the_statement;

/// How long a statement or a connect may take, in seconds: a network that swallows everything must not hold up what depends on it.
const PATIENCE_SECONDS: u64 = 10;

/// The plans of these statements are the same whatever comes in: probes of an index, one per row. Made once and kept.
const SETTINGS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("enable_seqscan", "off"),
    ("jit", "off"),
];

/// Prepared statements that are kept: the append has one for every number of rows up to some dozens.
const STATEMENTS: usize = 256;

/// One connection, made when it is needed, and made again after it broke.
#[derive(Debug)]
pub struct Session {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
}

impl Session {
    /// A session that is not connected yet.
    #[must_use]
    pub fn new(options: &PgConnectOptions) -> Self {
        Self {
            options: options
                .clone()
                .options(SETTINGS)
                .statement_cache_capacity(STATEMENTS),
            connection: None,
        }
    }

    /// Whether there is a connection, as far as is known.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.connection.is_some()
    }

    /// Connects if there is no connection; true when that was done.
    ///
    /// # Errors
    /// The database cannot be reached in time.
    pub async fn connect(&mut self) -> Result<bool, sqlx::Error> {
        if self.connection.is_some() {
            return Ok(false);
        }
        let connecting = PgConnection::connect_with(&self.options);
        self.connection = Some(in_time(connecting).await?);
        Ok(true)
    }

    /// Does something with the connection. When that fails by more than the statement's own fault, the connection is
    /// given up: what it had under way is lost or done, and nobody can tell.
    ///
    /// # Errors
    /// Those of the work; or the database cannot be reached, or does not answer, in time.
    pub async fn run<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, sqlx::Error> {
        self.connect().await?;
        // Taken out, so that a connection whose use was broken off is not used again.
        let mut connection = self.connection.take().ok_or(sqlx::Error::PoolClosed)?;
        let outcome = in_time(work(&mut connection)).await;
        if !matches!(&outcome, Err(error) if !is_about_the_statement(error)) {
            self.connection = Some(connection);
        }
        outcome
    }
}

async fn in_time<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), work)
        .await
        .unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
}
