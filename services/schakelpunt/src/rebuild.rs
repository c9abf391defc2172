//! Builds a projection again from its log: `schakelpunt rebuild <projection>`.

use std::io::Write;

use anyhow::Context;
use runtime::{block::Registration, config::Settings, server::env_beside_hub, telemetry::Telemetry};

use crate::{
    blocks,
    cli::{Globals, RebuildArgs},
    up::settings_of_running_hub,
};

/// Builds a projection of insight beside the live one and swaps it in; a running hub goes on answering meanwhile.
///
/// # Errors
/// There is no such projection, the configuration cannot be used, or the ledger or database is away.
pub async fn run(args: RebuildArgs, globals: &Globals) -> anyhow::Result<()> {
    let settings = match &args.config {
        Some(file) => Settings::load(Some(file))?,
        None => settings_of_running_hub(globals)?,
    };
    let telemetry = Telemetry::start(&settings.telemetry)?;
    let rebuilt = rebuild(&settings, &args.projection).await;
    telemetry.flush();
    writeln!(std::io::stdout(), "{}: {}", args.projection, rebuilt?)?;
    Ok(())
}

/// A name alone is a projection of insight, built beside the live one; `programme/<name>` is one of that block, which is
/// emptied and filled again by the running hub.
async fn rebuild(settings: &Settings, projection: &str) -> anyhow::Result<String> {
    let (owner, name) = projection.split_once('/').unwrap_or(("insight", projection));
    let env = env_beside_hub(settings, &block(owner)?).await?;
    match owner {
        "insight" => Ok(format!(
            "rebuilt up to ledger position {}",
            insight::rebuild(env, name).await?.position
        )),
        "programme" => {
            programme::rebuild(&env.pool, name).await?;
            Ok("emptied; the running hub fills it again".to_owned())
        }
        _ => anyhow::bail!("the block {owner} has no projections to rebuild"),
    }
}

fn block(name: &str) -> anyhow::Result<Registration> {
    blocks::named(&[name.to_owned()])?
        .first()
        .copied()
        .with_context(|| format!("{name} is a block"))
}
