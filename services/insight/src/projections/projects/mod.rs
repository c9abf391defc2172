//! Projection `projects`: projects with their plans, milestones, money and dependencies.

mod change;
mod fold;
mod plan;

use async_trait::async_trait;
use contracts::ledger::v1::Entry;
use eventing::{Projection, ProjectionError};
use sqlx::PgConnection;

use super::{fold as folding, truncate};

pub(super) const TABLES: &[&str] = &[
    "projects",
    "milestones",
    "targets",
    "budget_lines",
    "money_totals",
    "dependencies",
    "plan_revisions",
    "change_requests",
];

/// See the module.
pub(super) struct Projects;

#[async_trait]
impl Projection<Entry> for Projects {
    fn name(&self) -> &'static str {
        "projects"
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
