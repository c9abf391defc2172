//! When the programme block defines reference data or registers a project, this block knows of it.

use async_trait::async_trait;
use contracts::{
    ledger::v1::Entry,
    programme::v1::{ProjectRegistered, ReferenceDataDefined},
};
use eventing::ReactionError;
use sqlx::{PgPool, types::Json};

use super::keyed;
use crate::inbox::{Listener, message, type_of};

/// Keeps reference data as they are published.
#[derive(Debug, Clone)]
pub struct ReferenceData(pub PgPool);

#[async_trait]
impl Listener for ReferenceData {
    fn name(&self) -> &'static str {
        "reference-data"
    }

    fn types(&self) -> Vec<String> {
        vec![type_of::<ReferenceDataDefined>()]
    }

    async fn hear(&self, event: &Entry) -> Result<(), ReactionError> {
        let defined: ReferenceDataDefined = message(event)?;
        let Some((kind, entry_id, entry)) = defined.entry.and_then(keyed) else {
            return Ok(());
        };
        sqlx::query(
            "INSERT INTO known_entries (kind, entry_id, entry, position) VALUES ($1, $2, $3, $4)
             ON CONFLICT (kind, entry_id) DO UPDATE SET entry = excluded.entry, position = excluded.position
             WHERE known_entries.position < excluded.position",
        )
        .bind(kind.name())
        .bind(entry_id)
        .bind(Json(entry))
        .bind(event.position.cast_signed())
        .execute(&self.0)
        .await?;
        Ok(())
    }
}

/// Keeps what projects belong to.
#[derive(Debug, Clone)]
pub struct Projects(pub PgPool);

#[async_trait]
impl Listener for Projects {
    fn name(&self) -> &'static str {
        "projects"
    }

    fn types(&self) -> Vec<String> {
        vec![type_of::<ProjectRegistered>()]
    }

    async fn hear(&self, event: &Entry) -> Result<(), ReactionError> {
        let registered: ProjectRegistered = message(event)?;
        let project = registered.project.unwrap_or_default();
        let regions: Vec<&str> = project
            .regions
            .iter()
            .map(|share| share.region_id.as_str())
            .collect();
        sqlx::query(
            "INSERT INTO known_projects (project_id, block_id, workgroup_id, region_ids, lead_organisation_id)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (project_id) DO NOTHING",
        )
        .bind(&project.project_id)
        .bind(&project.block_id)
        .bind(&project.workgroup_id)
        .bind(regions)
        .bind(&project.lead_organisation_id)
        .execute(&self.0)
        .await?;
        Ok(())
    }
}
