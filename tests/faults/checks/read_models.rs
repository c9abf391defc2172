//! The programme block's own read models, emptied and filled again by the running hub.

use anyhow::ensure;

use super::{connect, rows};
use crate::{faults::rebuild, quiet, world::World};

/// The clock is no read model, though it stands in a table.
const EXCEPT: [&str; 1] = ["development_clock"];

pub(super) async fn equal_a_rebuild(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let live = rows::read_models(&mut database, "programme", &EXCEPT).await?;
    let projections: Vec<String> = programme::projections::all()
        .iter()
        .map(|projection| format!("programme/{}", projection.name()))
        .collect();
    let names: Vec<&str> = projections.iter().map(String::as_str).collect();
    let output = rebuild::run(world, &names, &[]).await?;
    ensure!(
        output.as_ref().is_some_and(|output| output.status.success()),
        "the rebuild failed: {output:?}"
    );
    quiet::wait(world).await?;
    let rebuilt = rows::read_models(&mut database, "programme", &EXCEPT).await?;
    Ok(rows::differences(&live, &rebuilt))
}
