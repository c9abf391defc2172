//! Rebuilding projections from a full ledger, against reading and understanding it and nothing else.

use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use blocks::ledger::Ledger;
use contracts::{
    ledger::v1::{Entry, GetCheckpointRequest, ledger_service_client::LedgerServiceClient},
    programme::v1 as api,
};
use futures::StreamExt;
use insight::{
    projections::{ALL, Registered},
    rebuild::rebuild_all,
};
use runtime::{MESSAGE_BYTES_MAX, peers::PeerChannel, server::env_beside_hub};
use serde::de::DeserializeOwned;
use sqlx::PgPool;
use tokio::time::Instant;

use super::{
    full::Full,
    process::{Hub, Patience, here},
};
use crate::measure::{Contender, Effort, Named};

/// A hub with a full ledger, and what a rebuild beside it works with.
pub(crate) struct Beside {
    _hub: Arc<Hub>,
    pool: PgPool,
    ledger: LedgerServiceClient<PeerChannel>,
    full: &'static Full,
}

impl Beside {
    /// Beside this hub.
    pub(crate) fn hub(hub: Arc<Hub>, full: &'static Full) -> anyhow::Result<Arc<Self>> {
        let mut settings = hub.settings().clone();
        settings
            .peers
            .insert("ledger".to_owned(), hub.address().to_owned());
        let insight = schakelpunt::blocks::named(&["insight".to_owned()])?;
        let insight = insight.first().context("insight is a block")?;
        let env = here(env_beside_hub(&settings, insight))?;
        let ledger = LedgerServiceClient::new(env.peers.channel("ledger")?)
            .max_decoding_message_size(MESSAGE_BYTES_MAX);
        Ok(Arc::new(Self {
            _hub: hub,
            pool: env.pool,
            ledger,
            full,
        }))
    }

    /// Waits until the ledger has signed all its entries. Its tree is made before its next batch, which somebody must cause.
    pub(crate) async fn signed(&self) -> anyhow::Result<()> {
        let patience = Patience::with("a checkpoint of all entries");
        let min_size = self.full.entries + 1;
        while self
            .ledger
            .clone()
            .get_checkpoint(GetCheckpointRequest { min_size })
            .await
            .is_err()
        {
            patience.pause().await?;
        }
        Ok(())
    }

    /// Reads all entries as a rebuild does, and understands each of them once.
    async fn scan(&self) -> anyhow::Result<()> {
        let mut batches = self.ledger.read(1, false).await?;
        let (mut decoding, mut read) = (Vec::new(), 0);
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            read += batch.entries.len() as u64;
            decoding.push(tokio::spawn(async move {
                batch.entries.iter().try_for_each(understand)
            }));
            if decoding.len() >= AT_ONCE {
                decoding.remove(0).await??;
            }
        }
        for rest in decoding {
            rest.await??;
        }
        anyhow::ensure!(read >= self.full.entries, "read {read} of {}", self.full.entries);
        Ok(())
    }

    async fn rebuild(&self, chosen: &[Registered]) -> anyhow::Result<()> {
        let rebuilt = rebuild_all(&self.pool, &self.ledger, chosen).await?;
        let all = rebuilt.iter().all(|it| it.position == self.full.entries);
        anyhow::ensure!(all, "not everything was rebuilt: {rebuilt:?}");
        Ok(())
    }
}

/// Batches that are understood at once.
const AT_ONCE: usize = 8;

/// Reads the data of an entry as the message it is.
fn understand(entry: &Entry) -> anyhow::Result<()> {
    fn read<T: DeserializeOwned>(entry: &Entry) -> anyhow::Result<()> {
        std::hint::black_box(serde_json::from_slice::<T>(&entry.data)?);
        Ok(())
    }
    match entry.r#type.as_str() {
        "nl.reference-data.reference-data-defined.v1" => read::<api::ReferenceDataDefined>(entry),
        "nl.projects.project-registered.v1" => read::<api::ProjectRegistered>(entry),
        "nl.projects.plan-baselined.v1" => read::<api::PlanBaselined>(entry),
        "nl.projects.money-recorded.v1" => read::<api::MoneyRecorded>(entry),
        "nl.projects.milestone-achieved.v1" => read::<api::MilestoneAchieved>(entry),
        "nl.projects.change-requested.v1" => read::<api::ChangeRequested>(entry),
        "nl.projects.change-decided.v1" => read::<api::ChangeDecided>(entry),
        "nl.obligations.obligation-scheduled.v1" => read::<api::ObligationScheduled>(entry),
        "nl.obligations.obligation-reminder-due.v1" => read::<api::ObligationReminderDue>(entry),
        "nl.obligations.obligation-fulfilled.v1" => read::<api::ObligationFulfilled>(entry),
        "nl.reports.report-started.v1" => read::<api::ReportStarted>(entry),
        "nl.reports.report-submitted.v1" => read::<api::ReportSubmitted>(entry),
        "nl.reports.report-review-started.v1" => read::<api::ReportReviewStarted>(entry),
        "nl.reports.report-returned.v1" => read::<api::ReportReturned>(entry),
        "nl.reports.report-accepted.v1" => read::<api::ReportAccepted>(entry),
        "nl.reports.report-approved.v1" => read::<api::ReportApproved>(entry),
        "nl.reports.report-reopened.v1" => read::<api::ReportReopened>(entry),
        "nl.attention-points.attention-point-raised.v1" => read::<api::AttentionPointRaised>(entry),
        "nl.attention-points.attention-point-answered.v1" => read::<api::AttentionPointAnswered>(entry),
        "nl.attention-points.attention-point-closed.v1" => read::<api::AttentionPointClosed>(entry),
        other => anyhow::bail!("the history has an event {other} that is not measured"),
    }
}

/// What is done with the whole ledger.
enum Work {
    Scan,
    Rebuild(Vec<Registered>),
}

/// Events a second.
pub(crate) struct Pass {
    beside: Arc<Beside>,
    work: Work,
}

impl Pass {
    /// Reading and understanding alone.
    pub(crate) fn scan(name: &'static str, beside: &Arc<Beside>) -> Named {
        Self::named(name, beside, Work::Scan)
    }

    /// Rebuilding one projection.
    pub(crate) fn one(name: &'static str, beside: &Arc<Beside>, projection: &str) -> anyhow::Result<Named> {
        let chosen = Registered::find(projection).context("a projection of insight")?;
        Ok(Self::named(name, beside, Work::Rebuild(vec![chosen])))
    }

    /// Rebuilding all of them.
    pub(crate) fn all(name: &'static str, beside: &Arc<Beside>) -> Named {
        Self::named(name, beside, Work::Rebuild(ALL.to_vec()))
    }

    fn named(name: &'static str, beside: &Arc<Beside>, work: Work) -> Named {
        let beside = beside.clone();
        (name, Box::new(Self { beside, work }))
    }
}

#[async_trait]
impl Contender for Pass {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let began = Instant::now();
        match &self.work {
            Work::Scan => self.beside.scan().await?,
            Work::Rebuild(chosen) => self.beside.rebuild(chosen).await?,
        }
        Ok(self.beside.full.per_second(began.elapsed()))
    }
}
