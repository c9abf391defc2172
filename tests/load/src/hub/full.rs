//! A ledger with millions of entries, written into its tables as its writer would have written them, and insight's rows of
//! it, which a hub has made.
//!
//! It is filled once for all measures that need it. Only what the ledger cannot work out for itself is written: it makes the
//! rest, such as its tree, when it starts.

use std::{collections::BTreeMap, time::Duration};

use anyhow::Context;
use bytes::{BufMut, BytesMut};
use contracts::{
    catalogue::{BY_TYPE, EventType},
    programme::v1::{Entry, ReferenceDataDefined},
};
use eventing::cloudevent::CloudEvent;
use jiff::{SignedDuration, Timestamp};
use runtime::block::Registration;
use schakelpunt::blocks::BLOCKS;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, Row};
use tokio::sync::OnceCell;

use super::{
    history::{self, BLOCK, PROJECTS, told},
    process::{Hub, make_tables, reference_files},
    views::Insight,
};
use crate::{measure::Effort, servers::Servers};

/// Entries of the full ledger.
const ENTRIES: u64 = 5_000_000;
/// Bytes sent to PostgreSQL at once.
const CHUNK_BYTES: usize = 1024 * 1024;
/// PostgreSQL counts time from the beginning of 2000, in microseconds.
const POSTGRES_EPOCH: i64 = 946_684_800;
/// Type of texts within an array, in PostgreSQL's numbers.
const TEXT_OID: u32 = 25;

/// A database with a full ledger.
#[derive(Debug, Clone)]
pub(crate) struct Full {
    /// Where it is.
    pub(crate) database: String,
    /// How many entries there are.
    pub(crate) entries: u64,
}

impl Full {
    /// All entries in this time, as so many a second.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of a benchmark are far below 2^52"
    )]
    pub(crate) fn per_second(&self, took: Duration) -> f64 {
        self.entries as f64 / took.as_secs_f64()
    }
}

/// Blocks that run on a full ledger: all but the one in whose name it was written, which knows nothing of that.
pub(crate) fn blocks() -> Vec<Registration> {
    BLOCKS.iter().filter(|it| it.name != BLOCK).copied().collect()
}

/// The full ledger of this run.
pub(crate) async fn ledger(servers: &Servers, effort: &Effort) -> anyhow::Result<&'static Full> {
    static FULL: OnceCell<Full> = OnceCell::const_new();
    FULL.get_or_try_init(|| fill(servers, effort)).await
}

async fn fill(servers: &Servers, effort: &Effort) -> anyhow::Result<Full> {
    let database = servers.database("full_ledger").await?;
    make_tables(&database, BLOCKS)?;
    let entries = effort.size(ENTRIES).max(PROJECTS as u64 * 100);
    eprintln!("filling a ledger with {entries} entries ...");
    let mut db = PgConnection::connect(&database).await?;
    sqlx::query("SET search_path TO ledger").execute(&mut db).await?;
    let indexes = drop_indexes(&mut db).await?;
    let last = copy(&mut db, entries).await?;
    for index in indexes {
        sqlx::query(&index).execute(&mut db).await?;
    }
    tell_heads(&mut db, entries, last).await?;
    sqlx::query("VACUUM ANALYZE entries").execute(&mut db).await?;
    sqlx::query("CHECKPOINT").execute(&mut db).await?;
    db.close().await?;
    eprintln!("waiting for insight's rows of it ...");
    drop(Insight::of(Hub::start(&database, blocks())?, entries).await?);
    Ok(Full { database, entries })
}

/// Indexes cost less when they are made at once. Answers how they are made again.
async fn drop_indexes(db: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    let found = sqlx::query(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'ledger' AND tablename = 'entries'
         AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'ledger.entries'::regclass)",
    )
    .fetch_all(&mut *db)
    .await?;
    let mut made = Vec::new();
    for row in found {
        let name: String = row.try_get(0)?;
        sqlx::query(&format!(r#"DROP INDEX "{name}""#))
            .execute(&mut *db)
            .await?;
        made.push(row.try_get(1)?);
    }
    Ok(made)
}

/// Writes all entries, and answers when the last one was recorded.
async fn copy(db: &mut PgConnection, entries: u64) -> anyhow::Result<Timestamp> {
    let mut rows = Rows::new()?;
    let mut sink = db
        .copy_in_raw(
            "COPY entries (position, block, sequence, log_position, event_id, type, source, subject, time, recorded_at,
             building_block, project, regions, theme, audience, entry, leaf_hash) FROM STDIN (FORMAT binary)",
        )
        .await?;
    let reference = reference_events()?;
    let references = reference.len() as u64;
    for (event, data) in reference {
        rows.add(event, None, data)?;
    }
    for number in 0..entries.saturating_sub(references) {
        let told = told(number)?;
        rows.add(told.event, Some(told.project), told.data)?;
        if rows.bytes.len() >= CHUNK_BYTES {
            sink.send(rows.bytes.split().freeze()).await?;
        }
    }
    rows.bytes.put_i16(-1);
    sink.send(rows.bytes.split().freeze()).await?;
    sink.finish().await?;
    Ok(rows.at)
}

