//! Which entries are there? The reference data by kind and identifier, for lists.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::reference::{Definition, Entry, Fact, Key, Kind};

/// The entries by kind and identifier.
#[derive(Debug, Clone, Copy)]
pub struct Entries;

/// Permanent name of the projection.
pub const NAME: &str = "entries";

#[async_trait]
impl Projection for Entries {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Entry>()
    }

    async fn apply(
        &self,
        batch: &[Arc<Recorded>],
        connection: &mut PgConnection,
    ) -> Result<(), ProjectionError> {
        // Of an entry that was revised several times only the newest definition is left.
        let mut newest: BTreeMap<Key, Box<Definition>> = BTreeMap::new();
        for fact in batch.iter().filter_map(|fact| fact.fact::<Entry>()) {
            match fact? {
                Fact::Defined {
                    definition,
                    revision: _,
                } => newest.insert(definition.content.key(), definition),
            };
        }
        if newest.is_empty() {
            return Ok(());
        }
        Ok(write(&newest, connection).await?)
    }

    async fn reset(&self, connection: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM entries").execute(connection).await?;
        Ok(())
    }
}

async fn write(
    newest: &BTreeMap<Key, Box<Definition>>,
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    let kinds: Vec<&str> = newest.keys().map(|key| key.kind.name()).collect();
    let ids: Vec<&str> = newest.keys().map(|key| key.id.as_str()).collect();
    let definitions: Vec<_> = newest.values().map(sqlx::types::Json).collect();
    sqlx::query(
        "INSERT INTO entries (kind, entry_id, definition)
         SELECT kind, entry_id, definition::json FROM UNNEST($1::text[], $2::text[], $3::jsonb[])
             AS new (kind, entry_id, definition)
         ON CONFLICT (kind, entry_id) DO UPDATE SET definition = excluded.definition",
    )
    .bind(kinds)
    .bind(ids)
    .bind(definitions)
    .execute(connection)
    .await?;
    Ok(())
}

/// The entries of a kind after an identifier, at most `limit`, with their identifiers.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(
    pool: &PgPool,
    kind: Kind,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, Definition)>, sqlx::Error> {
    let rows: Vec<(String, sqlx::types::Json<Definition>)> = sqlx::query_as(
        "SELECT entry_id, definition FROM entries WHERE kind = $1 AND entry_id > $2 ORDER BY entry_id LIMIT $3",
    )
    .bind(kind.name())
    .bind(after)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, definition)| (id, definition.0))
        .collect())
}
