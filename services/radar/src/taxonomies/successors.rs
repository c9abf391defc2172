//! What a reference to a concept means today, through all releases of its scheme.

use std::{collections::BTreeSet, sync::Arc};

use taxonomy::{ConceptUri, Release, Scheme, Successors, Version};

use super::Taxonomies;
use crate::{domain::run::ReleaseRef, projections::releases};

/// Why what is stored of a release cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The database is away.
    #[error("the taxonomies cannot be reached")]
    Database(#[from] sqlx::Error),
    /// What is stored is no release.
    #[error("what is stored of release {version} of {scheme_id} is not what was imported: {reason}")]
    Release {
        /// Scheme.
        scheme_id: String,
        /// Version.
        version: String,
        /// What is wrong.
        reason: String,
    },
}

impl Taxonomies {
    /// A release as it was imported.
    ///
    /// # Errors
    /// The database cannot be reached, or somebody changed what is in it.
    pub async fn release(&self, release: &ReleaseRef) -> Result<Release, Unreadable> {
        let rows: Vec<sqlx::types::Json<taxonomy::Concept>> = sqlx::query_scalar(
            "SELECT concept FROM concepts WHERE scheme_id = $1 AND version = $2 ORDER BY uri",
        )
        .bind(&release.scheme_id)
        .bind(&release.version)
        .fetch_all(&self.pool)
        .await?;
        let unreadable = |reason: String| Unreadable::Release {
            scheme_id: release.scheme_id.clone(),
            version: release.version.clone(),
            reason,
        };
        let scheme = Scheme::parse(&release.scheme_id).map_err(|error| unreadable(error.to_string()))?;
        let version = Version::parse(&release.version).map_err(|error| unreadable(error.to_string()))?;
        let concepts: Vec<taxonomy::Concept> = rows.into_iter().map(|it| it.0).collect();
        let known: BTreeSet<ConceptUri> = concepts.iter().map(|it| it.uri.clone()).collect();
        let gone = self.gone(release).await?;
        let replaced = gone
            .into_iter()
            .filter(|(old, new)| !known.contains(old) && new.iter().all(|it| known.contains(it)))
            .flat_map(|(old, new)| new.into_iter().map(move |new| (old.clone(), new)));
        Release::new(scheme, version, concepts, replaced).map_err(|error| unreadable(error.to_string()))
    }

    async fn gone(&self, release: &ReleaseRef) -> Result<Vec<(ConceptUri, Vec<ConceptUri>)>, sqlx::Error> {
        let rows: Vec<(String, Vec<String>)> = sqlx::query_as(
            "SELECT uri, successor_uris FROM concepts_gone WHERE scheme_id = $1 AND version = $2",
        )
        .bind(&release.scheme_id)
        .bind(&release.version)
        .fetch_all(&self.pool)
        .await?;
        let read = |(uri, successors): (String, Vec<String>)| {
            let successors = successors.iter().filter_map(|it| ConceptUri::parse(it).ok());
            Some((ConceptUri::parse(&uri).ok()?, successors.collect()))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// The successors of a scheme as of a release.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn successors(&self, release: &ReleaseRef) -> Result<Arc<Successors>, sqlx::Error> {
        let mut cache = self.successors.lock().await;
        if let Some((version, known)) = cache.get(&release.scheme_id)
            && *version == release.version
        {
            return Ok(known.clone());
        }
        let used: Vec<String> =
            sqlx::query_scalar("SELECT uri FROM concepts WHERE scheme_id = $1 AND version = $2 AND is_used")
                .bind(&release.scheme_id)
                .bind(&release.version)
                .fetch_all(&self.pool)
                .await?;
        let used = used.iter().filter_map(|it| ConceptUri::parse(it).ok());
        let gone = self.gone(release).await?;
        let without: Vec<ConceptUri> = gone.iter().map(|(uri, _)| uri.clone()).collect();
        let replaced = gone
            .into_iter()
            .flat_map(|(old, new)| new.into_iter().map(move |new| (old.clone(), new)));
        let successors = Arc::new(Successors::from_parts(used, without, replaced));
        let entry = (release.version.clone(), successors.clone());
        cache.insert(release.scheme_id.clone(), entry);
        Ok(successors)
    }

    /// The concepts that a reference means today; empty when nothing in force stands for it, or nobody knows it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn today(&self, uri: &str) -> Result<Vec<String>, sqlx::Error> {
        for release in releases::in_force(&self.pool).await? {
            let today = self.successors(&release).await?.today(uri);
            if !today.is_empty() {
                return Ok(today.into_iter().map(|it| it.as_str().to_owned()).collect());
            }
        }
        Ok(Vec::new())
    }
}
