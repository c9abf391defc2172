//! How long processors worked for whom, as the kernel counts it for each thread.

use std::{fs, path::Path};

use anyhow::Context;

/// Nanoseconds for a process so far.
pub(super) fn of_process(process: u32) -> anyhow::Result<u64> {
    sum(Path::new(&format!("/proc/{process}/task")), |_| true)
}

/// Nanoseconds so far for the threads of this program that have a name.
pub(super) fn of_threads(name: &str) -> anyhow::Result<u64> {
    sum(Path::new("/proc/self/task"), |comm| comm == name)
}

fn sum(tasks: &Path, counts: impl Fn(&str) -> bool) -> anyhow::Result<u64> {
    let mut nanoseconds = 0;
    for task in fs::read_dir(tasks).with_context(|| format!("no {}", tasks.display()))? {
        // A thread may have ended since.
        nanoseconds += of_task(&task?.path(), &counts).unwrap_or(0);
    }
    Ok(nanoseconds)
}

fn of_task(task: &Path, counts: impl Fn(&str) -> bool) -> Option<u64> {
    let name = fs::read_to_string(task.join("comm")).ok()?;
    if !counts(name.trim()) {
        return Some(0);
    }
    let schedule = fs::read_to_string(task.join("schedstat")).ok()?;
    schedule.split_whitespace().next()?.parse().ok()
}
