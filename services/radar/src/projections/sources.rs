//! Sources by what lists and trends ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, PgPool};

use crate::domain::source::{Content, Fact, Kind, Source, Text, publisher_key};

/// Permanent name of the projection.
pub const NAME: &str = "sources";

/// Sources.
#[derive(Debug, Clone, Copy)]
pub struct Sources;

/// Name of a kind in the rows.
#[must_use]
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Study => "study",
        Kind::Vacancies => "vacancies",
        Kind::Policy => "policy",
        Kind::Other => "other",
    }
}

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Kind.
    pub kind: Option<Kind>,
    /// Theme.
    pub theme_id: &'a str,
    /// Region.
    pub region_id: &'a str,
    /// Sector.
    pub sector: &'a str,
    /// Whether it was withdrawn.
    pub withdrawn: Option<bool>,
    /// Run by which it is asked whether a source was read, and whether it was.
    pub read_by: Option<(&'a str, bool)>,
}

#[async_trait]
impl Projection for Sources {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Source>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Source>() else {
                continue;
            };
            match fact? {
                Fact::Registered { content, text, .. } | Fact::Revised { content, text, .. } => {
                    write(recorded, &content, &text, db).await?;
                }
                Fact::Withdrawn { .. } => {
                    sqlx::query("UPDATE sources SET withdrawn = true, position = $2 WHERE source_id = $1")
                        .bind(&recorded.stream_id)
                        .bind(recorded.position.cast_signed())
                        .execute(&mut *db)
                        .await?;
                }
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM sources").execute(db).await?;
        Ok(())
    }
}

async fn write(
    recorded: &Recorded,
    content: &Content,
    text: &Text,
    db: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO sources (source_id, kind, publisher, published_on, words, theme_ids, sectors, region_ids, withdrawn, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, false, $9)
         ON CONFLICT (source_id) DO UPDATE SET kind = excluded.kind, publisher = excluded.publisher,
             published_on = excluded.published_on, words = excluded.words, theme_ids = excluded.theme_ids,
             sectors = excluded.sectors, region_ids = excluded.region_ids, position = excluded.position",
    )
    .bind(&recorded.stream_id)
    .bind(kind_name(content.kind))
    .bind(publisher_key(&content.publisher))
    .bind(content.published_on.to_sqlx())
    .bind(i64::from(text.words))
    .bind(&content.theme_ids)
    .bind(&content.sectors)
    .bind(&content.region_ids)
    .bind(recorded.position.cast_signed())
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the sources after one, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(
    pool: &PgPool,
    wanted: &Wanted<'_>,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, sqlx::Error> {
    let (run_id, is_read) = wanted.read_by.unzip();
    sqlx::query_scalar(
        "SELECT source_id FROM sources s
         WHERE source_id > $1 AND ($2::text IS NULL OR kind = $2) AND ($3 = '' OR theme_ids @> ARRAY[$3])
             AND ($4 = '' OR region_ids @> ARRAY[$4]) AND ($5 = '' OR sectors @> ARRAY[$5])
             AND ($6::boolean IS NULL OR withdrawn = $6)
             AND ($7::text IS NULL OR EXISTS (
                 SELECT 1 FROM readings r WHERE r.run_id = $7 AND r.source_id = s.source_id AND r.is_read) = $8)
         ORDER BY source_id LIMIT $9",
    )
    .bind(after)
    .bind(wanted.kind.map(kind_name))
    .bind(wanted.theme_id)
    .bind(wanted.region_id)
    .bind(wanted.sector)
    .bind(wanted.withdrawn)
    .bind(run_id)
    .bind(is_read)
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// Sources that count and that a run has not been at yet, at most `limit`, in the order in which they came.
///
/// # Errors
/// The database cannot be reached.
pub async fn waiting(pool: &PgPool, run_id: &str, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT source_id FROM sources s WHERE NOT withdrawn
             AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.run_id = $1 AND r.source_id = s.source_id)
         ORDER BY position LIMIT $2",
    )
    .bind(run_id)
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// How many sources count and were not read by a run yet.
///
/// # Errors
/// The database cannot be reached.
pub async fn waiting_count(pool: &PgPool, run_id: &str) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM sources s WHERE NOT withdrawn
             AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.run_id = $1 AND r.source_id = s.source_id)",
    )
    .bind(run_id)
    .fetch_one(pool)
    .await?;
    Ok(count.cast_unsigned())
}
