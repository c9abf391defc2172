//! Applications by what lists and access rules ask for.
//!
//! The access layer asks for an application the moment after it was begun, when this may not know it yet: then the application's
//! own facts answer. A granted one becomes a project of the same name and belongs to what it belonged to.

use std::sync::Arc;

use async_trait::async_trait;
use blocks::known::Known;
use eventing::{Projection, ProjectionError, Recorded, Store};
use runtime::{
    access::{ProjectScopes, ScopeResolver},
    fault::Fault,
};
use sqlx::{PgConnection, PgPool};

use crate::{
    domain::application::{Application, Content, Fact, Stage},
    grpc::BLOCK,
    known::workgroup_block,
};

/// Permanent name of the projection.
pub const NAME: &str = "applications";

/// Applications by call and stage, with what they belong to.
#[derive(Debug, Clone, Copy)]
pub struct Applications;

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "draft",
        Stage::Submitted => "submitted",
        Stage::Withdrawn => "withdrawn",
    }
}

#[async_trait]
impl Projection for Applications {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Application>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Application>() else {
                continue;
            };
            match fact? {
                Fact::Drafted { content } | Fact::Filled { content } => {
                    write(&content, Stage::Draft, db).await?
                }
                Fact::Submitted { content, .. } => write(&content, Stage::Submitted, db).await?,
                Fact::Withdrawn { .. } => {
                    sqlx::query("UPDATE applications SET stage = $2 WHERE application_id = $1")
                        .bind(&recorded.stream_id)
                        .bind(name_of(Stage::Withdrawn))
                        .execute(&mut *db)
                        .await?;
                }
                Fact::InterestDeclared { .. } | Fact::Scored { .. } => {}
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM applications").execute(db).await?;
        Ok(())
    }
}

async fn write(content: &Content, stage: Stage, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let scopes = scopes(content);
    sqlx::query(
        "INSERT INTO applications (application_id, call_id, workgroup_id, region_ids, stage) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (application_id) DO UPDATE SET call_id = excluded.call_id, workgroup_id = excluded.workgroup_id,
             region_ids = excluded.region_ids, stage = excluded.stage",
    )
    .bind(&content.application_id)
    .bind(&content.call_id)
    .bind(scopes.workgroup)
    .bind(scopes.regions)
    .bind(name_of(stage))
    .execute(db)
    .await?;
    Ok(())
}

/// What an application belongs to. It is this block's whatever scheme it is for: it is handled here.
fn scopes(content: &Content) -> ProjectScopes {
    ProjectScopes {
        block: BLOCK.to_owned(),
        workgroup: content.workgroup_id.clone().unwrap_or_default(),
        regions: content
            .regions
            .iter()
            .map(|share| share.region_id.clone())
            .collect(),
    }
}

/// An application with what it belongs to.
#[derive(Debug, Clone)]
pub struct Row {
    /// Application.
    pub application_id: String,
    /// What it belongs to.
    pub scopes: ProjectScopes,
}

/// The applications after one, at most `limit`; an empty call and no stage mean all.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(
    pool: &PgPool,
    call_id: &str,
    stage: Option<Stage>,
    after: &str,
    limit: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    let rows: Vec<(String, String, Vec<String>)> = sqlx::query_as(
        "SELECT application_id, workgroup_id, region_ids FROM applications
         WHERE application_id > $1 AND ($2 = '' OR call_id = $2) AND ($3::text IS NULL OR stage = $3)
         ORDER BY application_id LIMIT $4",
    )
    .bind(after)
    .bind(call_id)
    .bind(stage.map(name_of))
    .bind(limit)
    .fetch_all(pool)
    .await?;
    let row = |(application_id, workgroup, regions)| Row {
        application_id,
        scopes: ProjectScopes {
            block: BLOCK.to_owned(),
            workgroup,
            regions,
        },
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Tells the access layer what things of this block belong to.
#[derive(Clone)]
pub struct Scopes {
    store: Store,
    known: Known,
}

impl Scopes {
    /// Scopes as this log knows them, and projects as the programme block made them known.
    #[must_use]
    pub fn new(store: Store, known: Known) -> Self {
        Self { store, known }
    }
}

#[async_trait]
impl ScopeResolver for Scopes {
    async fn project(&self, project_id: &str) -> Result<Option<ProjectScopes>, Fault> {
        let row: Option<(String, Vec<String>)> =
            sqlx::query_as("SELECT workgroup_id, region_ids FROM applications WHERE application_id = $1")
                .bind(project_id)
                .fetch_optional(self.store.pool())
                .await?;
        if let Some((workgroup, regions)) = row {
            let block = BLOCK.to_owned();
            return Ok(Some(ProjectScopes {
                block,
                workgroup,
                regions,
            }));
        }
        let application = self.store.load::<Application>(project_id).await?.state;
        if let Some(content) = application.content() {
            return Ok(Some(scopes(content)));
        }
        let project = self.known.project(project_id).await?;
        Ok(project.map(|project| ProjectScopes {
            block: project.block_id,
            workgroup: project.workgroup_id,
            regions: project.region_ids,
        }))
    }

    async fn workgroup_block(&self, workgroup_id: &str) -> Result<Option<String>, Fault> {
        Ok(workgroup_block(&self.known, workgroup_id).await?)
    }
}
