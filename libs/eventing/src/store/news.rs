//! News of the log for other processes: PostgreSQL's notifications, beside the commits and never in them.
//!
//! A notification within a transaction would make all such transactions of the server commit one after the other. So it is
//! sent after the commit, by the way, and seldom: whoever waits is woken at once, and a busy log does not tell each commit.
//! Notifications may be lost; whoever listens looks at the table too, now and then.

use std::time::Duration;

use sqlx::{
    PgPool,
    postgres::{PgListener, PgPoolOptions},
};
use tokio::sync::watch;

use crate::{failure::error_chain, session::Session};

/// The channel of the log in the schema that a connection works in.
const CHANNEL: &str = "'schakelpunt_log_' || current_schema()";

/// Least time between two notifications, in milliseconds. The first after a rest is sent at once.
const PAUSE_MILLIS: u64 = 10;

/// Tells others what this process has written, until it writes no more.
pub(super) async fn spread(mut session: Session, mut written: watch::Receiver<u64>) {
    while written.changed().await.is_ok() {
        let position = *written.borrow_and_update();
        if let Err(error) = send(&mut session, position).await {
            tracing::debug!(
                error = error_chain(&error),
                "others cannot be told of the log's head"
            );
        }
        tokio::time::sleep(Duration::from_millis(PAUSE_MILLIS)).await;
    }
}

/// Does not wait for the disk, and so does not make the next append wait for it either: news is not kept.
async fn send(session: &mut Session, position: u64) -> Result<(), sqlx::Error> {
    let sql = format!("SELECT set_config('synchronous_commit', 'off', true), pg_notify({CHANNEL}, $1)");
    let told = session.run(async |connection| {
        sqlx::query(&sql)
            .bind(position.to_string())
            .execute(connection)
            .await
    });
    told.await.map(drop)
}

/// Hears what is told, over a connection of its own.
pub(super) struct Ear(PgListener);

impl Ear {
    /// Begins to listen.
    pub(super) async fn open(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let channel: String = sqlx::query_scalar(&format!("SELECT {CHANNEL}"))
            .fetch_one(pool)
            .await?;
        let options = (*pool.connect_options()).clone();
        let own = PgPoolOptions::new().max_connections(1).connect_lazy_with(options);
        let mut listener = PgListener::connect_with(&own).await?;
        listener.listen(&channel).await?;
        Ok(Self(listener))
    }

    /// Waits for a newest place. May be dropped and called again.
    pub(super) async fn hear(&mut self) -> Result<u64, sqlx::Error> {
        loop {
            if let Ok(position) = self.0.recv().await?.payload().parse() {
                return Ok(position);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use local::{Binaries, Durability, Postgres};

    use super::*;

    #[tokio::test]
    async fn what_is_written_is_heard_and_only_the_newest_of_a_crowd_need_be() {
        let home = tempfile::tempdir().unwrap();
        let postgres = Postgres::start(&Binaries::find().unwrap(), home.path(), Durability::Tests)
            .await
            .unwrap();
        let pool = PgPool::connect(&postgres.url("postgres")).await.unwrap();
        let mut ear = Ear::open(&pool).await.unwrap();
        let (write, written) = watch::channel(0);
        let spreading = tokio::spawn(spread(Session::new(&pool.connect_options()), written));
        for position in 1..=100 {
            write.send_replace(position);
        }
        let mut heard = Vec::new();
        while heard.last() != Some(&100) {
            heard.push(ear.hear().await.unwrap());
        }
        assert!(heard.is_sorted() && heard.len() < 100, "{heard:?}");
        drop(write);
        spreading.await.unwrap();
    }
}
