//! Which publications are there? Newest first, with their errata and without their pictures.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool, types::Json};

use crate::domain::publication::{Erratum, Fact, Publication, Snapshot};

/// The publications without their pictures.
#[derive(Debug, Clone, Copy)]
pub struct Publications;

/// A row of the list.
type Row = (String, i64, Json<Snapshot>, Json<Vec<Erratum>>);

/// One publication of the list; the picture in its snapshot is empty.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Publication.
    pub publication_id: String,
    /// Place in the log at which it was published.
    pub log_position: i64,
    /// What was published, without the picture.
    pub snapshot: Snapshot,
    /// Errata, oldest first.
    pub errata: Vec<Erratum>,
}

#[async_trait]
impl Projection for Publications {
    fn name(&self) -> &'static str {
        "publications"
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Publication>()
    }

    async fn apply(
        &self,
        batch: &[Arc<Recorded>],
        connection: &mut PgConnection,
    ) -> Result<(), ProjectionError> {
        for recorded in batch {
            match recorded.fact::<Publication>().transpose()? {
                Some(Fact::Published { snapshot }) => insert(recorded, *snapshot, connection).await?,
                Some(Fact::ErratumAdded { erratum }) => append(recorded, erratum, connection).await?,
                None => {}
            }
        }
        Ok(())
    }

    async fn reset(&self, connection: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM publications")
            .execute(connection)
            .await?;
        Ok(())
    }
}

async fn insert(
    recorded: &Recorded,
    snapshot: Snapshot,
    connection: &mut PgConnection,
) -> Result<(), ProjectionError> {
    let listed = Snapshot {
        json: String::new(),
        ..snapshot
    };
    sqlx::query("INSERT INTO publications (publication_id, log_position, snapshot) VALUES ($1, $2, $3)")
        .bind(&recorded.stream_id)
        .bind(recorded.position.cast_signed())
        .bind(Json(listed))
        .execute(connection)
        .await?;
    Ok(())
}

async fn append(
    recorded: &Recorded,
    erratum: Erratum,
    connection: &mut PgConnection,
) -> Result<(), ProjectionError> {
    sqlx::query("UPDATE publications SET errata = errata || $2 WHERE publication_id = $1")
        .bind(&recorded.stream_id)
        .bind(Json([erratum]))
        .execute(connection)
        .await?;
    Ok(())
}

/// The publications before a place in the log, newest first, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(pool: &PgPool, before: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT publication_id, log_position, snapshot, errata FROM publications
         WHERE log_position < $1 ORDER BY log_position DESC LIMIT $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    let listed = |(publication_id, log_position, Json(snapshot), Json(errata))| Listed {
        publication_id,
        log_position,
        snapshot,
        errata,
    };
    Ok(rows.into_iter().map(listed).collect())
}
