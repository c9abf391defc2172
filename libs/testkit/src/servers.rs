//! A PostgreSQL and a NATS of a test's own.

use std::path::{Path, PathBuf};

use local::{Binaries, Durability, Nats, Postgres};
use runtime::config::Settings;
use serde_json::{Value, json};
use sqlx::Connection;
use tempfile::TempDir;

/// The servers of one test; they stop and vanish with it.
pub struct TestServers {
    /// The database server.
    pub postgres: Postgres,
    /// The broker.
    pub nats: Nats,
    home: TempDir,
    set: Vec<(String, String, Value)>,
}

impl TestServers {
    /// Starts both.
    ///
    /// # Panics
    /// When they cannot be started.
    pub async fn start() -> Self {
        Self::start_with(Durability::Tests).await
    }

    /// Starts both; the database keeps what it acknowledged also when it is killed.
    ///
    /// # Panics
    /// When they cannot be started.
    pub async fn start_durable() -> Self {
        Self::start_with(Durability::Full).await
    }

    async fn start_with(durability: Durability) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), durability).await
    }

    /// Starts both with everything they write in `home`.
    ///
    /// # Panics
    /// When they cannot be started.
    pub async fn start_in(home: TempDir, durability: Durability) -> Self {
        let binaries = Binaries::find().expect("`make test` installs PostgreSQL and nats-server");
        let (postgres_home, nats_home) = (home.path().join("pg"), home.path().join("nats"));
        let (postgres, nats) = tokio::join!(
            Postgres::start(&binaries, &postgres_home, durability),
            Nats::start(&binaries, &nats_home),
        );
        let (postgres, nats) = (postgres.unwrap(), nats.unwrap());
        let servers = Self {
            postgres,
            nats,
            home,
            set: Vec::new(),
        };
        servers.create_database("hub").await;
        servers
    }

    /// Creates an empty database; its URL.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn create_database(&self, name: &str) -> String {
        let mut connection = sqlx::PgConnection::connect(&self.postgres.url("postgres"))
            .await
            .unwrap();
        sqlx::query(&format!("CREATE DATABASE {name}"))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        self.postgres.url(name)
    }

    /// As [`database_url`](Self::database_url), through the database's port: for who puts a [`Network`](crate::Network) in
    /// between.
    #[must_use]
    pub fn database_url_by_port(&self) -> String {
        self.postgres.url_by_port("hub")
    }

    /// Sets a key of a block's section for the hubs that start on these servers from now on.
    pub fn set(&mut self, block: &str, key: &str, value: Value) {
        self.set.push((block.to_owned(), key.to_owned(), value));
    }

    /// Folder of this test.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// URL of the hub's database.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.postgres.url("hub")
    }

    /// File with the development issuer's key.
    #[must_use]
    pub fn development_key(&self) -> PathBuf {
        self.home
            .path()
            .join(runtime::identity::development::DEVELOPMENT_KEY_FILE)
    }

    /// Settings of a development hub on these servers and free ports.
    ///
    /// # Panics
    /// When the environment of the test run holds settings that cannot be used.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let home = self.home.path();
        let over = json!({
            "profile": "development",
            "listen": "127.0.0.1:0",
            "operations": "127.0.0.1:0",
            "identity": {
                "pseudonym_key": home.join("pseudonym.key"),
                "service_key": home.join("services.pem"),
                "development_key": self.development_key(),
            },
        });
        let mut settings = Settings::load_over(&over, None).unwrap();
        // A developer's own servers, named by the environment, are never a test's.
        settings.database.url = Some(self.database_url().into());
        settings.broker.url = Some(self.nats.url().into());
        for (block, key, value) in &self.set {
            settings.set_in_section(block, key, value.clone());
        }
        settings
    }
}
