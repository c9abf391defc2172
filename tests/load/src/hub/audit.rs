//! The audit of a full ledger's tables, against reading the same entries over the network and understanding them.

use std::{sync::Arc, thread::available_parallelism};

use anyhow::Context;
use async_trait::async_trait;
use ledger::{
    Config,
    audit::{
        Trust,
        tables::{Request, Tables, verify},
    },
};
use runtime::database;
use tokio::time::Instant;

use super::{full::Full, process::Hub};
use crate::measure::{Contender, Effort, Named};

/// The block whose tables are audited.
const LEDGER: &str = "ledger";

/// What `schakelpunt ledger verify --tables` does.
pub(crate) struct Audit {
    hub: Arc<Hub>,
    full: &'static Full,
}

impl Audit {
    /// Of the tables of this hub.
    pub(crate) fn named(name: &'static str, hub: &Arc<Hub>, full: &'static Full) -> Named {
        let hub = hub.clone();
        (name, Box::new(Self { hub, full }))
    }

    async fn prove(&self) -> anyhow::Result<()> {
        let settings = self.hub.settings();
        let config = Config::read(&settings.section(LEDGER), &settings.source(LEDGER))?;
        let url = settings.database_url(LEDGER)?;
        let options = database::options(LEDGER, &url, settings.database.roles)?;
        let readers = 2 * available_parallelism()?.get();
        let connections = u32::try_from(readers).context("a number of readers")?;
        let tables = Tables::open(options, connections, Some(&config.memory)).await?;
        let request = Request {
            trust: Trust {
                hub: config.log.current(),
                ..Trust::default()
            },
            from: None,
            readers,
        };
        let proven = verify(tables, &request, |_, _| {}).await?;
        anyhow::ensure!(
            proven.findings.is_empty() && proven.size >= self.full.entries,
            "{} of {} entries were proven; wrong: {:?}",
            proven.size,
            self.full.entries,
            proven.findings
        );
        Ok(())
    }
}

#[async_trait]
impl Contender for Audit {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let began = Instant::now();
        self.prove().await?;
        Ok(self.full.per_second(began.elapsed()))
    }
}
