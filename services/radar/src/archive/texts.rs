//! The texts of sources.

use distil::{Document, Passage, PassageKind};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use super::Archive;

/// A passage as it is kept: where it begins and ends in the text, in bytes, what it is, and its page.
#[derive(Debug, Serialize, Deserialize)]
struct Kept(usize, usize, Form, Option<u32>);

#[derive(Debug, Serialize, Deserialize)]
enum Form {
    #[serde(rename = "h")]
    Heading,
    #[serde(rename = "p")]
    Paragraph,
    #[serde(rename = "l")]
    ListItem,
    #[serde(rename = "c")]
    TableCell,
}

impl From<&Passage> for Kept {
    fn from(it: &Passage) -> Self {
        let form = match it.kind {
            PassageKind::Heading => Form::Heading,
            PassageKind::Paragraph => Form::Paragraph,
            PassageKind::ListItem => Form::ListItem,
            PassageKind::TableCell => Form::TableCell,
        };
        Self(it.range.start, it.range.end, form, it.page)
    }
}

impl From<Kept> for Passage {
    fn from(Kept(start, end, form, page): Kept) -> Self {
        let kind = match form {
            Form::Heading => PassageKind::Heading,
            Form::Paragraph => PassageKind::Paragraph,
            Form::ListItem => PassageKind::ListItem,
            Form::TableCell => PassageKind::TableCell,
        };
        Self {
            range: start..end,
            kind,
            page,
        }
    }
}

impl Archive {
    /// Keeps the text of a source. One that is there stays: a source's text never changes.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn keep_text(&self, source_id: &str, document: &Document) -> Result<(), sqlx::Error> {
        let passages: Vec<Kept> = document.passages().iter().map(Kept::from).collect();
        sqlx::query(
            "INSERT INTO texts (source_id, text, passages) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(source_id)
        .bind(document.text())
        .bind(Json(passages))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The text of a source; none when it was withdrawn, or is not what was kept.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn text(&self, source_id: &str) -> Result<Option<Document>, sqlx::Error> {
        let row: Option<(String, Json<Vec<Kept>>)> =
            sqlx::query_as("SELECT text, passages FROM texts WHERE source_id = $1")
                .bind(source_id)
                .fetch_optional(&self.pool)
                .await?;
        let passages = |it: Json<Vec<Kept>>| it.0.into_iter().map(Passage::from).collect();
        Ok(row.and_then(|(text, kept)| Document::restore(text, passages(kept)).ok()))
    }

    /// Deletes what is kept of sources that were withdrawn, and texts that never became a source within a day.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn sweep(&self) -> Result<(), sqlx::Error> {
        for table in ["texts", "mentions", "terms"] {
            sqlx::query(&format!(
                "DELETE FROM {table} kept USING sources s WHERE s.source_id = kept.source_id AND s.withdrawn"
            ))
            .execute(&self.pool)
            .await?;
        }
        sqlx::query(
            "DELETE FROM texts t WHERE kept_at < now() - interval '1 day'
                 AND NOT EXISTS (SELECT 1 FROM sources s WHERE s.source_id = t.source_id)",
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Deletes what is kept of a source: its text, where mentions stand in it, and its terms.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn delete_text(&self, source_id: &str) -> Result<(), sqlx::Error> {
        let mut db = self.pool.begin().await?;
        for table in ["texts", "mentions", "terms"] {
            sqlx::query(&format!("DELETE FROM {table} WHERE source_id = $1"))
                .bind(source_id)
                .execute(&mut *db)
                .await?;
        }
        db.commit().await
    }
}
