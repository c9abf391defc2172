//! Writing what stands in a release.

use std::collections::BTreeSet;

use sqlx::{PgConnection, types::Json};
use taxonomy::{Change, Concept, LabelKind, LabelOrigin, Language, Release, Status, Successors, fold};

use super::{Taxonomies, kind_name};
use crate::domain::taxonomy::Changes;

/// Rows that are written in one statement.
const ROWS: usize = 5_000;

/// What was written of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Concepts.
    pub concepts: u32,
    /// Labels.
    pub labels: u32,
    /// Languages of the labels.
    pub languages: Vec<String>,
    /// Changes against the one before.
    pub changes: Changes,
    /// Whether some labels are the project's own translation.
    pub has_own_translations: bool,
}

/// A label as it is written.
struct LabelRow<'a> {
    uri: &'a str,
    language: &'a str,
    label: &'a str,
    folded: String,
    is_preferred: bool,
}

impl Taxonomies {
    /// Writes a release that is not in force yet, in place of what was written of it before, and finds what it changes against `before`.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn write(
        &self,
        release: &Release,
        before: Option<&Release>,
        known: &Successors,
    ) -> Result<Imported, sqlx::Error> {
        let (scheme_id, version) = (release.scheme().as_str(), release.version().as_str());
        let found = before.map_or_else(|| all_added(release), |before| taxonomy::changes(before, release));
        let mut successors = known.clone();
        successors.learn(release);
        let mut db = self.pool.begin().await?;
        let place = Place { scheme_id, version };
        place.clear(&mut db).await?;
        for concepts in release.concepts().chunks(ROWS) {
            place.concepts(concepts, &mut db).await?;
            place.broader(concepts, &mut db).await?;
        }
        let labels: Vec<LabelRow<'_>> = release.concepts().iter().flat_map(label_rows).collect();
        for labels in labels.chunks(ROWS) {
            place.labels(labels, &mut db).await?;
        }
        for changes in found.chunks(ROWS) {
            place.changes(changes, release, before, &mut db).await?;
        }
        place.gone(&successors, &mut db).await?;
        db.commit().await?;
        let languages: BTreeSet<&str> = labels.iter().map(|it| it.language).collect();
        Ok(Imported {
            concepts: count(release.concepts().len()),
            labels: count(labels.len()),
            languages: languages.into_iter().map(str::to_owned).collect(),
            changes: sum(&found),
            has_own_translations: release.concepts().iter().any(has_own_translation),
        })
    }
}

fn count(it: usize) -> u32 {
    u32::try_from(it).unwrap_or(u32::MAX)
}

fn all_added(release: &Release) -> Vec<Change> {
    let used = release
        .concepts()
        .iter()
        .filter(|it| it.status == Status::Released);
    used.map(|it| Change::Added { uri: it.uri.clone() }).collect()
}

fn has_own_translation(concept: &Concept) -> bool {
    concept
        .labels
        .iter()
        .any(|it| it.origin == LabelOrigin::OwnTranslation)
}

/// Each concept counts once in each kind of change.
fn sum(changes: &[Change]) -> Changes {
    let of = |kind: &str| {
        let uris = changes
            .iter()
            .filter(|it| change_name(it) == kind)
            .map(Change::uri);
        count(uris.collect::<BTreeSet<_>>().len())
    };
    Changes {
        added: of("added"),
        relabelled: of("relabelled"),
        moved: of("moved"),
        replaced: of("replaced"),
        withdrawn: of("withdrawn"),
        revived: of("revived"),
    }
}

fn change_name(change: &Change) -> &'static str {
    match change {
        Change::Added { .. } => "added",
        Change::Relabelled { .. } => "relabelled",
        Change::Moved { .. } => "moved",
        Change::Deprecated { .. } => "replaced",
        Change::Withdrawn { .. } => "withdrawn",
        Change::Revived { .. } => "revived",
    }
}

fn label_rows(concept: &Concept) -> impl Iterator<Item = LabelRow<'_>> {
    concept.labels.iter().map(|it| LabelRow {
        uri: concept.uri.as_str(),
        language: it.language.as_str(),
        label: &it.text,
        folded: fold(&it.text),
        is_preferred: it.kind == LabelKind::Preferred,
    })
}

/// The release whose rows are written.
struct Place<'a> {
    scheme_id: &'a str,
    version: &'a str,
}

