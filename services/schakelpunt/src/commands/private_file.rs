//! Files with personal data in them: for whoever runs the command, and nobody else on the machine.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use uuid::Uuid;

use crate::failure::Failure;

/// Makes a folder that only its owner can look into. One that is there already keeps its permissions.
///
/// # Errors
/// It cannot be made, or is something else.
pub(super) fn folder(path: &Path) -> Result<(), Failure> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| Failure::file(path, error))
}

/// Writes a file that only its owner can read, whole or not at all, also where one with other permissions was before.
///
/// # Errors
/// It cannot be written.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", Uuid::new_v4().simple()));
    let unfinished = Path::new(&name);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(unfinished)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| fs::rename(unfinished, path));
    written.map_err(|error| {
        // What was begun is of no use to anybody; when it cannot be removed either, the first error is the one to tell.
        let _ = fs::remove_file(unfinished);
        Failure::file(path, error)
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn nobody_else_can_read_what_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let folder_path = dir.path().join("a/b");
        folder(&folder_path).unwrap();
        let file = folder_path.join("c.json");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        write(&file, b"new").unwrap();
        assert_eq!((mode(&folder_path), mode(&file)), (0o700, 0o600));
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::read_dir(&folder_path).unwrap().count(), 1);
    }
}
