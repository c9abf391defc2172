//! Read models the block itself needs; one file each, one line in [`all`].

pub mod subscriptions;

use std::sync::Arc;

use eventing::Projection;
use sqlx::PgPool;

use crate::grpc::BLOCK;

/// All projections of the block.
#[must_use]
pub fn all() -> Vec<Arc<dyn Projection>> {
    vec![Arc::new(subscriptions::Subscriptions)]
}

/// Empties a projection by name; the running block fills it again from the first fact.
///
/// # Errors
/// There is no such projection, or the database refuses or cannot be reached.
pub async fn rebuild(pool: &PgPool, name: &str) -> anyhow::Result<()> {
    blocks::read_models::rebuild(BLOCK, &all(), pool, name).await
}
