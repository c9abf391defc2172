//! What a skill rests on: the sources that say something of it. A mere list and a negation are no evidence.

use std::collections::{BTreeMap, BTreeSet};

use blocks::values::Id;

use super::Archive;
use crate::domain::skill::Support;

/// A source that names a skill.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
struct Row {
    source_id: String,
    publisher: String,
    region_ids: Vec<String>,
    is_cited: bool,
}

/// What a skill rests on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What counts for publication.
    pub support: Support,
    /// Sources that a person cited.
    pub cited: u32,
    /// Sources, one of each publisher first.
    pub source_ids: Vec<Id>,
}

/// By what a skill is found.
#[derive(Debug, Clone, Default)]
pub struct Sought<'a> {
    /// Run.
    pub run_id: &'a str,
    /// Concepts.
    pub uris: &'a [String],
    /// Keys of terms.
    pub keys: &'a [String],
    /// Sources that people cited.
    pub cited: &'a [Id],
}

impl Archive {
    /// The sources that count and say something of a skill, found by a run or cited by a person.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn evidence(&self, sought: &Sought<'_>) -> Result<Evidence, sqlx::Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT source_id, publisher, region_ids, source_id = ANY($4) AS is_cited FROM sources WHERE NOT withdrawn AND source_id IN (
                 SELECT n.source_id FROM namings n
                 WHERE n.run_id = $1 AND n.asserted > 0 AND n.concept IN (SELECT number FROM concept_numbers WHERE uri = ANY($2))
                 UNION SELECT t.source_id FROM terms t WHERE t.run_id = $1 AND t.key = ANY($3)
                 UNION SELECT UNNEST($4::text[])
             ) ORDER BY source_id",
        )
        .bind(sought.run_id)
        .bind(sought.uris)
        .bind(sought.keys)
        .bind(sought.cited)
        .fetch_all(&self.pool)
        .await?;
        Ok(sum(&rows))
    }
}

fn sum(rows: &[Row]) -> Evidence {
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let mut regions: BTreeMap<Option<Id>, u32> = BTreeMap::new();
    for row in rows {
        if row.region_ids.is_empty() {
            *regions.entry(None).or_default() += 1;
        }
        for region_id in &row.region_ids {
            *regions.entry(Some(region_id.clone())).or_default() += 1;
        }
    }
    let mut publishers = BTreeSet::new();
    let (first, others): (Vec<&Row>, Vec<&Row>) = rows
        .iter()
        .partition(|it| publishers.insert(it.publisher.as_str()));
    let source_ids = first.iter().chain(&others).map(|it| it.source_id.clone());
    Evidence {
        support: Support {
            sources: count(rows.len()),
            publishers: count(first.len()),
            regions: regions.into_iter().collect(),
        },
        cited: count(rows.iter().filter(|it| it.is_cited).count()),
        source_ids: source_ids.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(source_id: &str, publisher: &str, regions: &[&str]) -> Row {
        Row {
            source_id: source_id.into(),
            publisher: publisher.into(),
            region_ids: regions.iter().map(|it| (*it).to_owned()).collect(),
            is_cited: source_id == "c",
        }
    }

    #[test]
    fn sources_of_one_publisher_are_one_voice() {
        let rows = [
            row("a", "cbs", &["AM01"]),
            row("b", "cbs", &[]),
            row("c", "tno", &["AM01", "AM02"]),
        ];
        let evidence = sum(&rows);
        assert_eq!(
            (
                evidence.support.sources,
                evidence.support.publishers,
                evidence.cited
            ),
            (3, 2, 1)
        );
        assert_eq!(evidence.source_ids, ["a", "c", "b"]);
        let region = |id: &str| Some(id.to_owned());
        assert_eq!(
            evidence.support.regions,
            [(None, 1), (region("AM01"), 2), (region("AM02"), 1)]
        );
    }
}
