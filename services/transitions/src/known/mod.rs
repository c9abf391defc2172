//! What other blocks made public, as far as this one needs it: reference data and projects. It is as new as the ledger's last
//! event that was heard, which is a moment old; a decision that rests on it says in its facts what it rested on.

mod listener;
mod reading;

use std::collections::{BTreeMap, BTreeSet};

use blocks::values::Id;
use contracts::programme::v1 as programme;
use sqlx::{PgPool, types::Json};

use crate::domain::{
    application::{Content, Named},
    rules::{Call, OrganisationKind, Rules},
};

pub use listener::{Projects, ReferenceData};

/// Kinds of reference data that this block looks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Workgroup.
    Workgroup,
    /// Theme.
    Theme,
    /// Scheme.
    Scheme,
    /// Version of a scheme's rules.
    SchemeVersion,
    /// Call window.
    CallWindow,
    /// Labour-market region.
    Region,
    /// Organisation.
    Organisation,
    /// Indicator.
    Indicator,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Workgroup => "workgroup",
            Self::Theme => "theme",
            Self::Scheme => "scheme",
            Self::SchemeVersion => "scheme_version",
            Self::CallWindow => "call_window",
            Self::Region => "region",
            Self::Organisation => "organisation",
            Self::Indicator => "indicator",
        }
    }
}

/// A call with the rules that hold in it.
#[derive(Debug, Clone)]
pub struct KnownCall {
    /// The call.
    pub call: Call,
    /// The rules.
    pub rules: Rules,
    /// The call as it was published.
    pub window: programme::CallWindow,
    /// The rules as they were published.
    pub version: programme::SchemeVersion,
}

/// A project and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProject {
    /// Building block.
    pub block_id: Id,
    /// Workgroup.
    pub workgroup_id: Id,
    /// Regions.
    pub region_ids: Vec<Id>,
    /// Lead applicant.
    pub lead_organisation_id: Id,
}

/// What is known. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Known {
    pool: PgPool,
}

impl Known {
    /// In the tables of this block.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Entries of one kind, by identifier; those that are not known are left out.
    async fn entries(&self, kind: Kind, ids: &[&str]) -> Result<BTreeMap<Id, programme::Entry>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<(Id, Json<programme::Entry>)> = sqlx::query_as(
            "SELECT entry_id, entry FROM known_entries WHERE kind = $1 AND entry_id = ANY($2)",
        )
        .bind(kind.name())
        .bind(ids)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id, entry)| (id, entry.0)).collect())
    }

    async fn entry(&self, kind: Kind, id: &str) -> Result<Option<programme::Entry>, sqlx::Error> {
        Ok(self.entries(kind, &[id]).await?.remove(id))
    }

    /// Which of these are known.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn which(&self, kind: Kind, ids: &[&str]) -> Result<BTreeSet<Id>, sqlx::Error> {
        Ok(self.entries(kind, ids).await?.into_keys().collect())
    }

    /// A call with its rules; none when one of them is not known.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn call(&self, call_id: &str) -> Result<Option<KnownCall>, sqlx::Error> {
        let Some(window) = self
            .entry(Kind::CallWindow, call_id)
            .await?
            .and_then(reading::call_window)
        else {
            return Ok(None);
        };
        let version_id = format!("{}-v{}", window.scheme_id, window.scheme_version);
        let version = self.entry(Kind::SchemeVersion, &version_id).await?;
        let scheme = self.entry(Kind::Scheme, &window.scheme_id).await?;
        let found = version
            .and_then(reading::scheme_version)
            .zip(scheme.and_then(reading::scheme));
        Ok(found.map(|(version, scheme)| KnownCall {
            call: reading::call(&window),
            rules: reading::rules(&version, &scheme),
            window,
            version,
        }))
    }

    /// What the references of an application come to; its demands are looked up elsewhere.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn named(&self, content: &Content, demands: BTreeSet<Id>) -> Result<Named, sqlx::Error> {
        let organisations: Vec<&str> = content.organisations().map(|(_, id)| id.as_str()).collect();
        let organisations = self.entries(Kind::Organisation, &organisations).await?;
        let kind = |(id, entry)| Some((id, reading::organisation_kind(entry)?));
        let kinds: BTreeMap<Id, OrganisationKind> = organisations.into_iter().filter_map(kind).collect();
        let workgroup = match &content.workgroup_id {
            Some(id) => self.entry(Kind::Workgroup, id).await?,
            None => None,
        };
        let regions: Vec<&str> = content
            .regions
            .iter()
            .map(|share| share.region_id.as_str())
            .collect();
        let themes: Vec<&str> = content.theme_id.iter().map(String::as_str).collect();
        let indicators: Vec<&str> = content
            .targets
            .iter()
            .map(|target| target.indicator_id.as_str())
            .collect();
        Ok(Named {
            kinds,
            workgroup_block_id: workgroup.and_then(reading::workgroup_block),
            regions: self.which(Kind::Region, &regions).await?,
            themes: self.which(Kind::Theme, &themes).await?,
            indicators: self.which(Kind::Indicator, &indicators).await?,
            demands,
        })
    }

    /// The building block of a workgroup.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn workgroup_block(&self, workgroup_id: &str) -> Result<Option<Id>, sqlx::Error> {
        let found = self.entry(Kind::Workgroup, workgroup_id).await?;
        Ok(found.and_then(reading::workgroup_block))
    }

    /// A project.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn project(&self, project_id: &str) -> Result<Option<KnownProject>, sqlx::Error> {
        let row: Option<(Id, Id, Vec<Id>, Id)> = sqlx::query_as(
            "SELECT block_id, workgroup_id, region_ids, lead_organisation_id FROM known_projects WHERE project_id = $1",
        )
        .bind(project_id)
        .fetch_optional(&self.pool)
        .await?;
        let project = |(block_id, workgroup_id, region_ids, lead_organisation_id)| KnownProject {
            block_id,
            workgroup_id,
            region_ids,
            lead_organisation_id,
        };
        Ok(row.map(project))
    }
}
