//! Read models the block itself needs; one file each, one line in [`all`].

pub mod entries;
pub mod obligations;
pub mod projects;
pub mod publications;
pub mod reports;

use std::sync::Arc;

use eventing::Projection;
use sqlx::PgPool;

use crate::grpc::BLOCK;

/// All projections of the block.
#[must_use]
pub fn all() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(entries::Entries),
        Arc::new(projects::Projects),
        Arc::new(publications::Publications),
        Arc::new(obligations::Obligations),
        Arc::new(reports::Reports),
    ]
}

/// Empties a projection by name; the running block fills it again from the first fact.
///
/// # Errors
/// There is no such projection, or the database refuses or cannot be reached.
pub async fn rebuild(pool: &PgPool, name: &str) -> anyhow::Result<()> {
    blocks::read_models::rebuild(BLOCK, &all(), pool, name).await
}
