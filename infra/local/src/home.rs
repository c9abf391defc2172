//! Where a server's own files lie, and as whom it runs.
//!
//! Usually that is `home/` in the server's folder. When we are root, the server runs as another account, and
//! that account may not be able to reach the folder at all: a data directory under /root, say. Then the home is
//! somewhere else, and the file `moved-to` says where.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::unistd::geteuid;

use crate::Error;
use crate::account::Account;
use crate::folder::{Folder, create_private_dir, write_private};

/// Where homes go that must last: the first of these in which we can make a folder.
const LASTING: [&str; 2] = ["/var/lib/schakelpunt", "/var/tmp/schakelpunt"];

/// Where homes go that are of no use without their data directory. They are removed once that is gone.
const DISPOSABLE: [&str; 2] = [
    "/var/lib/schakelpunt-disposable",
    "/var/tmp/schakelpunt-disposable",
];

/// In a moved home's folder: the server's folder in the data directory, so that people find the way back.
const BELONGS_TO: &str = "belongs-to";

/// What a server needs of its home.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needs {
    /// The server's name, for messages.
    pub(crate) server: &'static str,
    /// Accounts to run it as when we are root, the best first.
    pub(crate) accounts: &'static [&'static str],
    /// Nobody misses the files once the data directory is gone.
    pub(crate) disposable: bool,
}

/// A directory for the server's own files, which the server can reach and owns.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) path: PathBuf,
    /// Whom the server has to run as; `None` is ourselves.
    pub(crate) account: Option<Account>,
}

impl Home {
    /// Finds the home that belongs to `folder`, or makes one.
    pub(crate) fn prepare(folder: &Folder, needs: Needs) -> Result<Self, Error> {
        let nested = folder.path().join("home");
        let pointer = folder.path().join("moved-to");
        if needs.disposable {
            DISPOSABLE.iter().for_each(|root| sweep(Path::new(root)));
        }
        if let Some(home) = follow(&pointer)? {
            return Self::claim(home, needs);
        }
        create_private_dir(&nested)?;
        let home = Self::claim(nested, needs)?;
        if home.reachable()? {
            return Ok(home);
        }
        home.give_up()?;
        let elsewhere = make_elsewhere(folder.path(), &pointer, needs)?;
        let home = Self::claim(elsewhere, needs)?;
        if home.reachable()? {
            Ok(home)
        } else {
            Err(home.unreachable())
        }
    }

    /// Makes `command` run in this home, as its account.
    pub(crate) fn apply(&self, command: &mut Command) {
        command.current_dir(&self.path);
        if let Some(account) = self.account {
            account.apply(command);
        }
    }

    /// Gives a file that we wrote to the home's account.
    pub(crate) fn hand_over(&self, file: &Path) -> Result<(), Error> {
        self.account.map_or(Ok(()), |account| account.own(file))
    }

    /// Settles whose `path` is: its owner's if it has been used before, otherwise the account's to be chosen.
    fn claim(path: PathBuf, needs: Needs) -> Result<Self, Error> {
        if !geteuid().is_root() {
            let found = path
                .metadata()
                .map_err(Error::io(format!("look at {}", path.display())))?;
            return match found.uid() {
                owner if owner == geteuid().as_raw() => Ok(Self { path, account: None }),
                owner => Err(Error::NotOurs { home: path, owner }),
            };
        }
        let account = match Account::owner_of(&path) {
            Some(owner) => Some(owner),
            None => Account::choose(needs.server, needs.accounts)?,
        };
        if let Some(account) = account {
            account.own(&path)?;
        }
        Ok(Self { path, account })
    }

    /// Whether the account can write here: tried, since reading permissions would miss access lists and mounts.
    fn reachable(&self) -> Result<bool, Error> {
        let Some(account) = self.account else {
            return Ok(true);
        };
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", r#"cd "$1" && : >probe && rm probe"#, "probe"])
            .arg(&self.path);
        shell
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        account.apply(&mut shell);
        let status = shell.status().map_err(Error::io("run /bin/sh as another user"))?;
        Ok(status.success())
    }

    /// Removes a home that turned out unreachable, unless there is something in it.
    fn give_up(&self) -> Result<(), Error> {
        fs::remove_dir(&self.path).map_err(|_| self.unreachable())
    }

