//! Concepts by their URI.

use std::collections::BTreeMap;

use blocks::skill::SkillRef;
use sqlx::types::Json;
use taxonomy::Concept;

use super::{Taxonomies, write::preferences};
use crate::{domain::run::ReleaseRef, projections::releases};

/// Most narrower concepts that are told.
const NARROWER_MAX: i64 = 100;

/// Whether a concept is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is in the release in force.
    InForce,
    /// Others took its place.
    Replaced,
    /// It went without a successor.
    Withdrawn,
}

/// A concept that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Release its words are from: the newest in which it is.
    pub release: ReleaseRef,
    /// The concept.
    pub concept: Concept,
    /// Whether it is in use.
    pub state: State,
    /// What a reference to it means today.
    pub current_uris: Vec<String>,
    /// Narrower concepts.
    pub narrower_uris: Vec<String>,
}

/// What became of a concept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Changed {
    /// By which changes are in order.
    pub key: String,
    /// The concept.
    pub uri: String,
    /// Name of the change.
    pub kind: String,
    /// Its label.
    pub label: String,
    /// What took its place.
    pub successor_uris: Vec<String>,
}

impl Taxonomies {
    /// A concept as it reads in the newest release that has it; none when no release has it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn concept(&self, uri: &str) -> Result<Option<Found>, sqlx::Error> {
        let row: Option<(String, String, Json<Concept>)> = sqlx::query_as(
            "SELECT c.scheme_id, c.version, c.concept FROM concepts c JOIN releases r USING (scheme_id, version)
             WHERE c.uri = $1 ORDER BY r.number DESC, c.scheme_id LIMIT 1",
        )
        .bind(uri)
        .fetch_optional(&self.pool)
        .await?;
        let Some((scheme_id, version, Json(concept))) = row else {
            return Ok(None);
        };
        let current_uris = self.today(uri).await?;
        let state = match current_uris.as_slice() {
            [] => State::Withdrawn,
            [one] if one == uri => State::InForce,
            _ => State::Replaced,
        };
        let narrower_uris = sqlx::query_scalar(
            "SELECT uri FROM concept_broader WHERE broader_uri = $1 AND scheme_id = $2 AND version = $3 ORDER BY uri LIMIT $4",
        )
        .bind(uri)
        .bind(&scheme_id)
        .bind(&version)
        .bind(NARROWER_MAX)
        .fetch_all(&self.pool)
        .await?;
        Ok(Some(Found {
            release: ReleaseRef { scheme_id, version },
            concept,
            state,
            current_uris,
            narrower_uris,
        }))
    }

    /// References to concepts by their URIs, with the labels of the newest release that has each; those that no release has are left
    /// out. `titles` are the names of the schemes.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn references(
        &self,
        uris: &[String],
        titles: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, SkillRef>, sqlx::Error> {
        let rows: Vec<(String, String, String, Json<Concept>)> = sqlx::query_as(
            "SELECT DISTINCT ON (c.uri) c.uri, c.scheme_id, c.version, c.concept
             FROM concepts c JOIN releases r USING (scheme_id, version)
             WHERE c.uri = ANY($1) ORDER BY c.uri, r.number DESC, c.scheme_id",
        )
        .bind(uris)
        .fetch_all(&self.pool)
        .await?;
        let reference = |(uri, scheme_id, version, concept): (String, String, String, Json<Concept>)| {
            let title = titles.get(&scheme_id).unwrap_or(&scheme_id);
            let label = concept.name(&preferences()).map(|it| it.text.clone());
            let reference = SkillRef {
                uri: uri.clone(),
                taxonomy: format!("{title} {version}"),
                label: label.unwrap_or_else(|| uri.clone()),
            };
            (uri, reference)
        };
        Ok(rows.into_iter().map(reference).collect())
    }

    /// Names of concepts by their URIs, in Dutch where they have one.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn names(&self, uris: &[String]) -> Result<BTreeMap<String, String>, sqlx::Error> {
        let references = self.references(uris, &BTreeMap::new()).await?;
        Ok(references.into_iter().map(|(uri, it)| (uri, it.label)).collect())
    }

    /// The releases in force, one of each scheme.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn in_force(&self) -> Result<Vec<ReleaseRef>, sqlx::Error> {
        releases::in_force(&self.pool).await
    }

    /// What a release changed, after a key.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn changes(
        &self,
        scheme_id: &str,
        version: &str,
        kind: Option<&str>,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Changed>, sqlx::Error> {
        sqlx::query_as(
            "SELECT uri || ' ' || kind AS key, uri, kind, label, successor_uris FROM concept_changes
             WHERE scheme_id = $1 AND version = $2 AND ($3::text IS NULL OR kind = $3)
                 AND (uri || ' ' || kind) COLLATE \"C\" > $4
             ORDER BY (uri || ' ' || kind) COLLATE \"C\" LIMIT $5",
        )
        .bind(scheme_id)
        .bind(version)
        .bind(kind)
        .bind(after)
        .bind(limit)
        .fetch_all(&self.pool)
        .await
    }
}
