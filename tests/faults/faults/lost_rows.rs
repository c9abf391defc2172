//! Insight's newest rows are lost, with their checkpoint: its transactions need not be on the disk when they are answered, so
//! a crash of the database may take the last ones with it while insight runs on.

use std::time::Duration;

use sqlx::{Connection, Executor, PgConnection};

use super::{Fault, Kind, anywhere};
use crate::{checks::connect, dice::Dice, world::World};

pub(super) const LOST: Fault = Fault {
    name: "rows-lost",
    about: "Insight's tables and checkpoints are set back by a second or two, as when PostgreSQL crashes before they are on the disk.",
    kind: Kind::Ground,
    weight: 5,
    fits: anywhere,
    strike: |world, dice| Box::pin(lose(world, dice)),
};

/// Where the tables are kept meanwhile.
const ASIDE: &str = "lost_rows";

async fn lose(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let mut database = connect(world).await?;
    let tables = tables(&mut database).await?;
    let keep: Vec<String> = tables
        .iter()
        .map(|table| format!("CREATE TABLE {ASIDE}.{table} AS TABLE insight.{table}"))
        .collect();
    let start = format!("DROP SCHEMA IF EXISTS {ASIDE} CASCADE; CREATE SCHEMA {ASIDE}");
    together(&mut database, &tables, &start, &keep).await?;
    let lost = Duration::from_millis(dice.within(300, 2_000));
    tokio::time::sleep(lost).await;
    let put_back: Vec<String> = tables
        .iter()
        .map(|table| {
            format!("DELETE FROM insight.{table}; INSERT INTO insight.{table} TABLE {ASIDE}.{table}")
        })
        .collect();
    together(&mut database, &tables, "SELECT 1", &put_back).await?;
    Ok(format!("the last {} ms", lost.as_millis()))
}

/// The tables of insight's read models, checkpoints first, as insight locks them.
async fn tables(database: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'insight'
             AND table_name NOT IN ('events', 'head', 'requests', 'snapshots', 'checkpoints', '_sqlx_migrations')
         ORDER BY table_name <> 'projection_checkpoints', table_name",
    )
    .fetch_all(database)
    .await?)
}

/// Does all of it at one moment, while nobody writes.
async fn together(
    database: &mut PgConnection,
    tables: &[String],
    start: &str,
    statements: &[String],
) -> anyhow::Result<()> {
    let mut transaction = database.begin().await?;
    for table in tables {
        let lock = format!("LOCK TABLE insight.{table} IN SHARE ROW EXCLUSIVE MODE");
        transaction.execute(lock.as_str()).await?;
    }
    transaction.execute(start).await?;
    for statement in statements {
        transaction.execute(statement.as_str()).await?;
    }
    Ok(transaction.commit().await?)
}