    fn unreachable(&self) -> Error {
        let uid = self.account.map_or(geteuid().as_raw(), |account| account.uid);
        Error::Unreachable {
            home: self.path.clone(),
            uid,
        }
    }
}

/// The home that `pointer` names, if there is such a file.
fn follow(pointer: &Path) -> Result<Option<PathBuf>, Error> {
    let Ok(text) = fs::read_to_string(pointer) else {
        return Ok(None);
    };
    let home = PathBuf::from(text.trim_end());
    if home.is_dir() {
        Ok(Some(home))
    } else {
        Err(Error::HomeMissing {
            pointer: pointer.to_owned(),
            home,
        })
    }
}

/// Makes a home outside the data directory and notes in `pointer` where.
fn make_elsewhere(folder: &Path, pointer: &Path, needs: Needs) -> Result<PathBuf, Error> {
    let roots = if needs.disposable { &DISPOSABLE } else { &LASTING };
    let mut last = None;
    for root in roots {
        match make_below(Path::new(root), folder) {
            Ok(home) => {
                write_private(pointer, &home.display().to_string())?;
                tracing::info!(home = %home.display(), "the data directory is out of reach for the server's account; its files are elsewhere");
                return Ok(home);
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| Error::Unreachable {
        home: folder.to_owned(),
        uid: geteuid().as_raw(),
    }))
}

/// Makes `<root>/<hash of the folder's path>/home`. Where that exists it is left alone, and the next free name
/// taken: it may be all that is left of a data directory that was moved away.
fn make_below(root: &Path, folder: &Path) -> Result<PathBuf, Error> {
    let attempt = || Error::io(format!("create a folder in {}", root.display()));
    match fs::create_dir(root) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(attempt()(error)),
        _ => {}
    }
    let found = root.symlink_metadata().map_err(attempt())?;
    if !found.is_dir() || found.uid() != geteuid().as_raw() {
        // Anybody can make a folder in /var/tmp; we do not follow them there.
        return Err(Error::NotOurs {
            home: root.to_owned(),
            owner: found.uid(),
        });
    }
    let mut hasher = DefaultHasher::new();
    folder.hash(&mut hasher);
    let name = format!("{:016x}", hasher.finish());
    let mut place = root.join(&name);
    let mut next = 2;
    while let Err(error) = fs::create_dir(&place) {
        if error.kind() != std::io::ErrorKind::AlreadyExists {
            return Err(attempt()(error));
        }
        place = root.join(format!("{name}-{next}"));
        next += 1;
    }
    write_private(&place.join(BELONGS_TO), &folder.display().to_string())?;
    let home = place.join("home");
    create_private_dir(&home)?;
    Ok(home)
}

/// Removes the homes whose data directory is gone. What cannot be removed is left for the next time.
fn sweep(root: &Path) {
    for place in fs::read_dir(root).into_iter().flatten().flatten() {
        let belongs_to = fs::read_to_string(place.path().join(BELONGS_TO));
        if belongs_to.is_ok_and(|folder| !Path::new(&folder).exists()) {
            let _ = fs::remove_dir_all(place.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_to_nowhere_is_an_error_and_not_an_empty_server() {
        let data_dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(data_dir.path(), "postgres").unwrap();
        fs::write(folder.path().join("moved-to"), "/nowhere/at/all").unwrap();
        let needs = Needs {
            server: "postgres",
            accounts: &["nobody"],
            disposable: true,
        };
        assert!(matches!(
            Home::prepare(&folder, needs),
            Err(Error::HomeMissing { .. })
        ));
    }

    #[test]
    fn a_place_that_is_taken_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let folder = Path::new("/some/data/postgres");
        let first = make_below(root.path(), folder).unwrap();
        let second = make_below(root.path(), folder).unwrap();
        assert_ne!(first, second);
        assert!(first.is_dir() && second.is_dir());
    }

    #[test]
    fn only_homes_without_a_data_directory_are_swept() {
        let (root, data_dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let kept = make_below(root.path(), data_dir.path()).unwrap();
        let gone = make_below(root.path(), Path::new("/nowhere/at/all")).unwrap();
        sweep(root.path());
        assert!(kept.exists());
        assert!(!gone.exists());
    }
}
