//! A server that a killed process left behind.
//!
//! The script that supervises it is stopping it already, but that may take a while, and a second server on the
//! same files would ruin them.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::Error;
use crate::folder::remove_if_there;

const POLL: Duration = Duration::from_millis(20);

/// Stops the process whose id is in the first line of `pid_file`, if it is one that works in `home`; `steps` are
/// the signals for it, and how long to wait after each.
///
/// If the id has meanwhile gone to somebody else, which is likely in a container, the file is removed:
/// PostgreSQL would take that process for its own and refuse to start.
pub(crate) async fn stop(
    server: &'static str,
    pid_file: &Path,
    home: &Path,
    steps: &[(Signal, Duration)],
) -> Result<(), Error> {
    let Some(pid) = read_pid(pid_file) else {
        return Ok(());
    };
    if !works_in(pid, home) {
        if exists(pid) {
            remove_if_there(pid_file).map_err(Error::io(format!("remove {}", pid_file.display())))?;
        }
        return Ok(());
    }
    tracing::warn!(
        server,
        pid = pid.as_raw(),
        "a private server is left from an earlier run; stopping it"
    );
    for (signal, patience) in steps {
        // It may have ended since we looked, which is what we want.
        let _ = kill(pid, *signal);
        let start = Instant::now();
        while start.elapsed() < *patience {
            if !works_in(pid, home) {
                return Ok(());
            }
            tokio::time::sleep(POLL).await;
        }
    }
    Err(Error::StillRunning {
        server,
        after: steps.iter().map(|(_, patience)| *patience).sum(),
    })
}

fn read_pid(pid_file: &Path) -> Option<Pid> {
    let pid: i32 = fs::read_to_string(pid_file)
        .ok()?
        .lines()
        .next()?
        .trim()
        .parse()
        .ok()?;
    // Zero and negative numbers would signal whole groups of processes.
    (pid > 1).then(|| Pid::from_raw(pid))
}

/// Whether the process is alive and its working directory is `home` or lies in it. Servers stay in the directory
/// they are started in, or go to their data directory. Without /proc nobody is found, and the server's own
/// protection has to do.
fn works_in(pid: Pid, home: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|directory| directory.starts_with(home))
}

fn exists(pid: Pid) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const STEPS: [(Signal, Duration); 1] = [(Signal::SIGKILL, Duration::from_secs(10))];

    #[tokio::test]
    async fn a_process_that_works_in_the_home_is_stopped() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().canonicalize().unwrap();
        let mut left = Command::new("sleep")
            .arg("60")
            .current_dir(&path)
            .spawn()
            .unwrap();
        let pid_file = path.join("pid");
        fs::write(&pid_file, format!("{}\nmore\n", left.id())).unwrap();
        stop("sleep", &pid_file, &path, &STEPS).await.unwrap();
        assert!(!left.wait().unwrap().success());
    }

    #[tokio::test]
    async fn somebody_elses_process_is_left_alone_and_the_file_goes() {
        let home = tempfile::tempdir().unwrap();
        let mut other = Command::new("sleep").arg("60").current_dir("/").spawn().unwrap();
        let pid_file = home.path().join("pid");
        fs::write(&pid_file, other.id().to_string()).unwrap();
        stop("sleep", &pid_file, home.path(), &STEPS).await.unwrap();
        assert!(!pid_file.exists());
        assert!(other.try_wait().unwrap().is_none());
        other.kill().unwrap();
        other.wait().unwrap();
    }

    #[test]
    fn a_file_without_a_sensible_process_id_is_nobody() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "0", "-1", "1", "postgres"] {
            let pid_file = folder.path().join("pid");
            fs::write(&pid_file, text).unwrap();
            assert_eq!(read_pid(&pid_file), None, "{text}");
        }
    }
}
