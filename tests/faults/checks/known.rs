//! What the transitions block keeps of other blocks, held against the entries of the ledger.

use std::collections::BTreeSet;

use sqlx::PgConnection;

use super::{connect, some};
use crate::world::World;

pub(super) async fn what_was_public(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let mut wrong = Vec::new();
    let known = texts(&mut database, "SELECT project_id FROM transitions.known_projects").await?;
    let registered = texts(
        &mut database,
        "SELECT DISTINCT project FROM ledger.entries WHERE type = 'nl.projects.project-registered.v1'",
    )
    .await?;
    let lacking = registered
        .difference(&known)
        .map(|id| format!("project {id} is not known"));
    wrong.extend(lacking);
    let invented = known
        .difference(&registered)
        .map(|id| format!("project {id} was never registered"));
    wrong.extend(invented);
    // Of each entry the newest definition: the place in the ledger says which it is.
    let newest = texts(
        &mut database,
        "SELECT max(position)::text FROM ledger.entries WHERE type = 'nl.reference-data.reference-data-defined.v1'
         GROUP BY subject",
    )
    .await?;
    let kept = texts(
        &mut database,
        "SELECT DISTINCT position::text FROM transitions.known_entries",
    )
    .await?;
    let stale = kept
        .difference(&newest)
        .map(|place| format!("what stands at {place} was defined anew later"));
    wrong.extend(stale);
    Ok(some(wrong))
}

async fn texts(database: &mut PgConnection, sql: &str) -> anyhow::Result<BTreeSet<String>> {
    Ok(sqlx::query_scalar::<_, String>(sql)
        .fetch_all(database)
        .await?
        .into_iter()
        .collect())
}
