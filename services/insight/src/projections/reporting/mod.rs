//! Projection `reporting`: obligations, reports, and the values that accepted reports carry.

mod fold;
mod obligation;
mod report;
mod values;

use async_trait::async_trait;
use contracts::ledger::v1::Entry;
use eventing::{Projection, ProjectionError};
use sqlx::PgConnection;

use super::{fold as folding, truncate};

pub(super) const TABLES: &[&str] = &["obligations", "reports", "indicator_values"];

/// See the module.
pub(super) struct Reporting;

#[async_trait]
impl Projection<Entry> for Reporting {
    fn name(&self) -> &'static str {
        "reporting"
    }

    async fn apply(&self, batch: &[Entry], db: &mut PgConnection) -> Result<(), ProjectionError> {
        folding::apply::<fold::Rows>(batch, db).await
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        truncate(db, TABLES).await
    }
}

#[cfg(test)]
mod tests;
