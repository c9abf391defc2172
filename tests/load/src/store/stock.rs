//! The rival: cqrs-es on postgres-es as they come.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use eventing::Aggregate;
use postgres_es::{PostgresCqrs, postgres_cqrs};
use uuid::Uuid;

use crate::{
    measure::{Contender, Effort, rate},
    servers::Servers,
    workload::{Milestone, TELL, metadata},
};

const TABLE: &str = "CREATE TABLE events (
    aggregate_type text NOT NULL, aggregate_id text NOT NULL, sequence bigint NOT NULL CHECK (sequence >= 0),
    event_type text NOT NULL, event_version text NOT NULL, payload json NOT NULL, metadata json NOT NULL,
    timestamp timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (aggregate_type, aggregate_id, sequence))";

/// postgres-es with a connection for every caller.
pub(crate) struct Stock {
    framework: Arc<PostgresCqrs<Aggregate<Milestone>>>,
    callers: usize,
    long: Option<Arc<AtomicUsize>>,
}

impl Stock {
    /// Commands on new aggregates.
    pub(crate) async fn new(servers: &Servers, callers: usize) -> anyhow::Result<Self> {
        let pool = Self::pool(servers, "stock", callers).await?;
        Ok(Self {
            framework: Arc::new(postgres_cqrs(pool, Vec::new(), ())),
            callers,
            long: None,
        })
    }

    /// Commands on aggregates that have a hundred events.
    pub(crate) async fn long(servers: &Servers, callers: usize) -> anyhow::Result<Self> {
        let pool = Self::pool(servers, "stock_long", callers).await?;
        super::ours::fill_long(&pool, "DEFAULT").await?;
        Ok(Self {
            framework: Arc::new(postgres_cqrs(pool, Vec::new(), ())),
            callers,
            long: Some(Arc::default()),
        })
    }

    async fn pool(servers: &Servers, name: &str, callers: usize) -> anyhow::Result<sqlx::PgPool> {
        let url = servers.database(name).await?;
        let pool = servers.pool(&url, u32::try_from(callers)?).await?;
        sqlx::query(TABLE).execute(&pool).await?;
        Ok(pool)
    }
}

#[async_trait]
impl Contender for Stock {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        rate(self.callers, effort.time(), |_| {
            let (framework, long) = (self.framework.clone(), self.long.clone());
            move || {
                let (framework, long) = (framework.clone(), long.clone());
                async move {
                    let id = match long {
                        Some(next) => super::ours::long_id(next.fetch_add(1, Ordering::Relaxed)),
                        None => Uuid::new_v4().to_string(),
                    };
                    framework.execute_with_metadata(&id, TELL, metadata()).await?;
                    Ok(())
                }
            }
        })
        .await
    }
}
