//! Rebuilding a projection beside the live one.
//!
//! Tables of the same names are made in a schema of their own and filled from the first event to the head, while the live
//! rows go on answering. Then, in one transaction, the filled tables take the place of the live ones together with the
//! checkpoint. The same code writes both: only the search path differs. The database role needs the right to create schemas.

use anyhow::Context;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use eventing::breakpoint::{self, Step};
use futures::StreamExt;
use runtime::block::BlockEnv;
use sqlx::{Connection, PgConnection, PgPool};

use crate::{
    checkpoint::{self, Checkpoint},
    projections::{ALL, Registered},
    tail::{Ledger, Stopped, apply},
};

/// How long the swap waits for readers of the old tables, in seconds.
const LOCK_SECONDS: u32 = 10;

/// Rebuilds a projection by name, and answers how far its new rows are.
///
/// # Errors
/// There is no such projection, the ledger or the database is away, or an event cannot be understood.
pub async fn rebuild(env: BlockEnv, name: &str) -> anyhow::Result<Checkpoint> {
    let names = || ALL.iter().map(Registered::name).collect::<Vec<_>>().join(", ");
    let registered = Registered::find(name)
        .with_context(|| format!("insight has no projection '{name}', only {}", names()))?;
    let ledger = LedgerServiceClient::new(env.peers.channel("ledger")?);
    rebuild_from(&env.pool, &ledger, registered)
        .await
        .with_context(|| format!("the projection '{name}' was not rebuilt"))
}

/// Rebuilds a projection from a ledger.
///
/// # Errors
/// As for [`rebuild`].
pub async fn rebuild_from(
    pool: &PgPool,
    ledger: &impl Ledger,
    registered: Registered,
) -> Result<Checkpoint, Stopped> {
    // Not given back to the pool: its search path is another one from here on. Closing it also gives up the lock.
    let mut db = pool.acquire().await?.detach();
    let schemas = Schemas::of(&mut db, registered.name()).await?;
    lock(&mut db, &schemas).await?;
    schemas.prepare(&mut db, registered).await?;
    let mut reached = checkpoint::begin(&mut db, registered.name(), registered.version).await?;
    loop {
        reached = fill(&mut db, ledger, registered, reached).await?;
        breakpoint::pass(Step::InsightRebuilt);
        if let Some(swapped) = schemas.swap(&mut db, registered, &reached).await? {
            tracing::info!(
                projection = registered.name(),
                position = swapped.position,
                "rebuilt and swapped in"
            );
            db.close().await?;
            return Ok(swapped);
        }
    }
}

/// One rebuild of a projection at a time, over all processes.
async fn lock(db: &mut PgConnection, schemas: &Schemas) -> Result<(), Stopped> {
    let locked: bool = sqlx::query_scalar("select pg_try_advisory_lock(hashtextextended($1, 0))")
        .bind(&schemas.shadow)
        .fetch_one(db)
        .await?;
    if locked {
        Ok(())
    } else {
        Err(Stopped::RebuiltElsewhere)
    }
}

/// Applies everything up to the ledger's head.
async fn fill(
    db: &mut PgConnection,
    ledger: &impl Ledger,
    registered: Registered,
    mut reached: Checkpoint,
) -> Result<Checkpoint, Stopped> {
    let mut batches = ledger.read(reached.position + 1, false).await?;
    while let Some(batch) = batches.next().await {
        let entries = batch?.entries;
        if entries.is_empty() {
            continue;
        }
        // Nobody else writes the shadow's checkpoint: its rebuild holds the lock.
        reached = apply(db, registered, &reached, &entries)
            .await?
            .ok_or(Stopped::RebuiltElsewhere)?;
        breakpoint::pass(Step::InsightRebuilding);
    }
    Ok(reached)
}

/// The schema that answers, and the one that is filled.
struct Schemas {
    live: String,
    shadow: String,
}

impl Schemas {
    async fn of(db: &mut PgConnection, projection: &str) -> Result<Self, sqlx::Error> {
        let live: String = sqlx::query_scalar("select current_schema()::text")
            .fetch_one(db)
            .await?;
        let shadow = format!("{live}_rebuild_{projection}");
        Ok(Self { live, shadow })
    }

    /// Empty tables in a fresh shadow schema, which is looked at first from here on.
    async fn prepare(&self, db: &mut PgConnection, registered: Registered) -> Result<(), sqlx::Error> {
        let Self { live, shadow } = self;
        run(db, &format!(r#"drop schema if exists "{shadow}" cascade"#)).await?;
        run(db, &format!(r#"create schema "{shadow}""#)).await?;
        for table in registered
            .tables
            .iter()
            .chain(&["projection_checkpoints", "projection_blocks"])
        {
            let like = format!(r#"create table "{shadow}".{table} (like "{live}".{table} including all)"#);
            run(db, &like).await?;
        }
        run(db, &format!(r#"set search_path to "{shadow}", "{live}""#)).await
    }

    /// Swaps, unless the live rows are further: nobody's answer ever goes back.
    async fn swap(
        &self,
        db: &mut PgConnection,
        registered: Registered,
        reached: &Checkpoint,
    ) -> Result<Option<Checkpoint>, sqlx::Error> {
        let Self { live, shadow } = self;
        let mut tx = db.begin().await?;
        run(&mut tx, &format!(r#"set local search_path to "{live}""#)).await?;
        run(&mut tx, &format!("set local lock_timeout to '{LOCK_SECONDS}s'")).await?;
        let lock = "select position from projection_checkpoints where projection = $1 for update";
        let position: i64 = sqlx::query_scalar(lock)
            .bind(registered.name())
            .fetch_one(&mut *tx)
            .await?;
        if position.cast_unsigned() > reached.position {
            return Ok(None);
        }
        // In the order in which views read them, so that the two never wait for each other.
        for table in registered.tables {
            run(&mut tx, &format!(r#"drop table "{live}".{table}"#)).await?;
            run(
                &mut tx,
                &format!(r#"alter table "{shadow}".{table} set schema "{live}""#),
            )
            .await?;
        }
        let swapped = take_over(&mut tx, reached).await?;
        run(&mut tx, &format!(r#"drop schema "{shadow}" cascade"#)).await?;
        breakpoint::pass(Step::InsightSwapped);
        tx.commit().await?;
        Ok(Some(swapped))
    }
}

/// Gives the live checkpoint the position of the new rows, and a new generation.
async fn take_over(tx: &mut PgConnection, reached: &Checkpoint) -> Result<Checkpoint, sqlx::Error> {
    let sql = "update projection_checkpoints set generation = generation + 1 where projection = $1";
    sqlx::query(sql)
        .bind(&reached.projection)
        .execute(&mut *tx)
        .await?;
    let live = checkpoint::begin(tx, &reached.projection, reached.version).await?;
    let swapped = Checkpoint {
        generation: live.generation,
        ..reached.clone()
    };
    checkpoint::advance(tx, &live, &swapped).await?;
    Ok(swapped)
}

async fn run(db: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).persistent(false).execute(db).await?;
    Ok(())
}
