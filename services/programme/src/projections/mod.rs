//! Read models the block itself needs; one file each, one line in [`all`].

pub mod entries;
pub mod obligations;
pub mod projects;
pub mod publications;
pub mod reports;

use std::sync::Arc;

use anyhow::Context;
use eventing::{Projection, projection::reset};
use sqlx::PgPool;

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
    let all = all();
    let names = || all.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
    let projection = all.iter().find(|one| one.name() == name);
    let projection =
        projection.with_context(|| format!("programme has no projection '{name}', only {}", names()))?;
    reset(pool, projection.as_ref())
        .await
        .with_context(|| format!("the projection '{name}' was not emptied"))
}
