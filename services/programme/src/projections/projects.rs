//! What does a project belong to? Its block, workgroup, theme, tranche and regions, for the access rules.
//!
//! The access layer asks for a project the moment after it was registered, when this may not know it yet: then the project's
//! own facts answer.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded, Store};
use runtime::{
    access::{ProjectScopes, ScopeResolver},
    fault::Fault,
};
use sqlx::PgConnection;

use crate::domain::{
    project::{Fact, Profile, Project},
    reference::{Entry, Key, Kind},
};

/// What each project belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Projects;

#[async_trait]
impl Projection for Projects {
    fn name(&self) -> &'static str {
        "projects"
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Project>()
    }

    async fn apply(
        &self,
        batch: &[Arc<Recorded>],
        connection: &mut PgConnection,
    ) -> Result<(), ProjectionError> {
        for fact in batch.iter().filter_map(|fact| fact.fact::<Project>()) {
            // What a project belongs to never changes after its registration.
            if let Fact::Registered { profile, tranche_id } = fact? {
                write(&profile, &tranche_id, connection).await?;
            }
        }
        Ok(())
    }

    async fn reset(&self, connection: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM projects").execute(connection).await?;
        Ok(())
    }
}

async fn write(
    profile: &Profile,
    tranche_id: &str,
    connection: &mut PgConnection,
) -> Result<(), ProjectionError> {
    let region_ids: Vec<&str> = profile
        .regions
        .iter()
        .map(|share| share.region_id.as_str())
        .collect();
    sqlx::query(
        "INSERT INTO projects (project_id, block_id, workgroup_id, theme_id, tranche_id, region_ids)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (project_id) DO NOTHING",
    )
    .bind(&profile.project_id)
    .bind(&profile.block_id)
    .bind(&profile.workgroup_id)
    .bind(&profile.theme_id)
    .bind(tranche_id)
    .bind(region_ids)
    .execute(connection)
    .await?;
    Ok(())
}

/// Tells the access layer what things of this block belong to.
#[derive(Clone)]
pub struct Scopes {
    store: Store,
}

impl Scopes {
    /// Scopes as this log knows them.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

#[async_trait]
impl ScopeResolver for Scopes {
    async fn project(&self, project_id: &str) -> Result<Option<ProjectScopes>, Fault> {
        let row: Option<(String, String, Vec<String>)> =
            sqlx::query_as("SELECT block_id, workgroup_id, region_ids FROM projects WHERE project_id = $1")
                .bind(project_id)
                .fetch_optional(self.store.pool())
                .await?;
        if let Some((block, workgroup, regions)) = row {
            return Ok(Some(ProjectScopes {
                block,
                workgroup,
                regions,
            }));
        }
        let project = self.store.load::<Project>(project_id).await?.state;
        Ok(project.profile().map(scopes))
    }

    async fn workgroup_block(&self, workgroup_id: &str) -> Result<Option<String>, Fault> {
        let stream_id = Key::new(Kind::Workgroup, workgroup_id).stream_id();
        let entry = self.store.load::<Entry>(&stream_id).await?.state;
        Ok(entry.workgroup().map(|workgroup| workgroup.block_id.clone()))
    }
}

fn scopes(profile: &Profile) -> ProjectScopes {
    ProjectScopes {
        block: profile.block_id.clone(),
        workgroup: profile.workgroup_id.clone(),
        regions: profile
            .regions
            .iter()
            .map(|share| share.region_id.clone())
            .collect(),
    }
}
