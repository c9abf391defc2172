//! The limit: what PostgreSQL does with one row per commit, over the fastest client there is.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use tokio::time::Instant;
use tokio_postgres::{Client, NoTls, Statement, types::Type};
use uuid::Uuid;

use crate::{
    measure::{Contender, Effort, median, rate},
    servers::Servers,
};

const TABLE: &str = "CREATE TABLE rows (
    aggregate_type text NOT NULL, aggregate_id text NOT NULL, sequence bigint NOT NULL, event_type text NOT NULL,
    event_version text NOT NULL, payload text NOT NULL, metadata text NOT NULL, timestamp timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (aggregate_type, aggregate_id, sequence))";

const INSERT: &str =
    "INSERT INTO rows (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
    VALUES ('milestone', $1, 1, 'ProgressTold', '1', $2, $3)";

/// Connections that each insert one row per commit.
pub(crate) struct Raw {
    connections: Vec<Arc<(Client, Statement)>>,
    latency: bool,
    payload: Arc<str>,
    metadata: Arc<str>,
}

impl Raw {
    /// So many connections at once.
    pub(crate) async fn rate(servers: &Servers, connections: usize) -> anyhow::Result<Self> {
        Self::connect(servers, connections, false).await
    }

    /// One connection, and how long it takes.
    pub(crate) async fn latency(servers: &Servers) -> anyhow::Result<Self> {
        Self::connect(servers, 1, true).await
    }

    async fn connect(servers: &Servers, count: usize, latency: bool) -> anyhow::Result<Self> {
        let url = servers.database(if latency { "raw_one" } else { "raw" }).await?;
        let mut connections = Vec::with_capacity(count);
        for index in 0..count {
            let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
            tokio::spawn(connection);
            if index == 0 {
                client.batch_execute(TABLE).await?;
            }
            let insert = client
                .prepare_typed(INSERT, &[Type::TEXT, Type::TEXT, Type::TEXT])
                .await?;
            connections.push(Arc::new((client, insert)));
        }
        let fact = eventing::Decider::decide(&crate::workload::Milestone::default(), crate::workload::TELL)?;
        Ok(Self {
            connections,
            latency,
            payload: serde_json::to_string(&fact[0])?.into(),
            metadata: serde_json::to_string(&crate::workload::metadata())?.into(),
        })
    }

    async fn insert(connection: &(Client, Statement), payload: &str, metadata: &str) -> anyhow::Result<()> {
        let (client, insert) = connection;
        let id = Uuid::new_v4().to_string();
        client.execute(insert, &[&id, &payload, &metadata]).await?;
        Ok(())
    }

    async fn one_by_one(&self, time: Duration) -> anyhow::Result<f64> {
        let (started, mut took) = (Instant::now(), Vec::new());
        while started.elapsed() < time {
            let before = Instant::now();
            Self::insert(&self.connections[0], &self.payload, &self.metadata).await?;
            took.push(before.elapsed().as_secs_f64() * 1e6);
        }
        Ok(median(&took))
    }
}

#[async_trait]
impl Contender for Raw {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        if self.latency {
            return self.one_by_one(effort.time()).await;
        }
        rate(self.connections.len(), effort.time(), |caller| {
            let connection = self.connections[caller].clone();
            let (payload, metadata) = (self.payload.clone(), self.metadata.clone());
            move || {
                let (connection, payload, metadata) = (connection.clone(), payload.clone(), metadata.clone());
                async move { Self::insert(&connection, &payload, &metadata).await }
            }
        })
        .await
    }
}
