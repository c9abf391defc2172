//! Builds projections again from their log: `schakelpunt rebuild <projection>...`, or `all` of insight's in one pass.

use std::{collections::BTreeMap, io::Write};

use anyhow::Context;
use runtime::{
    block::{BlockEnv, Registration},
    config::Settings,
    server::env_beside_hub,
    telemetry::Telemetry,
};

use crate::{
    blocks,
    cli::{Globals, RebuildArgs},
    up::settings_of_running_hub,
};

/// Builds projections of insight beside the live ones and swaps them in; a running hub goes on answering meanwhile.
///
/// # Errors
/// There is no such projection, the configuration cannot be used, or the ledger or database is away.
pub async fn run(args: RebuildArgs, globals: &Globals) -> anyhow::Result<()> {
    let settings = match &args.config {
        Some(file) => Settings::load(Some(file))?,
        None => settings_of_running_hub(globals)?,
    };
    let telemetry = Telemetry::start(&settings.telemetry)?;
    let rebuilt = rebuild(&settings, &args.projections).await;
    telemetry.flush();
    for line in rebuilt? {
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(())
}

/// A name alone is a projection of insight, built beside the live one; `<block>/<name>` is one of that block, which is
/// emptied and filled again by the running hub. Answers a line for each.
async fn rebuild(settings: &Settings, projections: &[String]) -> anyhow::Result<Vec<String>> {
    let mut of_block: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for projection in projections {
        let (owner, name) = projection.split_once('/').unwrap_or(("insight", projection));
        of_block.entry(owner).or_default().push(name.to_owned());
    }
    let mut lines = Vec::new();
    for (owner, names) in of_block {
        let env = env_beside_hub(settings, &block(owner)?).await?;
        lines.extend(match owner {
            "insight" => of_insight(env, &names).await?,
            "programme" => {
                emptied(owner, &names, async |name| {
                    programme::rebuild(&env.pool, name).await
                })
                .await?
            }
            "transitions" => {
                emptied(owner, &names, async |name| {
                    transitions::rebuild(&env.pool, name).await
                })
                .await?
            }
            "professionalisation" => {
                emptied(owner, &names, async |name| {
                    professionalisation::rebuild(&env.pool, name).await
                })
                .await?
            }
            "culture" => {
                emptied(owner, &names, async |name| {
                    culture::rebuild(&env.pool, name).await
                })
                .await?
            }
            "exchange" => {
                emptied(owner, &names, async |name| {
                    exchange::rebuild(&env.pool, name).await
                })
                .await?
            }
            "radar" => emptied(owner, &names, async |name| radar::rebuild(&env.pool, name).await).await?,
            _ => anyhow::bail!("the block {owner} has no projections to rebuild"),
        });
    }
    Ok(lines)
}

async fn of_insight(env: BlockEnv, names: &[String]) -> anyhow::Result<Vec<String>> {
    let rebuilt = insight::rebuild(env, names).await?;
    let line = |it: &insight::checkpoint::Checkpoint| {
        format!("{}: rebuilt up to ledger position {}", it.projection, it.position)
    };
    Ok(rebuilt.iter().map(line).collect())
}

async fn emptied(
    block: &str,
    names: &[String],
    empty: impl AsyncFn(&str) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    for name in names {
        empty(name).await?;
        lines.push(format!("{block}/{name}: emptied; the running hub fills it again"));
    }
    Ok(lines)
}

fn block(name: &str) -> anyhow::Result<Registration> {
    blocks::named(&[name.to_owned()])?
        .first()
        .copied()
        .with_context(|| format!("{name} is a block"))
}
