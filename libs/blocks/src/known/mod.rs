//! What the programme block made public, as far as other blocks need it: reference data and projects, in two tables of the
//! block's own schema (`known_entries`, `known_projects`) that [`ReferenceData`] and [`Projects`] fill. It is as new as the
//! ledger's last event that was heard, which is a moment old; a decision that rests on it says in its facts what it rested on.

mod listener;

use std::collections::{BTreeMap, BTreeSet};

use contracts::programme::v1::{self as programme, entry::Content as Published};
use runtime::fault::{self, Fault};
use runtime::parse::Faults;
use sqlx::{PgPool, types::Json};

use crate::values::Id;

pub use listener::{Projects, ReferenceData};

/// Kinds of reference data that blocks look up.
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
    /// Linked programme.
    LinkedProgramme,
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
            Self::LinkedProgramme => "linked_programme",
        }
    }
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
    /// In the tables of one block.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Entries of one kind, by identifier; those that are not known are left out.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn entries(
        &self,
        kind: Kind,
        ids: &[&str],
    ) -> Result<BTreeMap<Id, programme::Entry>, sqlx::Error> {
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

    /// One entry.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn entry(&self, kind: Kind, id: &str) -> Result<Option<programme::Entry>, sqlx::Error> {
        Ok(self.entries(kind, &[id]).await?.remove(id))
    }

    /// Which of these are known.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn which(&self, kind: Kind, ids: &[&str]) -> Result<BTreeSet<Id>, sqlx::Error> {
        Ok(self.entries(kind, ids).await?.into_keys().collect())
    }

    /// Refuses references that nobody defined, each with its field.
    ///
    /// # Errors
    /// One of them is not known, or the database cannot be reached.
    pub async fn check(&self, named: &[(String, Kind, &str)]) -> Result<(), Fault> {
        let mut faults = Faults::new();
        for (field, kind, id) in named {
            let found = self.which(*kind, &[*id]).await?;
            let expected = "something that the reference data define";
            faults.check(field, found.contains(*id), expected);
        }
        let missing = faults.into_fields();
        if missing.is_empty() {
            return Ok(());
        }
        let what = "the request names something that the reference data do not define";
        Err(Fault::new("REFERENCE_UNKNOWN", fault::Kind::Invalid, what).with_fields(missing))
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

/// An entry with its key, if it is of a kind that is looked up; a scheme version has the identifier `<scheme>-v<version>`.
fn keyed(entry: programme::Entry) -> Option<(Kind, String, programme::Entry)> {
    let (kind, id) = match entry.content.as_ref()? {
        Published::Workgroup(it) => (Kind::Workgroup, it.workgroup_id.clone()),
        Published::Theme(it) => (Kind::Theme, it.theme_id.clone()),
        Published::Scheme(it) => (Kind::Scheme, it.scheme_id.clone()),
        Published::SchemeVersion(it) => (Kind::SchemeVersion, format!("{}-v{}", it.scheme_id, it.version)),
        Published::CallWindow(it) => (Kind::CallWindow, it.call_id.clone()),
        Published::Region(it) => (Kind::Region, it.region_id.clone()),
        Published::Organisation(it) => (Kind::Organisation, it.organisation_id.clone()),
        Published::Indicator(it) => (Kind::Indicator, it.indicator_id.clone()),
        Published::LinkedProgramme(it) => (Kind::LinkedProgramme, it.programme_id.clone()),
        Published::BuildingBlock(_) | Published::Tranche(_) | Published::Province(_) => return None,
    };
    Some((kind, id, entry))
}
