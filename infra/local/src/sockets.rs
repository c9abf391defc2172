//! Where PostgreSQL can be reached without the network: a hub sends many small statements, and each costs less through a
//! Unix socket than through 127.0.0.1.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::Error;
use crate::folder::create_private_dir;
use crate::home::Home;

/// Most bytes of a socket's path (`sockaddr_un`, without its closing zero).
const LONGEST_PATH: usize = 107;

/// What PostgreSQL adds to the folder's path, with the longest port number and its lock's ending.
const LONGEST_NAME: usize = "/.s.PGSQL.65535.lock".len();

/// What must be escaped in a URL's query for a path to arrive as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// Makes an empty folder for sockets in `home`, whose server must not be running: a killed one leaves its sockets behind.
/// `None` where a socket's path would be too long or cannot be written in a URL; the server is then reached by its port
/// alone.
pub(crate) fn prepare(home: &Home) -> Result<Option<PathBuf>, Error> {
    let folder = home.path.join("sockets");
    if !fits(&folder) {
        return Ok(None);
    }
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Error::io(format!("empty {}", folder.display()))(error));
        }
        _ => {}
    }
    create_private_dir(&folder)?;
    home.hand_over(&folder)?;
    Ok(Some(folder))
}

/// Whether a socket can lie in `folder`. A comma would be the beginning of another folder to PostgreSQL.
fn fits(folder: &Path) -> bool {
    folder
        .to_str()
        .is_some_and(|path| path.len() + LONGEST_NAME <= LONGEST_PATH && !path.contains([',', '"']))
}

/// `folder` as the value of a parameter in a URL's query.
pub(crate) fn in_url(folder: &Path) -> String {
    percent_encode(folder.as_os_str().as_encoded_bytes(), ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_too_long_for_a_socket_is_not_used() {
        let longest = LONGEST_PATH - LONGEST_NAME;
        assert!(fits(Path::new(&"x".repeat(longest))));
        assert!(!fits(Path::new(&"x".repeat(longest + 1))));
        assert!(!fits(Path::new("/one,/two")));
    }

    #[test]
    fn no_character_of_a_path_can_be_taken_for_part_of_the_url() {
        assert_eq!(
            in_url(Path::new("/a b/c&d?e#f+g%/é")),
            "/a%20b/c%26d%3Fe%23f%2Bg%25/%C3%A9"
        );
    }
}
