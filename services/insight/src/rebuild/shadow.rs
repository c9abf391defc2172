//! The tables that a rebuild fills, in a schema beside the live one.

use eventing::breakpoint::{self, Step};
use sqlx::{Connection, PgConnection, PgPool};

use crate::{
    checkpoint::{self, Checkpoint},
    projections::{Registered, Unsaved},
    rows::Onto,
    tail::Stopped,
};

/// How long the swap waits for readers of the old tables, in seconds.
const LOCK_SECONDS: u32 = 10;

/// A connection that looks at the shadow schema first.
pub(super) struct Shadow {
    db: PgConnection,
    registered: Registered,
    live: String,
    shadow: String,
    /// What its tables hold.
    onto: Onto,
}

impl Shadow {
    /// Empty tables in a fresh schema. There is one at a time for each projection, over all processes.
    pub(super) async fn prepare(pool: &PgPool, registered: Registered) -> Result<Self, Stopped> {
        // Not given back to the pool: its search path is another one from here on. Closing it also gives up the lock.
        let mut db = pool.acquire().await?.detach();
        let live: String = sqlx::query_scalar("select current_schema()::text")
            .fetch_one(&mut db)
            .await?;
        let shadow = format!("{live}_rebuild_{}", registered.name());
        lock(&mut db, &shadow).await?;
        checkpoint::begin(&mut db, registered.name(), registered.version).await?;
        run(&mut db, &format!(r#"drop schema if exists "{shadow}" cascade"#)).await?;
        run(&mut db, &format!(r#"create schema "{shadow}""#)).await?;
        for table in registered.tables {
            let like = format!(r#"create table "{shadow}".{table} (like "{live}".{table} including all)"#);
            run(&mut db, &like).await?;
        }
        run(&mut db, &format!(r#"set search_path to "{shadow}", "{live}""#)).await?;
        Ok(Self {
            db,
            registered,
            live,
            shadow,
            onto: Onto::Nothing,
        })
    }

    /// Writes rows.
    pub(super) async fn write(&mut self, unsaved: &dyn Unsaved) -> Result<(), Stopped> {
        let mut tx = self.db.begin().await?;
        unsaved.write(&mut tx, self.onto).await?;
        tx.commit().await?;
        self.onto = Onto::Known;
        Ok(())
    }

    /// Swaps, unless the live rows are further: nobody's answer ever goes back.
    pub(super) async fn swap(&mut self, reached: &Checkpoint) -> Result<Option<Checkpoint>, Stopped> {
        let Self { live, shadow, .. } = self;
        let mut tx = self.db.begin().await?;
        run(&mut tx, &format!(r#"set local search_path to "{live}""#)).await?;
        run(&mut tx, &format!("set local lock_timeout to '{LOCK_SECONDS}s'")).await?;
        let lock = "select position from projection_checkpoints where projection = $1 for update";
        let position: i64 = sqlx::query_scalar(lock)
            .bind(self.registered.name())
            .fetch_one(&mut *tx)
            .await?;
        if position.cast_unsigned() > reached.position {
            return Ok(None);
        }
        // In the order in which they are read, so that the two never wait for each other.
        for table in self.registered.tables {
            run(&mut tx, &format!(r#"drop table "{live}".{table}"#)).await?;
            let take = format!(r#"alter table "{shadow}".{table} set schema "{live}""#);
            run(&mut tx, &take).await?;
        }
        let swapped = take_over(&mut tx, reached).await?;
        breakpoint::pass(Step::InsightSwapped);
        run(&mut tx, &format!(r#"drop schema "{shadow}" cascade"#)).await?;
        tx.commit().await?;
        Ok(Some(swapped))
    }

    /// Lets others rebuild.
    pub(super) async fn close(mut self) -> Result<(), Stopped> {
        // Closing gives the lock up too, but only once the server has noticed; whoever comes next must not be turned away.
        sqlx::query("select pg_advisory_unlock(hashtextextended($1, 0))")
            .bind(&self.shadow)
            .execute(&mut self.db)
            .await?;
        Ok(self.db.close().await?)
    }
}

async fn lock(db: &mut PgConnection, shadow: &str) -> Result<(), Stopped> {
    let locked: bool = sqlx::query_scalar("select pg_try_advisory_lock(hashtextextended($1, 0))")
        .bind(shadow)
        .fetch_one(db)
        .await?;
    if locked {
        Ok(())
    } else {
        Err(Stopped::RebuiltElsewhere)
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
