//! Breaking the hub: its real processes on real servers, under load, by faults drawn from a seed; and after each round
//! everything that must hold is looked at. A short part runs with all tests; `make faults` runs as long as it is told.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod arguments;
mod checks;
mod dice;
mod faults;
mod graceful;
mod long;
mod plan;
mod play;
mod quiet;
mod report;
mod short;
mod subscribers;
mod tampering;
mod workload;
mod world;

use std::path::{Path, PathBuf};

/// Where the data files are.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}
