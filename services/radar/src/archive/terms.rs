//! Terms that no concept covers.

use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use super::Archive;
use crate::trends::library::Naming;

/// Most keys of terms that are looked at together: those that most sources name.
const KEYS_MAX: i64 = 5_000;

/// Terms of one source, as they are written: keys, the form each is written in most often, and how often it occurs.
#[derive(Debug, Clone, Default)]
pub struct Terms<'a> {
    /// Language of the source.
    pub language: &'a str,
    /// Keys.
    pub keys: Vec<&'a str>,
    /// Forms.
    pub surfaces: Vec<&'a str>,
    /// Occurrences.
    pub occurrences: Vec<i64>,
}

impl Terms<'_> {
    pub(super) async fn write(
        &self,
        run_id: &str,
        source_id: &str,
        db: &mut PgConnection,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO terms (run_id, source_id, key, surface, language, occurrences)
             SELECT $1, $2, key, surface, $3, occurrences
             FROM UNNEST($4::text[], $5::text[], $6::bigint[]) AS new (key, surface, occurrences) ON CONFLICT DO NOTHING",
        )
        .bind(run_id)
        .bind(source_id)
        .bind(self.language)
        .bind(&self.keys)
        .bind(&self.surfaces)
        .bind(&self.occurrences)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// What of the corpus is looked at.
#[derive(Debug, Clone)]
pub struct Corpus<'a> {
    /// Run.
    pub run_id: &'a str,
    /// Theme of the sources; empty for all.
    pub theme_id: &'a str,
    /// Language; empty for both.
    pub language: &'a str,
    /// Least number of sources.
    pub sources_min: i64,
    /// Sources published after this day are new: their terms are held against those of the others.
    pub new_after: Date,
}

/// A term with how often it is used.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TermRow {
    /// Key.
    pub key: String,
    /// Language.
    pub language: String,
    /// As it is written most often.
    pub surface: String,
    /// Occurrences in new sources.
    pub new: i64,
    /// Occurrences in the others.
    pub old: i64,
    /// Sources.
    pub source_ids: Vec<String>,
    /// Who published them.
    pub publishers: Vec<String>,
}

impl Archive {
    /// Terms of a corpus, those that most sources name first, and the words of its new sources and of the others.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn corpus(&self, corpus: &Corpus<'_>) -> Result<(Vec<TermRow>, (u64, u64)), sqlx::Error> {
        let terms = sqlx::query_as(
            "SELECT t.key, t.language, mode() WITHIN GROUP (ORDER BY t.surface) AS surface,
                 coalesce(sum(t.occurrences) FILTER (WHERE s.published_on > $5), 0)::bigint AS new,
                 coalesce(sum(t.occurrences) FILTER (WHERE s.published_on <= $5), 0)::bigint AS old,
                 array_agg(t.source_id ORDER BY t.source_id) AS source_ids, array_agg(DISTINCT s.publisher) AS publishers
             FROM terms t JOIN sources s USING (source_id)
             WHERE t.run_id = $1 AND NOT s.withdrawn AND ($2 = '' OR s.theme_ids @> ARRAY[$2]) AND ($3 = '' OR t.language = $3)
             GROUP BY t.key, t.language HAVING count(*) >= $4
             ORDER BY count(*) DESC, sum(t.occurrences) DESC, t.key, t.language LIMIT $6",
        )
        .bind(corpus.run_id)
        .bind(corpus.theme_id)
        .bind(corpus.language)
        .bind(corpus.sources_min)
        .bind(corpus.new_after.to_sqlx())
        .bind(KEYS_MAX)
        .fetch_all(&self.pool)
        .await?;
        let (new, old): (i64, i64) = sqlx::query_as(
            "SELECT coalesce(sum(s.words) FILTER (WHERE s.published_on > $4), 0)::bigint,
                 coalesce(sum(s.words) FILTER (WHERE s.published_on <= $4), 0)::bigint
             FROM sources s JOIN readings r ON r.run_id = $1 AND r.source_id = s.source_id AND r.is_read
             WHERE NOT s.withdrawn AND ($2 = '' OR s.theme_ids @> ARRAY[$2]) AND ($3 = '' OR r.language = $3)",
        )
        .bind(corpus.run_id)
        .bind(corpus.theme_id)
        .bind(corpus.language)
        .bind(corpus.new_after.to_sqlx())
        .fetch_one(&self.pool)
        .await?;
        Ok((terms, (new.cast_unsigned(), old.cast_unsigned())))
    }

    /// Which of these keys any source of a run has.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn known_keys(&self, run_id: &str, keys: &[String]) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar("SELECT DISTINCT key FROM terms WHERE run_id = $1 AND key = ANY($2)")
            .bind(run_id)
            .bind(keys)
            .fetch_all(&self.pool)
            .await
    }

    /// Where the terms of a skill are used, in the sources that `number` knows.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn term_namings(
        &self,
        run_id: &str,
        keys: &[String],
        number: impl Fn(&str) -> Option<u32>,
    ) -> Result<Vec<Naming>, sqlx::Error> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT source_id, sum(occurrences)::bigint FROM terms WHERE run_id = $1 AND key = ANY($2)
             GROUP BY source_id ORDER BY source_id",
        )
        .bind(run_id)
        .bind(keys)
        .fetch_all(&self.pool)
        .await?;
        let naming = |(source_id, mentions): (String, i64)| {
            Some(Naming {
                source: number(&source_id)?,
                mentions: u32::try_from(mentions).ok()?,
            })
        };
        Ok(rows.into_iter().filter_map(naming).collect())
    }
}
