//! Insight's rows, and what it answers from memory, held against a rebuild from the first entry.

use anyhow::ensure;

use super::{answers, connect, rows};
use crate::{faults::rebuild, quiet, world::World};

/// Checkpoints say when and how often, which a rebuild changes.
const EXCEPT: [&str; 1] = ["projection_checkpoints"];

pub(super) async fn equal_a_rebuild(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let live = rows::read_models(&mut database, "insight", &EXCEPT).await?;
    let mut from_memory = Vec::new();
    for index in world.running("insight") {
        from_memory.push((
            world.processes[index].name.clone(),
            answers::of(world, index).await?,
        ));
    }
    let output = rebuild::run(world, &["all"], &[]).await?;
    ensure!(
        output.as_ref().is_some_and(|output| output.status.success()),
        "the rebuild failed: {output:?}"
    );
    let rebuilt = rows::read_models(&mut database, "insight", &EXCEPT).await?;
    let mut wrong = rows::differences(&live, &rebuilt);

    // A process that starts now has nothing in memory but the rebuilt rows.
    let fresh = world.running("insight")[0];
    world.processes[fresh].kill()?;
    world.start(fresh, &[])?;
    world.ready().await?;
    quiet::wait(world).await?;
    let expected = answers::of(world, fresh).await?;
    for (name, answered) in from_memory {
        wrong.extend(answers::differences(&name, &answered, &expected));
    }
    Ok(wrong)
}
