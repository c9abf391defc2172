//! PostgreSQL and NATS of the benchmark's own, with durable settings.

use anyhow::Context;
use local::{Binaries, Durability, Nats, Postgres};
use sqlx::{
    Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tempfile::TempDir;

/// The servers all contenders share.
pub(crate) struct Servers {
    postgres: Postgres,
    nats: Nats,
    _home: TempDir,
}

impl Servers {
    /// Starts both. A commit of this PostgreSQL is on the disk when it is acknowledged.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let home = tempfile::tempdir()?;
        let binaries = Binaries::find()?;
        Ok(Self {
            postgres: Postgres::start(&binaries, &home.path().join("postgres"), Durability::Full).await?,
            nats: Nats::start(&binaries, &home.path().join("nats")).await?,
            _home: home,
        })
    }

    /// A new, empty database, and its address.
    pub(crate) async fn database(&self, name: &str) -> anyhow::Result<String> {
        let mut connection = PgConnection::connect(&self.postgres.url("postgres")).await?;
        sqlx::query(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .execute(&mut connection)
            .await?;
        sqlx::query(&format!("CREATE DATABASE {name}"))
            .execute(&mut connection)
            .await?;
        connection.close().await?;
        Ok(self.postgres.url(name))
    }

    /// Connections to a database, all of them open, without a ping before each use.
    pub(crate) async fn pool(&self, url: &str, connections: u32) -> anyhow::Result<PgPool> {
        let options: PgConnectOptions = url.parse()?;
        PgPoolOptions::new()
            .min_connections(connections)
            .max_connections(connections)
            .test_before_acquire(false)
            .connect_with(options)
            .await
            .context("no connections")
    }

    /// The broker's address.
    pub(crate) fn nats(&self) -> String {
        self.nats.url()
    }

    /// Stops both.
    pub(crate) async fn stop(&mut self) -> anyhow::Result<()> {
        self.nats.stop().await?;
        self.postgres.stop().await?;
        Ok(())
    }
}
