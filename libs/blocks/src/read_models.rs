//! The read models a block keeps for itself.

use std::sync::Arc;

use anyhow::Context;
use eventing::{
    Projection,
    projection::{FollowerHandle, follow_log, reset},
};
use runtime::block::{BlockEnv, Task};
use sqlx::PgPool;

/// Feeds a projection from the block's log until the process stops.
pub fn follow(env: &BlockEnv, projection: Arc<dyn Projection>) -> (FollowerHandle, Task) {
    let name = format!("{} projection {}", env.store.block(), projection.name());
    let (handle, run) = follow_log(env.store.clone(), projection, env.shutdown.clone());
    (handle, Task::new(name, async move { Ok(run.await?) }))
}

/// Empties one of a block's projections by name; the running block fills it again from the first fact.
///
/// # Errors
/// There is no such projection, or the database refuses or cannot be reached.
pub async fn rebuild(
    block: &str,
    all: &[Arc<dyn Projection>],
    pool: &PgPool,
    name: &str,
) -> anyhow::Result<()> {
    let names = || all.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
    let projection = all.iter().find(|one| one.name() == name);
    let projection =
        projection.with_context(|| format!("{block} has no projection '{name}', only {}", names()))?;
    reset(pool, projection.as_ref())
        .await
        .with_context(|| format!("the projection '{name}' was not emptied"))
}
