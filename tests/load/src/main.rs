//! `make bench`: measures the hub against named limits and rivals on the same machine, in the same run.
//!
//! Each measure has contenders that take turns, round after round, so that whatever else the machine does hits all of
//! them. What counts is the ratio of their medians.

mod credentials;
mod exchange;
mod hub;
mod measure;
mod pipeline;
mod radar;
mod report;
mod servers;
mod store;
mod workload;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Parser;

use crate::{measure::Effort, report::Report, servers::Servers};

/// The same as the hub's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Set in the environment when this program is to be `schakelpunt`, which it carries in it.
const AS_SCHAKELPUNT: &str = "BENCH_AS_SCHAKELPUNT";

/// Measures the hub, with ratios against what this machine can do at best.
#[derive(Debug, Parser)]
struct Arguments {
    /// Only measures whose name contains one of these.
    only: Vec<String>,
    /// Rounds in which the contenders take turns.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds each contender has in a round, where a measure is bound by time.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Share of the full sizes (1 million events and so on), for a quick look.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Where the figures are written as JSON.
    #[arg(long, default_value = "target/bench.json")]
    json: PathBuf,
    /// Given by `cargo bench`; means nothing here.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    if std::env::var_os(AS_SCHAKELPUNT).is_some() {
        return schakelpunt::main();
    }
    match measure_all() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn measure_all() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let effort = Effort {
        rounds: arguments.rounds.max(1),
        seconds: arguments.seconds,
        scale: arguments.scale,
    };
    let mut servers = Servers::start().await.context("the servers did not start")?;
    let mut report = Report::default();
    let measures = [
        credentials::MEASURES,
        store::MEASURES,
        pipeline::MEASURES,
        hub::MEASURES,
        radar::MEASURES,
        exchange::MEASURES,
    ];
    for measure in measures.into_iter().flatten() {
        let wanted =
            arguments.only.is_empty() || arguments.only.iter().any(|part| measure.name.contains(part));
        if !wanted {
            continue;
        }
        eprintln!("{} ...", measure.name);
        let outcome = measure
            .run(&servers, &effort)
            .await
            .with_context(|| format!("the measure `{}` failed", measure.name))?;
        report.add(outcome);
    }
    report.print();
    report.write(&arguments.json)?;
    servers.stop().await
}
