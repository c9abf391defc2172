//! What a server printed.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::Error;

/// A log larger than this is set aside at the next start.
const SET_ASIDE_BYTES: u64 = 8 * 1024 * 1024;

/// How much of the end is quoted in an error.
const TAIL_BYTES: u64 = 4 * 1024;
const TAIL_LINES: usize = 20;

/// The log file of one server, from the moment of this start on.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    path: PathBuf,
    /// Where this start's lines begin, in bytes.
    start: u64,
}

impl Log {
    /// Opens the log at `path` for appending; the file is for the server's standard output and error.
    pub(crate) fn open(path: &Path) -> Result<(Self, File), Error> {
        let attempt = || Error::io(format!("open {}", path.display()));
        if fs::metadata(path).is_ok_and(|log| log.len() > SET_ASIDE_BYTES) {
            fs::rename(path, path.with_extension("1")).map_err(attempt())?;
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(attempt())?;
        let start = file.metadata().map_err(attempt())?.len();
        Ok((
            Self {
                path: path.to_owned(),
                start,
            },
            file,
        ))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The last lines since this start. A log that cannot be read gives what the system says about that: this
    /// is for error messages, which should not fail in their turn.
    pub(crate) fn tail(&self) -> String {
        self.read_tail().unwrap_or_else(|error| format!("({error})"))
    }

    fn read_tail(&self) -> std::io::Result<String> {
        let mut file = File::open(&self.path)?;
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(self.start.max(end.saturating_sub(TAIL_BYTES))))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        Ok(lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_tail_is_of_this_start_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        fs::write(&path, "earlier\n").unwrap();
        let (log, mut file) = Log::open(&path).unwrap();
        assert_eq!(log.tail(), "");
        for line in 0..100 {
            writeln!(file, "line {line}").unwrap();
        }
        assert!(log.tail().starts_with("line 80\n"), "{}", log.tail());
        assert!(log.tail().ends_with("line 99"));
    }

    #[test]
    fn a_large_log_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        File::create(&path).unwrap().set_len(SET_ASIDE_BYTES + 1).unwrap();
        Log::open(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 0);
        assert!(folder.path().join("log.1").exists());
    }
}
