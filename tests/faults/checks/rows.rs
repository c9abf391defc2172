//! Tables as text, to be compared.

use std::collections::BTreeMap;

use sqlx::PgConnection;

/// Tables of every block's log, which are no read models.
const OF_THE_LOG: [&str; 6] = [
    "events",
    "head",
    "requests",
    "snapshots",
    "checkpoints",
    "_sqlx_migrations",
];

/// Rows of tables by the table's name, sorted.
pub(super) type Rows = BTreeMap<String, Vec<String>>;

/// All tables of a schema that are read models, but for `except`.
pub(super) async fn read_models(
    database: &mut PgConnection,
    schema: &str,
    except: &[&str],
) -> anyhow::Result<Rows> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1",
    )
    .bind(schema)
    .fetch_all(&mut *database)
    .await?;
    let mut rows = Rows::new();
    for table in tables {
        if OF_THE_LOG.contains(&table.as_str()) || except.contains(&table.as_str()) {
            continue;
        }
        let select = format!("SELECT row_to_json(rows)::text FROM {schema}.{table} rows ORDER BY 1");
        rows.insert(
            table,
            sqlx::query_scalar(&select).fetch_all(&mut *database).await?,
        );
    }
    Ok(rows)
}

/// What differs, row by row.
pub(super) fn differences(live: &Rows, rebuilt: &Rows) -> Vec<String> {
    let mut wrong = Vec::new();
    for (table, rows) in live {
        let Some(others) = rebuilt.get(table) else {
            wrong.push(format!("the table {table} is gone"));
            continue;
        };
        let lacking = |these: &[String], those: &[String], which: &str| -> Vec<String> {
            let there: std::collections::HashSet<&String> = those.iter().collect();
            these
                .iter()
                .filter(|row| !there.contains(row))
                .map(|row| format!("{table}: only {which}: {row}"))
                .collect()
        };
        wrong.extend(lacking(rows, others, "live"));
        wrong.extend(lacking(others, rows, "rebuilt"));
        if wrong.is_empty() && rows.len() != others.len() {
            wrong.push(format!(
                "{table}: {} rows live, {} rebuilt",
                rows.len(),
                others.len()
            ));
        }
    }
    wrong
}
