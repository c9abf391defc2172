//! Starts one or more blocks in this process: `schakelpunt serve <block>...`.

use runtime::{
    config::Settings,
    server::{Process, shutdown_on_signals},
    telemetry::Telemetry,
};

use crate::{
    blocks,
    cli::{Globals, ServeArgs},
};

/// Runs the blocks until the process is told to stop.
///
/// # Errors
/// The configuration cannot be used, a port cannot be had, a block cannot start, or one of its tasks ended.
pub async fn run(args: ServeArgs, _globals: &Globals) -> anyhow::Result<()> {
    let blocks = blocks::named(&args.blocks)?;
    let settings = Settings::load(args.config.as_deref())?;
    let telemetry = Telemetry::start(&settings.telemetry)?;
    let outcome = async {
        let process = Process::bind(settings, telemetry.registry()).await?;
        let addresses = process.addresses()?;
        tracing::info!(calls = %addresses.calls, operations = %addresses.operations, blocks = args.blocks.join(","), "listening");
        process.run(&blocks, shutdown_on_signals()).await
    }
    .await;
    // Also after a failure: what led to it is worth seeing.
    telemetry.flush();
    outcome
}
