//! How what two runs found differs.

use super::Archive;

/// How two runs differ about a concept, in sources.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Difference {
    /// Concept.
    pub uri: String,
    /// Both found it.
    pub both: i64,
    /// Only the first one did.
    pub first: i64,
    /// Only the other one did.
    pub other: i64,
}

/// How two runs differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Sources that both read.
    pub sources: u32,
    /// Pairs of a source and a concept that both found, that only the first one did, and that only the other one did.
    pub pairs: (u64, u64, u64),
    /// Concepts they differ about, those with the greatest difference first.
    pub concepts: Vec<Difference>,
}

impl Archive {
    /// Compares two runs over the sources that both read. Negated mentions are none.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn compare(&self, run_id: &str, other: &str) -> Result<Compared, sqlx::Error> {
        let sources: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM readings a JOIN readings b USING (source_id)
             WHERE a.run_id = $1 AND b.run_id = $2 AND a.is_read AND b.is_read",
        )
        .bind(run_id)
        .bind(other)
        .fetch_one(&self.pool)
        .await?;
        let all: Vec<Difference> = sqlx::query_as(
            "WITH shared AS (
                 SELECT source_id FROM readings a JOIN readings b USING (source_id)
                 WHERE a.run_id = $1 AND b.run_id = $2 AND a.is_read AND b.is_read
             ), one AS (
                 SELECT source_id, concept FROM namings JOIN shared USING (source_id) WHERE run_id = $1 AND asserted + listed > 0
             ), two AS (
                 SELECT source_id, concept FROM namings JOIN shared USING (source_id) WHERE run_id = $2 AND asserted + listed > 0
             )
             SELECT c.uri, count(*) FILTER (WHERE one.source_id IS NOT NULL AND two.source_id IS NOT NULL) AS both,
                 count(*) FILTER (WHERE two.source_id IS NULL) AS first, count(*) FILTER (WHERE one.source_id IS NULL) AS other
             FROM one FULL JOIN two USING (source_id, concept) JOIN concept_numbers c ON c.number = concept
             GROUP BY c.uri ORDER BY count(*) FILTER (WHERE one.source_id IS NULL OR two.source_id IS NULL) DESC, c.uri",
        )
        .bind(run_id)
        .bind(other)
        .fetch_all(&self.pool)
        .await?;
        let sum = |of: fn(&Difference) -> i64| all.iter().map(|it| of(it).cast_unsigned()).sum();
        let pairs = (sum(|it| it.both), sum(|it| it.first), sum(|it| it.other));
        let differing = all.into_iter().filter(|it| it.first + it.other > 0);
        Ok(Compared {
            sources: u32::try_from(sources).unwrap_or(u32::MAX),
            pairs,
            concepts: differing.collect(),
        })
    }
}
