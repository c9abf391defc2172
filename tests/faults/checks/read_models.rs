//! The blocks' own read models, emptied and filled again by the running hub.

use anyhow::ensure;

use super::{BLOCKS, connect, rows};
use crate::{faults::rebuild, quiet, world::World};

/// The clock is no read model, though it stands in a table; nor is what a block heard of others, which a check of its own looks at, nor how
/// far subscriptions are, which subscribers' notes tell.
const EXCEPT: [&str; 7] = [
    "development_clock",
    "known_entries",
    "known_projects",
    "cursors",
    "parked",
    "replays",
    "webhook_consents",
];

pub(super) async fn equal_a_rebuild(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let mut live = Vec::new();
    for block in BLOCKS {
        live.push(rows::read_models(&mut database, block, &EXCEPT).await?);
    }
    let own = programme::projections::all()
        .into_iter()
        .map(|projection| format!("programme/{}", projection.name()));
    let others = transitions::projections::all()
        .into_iter()
        .map(|projection| format!("transitions/{}", projection.name()));
    let exchange = exchange::projections::all()
        .into_iter()
        .map(|projection| format!("exchange/{}", projection.name()));
    let projections: Vec<String> = own.chain(others).chain(exchange).collect();
    let names: Vec<&str> = projections.iter().map(String::as_str).collect();
    let output = rebuild::run(world, &names, &[]).await?;
    ensure!(
        output.as_ref().is_some_and(|output| output.status.success()),
        "the rebuild failed: {output:?}"
    );
    quiet::wait(world).await?;
    let mut wrong = Vec::new();
    for (block, live) in BLOCKS.into_iter().zip(live) {
        let rebuilt = rows::read_models(&mut database, block, &EXCEPT).await?;
        wrong.extend(rows::differences(&live, &rebuilt));
    }
    Ok(wrong)
}
