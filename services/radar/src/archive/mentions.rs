//! Where in a text each mention stands.

use super::{Archive, terms::Terms};
use crate::projections::readings::concept_numbers;

/// Rows that are written in one statement.
const ROWS: usize = 5_000;

/// A mention as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Concept.
    pub uri: String,
    /// Where the words begin in the text, in bytes.
    pub begins_at: i32,
    /// Where they end.
    pub ends_at: i32,
    /// Number of the passage.
    pub passage: i32,
    /// How it is named, as one letter.
    pub manner: u8,
    /// How it was linked, as one letter.
    pub matched: u8,
    /// How sure the link is.
    pub confidence: f32,
    /// Label it was linked by.
    pub label: String,
}

/// A mention as it is read.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MentionRow {
    /// Source.
    pub source_id: String,
    /// Its number in the source.
    pub number: i32,
    /// Concept.
    pub uri: String,
    /// Where the words begin in the text, in bytes.
    pub begins_at: i32,
    /// Where they end.
    pub ends_at: i32,
    /// Number of the passage.
    pub passage: i32,
    /// How it is named.
    pub manner: i8,
    /// How it was linked.
    pub matched: i8,
    /// How sure the link is.
    pub confidence: f32,
    /// Label it was linked by.
    pub label: String,
}

/// What a list asks for.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Run.
    pub run_id: &'a str,
    /// Source; empty for all.
    pub source_id: &'a str,
    /// Concepts; empty for all.
    pub uris: &'a [String],
    /// How it is named, as one letter; none for all.
    pub manner: Option<u8>,
}

impl Archive {
    /// Keeps the mentions and the terms that a run found in a source, in place of what was kept before.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn keep_found(
        &self,
        run_id: &str,
        source_id: &str,
        mentions: &[Mention],
        terms: &Terms<'_>,
    ) -> Result<(), sqlx::Error> {
        let mut db = self.pool.begin().await?;
        for table in ["mentions", "terms"] {
            sqlx::query(&format!(
                "DELETE FROM {table} WHERE run_id = $1 AND source_id = $2"
            ))
            .bind(run_id)
            .bind(source_id)
            .execute(&mut *db)
            .await?;
        }
        terms.write(run_id, source_id, &mut db).await?;
        let mut uris: Vec<&str> = mentions.iter().map(|it| it.uri.as_str()).collect();
        uris.sort_unstable();
        uris.dedup();
        let numbers = concept_numbers(&uris, &mut db).await?;
        let mut next = 0_i32;
        for chunk in mentions.chunks(ROWS) {
            let concepts: Vec<i32> = chunk
                .iter()
                .filter_map(|it| numbers.get(&it.uri).copied())
                .collect();
            let (first, rows) = (next, i32::try_from(chunk.len()).unwrap_or(i32::MAX));
            next = next.saturating_add(rows);
            sqlx::query(
                "INSERT INTO mentions (run_id, source_id, number, concept, begins_at, ends_at, passage, manner, match, confidence, label)
                 SELECT $1, $2, * FROM UNNEST($3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[],
                     $8::\"char\"[], $9::\"char\"[], $10::real[], $11::text[])",
            )
            .bind(run_id)
            .bind(source_id)
            .bind((first..next).collect::<Vec<_>>())
            .bind(concepts)
            .bind(chunk.iter().map(|it| it.begins_at).collect::<Vec<_>>())
            .bind(chunk.iter().map(|it| it.ends_at).collect::<Vec<_>>())
            .bind(chunk.iter().map(|it| it.passage).collect::<Vec<_>>())
            .bind(chunk.iter().map(|it| it.manner.cast_signed()).collect::<Vec<_>>())
            .bind(chunk.iter().map(|it| it.matched.cast_signed()).collect::<Vec<_>>())
            .bind(chunk.iter().map(|it| it.confidence).collect::<Vec<_>>())
            .bind(chunk.iter().map(|it| it.label.as_str()).collect::<Vec<_>>())
            .execute(&mut *db)
            .await?;
        }
        db.commit().await
    }

    /// Mentions after a place, by source and place in it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn mentions(
        &self,
        wanted: &Wanted<'_>,
        after: (&str, i32),
        limit: i64,
    ) -> Result<Vec<MentionRow>, sqlx::Error> {
        sqlx::query_as(
            "SELECT m.source_id, m.number, c.uri, m.begins_at, m.ends_at, m.passage, m.manner, m.match AS matched, m.confidence, m.label
             FROM mentions m JOIN concept_numbers c ON c.number = m.concept
             WHERE m.run_id = $1 AND ($2 = '' OR m.source_id = $2)
                 AND (cardinality($3::text[]) = 0 OR m.concept IN (SELECT number FROM concept_numbers WHERE uri = ANY($3)))
                 AND ($4::\"char\" IS NULL OR m.manner = $4) AND (m.source_id, m.number) > ($5, $6)
             ORDER BY m.source_id, m.number LIMIT $7",
        )
        .bind(wanted.run_id)
        .bind(wanted.source_id)
        .bind(wanted.uris)
        .bind(wanted.manner.map(u8::cast_signed))
        .bind(after.0)
        .bind(after.1)
        .bind(limit)
        .fetch_all(&self.pool)
        .await
    }
}
