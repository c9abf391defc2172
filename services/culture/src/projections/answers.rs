//! Answers of reports: which wait, what coders gave them, and which codes hold.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, PgPool, types::Json};

use crate::domain::{
    across::AnswerRow,
    answer::{Answer, Coding, Fact, SchemeRef, Settled, Source, Stage},
    values::Id,
};

/// Permanent name of the projection.
pub const NAME: &str = "answers";

/// Answers by stage, project and scheme.
#[derive(Debug, Clone, Copy)]
pub struct Answers;

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Empty => "empty",
        Stage::Waits => "waits",
        Stage::Disputed => "disputed",
        Stage::Coded => "coded",
    }
}

#[async_trait]
impl Projection for Answers {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Answer>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Answer>() else {
                continue;
            };
            let report_id = &recorded.stream_id;
            match fact? {
                Fact::Filed { source, filed_on } => filed(&source, filed_on, db).await?,
                Fact::CodersAsked { coders } => {
                    sqlx::query("UPDATE answers SET coders = $2 WHERE report_id = $1")
                        .bind(report_id)
                        .bind(i32::try_from(coders).unwrap_or(i32::MAX))
                        .execute(&mut *db)
                        .await?;
                }
                Fact::Coded { scheme, coding } => coded(report_id, &scheme, coding, db).await?,
                Fact::Settled { settled, .. } => settle(report_id, &settled, db).await?,
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM answers").execute(db).await?;
        Ok(())
    }
}

async fn filed(source: &Source, filed_on: Date, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let stage = if source.answered {
        Stage::Waits
    } else {
        Stage::Empty
    };
    sqlx::query(
        "INSERT INTO answers (report_id, project_id, block_id, theme_id, region_ids, stage, coders, filed_on, scheme_id,
             scheme_version, codings, code_ids)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, '', 0, '[]', NULL)
         ON CONFLICT (report_id) DO UPDATE SET block_id = excluded.block_id, theme_id = excluded.theme_id,
             region_ids = excluded.region_ids, stage = excluded.stage, coders = 1, filed_on = excluded.filed_on,
             scheme_id = '', scheme_version = 0, codings = '[]', code_ids = NULL",
    )
    .bind(&source.report_id)
    .bind(&source.project_id)
    .bind(&source.block_id)
    .bind(source.theme_id.as_deref().unwrap_or_default())
    .bind(&source.region_ids)
    .bind(name_of(stage))
    .bind(filed_on.to_sqlx())
    .execute(db)
    .await?;
    Ok(())
}

/// The last coder who is done leaves the answer disputed; the fact that all agreed comes after it, if they did.
async fn coded(
    report_id: &str,
    scheme: &SchemeRef,
    coding: Coding,
    db: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE answers SET scheme_id = $2, scheme_version = $3, codings = (codings::jsonb || $4::jsonb)::json,
             stage = CASE WHEN jsonb_array_length(codings::jsonb) + 1 >= coders THEN $5 ELSE stage END
         WHERE report_id = $1",
    )
    .bind(report_id)
    .bind(&scheme.scheme_id)
    .bind(i32::try_from(scheme.version).unwrap_or(i32::MAX))
    .bind(Json([coding.code_ids]))
    .bind(name_of(Stage::Disputed))
    .execute(db)
    .await?;
    Ok(())
}

async fn settle(report_id: &str, settled: &Settled, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE answers SET stage = $2, code_ids = $3 WHERE report_id = $1")
        .bind(report_id)
        .bind(name_of(Stage::Coded))
        .bind(&settled.code_ids)
        .execute(db)
        .await?;
    Ok(())
}

/// Place of an answer in the list of those that wait: since when, and which report.
pub type Place = (Date, Id);

/// Answers that wait after a place, longest waiting first, at most `limit`. An empty block and no stage mean all.
///
/// # Errors
/// The database cannot be reached.
pub async fn waiting(
    pool: &PgPool,
    block_id: &str,
    stage: Option<Stage>,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    let rows: Vec<(jiff_sqlx::Date, Id)> = sqlx::query_as(
        "SELECT filed_on, report_id FROM answers
         WHERE stage IN ('waits', 'disputed') AND ($1 = '' OR block_id = $1) AND ($2::text IS NULL OR stage = $2)
             AND ($3::date IS NULL OR (filed_on, report_id) > ($3, $4))
         ORDER BY filed_on, report_id LIMIT $5",
    )
    .bind(block_id)
    .bind(stage.map(name_of))
    .bind(after.map(|(day, _)| day.to_sqlx()))
    .bind(after.map_or("", |(_, id)| id))
    .bind(limit)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|(day, id)| (day.to_jiff(), id)).collect())
}

/// What coders gave the answers that several coded by a version of a scheme, answer by answer.
///
/// # Errors
/// The database cannot be reached.
pub async fn codings(pool: &PgPool, scheme: &SchemeRef) -> Result<Vec<Vec<Vec<Id>>>, sqlx::Error> {
    let rows: Vec<Json<Vec<Vec<Id>>>> = sqlx::query_scalar(
        "SELECT codings FROM answers WHERE scheme_id = $1 AND scheme_version = $2
             AND json_array_length(codings) > 1 ORDER BY report_id",
    )
    .bind(&scheme.scheme_id)
    .bind(i32::try_from(scheme.version).unwrap_or(i32::MAX))
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Which projects are asked for; an empty text means everything.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Building block.
    pub block_id: &'a str,
    /// Theme.
    pub theme_id: &'a str,
    /// Region.
    pub region_id: &'a str,
}

/// Project, building block, theme, regions, stage and codes of an answer.
type Stored = (Id, Id, Id, Vec<Id>, String, Option<Vec<Id>>);

/// All answers of some projects. Codes are those of one version of a scheme.
///
/// # Errors
/// The database cannot be reached.
pub async fn across(
    pool: &PgPool,
    scheme: &SchemeRef,
    scope: &Scope<'_>,
) -> Result<Vec<AnswerRow>, sqlx::Error> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT project_id, block_id, theme_id, region_ids, stage,
             CASE WHEN scheme_id = $1 AND scheme_version = $2 THEN code_ids END
         FROM answers WHERE ($3 = '' OR block_id = $3) AND ($4 = '' OR theme_id = $4)
             AND ($5 = '' OR region_ids @> ARRAY[$5])
         ORDER BY project_id, report_id",
    )
    .bind(&scheme.scheme_id)
    .bind(i32::try_from(scheme.version).unwrap_or(i32::MAX))
    .bind(scope.block_id)
    .bind(scope.theme_id)
    .bind(scope.region_id)
    .fetch_all(pool)
    .await?;
    let row =
        |(project_id, block_id, theme_id, region_ids, stage, code_ids): (_, _, _, _, String, _)| AnswerRow {
            project_id,
            block_id,
            theme_id,
            region_ids,
            answered: stage != name_of(Stage::Empty),
            waits: [Stage::Waits, Stage::Disputed]
                .map(name_of)
                .contains(&stage.as_str()),
            code_ids,
        };
    Ok(rows.into_iter().map(row).collect())
}
