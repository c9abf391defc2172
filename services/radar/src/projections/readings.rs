//! What runs found: how often each source names each concept.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::reading::{Fact, Findings, Reading};

/// Permanent name of the projection.
pub const NAME: &str = "readings";

/// Readings.
#[derive(Debug, Clone, Copy)]
pub struct Readings;

/// What a run has done so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Sources it has read.
    pub read: u32,
    /// Sources it cannot read.
    pub failed: u32,
    /// Mentions it found.
    pub mentions: u64,
}

/// What a run found in one source.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Found {
    /// Source.
    pub source_id: String,
    /// Language.
    pub language: String,
    /// Mentions.
    pub mentions: i32,
    /// Concepts these are of.
    pub concepts: i32,
}

#[async_trait]
impl Projection for Readings {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Reading>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Reading>() else {
                continue;
            };
            let position = recorded.position.cast_signed();
            match fact? {
                Fact::Distilled(found) => {
                    write_namings(&found, position, db).await?;
                    write_reading(&found, position, db).await?;
                }
                Fact::GivenUp { run_id, source_id } => {
                    sqlx::query(
                        "INSERT INTO readings (run_id, source_id, is_read, language, mentions, concepts, position)
                         VALUES ($1, $2, false, '', 0, 0, $3) ON CONFLICT DO NOTHING",
                    )
                    .bind(run_id)
                    .bind(source_id)
                    .bind(position)
                    .execute(&mut *db)
                    .await?;
                }
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        for table in ["readings", "namings"] {
            sqlx::query(&format!("DELETE FROM {table}"))
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }
}

async fn write_reading(found: &Findings, position: i64, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let all = |it: &crate::domain::reading::FoundConcept| {
        u64::from(it.asserted) + u64::from(it.listed) + u64::from(it.negated)
    };
    let mentions: u64 = found.concepts.iter().map(all).sum();
    sqlx::query(
        "INSERT INTO readings (run_id, source_id, is_read, language, mentions, concepts, position)
         VALUES ($1, $2, true, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind(&found.run_id)
    .bind(&found.source_id)
    .bind(&found.language)
    .bind(i32::try_from(mentions).unwrap_or(i32::MAX))
    .bind(i32::try_from(found.concepts.len()).unwrap_or(i32::MAX))
    .bind(position)
    .execute(db)
    .await?;
    Ok(())
}

async fn write_namings(found: &Findings, position: i64, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let uris: Vec<&str> = found.concepts.iter().map(|it| it.uri.as_str()).collect();
    let numbers = concept_numbers(&uris, db).await?;
    let mut concepts: Vec<i32> = Vec::new();
    let (mut asserted, mut listed, mut negated) = (Vec::new(), Vec::new(), Vec::new());
    for concept in &found.concepts {
        concepts.extend(numbers.get(concept.uri.as_str()).copied());
        asserted.push(i64::from(concept.asserted));
        listed.push(i64::from(concept.listed));
        negated.push(i64::from(concept.negated));
    }
    sqlx::query(
        "INSERT INTO namings (run_id, source_id, concept, asserted, listed, negated, position)
         SELECT $1, $2, concept, asserted, listed, negated, $7
         FROM UNNEST($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[]) AS new (concept, asserted, listed, negated)
         ON CONFLICT DO NOTHING",
    )
    .bind(&found.run_id)
    .bind(&found.source_id)
    .bind(concepts)
    .bind(asserted)
    .bind(listed)
    .bind(negated)
    .bind(position)
    .execute(db)
    .await?;
    Ok(())
}

/// The numbers of concepts; those that have none yet are given one.
///
/// # Errors
/// The database cannot be reached.
pub async fn concept_numbers(
    uris: &[&str],
    db: &mut PgConnection,
) -> Result<BTreeMap<String, i32>, sqlx::Error> {
    sqlx::query(
        "INSERT INTO concept_numbers (uri) SELECT uri FROM UNNEST($1::text[]) AS new (uri)
         WHERE NOT EXISTS (SELECT 1 FROM concept_numbers known WHERE known.uri = new.uri)
         ORDER BY uri ON CONFLICT DO NOTHING",
    )
    .bind(uris)
    .execute(&mut *db)
    .await?;
    let rows: Vec<(String, i32)> =
        sqlx::query_as("SELECT uri, number FROM concept_numbers WHERE uri = ANY($1)")
            .bind(uris)
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().collect())
}

/// What a run found in sources.
///
/// # Errors
/// The database cannot be reached.
pub async fn found(
    pool: &PgPool,
    run_id: &str,
    source_ids: &[String],
) -> Result<BTreeMap<String, Found>, sqlx::Error> {
    let rows: Vec<Found> = sqlx::query_as(
        "SELECT source_id, language, mentions, concepts FROM readings
         WHERE run_id = $1 AND source_id = ANY($2) AND is_read",
    )
    .bind(run_id)
    .bind(source_ids)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|it| (it.source_id.clone(), it)).collect())
}

/// What runs have done so far, by run.
///
/// # Errors
/// The database cannot be reached.
pub async fn progress(pool: &PgPool) -> Result<BTreeMap<String, Progress>, sqlx::Error> {
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "SELECT run_id, count(*) FILTER (WHERE is_read), count(*) FILTER (WHERE NOT is_read), sum(mentions)
         FROM readings GROUP BY run_id",
    )
    .fetch_all(pool)
    .await?;
    let progress = |(run_id, read, failed, mentions): (String, i64, i64, i64)| {
        let count = |it: i64| u32::try_from(it).unwrap_or(u32::MAX);
        let progress = Progress {
            read: count(read),
            failed: count(failed),
            mentions: mentions.cast_unsigned(),
        };
        (run_id, progress)
    };
    Ok(rows.into_iter().map(progress).collect())
}
