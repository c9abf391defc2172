//! Rows as they are, whatever somebody made of them: reading them never fails on what they hold.

use std::collections::BTreeMap;

use bytes::Bytes;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgConnection, PgRow, PgTypeInfo, PgValueRef};
use sqlx::{Decode, Postgres, Row as _, Type};
use transparency::{Hash, TILE_WIDTH, TileId};

use crate::audit::{Columns, KeptTile, Moment, Row};
use crate::store::to_sql;

/// A `timestamptz` as PostgreSQL sends it. Other types refuse times that are far away.
pub(super) struct At(pub(super) Moment);

impl Type<Postgres> for At {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("TIMESTAMPTZ")
    }
}

impl<'r> Decode<'r, Postgres> for At {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        <i64 as Decode<Postgres>>::decode(value).map(|micros| Self(Moment::of_postgres(micros)))
    }
}

pub(super) async fn entries(
    connection: &mut PgConnection,
    first: u64,
    last: u64,
) -> Result<Vec<Row>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT position, block, sequence, log_position, event_id, type, source, subject, time, recorded_at,
             building_block, project, regions, theme, audience, traceparent, entry, leaf_hash
         FROM entries WHERE position BETWEEN $1 AND $2 ORDER BY position",
    )
    .bind(to_sql(first))
    .bind(to_sql(last))
    .fetch_all(connection)
    .await?;
    rows.iter().map(row).collect()
}

fn row(row: &PgRow) -> Result<Row, sqlx::Error> {
    let text = |column| row.try_get::<Option<String>, _>(column);
    let number = |column| row.try_get::<Option<i64>, _>(column);
    let time = |column| row.try_get::<Option<At>, _>(column).map(|at| at.map(|At(at)| at));
    let columns = Columns {
        block: text("block")?.unwrap_or_default(),
        sequence: number("sequence")?.unwrap_or_default(),
        log_position: number("log_position")?.unwrap_or_default(),
        event_id: text("event_id")?.unwrap_or_default(),
        kind: text("type")?.unwrap_or_default(),
        source: text("source")?.unwrap_or_default(),
        subject: text("subject")?.unwrap_or_default(),
        time: time("time")?,
        recorded_at: time("recorded_at")?,
        building_block: text("building_block")?,
        project: text("project")?,
        regions: regions(row),
        theme: text("theme")?,
        audience: row.try_get::<Option<i16>, _>("audience")?.map_or(0, i32::from),
        traceparent: text("traceparent")?,
        data: None,
    };
    Ok(Row {
        position: number("position")?.unwrap_or_default().unsigned_abs(),
        bytes: Bytes::from(row.try_get::<Option<Vec<u8>>, _>("entry")?.unwrap_or_default()),
        leaf: Some(
            row.try_get::<Option<Vec<u8>>, _>("leaf_hash")?
                .unwrap_or_default(),
        ),
        columns: Some(columns),
    })
}

/// An array of PostgreSQL may have more dimensions than one, or be none at all.
fn regions(row: &PgRow) -> Vec<Option<String>> {
    row.try_get("regions")
        .unwrap_or_else(|error: sqlx::Error| vec![Some(error.to_string())])
}

/// Bytes of a column, whatever became of its being required.
type Maybe = Option<Vec<u8>>;

/// The tiles of the leaves of these entries, by index.
pub(super) async fn leaf_tiles(
    connection: &mut PgConnection,
    first: u64,
    last: u64,
) -> Result<BTreeMap<u64, KeptTile>, sqlx::Error> {
    let width = u64::from(TILE_WIDTH);
    let rows: Vec<(i64, Maybe, Maybe)> =
        sqlx::query_as("SELECT index, hashes, root FROM tiles WHERE level = 0 AND index BETWEEN $1 AND $2")
            .bind(to_sql((first - 1) / width))
            .bind(to_sql((last - 1) / width))
            .fetch_all(connection)
            .await?;
    let tile = |(index, hashes, root): (i64, _, _)| (index.unsigned_abs(), kept(hashes, root));
    Ok(rows.into_iter().map(tile).collect())
}

pub(super) async fn tile(connection: &mut PgConnection, id: TileId) -> Result<Option<KeptTile>, sqlx::Error> {
    let row: Option<(Maybe, Maybe)> =
        sqlx::query_as("SELECT hashes, root FROM tiles WHERE level = $1 AND index = $2")
            .bind(i16::from(id.level()))
            .bind(to_sql(id.index()))
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(hashes, root)| kept(hashes, root)))
}

fn kept(hashes: Maybe, root: Maybe) -> KeptTile {
    match Hash::many(&hashes.unwrap_or_default()) {
        Ok(hashes) => KeptTile::There {
            hashes,
            root: Some(root.unwrap_or_default()),
        },
        Err(error) => KeptTile::Unusable(error.to_string()),
    }
}
