//! A log full of facts, and what is published of them: messages of about 600 bytes, as the hub's own are.

use std::sync::LazyLock;

use bytes::Bytes;
use eventing::{CorruptFact, Published, Publisher, Recorded, Store, cloudevent::CloudEvent};
use serde::Serialize;
use sqlx::PgPool;

use crate::workload::{Milestone, MilestoneFact};

/// The block whose log it is: one that the ledger takes events of.
pub(super) const BLOCK: &str = "programme";
/// CloudEvents `source` of its events.
pub(super) const SOURCE: &str = "urn:nld:oin:00000099000000001000:systeem:programme";
/// CloudEvents type of its events.
const EVENT_TYPE: &str = "nl.projects.progress-told.v1";
/// Streams that the facts are spread over.
const STREAMS: i64 = 1_000;

/// What is told in words; with the rest of the message about 600 bytes.
static EXPLANATION: LazyLock<String> = LazyLock::new(|| {
    "Twaalf docenten volgden de leergang; de proef in de regio loopt door tot het najaar. ".repeat(6)
});

/// The message that is published of a fact.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProgressTold<'a> {
    milestone_id: &'a str,
    percent: u8,
    /// As protobuf writes 64-bit numbers in JSON.
    spent_cents: String,
    explanation: String,
}

/// Publishes every fact.
pub(super) struct Progress;

impl Publisher for Progress {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        let Some(told) = fact.fact::<Milestone>().transpose()? else {
            return Ok(Vec::new());
        };
        Ok(vec![Published {
            event_type: EVENT_TYPE.to_owned(),
            subject: fact.stream_id.clone(),
            data: message(&fact.stream_id, told),
            audience: "public",
        }])
    }
}

fn message(milestone_id: &str, fact: MilestoneFact) -> Vec<u8> {
    let MilestoneFact::ProgressTold {
        percent,
        spent_cents,
        explanation,
    } = fact;
    let message = ProgressTold {
        milestone_id,
        percent,
        spent_cents: spent_cents.to_string(),
        explanation,
    };
    serde_json::to_vec(&message).unwrap_or_default()
}

fn fact() -> MilestoneFact {
    MilestoneFact::ProgressTold {
        percent: 40,
        spent_cents: 125_000,
        explanation: EXPLANATION.clone(),
    }
}

/// Fills an empty log with so many facts.
pub(super) async fn fill(pool: &PgPool, count: u64) -> anyhow::Result<()> {
    fill_with(pool, count, &serde_json::to_string(&fact())?).await
}

/// Fills an empty log with so many of these facts.
pub(super) async fn fill_with(pool: &PgPool, count: u64, payload: &str) -> anyhow::Result<()> {
    let metadata = serde_json::json!({
        "actor": "p-5f1c7a90b2d34e68",
        "request_id": "0190163d-8694-739b-aea5-966c26f8ad91",
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "project": "llo-2024-017",
        "regions": "AM01,AM02",
    });
    sqlx::query(
        "INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
         SELECT n, 'milestone', 'filled-' || (n % $2), (n - 1) / $2 + 1, 'ProgressTold', '1', $3::json, $4::json
         FROM generate_series(1, $1::bigint) AS n",
    )
    .bind(i64::try_from(count)?)
    .bind(STREAMS)
    .bind(payload)
    .bind(metadata.to_string())
    .execute(pool)
    .await?;
    sqlx::query("UPDATE head SET position = $1")
        .bind(i64::try_from(count)?)
        .execute(pool)
        .await?;
    sqlx::query("VACUUM (ANALYZE) events").execute(pool).await?;
    sqlx::query("CHECKPOINT").execute(pool).await?;
    Ok(())
}

/// A log with a backlog, as a process finds it that starts.
pub(super) async fn backlog(pool: &PgPool, count: u64) -> anyhow::Result<Store> {
    eventing::schema::prepare(pool).await?;
    fill(pool, count).await?;
    Ok(Store::open(BLOCK, pool.clone()).await?)
}

/// The n-th event as it is published, from 1.
pub(crate) fn event(n: u64) -> CloudEvent {
    let id = format!("filled-{}", n % STREAMS.unsigned_abs());
    let extensions = [
        ("block", BLOCK.to_owned()),
        ("blocksequence", n.to_string()),
        ("logposition", n.to_string()),
        ("audience", "public".to_owned()),
        ("project", "llo-2024-017".to_owned()),
        ("regions", "AM01,AM02".to_owned()),
        (
            "traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00".to_owned(),
        ),
    ];
    CloudEvent {
        id: format!("{BLOCK}-{n:012}"),
        source: SOURCE.to_owned(),
        event_type: EVENT_TYPE.to_owned(),
        subject: id.clone(),
        time: jiff::Timestamp::now(),
        extensions: extensions
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        data: Bytes::from(message(&id, fact())),
    }
}
