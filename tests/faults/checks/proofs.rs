//! The ledger's proofs, worked out anew from the bytes that are kept.

use anyhow::Context;
use sqlx::{PgConnection, Row};
use transparency::{Checkpoint, Edge, Hash, Note, leaf_hash};

use super::{connect, some};
use crate::world::World;

/// Whether every entry has the hash of its bytes, the tree over them all the root that the head says, and the tree over the
/// first of them the root of every checkpoint that was signed.
pub(super) async fn hold(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let rows = sqlx::query("SELECT position, entry, leaf_hash FROM ledger.entries ORDER BY position")
        .fetch_all(&mut database)
        .await?;
    let mut signed = signed(&mut database).await?.into_iter().peekable();
    let (mut wrong, mut edge) = (Vec::new(), Edge::default());
    while let Some((_, checkpoint)) = signed.next_if(|(size, _)| *size == 0) {
        wrong.extend(differs(&checkpoint, &edge));
    }
    for row in &rows {
        let leaf = leaf_hash(row.try_get("entry")?);
        if Hash::from_slice(row.try_get("leaf_hash")?).ok() != Some(leaf) {
            let position: i64 = row.try_get("position")?;
            wrong.push(format!("the entry at {position} has not the hash of its bytes"));
        }
        edge.extend([leaf]);
        while let Some((_, checkpoint)) = signed.next_if(|(size, _)| *size == edge.size()) {
            wrong.extend(differs(&checkpoint, &edge));
        }
    }
    wrong
        .extend(signed.map(|(size, _)| format!("{size} entries were signed, and there are {}", edge.size())));
    wrong.extend(head_differs(&mut database, &edge).await?);
    Ok(some(wrong))
}

/// The kept checkpoints by their size, smallest first.
async fn signed(database: &mut PgConnection) -> anyhow::Result<Vec<(u64, Checkpoint)>> {
    let rows: Vec<(i64, String)> = sqlx::query_as("SELECT size, note FROM ledger.checkpoints ORDER BY size")
        .fetch_all(database)
        .await?;
    let read = |(size, note): (i64, String)| {
        let checkpoint: Checkpoint = Note::parse(note.as_bytes())?.text().parse()?;
        anyhow::ensure!(
            i64::try_from(checkpoint.size()) == Ok(size),
            "kept as of size {size}: {checkpoint}"
        );
        Ok((checkpoint.size(), checkpoint))
    };
    rows.into_iter()
        .map(read)
        .collect::<anyhow::Result<_>>()
        .context("a kept checkpoint")
}

fn differs(checkpoint: &Checkpoint, edge: &Edge) -> Option<String> {
    let (size, signed, found) = (edge.size(), checkpoint.root(), edge.root());
    (signed != found).then(|| format!("the signed root of {size} entries is {signed}, and it is {found}"))
}

/// What the head says of the root.
async fn head_differs(database: &mut PgConnection, edge: &Edge) -> anyhow::Result<Option<String>> {
    let root: Option<Vec<u8>> = sqlx::query_scalar("SELECT root FROM ledger.ledger_head")
        .fetch_one(database)
        .await?;
    let says = root.as_deref().and_then(|root| Hash::from_slice(root).ok());
    let (size, found) = (edge.size(), edge.root());
    Ok((says != Some(found))
        .then(|| format!("the head says the root of {size} entries is {says:?}, and it is {found}")))
}
