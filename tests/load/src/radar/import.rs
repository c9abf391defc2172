//! From the call that imports a whole taxonomy to the moment when all its skills are found.

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use contracts::radar::v1::{
    ImportReleaseRequest, ReleaseFile, SearchConceptsRequest, UploadReleaseFileRequest,
};
use schakelpunt::blocks::named;
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use uuid::Uuid;

use super::release::{File, files};
use crate::{
    hub::{Caller, Hub, Patience},
    measure::{Contender, Effort},
    servers::Servers,
};

/// Bytes that are handed over in one call.
const PART: usize = 8 * 1024 * 1024;
/// Skills that are looked for afterwards.
const LOOKED_FOR: usize = 40;

/// A hub into which release after release is imported.
pub(crate) struct Import {
    _hub: Hub,
    curator: Caller,
    files: Vec<File>,
    skills: Vec<(String, String)>,
    round: u32,
}

impl Import {
    /// Starts a hub, and reads the files that will be imported.
    pub(crate) async fn begin(servers: &Servers) -> anyhow::Result<Self> {
        let blocks = ["programme", "ledger", "radar"].map(str::to_owned);
        let hub = Hub::start(&servers.database("import").await?, named(&blocks)?)?;
        let curator = hub.caller("taxonomy-curator", 1)?;
        let files = files()?;
        let skills = some_skills(&files)?;
        Ok(Self {
            _hub: hub,
            curator,
            files,
            skills,
            round: 0,
        })
    }

    /// Whether all the skills that are looked for are found by their labels.
    async fn is_searchable(&self, version: &str) -> anyhow::Result<bool> {
        for (uri, label) in &self.skills {
            let asked = SearchConceptsRequest {
                query: label.clone(),
                ..Default::default()
            };
            let found = self
                .curator
                .taxonomies(0)
                .search_concepts(asked)
                .await?
                .into_inner();
            if !found
                .concepts
                .iter()
                .any(|it| it.uri == *uri && it.version == version)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[async_trait]
impl Contender for Import {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        self.round += 1;
        let version = format!("9.{}", self.round);
        let took = import(&self.curator, &self.files, &version).await?;
        let begun = Instant::now();
        let patience = Patience::with("a release that is searchable");
        while !self.is_searchable(&version).await? {
            patience.pause().await?;
        }
        Ok((took + begun.elapsed()).as_secs_f64() * 1e6)
    }
}

/// Some skills of the release, spread over all of it, each with its label.
fn some_skills(files: &[File]) -> anyhow::Result<Vec<(String, String)>> {
    let release = read(files)?;
    let skills: Vec<_> = release
        .concepts()
        .iter()
        .filter(|it| it.kind != taxonomy::Kind::Group)
        .filter_map(|it| Some((it.uri.as_str().to_owned(), it.name(&[])?.text.clone())))
        .collect();
    let step = (skills.len() / LOOKED_FOR).max(1);
    Ok(skills.into_iter().step_by(step).collect())
}

/// The release that these files are.
pub(crate) fn read(files: &[File]) -> anyhow::Result<taxonomy::Release> {
    let scheme = taxonomy::Scheme::parse("esco")?;
    let version = taxonomy::Version::parse("9")?;
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|it| (it.name.as_str(), it.content.as_slice()))
        .collect();
    Ok(taxonomy::read_files(scheme, Some(version), &files)?.release)
}

/// Hands the files over and imports them; how long the import call took.
pub(crate) async fn import(curator: &Caller, files: &[File], version: &str) -> anyhow::Result<Duration> {
    for file in files {
        let mut offset = 0;
        for part in file.content.chunks(PART) {
            let asked = UploadReleaseFileRequest {
                request_id: Uuid::now_v7().to_string(),
                scheme_id: "esco".to_owned(),
                version: version.to_owned(),
                file_name: file.name.clone(),
                offset,
                content: part.to_vec(),
            };
            offset = curator
                .taxonomies(0)
                .upload_release_file(asked)
                .await?
                .into_inner()
                .bytes;
        }
    }
    let asked = ImportReleaseRequest {
        request_id: Uuid::now_v7().to_string(),
        scheme_id: "esco".to_owned(),
        version: version.to_owned(),
        title: "ESCO".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        published_on: "2022-11-01".to_owned(),
        files: files
            .iter()
            .map(|it| ReleaseFile {
                name: it.name.clone(),
                sha256: hex::encode(Sha256::digest(&it.content)),
            })
            .collect(),
        ..Default::default()
    };
    let begun = Instant::now();
    let imported = curator.taxonomies(0).import_release(asked).await?.into_inner();
    let release = imported.release.context("no release was imported")?;
    anyhow::ensure!(
        release.concepts > 1_000,
        "{} concepts were imported",
        release.concepts
    );
    Ok(begun.elapsed())
}
