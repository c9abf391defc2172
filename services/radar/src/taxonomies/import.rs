//! Importing a release: reading its files, finding what it changes, writing it, and putting it into force.

use eventing::{Committed, Meta, lease::Lease};
use runtime::fault::{Fault, Kind};
use sha2::{Digest, Sha256};
use taxonomy::{Findings, Read, Rejected, Scheme, Successors, Version};
use tokio_util::sync::CancellationToken;

use super::Taxonomies;
use crate::domain::{
    run::ReleaseRef,
    taxonomy::{Command, File, Release, Taxonomy},
};

/// A file with its bytes.
#[derive(Debug, Clone)]
pub struct FileBytes {
    /// Name.
    pub name: String,
    /// Bytes.
    pub content: Vec<u8>,
}

/// What came of an import.
#[derive(Debug)]
pub struct Outcome {
    /// What was recorded.
    pub committed: Committed,
    /// What is odd in the files, and did not stand in the way.
    pub remarks: Vec<String>,
}

impl Taxonomies {
    /// Imports a release, which names the digests of its files. One import of a scheme at a time; whoever comes second waits. The files of
    /// a release that was imported before are not looked at: the digests tell whether it is the same.
    ///
    /// # Errors
    /// What is wrong with the files, all of it; that this release or another one was imported; or what is in the way.
    pub async fn import(
        &self,
        store: &eventing::Store,
        release: Release,
        files: Vec<FileBytes>,
        meta: &Meta,
        today: jiff::civil::Date,
    ) -> Result<Outcome, Fault> {
        let never = CancellationToken::new();
        let name = format!("import/{}", release.scheme_id);
        let Some(_lease) = Lease::acquire(&self.pool, &name, &never).await else {
            return Err(Fault::new(
                "RELEASE_OVERTAKEN",
                Kind::Conflict,
                "the import was given up",
            ));
        };
        let known = store.load::<Taxonomy>(&release.scheme_id).await?.state;
        let against = known.in_force().map(|it| it.version.clone()).unwrap_or_default();
        let is_known = known.release(&release.version).is_some();
        let (release, remarks) = if is_known {
            // The decision tells whether it is the same one.
            (release, Vec::new())
        } else {
            self.read_and_write(release, files, &against).await?
        };
        let command = Command::Import {
            release: Box::new(release.clone()),
            against,
            by: meta.actor.clone(),
            today,
        };
        let committed = store
            .execute::<Taxonomy>(&release.scheme_id, command, meta)
            .await?;
        self.forget_files(&release.scheme_id, &release.version).await?;
        Ok(Outcome { committed, remarks })
    }

    async fn read_and_write(
        &self,
        release: Release,
        files: Vec<FileBytes>,
        against: &str,
    ) -> Result<(Release, Vec<String>), Fault> {
        let read = read(&release.scheme_id, &release.version, files).await?;
        let reference = ReleaseRef {
            scheme_id: release.scheme_id.clone(),
            version: against.to_owned(),
        };
        let (before, successors) = if against.is_empty() {
            (None, Successors::default())
        } else {
            let before = self.release(&reference).await;
            let before = before.map_err(|error| Fault::internal("reading the release in force", &error))?;
            (Some(before), (*self.successors(&reference).await?).clone())
        };
        let written = self.write(&read.release, before.as_ref(), &successors).await?;
        let release = Release {
            concepts: written.concepts,
            labels: written.labels,
            languages: written.languages,
            changes: written.changes,
            has_own_translations: written.has_own_translations,
            ..release
        };
        Ok((release, told(&read.remarks)))
    }
}

/// A file by its name and the digest of its bytes.
#[must_use]
pub fn digest(file: &FileBytes) -> File {
    File {
        name: file.name.clone(),
        sha256: hex::encode(Sha256::digest(&file.content)),
    }
}

/// Reads the files, beside the calls that wait: it takes seconds.
async fn read(scheme_id: &str, version: &str, files: Vec<FileBytes>) -> Result<Read, Fault> {
    let parsed = Scheme::parse(scheme_id).ok().zip(Version::parse(version).ok());
    let (scheme, version) = parsed.ok_or_else(|| Fault::invalid(Vec::new()))?;
    let names: Vec<String> = files.iter().map(|it| it.name.clone()).collect();
    let reading = tokio::task::spawn_blocking(move || {
        let mut import = taxonomy::Import::new(scheme, Some(version));
        for file in &files {
            import.add(&file.name, file.content.as_slice());
        }
        import.finish()
    });
    match reading.await {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(rejected)) => Err(faulty(&rejected, &names)),
        Err(error) => Err(Fault::internal("reading the files of a release", &error)),
    }
}

/// All that is wrong with the files, each in the field of its file.
fn faulty(rejected: &Rejected, names: &[String]) -> Fault {
    let fields = rejected.faults.listed().iter().map(|finding| {
        let index = names.iter().position(|it| *it == finding.file);
        let field = index.map_or_else(|| "files".to_owned(), |index| format!("files[{index}]"));
        eventing::FieldFault::new(field, finding.to_string())
    });
    let (listed, total) = (rejected.faults.listed().len(), rejected.faults.total());
    let more = if total > listed {
        format!(", of which {listed} are told")
    } else {
        String::new()
    };
    let what = format!("the release was not imported: {total} thing(s) are wrong with its files{more}");
    Fault::new("RELEASE_FAULTY", Kind::Invalid, what).with_fields(fields.collect())
}

fn told(remarks: &Findings) -> Vec<String> {
    remarks.listed().iter().map(ToString::to_string).collect()
}
