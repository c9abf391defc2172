//! Files of a release that are being handed over, part by part.

use sha2::{Digest, Sha256};

use super::Taxonomies;

/// Largest part, in bytes.
pub const PART_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Largest file, in bytes: all parts are in memory when it is read.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Most files of one release.
const FILES_MAX: i64 = 100;
/// After how many hours what was never imported is forgotten.
const FORGOTTEN_HOURS: i32 = 24;

/// What came of handing over a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uploaded {
    /// It is there; so many bytes of the file are.
    Kept(u64),
    /// It does not follow what is there; so many bytes of the file are.
    Gap(u64),
    /// The file would be larger than is taken.
    TooLarge,
    /// The release has too many files.
    TooMany,
}

impl Taxonomies {
    /// Keeps a part of a file. One that begins at 0 begins the file anew; one that is there already is not kept twice.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn keep_part(
        &self,
        scheme_id: &str,
        version: &str,
        name: &str,
        offset: u64,
        content: &[u8],
    ) -> Result<Uploaded, sqlx::Error> {
        let mut db = self.pool.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1 || '/' || $2 || '/' || $3, 0))")
            .bind(scheme_id)
            .bind(version)
            .bind(name)
            .execute(&mut *db)
            .await?;
        if offset == 0 {
            sqlx::query("DELETE FROM release_files WHERE scheme_id = $1 AND version = $2 AND name = $3")
                .bind(scheme_id)
                .bind(version)
                .bind(name)
                .execute(&mut *db)
                .await?;
        }
        let parts: Vec<(i32, i64)> = sqlx::query_as(
            "SELECT part, octet_length(content)::bigint FROM release_files
             WHERE scheme_id = $1 AND version = $2 AND name = $3 ORDER BY part",
        )
        .bind(scheme_id)
        .bind(version)
        .bind(name)
        .fetch_all(&mut *db)
        .await?;
        let bytes: u64 = parts.iter().map(|(_, bytes)| bytes.cast_unsigned()).sum();
        let last = parts.last().map_or(0, |(_, bytes)| bytes.cast_unsigned());
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        // The answer to the last part may have been lost.
        if offset > 0 && offset + size == bytes && size == last {
            return Ok(Uploaded::Kept(bytes));
        }
        if offset != bytes {
            return Ok(Uploaded::Gap(bytes));
        }
        if bytes + size > FILE_BYTES_MAX {
            return Ok(Uploaded::TooLarge);
        }
        let files: i64 = sqlx::query_scalar(
            "SELECT count(DISTINCT name) FROM release_files WHERE scheme_id = $1 AND version = $2 AND name <> $3",
        )
        .bind(scheme_id)
        .bind(version)
        .bind(name)
        .fetch_one(&mut *db)
        .await?;
        if files >= FILES_MAX {
            return Ok(Uploaded::TooMany);
        }
        sqlx::query(
            "INSERT INTO release_files (scheme_id, version, name, part, content) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(scheme_id)
        .bind(version)
        .bind(name)
        .bind(i32::try_from(parts.len()).unwrap_or(i32::MAX))
        .bind(content)
        .execute(&mut *db)
        .await?;
        db.commit().await?;
        Ok(Uploaded::Kept(bytes + size))
    }

    /// How many bytes of a file are there; 0 for one of which nothing is.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn bytes_there(&self, scheme_id: &str, version: &str, name: &str) -> Result<u64, sqlx::Error> {
        let bytes: i64 = sqlx::query_scalar(
            "SELECT coalesce(sum(octet_length(content)), 0)::bigint FROM release_files
             WHERE scheme_id = $1 AND version = $2 AND name = $3",
        )
        .bind(scheme_id)
        .bind(version)
        .bind(name)
        .fetch_one(&self.pool)
        .await?;
        Ok(bytes.cast_unsigned())
    }

    /// A file that was handed over, with the digest of its bytes in hexadecimal digits; none when it was not.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn uploaded(
        &self,
        scheme_id: &str,
        version: &str,
        name: &str,
    ) -> Result<Option<(Vec<u8>, String)>, sqlx::Error> {
        let parts: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT content FROM release_files WHERE scheme_id = $1 AND version = $2 AND name = $3 ORDER BY part",
        )
        .bind(scheme_id)
        .bind(version)
        .bind(name)
        .fetch_all(&self.pool)
        .await?;
        if parts.is_empty() {
            return Ok(None);
        }
        let content = parts.concat();
        let digest = hex::encode(Sha256::digest(&content));
        Ok(Some((content, digest)))
    }

    /// Forgets the files of a release that was imported, and those that nobody imported for a day.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn forget_files(&self, scheme_id: &str, version: &str) -> Result<(), sqlx::Error> {
        sqlx::query(
            "DELETE FROM release_files WHERE (scheme_id = $1 AND version = $2) OR uploaded_at < now() - make_interval(hours => $3)",
        )
        .bind(scheme_id)
        .bind(version)
        .bind(FORGOTTEN_HOURS)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
