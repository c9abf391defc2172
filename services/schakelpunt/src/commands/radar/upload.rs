//! Hands the files of a release over, part by part. What broke off goes on where it broke off.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

use contracts::radar::v1::{ReleaseFile, UploadReleaseFileRequest};
use sha2::{Digest, Sha256};

use super::{Session, request_id};
use crate::{
    client::Hub,
    failure::{Failure, Note},
    output::Format,
};

/// Largest part, in bytes.
const PART_BYTES: u64 = 8 * 1024 * 1024;

/// The release that files are handed over for.
pub(super) struct Release<'a> {
    /// Scheme.
    pub(super) scheme_id: &'a str,
    /// Version.
    pub(super) version: &'a str,
    /// Whether all files are handed over from their beginning.
    pub(super) anew: bool,
}

impl Release<'_> {
    /// Hands a file over, and answers its name with the digest of its bytes.
    ///
    /// # Errors
    /// The file cannot be read, or the hub does not take it.
    pub(super) async fn hand_over(
        &self,
        path: &Path,
        hub: &Hub,
        session: &Session<'_>,
    ) -> Result<ReleaseFile, Failure> {
        let unusable = |error: std::io::Error| Failure::file(path, error);
        let name = path.file_name().and_then(|name| name.to_str());
        let name =
            name.ok_or_else(|| Failure::Usage(Note::new("file-without-name").with("file", path.display())))?;
        let mut file = File::open(path).map_err(unusable)?;
        let (size, sha256) = digest(&mut file).map_err(unusable)?;
        let mut there = self.there(name, size, hub).await?;
        while there < size {
            let content = part(&mut file, there).map_err(unusable)?;
            there = self.send(name, there, content, hub).await?;
            tell(name, there, size, session);
        }
        Ok(ReleaseFile {
            name: name.to_owned(),
            sha256,
        })
    }

    /// Bytes of the file that the hub has; none when it has more than the file, which then is another one.
    async fn there(&self, name: &str, size: u64, hub: &Hub) -> Result<u64, Failure> {
        if self.anew {
            return Ok(0);
        }
        let there = self.send(name, 0, Vec::new(), hub).await?;
        Ok(if there > size { 0 } else { there })
    }

    async fn send(&self, name: &str, offset: u64, content: Vec<u8>, hub: &Hub) -> Result<u64, Failure> {
        let request = UploadReleaseFileRequest {
            request_id: request_id::given_or_new(None),
            scheme_id: self.scheme_id.to_owned(),
            version: self.version.to_owned(),
            file_name: name.to_owned(),
            offset,
            content,
        };
        let make = |hub: Hub, request| async move { hub.taxonomies().upload_release_file(request).await };
        Ok(hub.call(request, make).await?.bytes)
    }
}

/// Size of a file in bytes, and the SHA-256 of them in hexadecimal digits.
fn digest(file: &mut File) -> std::io::Result<(u64, String)> {
    let (mut hasher, mut size) = (Sha256::new(), 0);
    loop {
        let mut content = Vec::new();
        let read = file.take(PART_BYTES).read_to_end(&mut content)?;
        if read == 0 {
            return Ok((size, hex::encode(hasher.finalize())));
        }
        hasher.update(&content);
        size += u64::try_from(read).unwrap_or(0);
    }
}

/// The part that begins at a place.
fn part(file: &mut File, offset: u64) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut content = Vec::new();
    file.take(PART_BYTES).read_to_end(&mut content)?;
    if content.is_empty() {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(content)
}

/// How far it is, on standard error, for people; when nobody reads that any more, nothing is lost.
fn tell(name: &str, there: u64, size: u64, session: &Session<'_>) {
    if session.screen.format == Format::Json {
        return;
    }
    let percent = (there.saturating_mul(100) / size.max(1)).to_string();
    let values = [("file", name), ("percent", percent.as_str())];
    let _ = writeln!(
        std::io::stderr(),
        "{}",
        session.screen.texts.with("release-handed-over", &values)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_parted_without_a_gap_and_told_by_its_digest() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("skills_en.csv");
        let content: Vec<u8> = (0..PART_BYTES + 10).map(|it| (it % 251) as u8).collect();
        std::fs::write(&path, &content).unwrap();
        let mut file = File::open(&path).unwrap();
        let (size, sha256) = digest(&mut file).unwrap();
        assert_eq!(size, PART_BYTES + 10);
        assert_eq!(sha256, hex::encode(Sha256::digest(&content)));
        let first = part(&mut file, 0).unwrap();
        let second = part(&mut file, PART_BYTES).unwrap();
        assert_eq!((first.len() as u64, second.len()), (PART_BYTES, 10));
        assert_eq!([first, second].concat(), content);
        assert!(
            part(&mut file, size).is_err(),
            "a file that shrank in between is told"
        );
    }
}
