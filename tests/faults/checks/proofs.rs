//! The ledger's proofs, worked out anew from the bytes that are kept.

use sqlx::Row;
use transparency::{Edge, Hash, leaf_hash};

use super::{connect, some};
use crate::world::World;

/// Whether every entry has the hash of its bytes, and the tree over them all the root that the head says.
pub(super) async fn hold(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let rows = sqlx::query("SELECT position, entry, leaf_hash FROM ledger.entries ORDER BY position")
        .fetch_all(&mut database)
        .await?;
    let (mut wrong, mut leaves) = (Vec::new(), Vec::with_capacity(rows.len()));
    for row in &rows {
        let leaf = leaf_hash(row.try_get("entry")?);
        if Hash::from_slice(row.try_get("leaf_hash")?).ok() != Some(leaf) {
            let position: i64 = row.try_get("position")?;
            wrong.push(format!("the entry at {position} has not the hash of its bytes"));
        }
        leaves.push(leaf);
    }
    let mut edge = Edge::default();
    edge.extend(leaves);
    wrong.extend(root_differs(&mut database, &edge).await?);
    Ok(some(wrong))
}

/// What the head says of the root, where the ledger keeps one.
async fn root_differs(database: &mut sqlx::PgConnection, edge: &Edge) -> anyhow::Result<Option<String>> {
    let kept: Option<bool> = sqlx::query_scalar(
        "SELECT true FROM information_schema.columns
         WHERE table_schema = 'ledger' AND table_name = 'ledger_head' AND column_name = 'root'",
    )
    .fetch_optional(&mut *database)
    .await?
    .flatten();
    if kept.is_none() {
        return Ok(None);
    }
    let root: Option<Vec<u8>> = sqlx::query_scalar("SELECT root FROM ledger.ledger_head")
        .fetch_one(database)
        .await?;
    let says = root.as_deref().and_then(|root| Hash::from_slice(root).ok());
    Ok((says != Some(edge.root())).then(|| {
        format!(
            "the head says the root of {} entries is {says:?}, and it is {:?}",
            edge.size(),
            edge.root()
        )
    }))
}
