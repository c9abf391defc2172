//! What can go wrong with a private server.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use crate::Missing;

/// Why a private server could not be started or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A program is not installed.
    #[error(transparent)]
    Missing(#[from] Missing),

    /// Another process, usually another hub, has its server running from the same data directory.
    #[error(
        "{folder} is in use by another process ({holder}); stop that one first, or choose another data directory"
    )]
    InUse {
        /// The server's folder in the data directory.
        folder: PathBuf,
        /// What the other process wrote about itself: its process id.
        holder: String,
    },

    /// A file operation failed.
    #[error("could not {attempt}")]
    Io {
        /// What was attempted, with the path.
        attempt: String,
        /// What the system said.
        source: io::Error,
    },

    /// We are root, servers must not be, and there is no account to run them as.
    #[error("{server} must not run as root, and none of these accounts exist to run it as: {accounts}")]
    NoAccount {
        /// The server's name.
        server: &'static str,
        /// The accounts that were looked for.
        accounts: String,
    },

    /// The server's files belong to somebody else, and we are not root.
    #[error(
        "{home} belongs to user id {owner}; run as that user or as root, or choose another data directory"
    )]
    NotOurs {
        /// The server's own files.
        home: PathBuf,
        /// The owner's numeric user id.
        owner: u32,
    },

    /// The account the server runs as used to reach the server's files, and no longer can.
    #[error(
        "user id {uid} cannot reach {home}, which is in use; make the directories above it passable (chmod o+x)"
    )]
    Unreachable {
        /// The server's own files.
        home: PathBuf,
        /// The numeric user id of the server's account.
        uid: u32,
    },

    /// The server's files were moved outside the data directory and are no longer there.
    #[error(
        "{pointer} says the server's files are in {home}, where they are not; put them back, or delete {pointer} to start empty"
    )]
    HomeMissing {
        /// The file that says where the server's files are.
        pointer: PathBuf,
        /// Where they should be.
        home: PathBuf,
    },

    /// The server, or the program that prepares its files, ended by itself.
    #[error("{server} ended with {status}; the end of {log}:\n{tail}")]
    Exited {
        /// The program's name.
        server: &'static str,
        /// How it ended.
        status: ExitStatus,
        /// Everything it printed.
        log: PathBuf,
        /// The last lines it printed.
        tail: String,
    },

    /// The server is up but does not take our password.
    #[error(
        "{server} does not accept the password in {password}; restore that file, or start with an empty data directory"
    )]
    Refused {
        /// The server's name.
        server: &'static str,
        /// The file with the password.
        password: PathBuf,
    },

    /// The server did not get ready in time.
    #[error("{server} was not ready after {after:?} ({reason}); the end of {log}:\n{tail}")]
    NotReady {
        /// The server's name.
        server: &'static str,
        /// How long we waited.
        after: Duration,
        /// What the last attempt to reach it came to.
        reason: String,
        /// Everything it printed.
        log: PathBuf,
        /// The last lines it printed.
        tail: String,
    },

    /// A server did not end, not even when killed.
    #[error("{server} is still running {after:?} after it was told to stop")]
    StillRunning {
        /// The server's name.
        server: &'static str,
        /// How long we waited in all.
        after: Duration,
    },
}

impl Error {
    /// For `map_err`: says what was being attempted.
    pub(crate) fn io(attempt: impl Into<String>) -> impl FnOnce(io::Error) -> Error {
        let attempt = attempt.into();
        move |source| Error::Io { attempt, source }
    }
}
