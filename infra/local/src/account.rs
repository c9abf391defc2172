//! The account a server runs as, when we are root.

use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::{Uid, User, geteuid};

use crate::Error;

/// Somebody other than root, to run a server as.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account {
    pub(crate) uid: u32,
    gid: u32,
}

impl Account {
    /// The first of `names` that exists on this machine, or `None` when we are not root: then the server simply
    /// runs as ourselves.
    pub(crate) fn choose(server: &'static str, names: &[&str]) -> Result<Option<Self>, Error> {
        if !geteuid().is_root() {
            return Ok(None);
        }
        let known = |name: &&str| {
            User::from_name(name)
                .ok()
                .flatten()
                .filter(|user| !user.uid.is_root())
        };
        match names.iter().find_map(known) {
            Some(user) => Ok(Some(Self {
                uid: user.uid.as_raw(),
                gid: user.gid.as_raw(),
            })),
            None => Err(Error::NoAccount {
                server,
                accounts: names.join(", "),
            }),
        }
    }

    /// Whoever owns `path`, unless that is root or the path does not exist.
    pub(crate) fn owner_of(path: &Path) -> Option<Self> {
        let found = path.symlink_metadata().ok()?;
        (!Uid::from_raw(found.uid()).is_root()).then(|| Self {
            uid: found.uid(),
            gid: found.gid(),
        })
    }

    /// Makes `command` run as this account. The standard library drops root's other groups as well.
    pub(crate) fn apply(self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    /// Gives `path` to this account.
    pub(crate) fn own(self, path: &Path) -> Result<(), Error> {
        chown(path, Some(self.uid), Some(self.gid)).map_err(Error::io(format!(
            "give {} to user id {}",
            path.display(),
            self.uid
        )))
    }
}
