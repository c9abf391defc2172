//! Concepts by the words of their labels.

use sqlx::types::Json;
use taxonomy::{Concept, fold};

use super::{Taxonomies, write::preferences};
use crate::domain::run::ReleaseRef;

/// Most words of a search that count.
const WORDS_MAX: usize = 12;

/// What is searched for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Words.
    pub query: &'a str,
    /// Language of the labels.
    pub language: &'a str,
    /// Scheme.
    pub scheme_id: &'a str,
    /// Name of the kind; without it everything but groups.
    pub kind: Option<&'static str>,
    /// Collection: its URI, or the last part of that.
    pub collection: &'a str,
}

/// A concept that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its URI.
    pub uri: String,
    /// Release.
    pub release: ReleaseRef,
    /// Name of its kind.
    pub kind: String,
    /// Its preferred label in the language that was asked for, or that of the hub.
    pub label: String,
    /// The label that fits.
    pub found_label: String,
    /// Its language.
    pub found_language: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    uri: String,
    scheme_id: String,
    version: String,
    kind: String,
    concept: Json<Concept>,
    label: String,
    language: String,
}

impl Taxonomies {
    /// Concepts of the releases in force whose labels have all the words, the last of which may be begun only. Best first: the label that is
    /// just that, then preferred labels, then short ones.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn search(&self, wanted: &Wanted<'_>, skip: i64, limit: i64) -> Result<Vec<Hit>, sqlx::Error> {
        let folded = fold(wanted.query);
        let words: Vec<&str> = folded.split_whitespace().take(WORDS_MAX).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let in_force = self.in_force().await?;
        let (schemes, versions): (Vec<_>, Vec<_>) = in_force
            .into_iter()
            .filter(|it| wanted.scheme_id.is_empty() || it.scheme_id == wanted.scheme_id)
            .map(|it| (it.scheme_id, it.version))
            .unzip();
        let rows: Vec<Row> = sqlx::query_as(
            "WITH query AS (
                 SELECT to_tsquery('simple', $1) || to_tsquery('english', $1) || to_tsquery('dutch', $1) AS words
             ), found AS (
                 SELECT DISTINCT ON (l.uri) l.uri, l.scheme_id, l.version, l.label, l.language, l.folded, l.is_preferred
                 FROM concept_labels l
                 JOIN UNNEST($3::text[], $4::text[]) AS f (scheme_id, version) USING (scheme_id, version), query
                 WHERE l.words @@ query.words AND ($5 = '' OR l.language = $5)
                 ORDER BY l.uri, l.folded <> $2, NOT l.is_preferred, length(l.folded), l.folded, l.language
             )
             SELECT found.uri, found.scheme_id, found.version, c.kind, c.concept, found.label, found.language
             FROM found JOIN concepts c USING (scheme_id, version, uri)
             WHERE c.is_used AND CASE WHEN $6::text IS NULL THEN c.kind <> 'group' ELSE c.kind = $6 END
                 AND ($7 = '' OR EXISTS (
                     SELECT 1 FROM json_array_elements_text(c.concept -> 'collections') AS one
                     WHERE one = $7 OR one LIKE '%/' || $7))
             ORDER BY found.folded <> $2, NOT found.is_preferred, length(found.folded), found.folded, found.uri
             OFFSET $8 LIMIT $9",
        )
        .bind(query(&words))
        .bind(words.join(" "))
        .bind(schemes)
        .bind(versions)
        .bind(wanted.language)
        .bind(wanted.kind)
        .bind(escaped(wanted.collection))
        .bind(skip)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|row| hit(row, wanted.language)).collect())
    }
}

/// The words as PostgreSQL searches for them: all of them, the last one as a beginning. Folded words have letters and digits only.
fn query(words: &[&str]) -> String {
    let quoted = words
        .iter()
        .map(|it| format!("'{}'", it.replace(['\'', '\\'], "")));
    format!("{}:*", quoted.collect::<Vec<_>>().join(" & "))
}

/// Without the signs that mean something in a pattern.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|it| !matches!(it, '%' | '_' | '\\'))
        .collect()
}

fn hit(row: Row, language: &str) -> Hit {
    let mut languages = preferences();
    if let Ok(asked) = taxonomy::Language::parse(language) {
        languages.insert(0, asked);
    }
    let label = row.concept.name(&languages).map(|it| it.text.clone());
    Hit {
        uri: row.uri,
        release: ReleaseRef {
            scheme_id: row.scheme_id,
            version: row.version,
        },
        kind: row.kind,
        label: label.unwrap_or_else(|| row.label.clone()),
        found_label: row.label,
        found_language: row.language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_the_last_one_may_be_begun_only() {
        assert_eq!(query(&["warmte", "pom"]), "'warmte' & 'pom':*");
        assert_eq!(query(&["o'brien\\"]), "'obrien':*");
        assert_eq!(escaped("gr%e_en\\"), "green");
    }
}
