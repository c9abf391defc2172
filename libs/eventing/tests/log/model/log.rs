//! The tables as they are, read without the store.

use std::collections::HashMap;

use eventing::RecordedMeta;
use jiff::Timestamp;
use jiff_sqlx::Timestamp as Stored;
use sqlx::{PgPool, Row};
use uuid::Uuid;

use super::tally::Marked;

/// One fact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written {
    pub(crate) position: u64,
    pub(crate) stream_type: String,
    pub(crate) stream_id: String,
    pub(crate) sequence: u64,
    pub(crate) fact: Marked,
    pub(crate) request: Option<Uuid>,
    pub(crate) at: Timestamp,
}

/// What is on record about a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Receipt {
    pub(crate) digest: Vec<u8>,
    pub(crate) version: u64,
    pub(crate) positions: Vec<u64>,
    pub(crate) public_position: Option<u64>,
    pub(crate) at: Timestamp,
}

/// All facts in order.
pub(crate) async fn facts(admin: &PgPool) -> Vec<Written> {
    sqlx::query(
        "SELECT position, aggregate_type, aggregate_id, sequence, payload::text, metadata::text, timestamp
         FROM events ORDER BY position",
    )
    .map(|row: sqlx::postgres::PgRow| Written {
        position: row.get::<i64, _>(0).cast_unsigned(),
        stream_type: row.get(1),
        stream_id: row.get(2),
        sequence: row.get::<i64, _>(3).cast_unsigned(),
        fact: serde_json::from_str(row.get(4)).unwrap(),
        request: serde_json::from_str::<RecordedMeta>(row.get(5))
            .unwrap()
            .request_id,
        at: row.get::<Stored, _>(6).to_jiff(),
    })
    .fetch_all(admin)
    .await
    .unwrap()
}

/// All request records.
pub(crate) async fn receipts(admin: &PgPool) -> HashMap<Uuid, Receipt> {
    sqlx::query(
        "SELECT request_id, digest, version, first_position, fact_count, public_position, recorded_at FROM requests",
    )
    .map(|row: sqlx::postgres::PgRow| {
        let first = row.get::<i64, _>(3).cast_unsigned();
        let count = u64::from(row.get::<i32, _>(4).cast_unsigned());
        let receipt = Receipt {
            digest: row.get(1),
            version: row.get::<i64, _>(2).cast_unsigned(),
            positions: (first..first + count).collect(),
            public_position: row.get::<Option<i64>, _>(5).map(i64::cast_unsigned),
            at: row.get::<Stored, _>(6).to_jiff(),
        };
        (row.get(0), receipt)
    })
    .fetch_all(admin)
    .await
    .unwrap()
    .into_iter()
    .collect()
}
