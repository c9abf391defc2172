//! Where a hub on this machine keeps its things, and the note it leaves there for the command line.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// File in the data directory that says where the running hub can be reached.
const HUB_FILE: &str = "hub.json";

/// The data directory: the one given (or `SCHAKELPUNT_DATA_DIR`, which the option reads), else `schakelpunt` in
/// `XDG_DATA_HOME`, else `~/.local/share/schakelpunt`, else `.schakelpunt` where there is no home.
pub fn resolve(given: Option<&Path>) -> PathBuf {
    resolve_with(given, std::env::var_os("XDG_DATA_HOME"), std::env::var_os("HOME"))
}

fn resolve_with(given: Option<&Path>, xdg: Option<OsString>, home: Option<OsString>) -> PathBuf {
    // The XDG specification says to ignore a value that is not an absolute path.
    let xdg = xdg.map(PathBuf::from).filter(|path| path.is_absolute());
    let home = home
        .map(PathBuf::from)
        .filter(|path| !path.as_os_str().is_empty());
    match given {
        Some(given) if !given.as_os_str().is_empty() => given.to_owned(),
        _ => xdg
            .or_else(|| Some(home?.join(".local/share")))
            .map_or_else(|| PathBuf::from(".schakelpunt"), |base| base.join("schakelpunt")),
    }
}

/// What a running hub tells the command line: written by `up` once it answers, removed when it stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubFile {
    /// Address for calls, such as `http://127.0.0.1:7700`.
    pub address: String,
    /// Address of the operations port, for health and metrics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operations: Option<String>,
    /// File with the development tokens, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens_file: Option<PathBuf>,
}

impl HubFile {
    /// Where the note lies.
    pub fn path(data_dir: &Path) -> PathBuf {
        data_dir.join(HUB_FILE)
    }

    /// Reads the note; nothing when no hub left one.
    ///
    /// # Errors
    /// When there is a note that cannot be read or understood.
    pub fn read(data_dir: &Path) -> io::Result<Option<Self>> {
        match fs::read(Self::path(data_dir)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Leaves the note, whole or not at all.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn write(&self, data_dir: &Path) -> io::Result<()> {
        let unfinished = data_dir.join("hub.json.new");
        fs::write(&unfinished, serde_json::to_vec_pretty(self)?)?;
        fs::rename(unfinished, Self::path(data_dir))
    }

    /// Takes the note away; it may be gone already.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn remove(data_dir: &Path) -> io::Result<()> {
        match fs::remove_file(Self::path(data_dir)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_directory_comes_first_then_xdg_then_home() {
        let (xdg, home) = (Some("/xdg".into()), Some("/home/a".into()));
        assert_eq!(
            resolve_with(Some(Path::new("d")), xdg.clone(), home.clone()),
            Path::new("d")
        );
        assert_eq!(
            resolve_with(None, xdg, home.clone()),
            Path::new("/xdg/schakelpunt")
        );
        assert_eq!(
            resolve_with(None, Some("relative".into()), home),
            Path::new("/home/a/.local/share/schakelpunt")
        );
        assert_eq!(resolve_with(None, None, None), Path::new(".schakelpunt"));
    }

    #[test]
    fn a_note_reads_back_and_its_absence_is_no_error() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(HubFile::read(dir.path()).unwrap(), None);
        let note = HubFile {
            address: "http://127.0.0.1:1".into(),
            operations: None,
            tokens_file: Some("t".into()),
        };
        note.write(dir.path()).unwrap();
        assert_eq!(HubFile::read(dir.path()).unwrap(), Some(note));
        HubFile::remove(dir.path()).unwrap();
        HubFile::remove(dir.path()).unwrap();
        assert_eq!(HubFile::read(dir.path()).unwrap(), None);
    }
}
