//! A server's folder in the data directory: its lock, its password, its log, and where its home is.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::Error;

/// One server's folder, which is ours alone as long as this value lives.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Creates `<data_dir>/<name>` if needed and locks it.
    ///
    /// The lock belongs to the open file: it ends with this value or with the process, also when that is
    /// killed, and the servers do not inherit it.
    pub(crate) fn open(data_dir: &Path, name: &str) -> Result<Self, Error> {
        let path = data_dir.join(name);
        let created = fs::create_dir_all(&path).and_then(|()| path.canonicalize());
        let path = created.map_err(Error::io(format!("create {}", path.display())))?;
        let lock = lock(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// The folder's absolute path, without symbolic links.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    pub(crate) fn password_file(&self) -> PathBuf {
        self.path.join("password")
    }

    /// The server's password, made up at the first call: 32 hexadecimal digits.
    pub(crate) fn password(&self) -> Result<String, Error> {
        let file = self.password_file();
        match fs::read_to_string(&file) {
            Ok(password) => Ok(password),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let password = format!("{:032x}", rand::random::<u128>());
                write_private(&file, &password)?;
                Ok(password)
            }
            Err(error) => Err(Error::io(format!("read {}", file.display()))(error)),
        }
    }
}

fn lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join("lock");
    let attempt = || Error::io(format!("lock {}", path.display()));
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(attempt())?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            file.read_to_string(&mut holder).map_err(attempt())?;
            return Err(Error::InUse {
                folder: folder.to_owned(),
                holder,
            });
        }
        Err(TryLockError::Error(error)) => return Err(attempt()(error)),
    }
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| write!(file, "process {}", std::process::id()))
        .map_err(attempt())?;
    Ok(file)
}

/// Creates a directory that only its owner can enter, if it does not exist yet.
pub(crate) fn create_private_dir(path: &Path) -> Result<(), Error> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Error::io(format!("create {}", path.display()))(error))
        }
        _ => Ok(()),
    }
}

/// Writes a file that only its owner can read. It appears with all its content or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), Error> {
    let unfinished = path.with_extension("unfinished");
    let write = || {
        remove_if_there(&unfinished)?;
        // A new file, so that neither an old one's permissions nor a symbolic link can matter.
        let mut file = OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    };
    write().map_err(Error::io(format!("write {}", path.display())))
}

/// Removes a file; that it does not exist is no error.
pub(crate) fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_second_user_is_refused_until_the_first_is_gone() {
        let data_dir = tempfile::tempdir().unwrap();
        let first = Folder::open(data_dir.path(), "postgres").unwrap();
        let refused = Folder::open(data_dir.path(), "postgres").unwrap_err().to_string();
        assert!(
            refused.contains(&format!("process {}", std::process::id())),
            "{refused}"
        );
        Folder::open(data_dir.path(), "nats").unwrap();
        drop(first);
        Folder::open(data_dir.path(), "postgres").unwrap();
    }

    #[test]
    fn the_password_is_made_once_and_private() {
        let data_dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(data_dir.path(), "nats").unwrap();
        let password = folder.password().unwrap();
        assert_eq!(password.len(), 32);
        assert_eq!(folder.password().unwrap(), password);
        assert_eq!(
            fs::metadata(folder.password_file()).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
