//! Builds a projection again from its log: `schakelpunt rebuild <projection>`.

use std::io::Write;

use anyhow::Context;
use runtime::{config::Settings, server::env_beside_hub, telemetry::Telemetry};

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
    writeln!(
        std::io::stdout(),
        "{}: rebuilt up to ledger position {}",
        args.projection,
        rebuilt?
    )?;
    Ok(())
}

async fn rebuild(settings: &Settings, projection: &str) -> anyhow::Result<u64> {
    let insight = blocks::named(&["insight".to_owned()])?;
    let insight = insight.first().context("insight is a block")?;
    let env = env_beside_hub(settings, insight).await?;
    Ok(insight::rebuild(env, projection).await?.position)
}
