//! The servers the hub runs on: its own private ones, or existing ones by configuration.

use std::path::Path;

use anyhow::Context;
use exchange::nats::Identity;
use local::{Binaries, Durability, Nats, Operator, Postgres};
use runtime::config::Settings;
use sqlx::Connection;

/// The section with the address of the NATS for programmes, and its key.
const EXCHANGE: &str = "exchange";
const NATS_URL: &str = "nats_url";

/// Name of the hub's database in its private PostgreSQL.
const DATABASE: &str = "schakelpunt";

/// The private servers that were started; none where existing ones are configured.
pub(super) struct Servers {
    postgres: Option<Postgres>,
    nats: Option<Nats>,
    /// For programmes that subscribe.
    door: Option<Nats>,
}

impl Servers {
    /// Starts what is not configured, and puts its address into the settings.
    pub(super) async fn start(home: &Path, settings: &mut Settings) -> anyhow::Result<Self> {
        let own_database = settings.database.url.is_none() && settings.database.url_file.is_none();
        let own_broker = settings.broker.url.is_none() && settings.broker.url_file.is_none();
        let mut servers = Self {
            postgres: None,
            nats: None,
            door: None,
        };
        if !own_database && !own_broker {
            return Ok(servers);
        }
        let binaries = Binaries::find()?;
        if own_database {
            let postgres = Postgres::start(&binaries, &home.join("postgres"), Durability::Full).await?;
            create_database(&postgres)
                .await
                .context("the hub's database cannot be made")?;
            settings.database.url = Some(postgres.url(DATABASE).into());
            servers.postgres = Some(postgres);
        }
        if own_broker {
            let nats = Nats::start(&binaries, &home.join("nats")).await?;
            settings.broker.url = Some(nats.url().into());
            servers.nats = Some(nats);
            if !settings.section(EXCHANGE).has(NATS_URL) {
                let door = start_door(&binaries, home, settings).await?;
                settings.set_in_section(EXCHANGE, NATS_URL, door.url().into());
                servers.door = Some(door);
            }
        }
        Ok(servers)
    }

    /// Waits until one of them dies, and says which and why.
    pub(super) async fn died(&self) -> anyhow::Error {
        let postgres = async {
            match &self.postgres {
                Some(postgres) => postgres.died().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            error = postgres => error.into(),
            error = died(self.nats.as_ref()) => error.into(),
            error = died(self.door.as_ref()) => error.into(),
        }
    }

    /// Stops them, the brokers first.
    pub(super) async fn stop(&mut self) -> anyhow::Result<()> {
        for nats in [&mut self.door, &mut self.nats].into_iter().flatten() {
            nats.stop().await?;
        }
        if let Some(postgres) = &mut self.postgres {
            postgres.stop().await?;
        }
        Ok(())
    }
}

async fn died(nats: Option<&Nats>) -> local::Error {
    match nats {
        Some(nats) => nats.died().await,
        None => std::future::pending().await,
    }
}

/// Starts the NATS for programmes, which trusts the exchange.
async fn start_door(binaries: &Binaries, home: &Path, settings: &Settings) -> anyhow::Result<Nats> {
    let identity = Identity::new(exchange::config::keys(&settings.section(EXCHANGE))?);
    Nats::start_with_operator(binaries, &home.join("programmes"), |accounts| {
        let server = identity.server(&accounts.display().to_string())?;
        Ok(Operator {
            configuration: server.text,
            credentials: server.system_credentials,
        })
    })
    .await
}

async fn create_database(postgres: &Postgres) -> Result<(), sqlx::Error> {
    let mut connection = sqlx::PgConnection::connect(&postgres.url("postgres")).await?;
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(DATABASE)
        .fetch_one(&mut connection)
        .await?;
    if !exists {
        sqlx::query("CREATE DATABASE schakelpunt")
            .execute(&mut connection)
            .await?;
    }
    connection.close().await
}
