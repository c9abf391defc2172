//! What the tests need to know of the machine.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

/// A new data directory that every account can reach.
pub(crate) fn data_dir() -> TempDir {
    data_dir_with_mode(0o755)
}

/// A new data directory that only its owner can enter.
pub(crate) fn private_data_dir() -> TempDir {
    data_dir_with_mode(0o700)
}

fn data_dir_with_mode(mode: u32) -> TempDir {
    let permissions = fs::Permissions::from_mode(mode);
    tempfile::Builder::new()
        .prefix("schakelpunt-")
        .permissions(permissions)
        .tempdir()
        .unwrap()
}

/// The processes that were started with something that contains `text`: a path in a data directory, say.
pub(crate) fn processes(text: &str) -> Vec<u32> {
    let running = fs::read_dir("/proc").unwrap().flatten();
    let pids = running.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| {
        fs::read(format!("/proc/{pid}/cmdline"))
            .is_ok_and(|line| String::from_utf8_lossy(&line).contains(text))
    })
    .collect()
}

/// The numeric id of the user as whom a process runs.
pub(crate) fn user_of(pid: u32) -> u32 {
    fs::metadata(format!("/proc/{pid}")).unwrap().uid()
}

/// The process id in the first line of a file.
pub(crate) fn pid_in(file: &Path) -> u32 {
    fs::read_to_string(file)
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

pub(crate) fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

/// Waits until `condition` holds.
pub(crate) async fn eventually(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
