//! Finding the servers' programs on this machine.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Where Debian and Ubuntu put one folder per PostgreSQL version, outside PATH.
const POSTGRES_VERSIONS: &str = "/usr/lib/postgresql";

/// Folders that an ordinary user's PATH often lacks.
const MORE_FOLDERS: [&str; 4] = ["/usr/local/bin", "/usr/local/sbin", "/usr/sbin", "/usr/bin"];

/// The programs that [`Postgres`](crate::Postgres) and [`Nats`](crate::Nats) are started from.
#[derive(Debug, Clone)]
pub struct Binaries {
    pub(crate) postgres: PathBuf,
    pub(crate) initdb: PathBuf,
    pub(crate) nats_server: PathBuf,
}

/// A program that is needed is not on this machine. The message says what to install.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "not installed: {}; install with `make install`, or on Debian and Ubuntu with `apt-get install {}`",
    .programs.join(", "),
    .packages.join(" ")
)]
pub struct Missing {
    /// The programs that were not found.
    pub programs: Vec<&'static str>,
    /// The Debian packages that bring them.
    pub packages: Vec<&'static str>,
}

impl Binaries {
    /// Looks in PATH, then in Debian's folders for PostgreSQL (the newest version first), then in the usual
    /// folders for programs.
    ///
    /// # Errors
    ///
    /// [`Missing`] names every program that was not found, not just the first.
    pub fn find() -> Result<Self, Missing> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = env::split_paths(&path)
            .filter(|folder| folder.is_absolute())
            .collect();
        folders.extend(postgres_folders(Path::new(POSTGRES_VERSIONS)));
        folders.extend(MORE_FOLDERS.map(PathBuf::from));
        Self::find_in(&folders)
    }

    fn find_in(folders: &[PathBuf]) -> Result<Self, Missing> {
        // initdb and postgres must be of the same version, so they have to come from the same folder.
        let postgres_folder = folders
            .iter()
            .find(|folder| has(folder, "postgres") && has(folder, "initdb"));
        let nats_folder = folders.iter().find(|folder| has(folder, "nats-server"));
        match (postgres_folder, nats_folder) {
            (Some(postgres), Some(nats)) => Ok(Self {
                postgres: postgres.join("postgres"),
                initdb: postgres.join("initdb"),
                nats_server: nats.join("nats-server"),
            }),
            (postgres, nats) => Err(missing(postgres.is_none(), nats.is_none())),
        }
    }
}

fn missing(postgres: bool, nats: bool) -> Missing {
    let mut missing = Missing {
        programs: vec![],
        packages: vec![],
    };
    if postgres {
        missing.programs.extend(["postgres", "initdb"]);
        missing.packages.push("postgresql");
    }
    if nats {
        missing.programs.push("nats-server");
        missing.packages.push("nats-server");
    }
    missing
}

fn has(folder: &Path, program: &str) -> bool {
    fs::metadata(folder.join(program))
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// `<versions>/*/bin`, the newest version first; folders whose name is not a version are left out.
fn postgres_folders(versions: &Path) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(versions)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(folder: &Path, programs: &[&str]) {
        fs::create_dir_all(folder).unwrap();
        for program in programs {
            let file = folder.join(program);
            fs::write(&file, "").unwrap();
            fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    #[test]
    fn all_that_is_missing_is_named_together_with_its_packages() {
        let missing = Binaries::find_in(&[]).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "not installed: postgres, initdb, nats-server; install with `make install`, \
             or on Debian and Ubuntu with `apt-get install postgresql nats-server`"
        );
    }

    #[test]
    fn what_is_there_is_not_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &["postgres", "initdb"]);
        let missing = Binaries::find_in(&[folder.path().into()]).unwrap_err();
        assert_eq!(missing.packages, ["nats-server"]);
    }

    #[test]
    fn postgres_and_initdb_come_from_the_same_folder() {
        let (lone, pair) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        put(lone.path(), &["postgres", "nats-server"]);
        put(pair.path(), &["postgres", "initdb"]);
        let found = Binaries::find_in(&[lone.path().into(), pair.path().into()]).unwrap();
        assert_eq!(found.postgres, pair.path().join("postgres"));
        assert_eq!(found.nats_server, lone.path().join("nats-server"));
    }

    #[test]
    fn the_newest_version_is_taken_by_number_not_by_spelling() {
        let versions = tempfile::tempdir().unwrap();
        for version in ["9", "15", "17", "unrelated"] {
            put(&versions.path().join(version).join("bin"), &["postgres"]);
        }
        let newest_first: Vec<_> = ["17", "15", "9"]
            .map(|v| versions.path().join(v).join("bin"))
            .into();
        assert_eq!(postgres_folders(versions.path()), newest_first);
    }
}