/// The events that made the repository's reference data.
fn reference_events() -> anyhow::Result<Vec<(&'static EventType, Vec<u8>)>> {
    let event = BY_TYPE
        .get("nl.reference-data.reference-data-defined.v1")
        .context("the contract has reference data")?;
    let mut events = Vec::new();
    for file in reference_files()? {
        for line in std::fs::read_to_string(&file)?.lines() {
            let mut line: Value = serde_json::from_str(line)?;
            let entry = line["request"]["entry"].take();
            if entry.is_null() {
                continue;
            }
            let defined = ReferenceDataDefined {
                entry: Some(serde_json::from_value::<Entry>(entry)?),
                revision: 1,
            };
            events.push((event, serde_json::to_vec(&defined)?));
        }
    }
    Ok(events)
}

async fn tell_heads(db: &mut PgConnection, entries: u64, last: Timestamp) -> anyhow::Result<()> {
    let entries = i64::try_from(entries)?;
    sqlx::query("INSERT INTO block_heads (block, sequence, log_position) VALUES ($1, $2, $2)")
        .bind(BLOCK)
        .bind(entries)
        .execute(&mut *db)
        .await?;
    sqlx::query("UPDATE ledger_head SET position = $1, recorded_at = $2::text::timestamptz")
        .bind(entries)
        .bind(last.to_string())
        .execute(&mut *db)
        .await?;
    // A ledger from before it had a tree says so by having no root, and makes its tree when it starts.
    let has_tree: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM information_schema.columns
         WHERE table_schema = 'ledger' AND table_name = 'ledger_head' AND column_name = 'root')",
    )
    .fetch_one(&mut *db)
    .await?;
    if has_tree {
        sqlx::query("UPDATE ledger_head SET root = NULL")
            .execute(db)
            .await?;
    }
    Ok(())
}

/// Rows of the table in the binary form of COPY.
struct Rows {
    bytes: BytesMut,
    position: u64,
    at: Timestamp,
}

impl Rows {
    fn new() -> anyhow::Result<Self> {
        let mut bytes = BytesMut::with_capacity(2 * CHUNK_BYTES);
        bytes.put_slice(b"PGCOPY\n\xff\r\n\0");
        bytes.put_slice(&[0; 8]);
        Ok(Self {
            bytes,
            position: 0,
            at: "2024-01-01T09:00:00Z".parse()?,
        })
    }

    fn add(
        &mut self,
        event: &'static EventType,
        project: Option<usize>,
        data: Vec<u8>,
    ) -> anyhow::Result<()> {
        self.position += 1;
        self.at += SignedDuration::from_millis(15);
        let project_id = project.map(history::project_id);
        let building_block = project.map(history::block_of);
        let theme = project.map(|_| history::THEME);
        let belongs = [
            ("buildingblock", building_block),
            ("project", project_id.as_deref()),
            ("theme", theme),
        ];
        let cloud_event =
            self.cloud_event(event, project_id.as_deref().unwrap_or("reference"), belongs, data);
        let entry = cloud_event.to_structured_json()?;
        let position = i64::try_from(self.position)?;
        let micros = self.at.as_microsecond() - POSTGRES_EPOCH * 1_000_000;
        self.bytes.put_i16(17);
        self.field(&position.to_be_bytes());
        self.field(BLOCK.as_bytes());
        self.field(&position.to_be_bytes());
        self.field(&position.to_be_bytes());
        self.field(cloud_event.id.as_bytes());
        self.field(event.name.as_bytes());
        self.field(cloud_event.source.as_bytes());
        self.field(cloud_event.subject.as_bytes());
        self.field(&micros.to_be_bytes());
        self.field(&micros.to_be_bytes());
        self.optional(building_block);
        self.optional(project_id.as_deref());
        self.no_texts();
        self.optional(theme);
        self.field(&(event.audience as i16).to_be_bytes());
        let leaf = Sha256::new().chain_update([0]).chain_update(&entry).finalize();
        self.field(&entry);
        self.field(&leaf);
        Ok(())
    }

    fn cloud_event(
        &self,
        event: &EventType,
        subject: &str,
        belongs: [(&str, Option<&str>); 3],
        data: Vec<u8>,
    ) -> CloudEvent {
        let mut extensions = BTreeMap::from([
            ("block".to_owned(), BLOCK.to_owned()),
            ("blocksequence".to_owned(), self.position.to_string()),
            ("logposition".to_owned(), self.position.to_string()),
            ("audience".to_owned(), event.audience.attribute().to_owned()),
        ]);
        for (name, value) in belongs {
            extensions.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        }
        CloudEvent {
            id: format!("{BLOCK}-{:012}", self.position),
            source: format!("urn:nld:oin:00000099000000000000:systeem:{BLOCK}"),
            event_type: event.name.clone(),
            subject: subject.to_owned(),
            time: self.at,
            extensions,
            data: data.into(),
        }
    }

    fn field(&mut self, value: &[u8]) {
        self.bytes.put_i32(i32::try_from(value.len()).unwrap_or(i32::MAX));
        self.bytes.put_slice(value);
    }

    fn optional(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.field(value.as_bytes()),
            None => self.bytes.put_i32(-1),
        }
    }

    fn no_texts(&mut self) {
        self.bytes.put_i32(12);
        self.bytes.put_i32(0);
        self.bytes.put_i32(0);
        self.bytes.put_u32(TEXT_OID);
    }
}