impl Place<'_> {
    async fn clear(&self, db: &mut PgConnection) -> Result<(), sqlx::Error> {
        for table in [
            "concepts",
            "concept_labels",
            "concept_broader",
            "concept_changes",
            "concepts_gone",
        ] {
            sqlx::query(&format!(
                "DELETE FROM {table} WHERE scheme_id = $1 AND version = $2"
            ))
            .bind(self.scheme_id)
            .bind(self.version)
            .execute(&mut *db)
            .await?;
        }
        Ok(())
    }

    async fn concepts(&self, concepts: &[Concept], db: &mut PgConnection) -> Result<(), sqlx::Error> {
        let uris: Vec<&str> = concepts.iter().map(|it| it.uri.as_str()).collect();
        let kinds: Vec<&str> = concepts.iter().map(|it| kind_name(it.kind)).collect();
        let used: Vec<bool> = concepts.iter().map(|it| it.status == Status::Released).collect();
        let written: Vec<Json<&Concept>> = concepts.iter().map(Json).collect();
        sqlx::query(
            "INSERT INTO concepts (scheme_id, version, uri, kind, is_used, concept)
             SELECT $1, $2, * FROM UNNEST($3::text[], $4::text[], $5::boolean[], $6::json[])",
        )
        .bind(self.scheme_id)
        .bind(self.version)
        .bind(uris)
        .bind(kinds)
        .bind(used)
        .bind(written)
        .execute(db)
        .await?;
        Ok(())
    }

    async fn broader(&self, concepts: &[Concept], db: &mut PgConnection) -> Result<(), sqlx::Error> {
        let pairs = concepts.iter().flat_map(|it| {
            it.broader
                .iter()
                .map(|broader| (it.uri.as_str(), broader.as_str()))
        });
        let (uris, broader): (Vec<&str>, Vec<&str>) = pairs.unzip();
        sqlx::query(
            "INSERT INTO concept_broader (scheme_id, version, uri, broader_uri)
             SELECT $1, $2, * FROM UNNEST($3::text[], $4::text[])",
        )
        .bind(self.scheme_id)
        .bind(self.version)
        .bind(uris)
        .bind(broader)
        .execute(db)
        .await?;
        Ok(())
    }

    /// Labels are found by their words as they stand, and by the stems of English and Dutch ones.
    async fn labels(&self, labels: &[LabelRow<'_>], db: &mut PgConnection) -> Result<(), sqlx::Error> {
        let uris: Vec<&str> = labels.iter().map(|it| it.uri).collect();
        let languages: Vec<&str> = labels.iter().map(|it| it.language).collect();
        let texts: Vec<&str> = labels.iter().map(|it| it.label).collect();
        let folded: Vec<&str> = labels.iter().map(|it| it.folded.as_str()).collect();
        let preferred: Vec<bool> = labels.iter().map(|it| it.is_preferred).collect();
        sqlx::query(
            "INSERT INTO concept_labels (scheme_id, version, uri, language, label, folded, is_preferred, words)
             SELECT $1, $2, uri, language, label, folded, is_preferred, to_tsvector('simple', folded)
                 || CASE language WHEN 'en' THEN to_tsvector('english', folded) WHEN 'nl' THEN to_tsvector('dutch', folded)
                    ELSE ''::tsvector END
             FROM UNNEST($3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[])
                 AS new (uri, language, label, folded, is_preferred)",
        )
        .bind(self.scheme_id)
        .bind(self.version)
        .bind(uris)
        .bind(languages)
        .bind(texts)
        .bind(folded)
        .bind(preferred)
        .execute(db)
        .await?;
        Ok(())
    }

    async fn changes(
        &self,
        changes: &[Change],
        release: &Release,
        before: Option<&Release>,
        db: &mut PgConnection,
    ) -> Result<(), sqlx::Error> {
        let name = |uri: &str| {
            let concept = release.get(uri).or_else(|| before.and_then(|it| it.get(uri)));
            let name = concept.and_then(|it| it.name(&preferences()));
            name.map(|it| it.text.clone()).unwrap_or_default()
        };
        let uris: Vec<&str> = changes.iter().map(|it| it.uri().as_str()).collect();
        let kinds: Vec<&str> = changes.iter().map(change_name).collect();
        let labels: Vec<String> = uris.iter().map(|uri| name(uri)).collect();
        // A list of lists of different lengths is no array of PostgreSQL: they travel as one text each. No URI has a space.
        let successors: Vec<String> = changes.iter().map(successors_of).collect();
        sqlx::query(
            "INSERT INTO concept_changes (scheme_id, version, uri, kind, label, successor_uris)
             SELECT $1, $2, uri, kind, label, string_to_array(successors, ' ')
             FROM UNNEST($3::text[], $4::text[], $5::text[], $6::text[]) AS new (uri, kind, label, successors)
             ON CONFLICT DO NOTHING",
        )
        .bind(self.scheme_id)
        .bind(self.version)
        .bind(uris)
        .bind(kinds)
        .bind(labels)
        .bind(successors)
        .execute(db)
        .await?;
        Ok(())
    }

    async fn gone(&self, successors: &Successors, db: &mut PgConnection) -> Result<(), sqlx::Error> {
        let rows = successors
            .gone()
            .map(|(uri, new)| (uri.as_str(), spaced(new.iter().map(|it| it.as_str()))));
        let (uris, new): (Vec<&str>, Vec<String>) = rows.unzip();
        sqlx::query(
            "INSERT INTO concepts_gone (scheme_id, version, uri, successor_uris)
             SELECT $1, $2, uri, string_to_array(successors, ' ') FROM UNNEST($3::text[], $4::text[]) AS new (uri, successors)",
        )
        .bind(self.scheme_id)
        .bind(self.version)
        .bind(uris)
        .bind(new)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// The languages in which a concept is named, the first that it has: those of the hub, Dutch first.
pub(super) fn preferences() -> Vec<Language> {
    ["nl", "en"]
        .iter()
        .filter_map(|it| Language::parse(it).ok())
        .collect()
}

fn successors_of(change: &Change) -> String {
    match change {
        Change::Deprecated { successors, .. } => spaced(successors.iter().map(|it| it.as_str())),
        Change::Added { .. }
        | Change::Relabelled { .. }
        | Change::Moved { .. }
        | Change::Withdrawn { .. }
        | Change::Revived { .. } => String::new(),
    }
}

fn spaced<'a>(uris: impl Iterator<Item = &'a str>) -> String {
    uris.collect::<Vec<_>>().join(" ")
}
