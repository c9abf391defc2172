//! What a run has read, held in memory and brought up to date with what is new each time it is asked.

use std::{ops::Deref, sync::Arc};

use jiff_sqlx::Date;
use sqlx::PgPool;
use tokio::sync::{OwnedRwLockReadGuard, RwLock};

use super::Archive;
use crate::trends::library::{Library, ReadSource};

/// Runs of which what they read is held: the one in use, and one that it is compared with.
const HELD_MAX: usize = 2;
/// Rows that are read at a time.
const ROWS: i64 = 200_000;

/// What is held of a run.
#[derive(Debug, Default)]
pub(super) struct Held {
    library: Library,
    /// Place in the log up to which sources are held, and readings.
    sources_to: i64,
    readings_to: i64,
    /// How often it was brought up to date with something.
    version: u64,
}

/// What a run has read. It does not change while this is held.
pub struct Reading(OwnedRwLockReadGuard<Held>);

impl Reading {
    /// Tells one state of it from all others of the same run.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.0.version
    }
}

impl Deref for Reading {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.0.library
    }
}

#[derive(sqlx::FromRow)]
struct SourceRow {
    source_id: String,
    publisher: String,
    published_on: Date,
    words: i32,
    theme_ids: Vec<String>,
    sectors: Vec<String>,
    region_ids: Vec<String>,
    withdrawn: bool,
    is_read: bool,
    position: i64,
}

impl Archive {
    /// What a run has read by now.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn reading(&self, run_id: &str) -> Result<Reading, sqlx::Error> {
        let held = self.held_of(run_id).await;
        if held.read().await.is_behind(&self.pool, run_id).await? {
            held.write().await.catch_up(&self.pool, run_id).await?;
        }
        Ok(Reading(held.read_owned().await))
    }

    async fn held_of(&self, run_id: &str) -> Arc<RwLock<Held>> {
        if let Some(held) = self.held.read().await.get(run_id) {
            return held.clone();
        }
        let mut all = self.held.write().await;
        if all.len() >= HELD_MAX && !all.contains_key(run_id) {
            // Which one goes matters little: it is read again when it is asked for.
            if let Some(other) = all.keys().next().cloned() {
                all.remove(&other);
            }
        }
        all.entry(run_id.to_owned()).or_default().clone()
    }
}

impl Held {
    async fn is_behind(&self, pool: &PgPool, run_id: &str) -> Result<bool, sqlx::Error> {
        let (sources, readings): (Option<i64>, Option<i64>) = sqlx::query_as(
            "SELECT (SELECT max(position) FROM sources), (SELECT max(position) FROM readings WHERE run_id = $1)",
        )
        .bind(run_id)
        .fetch_one(pool)
        .await?;
        Ok((sources.unwrap_or(0), readings.unwrap_or(0)) != (self.sources_to, self.readings_to))
    }

    async fn catch_up(&mut self, pool: &PgPool, run_id: &str) -> Result<(), sqlx::Error> {
        let (sources, readings): (Option<i64>, Option<i64>) = sqlx::query_as(
            "SELECT (SELECT max(position) FROM sources), (SELECT max(position) FROM readings WHERE run_id = $1)",
        )
        .bind(run_id)
        .fetch_one(pool)
        .await?;
        let (sources, readings) = (sources.unwrap_or(0), readings.unwrap_or(0));
        // Rows were emptied to be filled again: everything is read anew.
        if sources < self.sources_to || readings < self.readings_to {
            *self = Self {
                version: self.version,
                ..Self::default()
            };
        }
        self.read_sources(pool, run_id, readings).await?;
        self.read_namings(pool, run_id, readings).await?;
        (self.sources_to, self.readings_to) = (sources.max(self.sources_to), readings);
        self.version += 1;
        Ok(())
    }

    /// Sources that changed, and those that were read since.
    async fn read_sources(&mut self, pool: &PgPool, run_id: &str, to: i64) -> Result<(), sqlx::Error> {
        let rows: Vec<SourceRow> = sqlx::query_as(
            "SELECT s.source_id, s.publisher, s.published_on, s.words, s.theme_ids, s.sectors, s.region_ids, s.withdrawn,
                 coalesce(r.is_read AND r.position <= $4, false) AS is_read, s.position
             FROM sources s LEFT JOIN readings r ON r.run_id = $1 AND r.source_id = s.source_id
             WHERE s.position > $2 OR r.position > $3 ORDER BY s.source_id",
        )
        .bind(run_id)
        .bind(self.sources_to)
        .bind(self.readings_to)
        .bind(to)
        .fetch_all(pool)
        .await?;
        for row in rows {
            self.sources_to = self.sources_to.max(row.position);
            let source = ReadSource {
                published_on: row.published_on.to_jiff(),
                publisher: row.publisher,
                words: u32::try_from(row.words).unwrap_or(0),
                theme_ids: row.theme_ids,
                sectors: row.sectors,
                region_ids: row.region_ids,
                counts: row.is_read && !row.withdrawn,
            };
            self.library.put_source(&row.source_id, source);
        }
        Ok(())
    }

    async fn read_namings(&mut self, pool: &PgPool, run_id: &str, to: i64) -> Result<(), sqlx::Error> {
        let mut after = (self.readings_to, 0_i32, String::new());
        loop {
            let rows: Vec<(i64, i32, String, String, i32)> = sqlx::query_as(
                "SELECT n.position, n.concept, n.source_id, c.uri, n.asserted + n.listed
                 FROM namings n JOIN concept_numbers c ON c.number = n.concept
                 WHERE n.run_id = $1 AND (n.position, n.concept, n.source_id) > ($2, $3, $4) AND n.position <= $5
                 ORDER BY n.position, n.concept, n.source_id LIMIT $6",
            )
            .bind(run_id)
            .bind(after.0)
            .bind(after.1)
            .bind(&after.2)
            .bind(to)
            .bind(ROWS)
            .fetch_all(pool)
            .await?;
            let Some((position, concept, source_id, ..)) = rows.last() else {
                return Ok(());
            };
            after = (*position, *concept, source_id.clone());
            for (_, _, source_id, uri, mentions) in &rows {
                if let Ok(mentions) = u32::try_from(*mentions) {
                    self.library.put_naming(source_id, uri, mentions);
                }
            }
        }
    }
}
