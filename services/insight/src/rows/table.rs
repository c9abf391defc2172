//! Rows and their tables: reading all of one, and writing what changed between two versions.
//!
//! Table names are found through the search path, so that a rebuild can point the same statements at its own tables.

use std::{cmp::Ordering, collections::HashSet, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};
use sqlx::PgConnection;

use super::{List, copy::copy};

/// Most rows in one statement.
const ROWS_MAX: usize = 5_000;

/// A row of a table; its fields are the table's columns.
pub trait Row: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// The table.
    const TABLE: &'static str;
    /// The columns of its primary key.
    const KEY: &'static [&'static str];

    /// The column of the identifier that the rows are kept by, such as their project; none for a table whose rows are kept together.
    const KEPT_BY: Option<&'static str>;

    /// That identifier; empty for what is kept together.
    fn kept_by(&self) -> &str;

    /// Whether both have the same key.
    fn is_same(&self, other: &Self) -> bool;

    /// The order in which they are listed. Never that of the database, which depends on how it was set up.
    fn order(&self, other: &Self) -> Ordering;
}

/// Declares a table: the field its rows are kept by where that is not the project, the other key fields, and the fields it is
/// ordered by.
macro_rules! table {
    ($row:ty, $table:literal, [$($key:ident = $column:literal),*], by [$($order:ident),*]) => {
        $crate::rows::table::table!($row, $table, of project_id = "project_id", [$($key = $column),*], by [$($order),*]);
    };
    (
        $row:ty, $table:literal, of $kept_by:ident = $kept_by_column:literal,
        [$($key:ident = $column:literal),*], by [$($order:ident),*]
    ) => {
        impl $crate::rows::Row for $row {
            const TABLE: &'static str = $table;
            const KEY: &'static [&'static str] = &[$kept_by_column, $($column),*];
            const KEPT_BY: Option<&'static str> = Some($kept_by_column);

            fn kept_by(&self) -> &str {
                &self.$kept_by
            }

            fn is_same(&self, other: &Self) -> bool {
                self.$kept_by == other.$kept_by $(&& self.$key == other.$key)*
            }

            fn order(&self, other: &Self) -> std::cmp::Ordering {
                let kept_by = self.$kept_by.cmp(&other.$kept_by);
                kept_by$(.then_with(|| self.$order.cmp(&other.$order)))*
            }
        }
    };
}
pub(super) use table;

/// What is in the tables that rows are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onto {
    /// What was last written to them.
    Known,
    /// Perhaps something else, by another writer: all rows kept with one that changed are replaced.
    Unknown,
    /// Nothing.
    Nothing,
}

/// What has to be written to bring a table from one version to another.
#[derive(Debug)]
pub struct Difference<R> {
    gone: Vec<Arc<R>>,
    new: Vec<Arc<R>>,
}

impl<R> Default for Difference<R> {
    fn default() -> Self {
        Self {
            gone: Vec::new(),
            new: Vec::new(),
        }
    }
}

impl<R: Row> Difference<R> {
    /// Adds what differs between two versions of one list. Rows that did not change are the same in both.
    pub fn add(&mut self, before: &List<R>, now: &List<R>) {
        if before.is_copy_of(now) {
            return;
        }
        let known: HashSet<*const R> = before.shared().iter().map(Arc::as_ptr).collect();
        let kept: HashSet<*const R> = now.shared().iter().map(Arc::as_ptr).collect();
        let changed = |row: &&Arc<R>| !known.contains(&Arc::as_ptr(row));
        let new: Vec<Arc<R>> = now.shared().iter().filter(changed).cloned().collect();
        let left = before
            .shared()
            .iter()
            .filter(|row| !kept.contains(&Arc::as_ptr(row)));
        let gone = left.filter(|row| !new.iter().any(|other| other.is_same(row)));
        self.gone.extend(gone.cloned());
        self.new.extend(new);
    }

    /// Writes it to a table that is empty.
    ///
    /// # Errors
    /// The database's.
    pub async fn fill(&self, db: &mut PgConnection) -> Result<(), sqlx::Error> {
        copy(db, &self.new).await
    }

    /// Writes it.
    ///
    /// # Errors
    /// The database's.
    pub async fn write(&self, db: &mut PgConnection) -> Result<(), sqlx::Error> {
        for rows in self.gone.chunks(ROWS_MAX) {
            sqlx::query(&delete::<R>())
                .bind(json(rows)?)
                .execute(&mut *db)
                .await?;
        }
        for rows in self.new.chunks(ROWS_MAX) {
            let sql = upsert::<R>(&rows[0])?;
            sqlx::query(&sql).bind(json(rows)?).execute(&mut *db).await?;
        }
        Ok(())
    }
}

/// All rows of a table, in no order.
///
/// # Errors
/// The database's; `Decode` when a row does not fit its struct.
pub async fn read<R: Row>(db: &mut PgConnection) -> Result<Vec<R>, sqlx::Error> {
    let sql = format!("select row_to_json(rows)::text from {} rows", R::TABLE);
    let rows: Vec<String> = sqlx::query_scalar(&sql).fetch_all(db).await?;
    rows.iter()
        .map(|row| serde_json::from_str(row).map_err(|error| sqlx::Error::Decode(error.into())))
        .collect()
}

/// Deletes all rows kept by the given identifiers, for a writer that does not know what is there.
///
/// # Errors
/// The database's.
pub async fn delete_of<R: Row>(db: &mut PgConnection, ids: &[String]) -> Result<(), sqlx::Error> {
    // Rows of a table without such a column are kept together, under an empty identifier.
    let of = R::KEPT_BY.unwrap_or("''");
    let sql = format!("delete from {} where {of} = any($1)", R::TABLE);
    sqlx::query(&sql).bind(ids).execute(db).await?;
    Ok(())
}

fn delete<R: Row>() -> String {
    let table = R::TABLE;
    let same: Vec<String> = R::KEY
        .iter()
        .map(|column| format!("kept.{column} = gone.{column}"))
        .collect();
    format!(
        "delete from {table} kept using json_populate_recordset(null::{table}, $1::json) gone where {}",
        same.join(" and ")
    )
}

/// The columns are those of the struct, as serde writes them.
fn upsert<R: Row>(example: &R) -> Result<String, sqlx::Error> {
    let table = R::TABLE;
    let columns = serde_json::to_value(example).map_err(encode)?;
    let sets: Vec<String> = columns
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::keys)
        .filter(|column| !R::KEY.contains(&column.as_str()))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    Ok(format!(
        "insert into {table} select * from json_populate_recordset(null::{table}, $1::json)
         on conflict ({}) do update set {}",
        R::KEY.join(", "),
        sets.join(", ")
    ))
}

fn json<R: Serialize>(rows: &[Arc<R>]) -> Result<String, sqlx::Error> {
    let rows: Vec<&R> = rows.iter().map(Arc::as_ref).collect();
    serde_json::to_string(&rows).map_err(encode)
}

pub(super) fn encode(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Encode(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{figure::fixture::milestone, rows::MilestoneRow};

    fn plan() -> List<MilestoneRow> {
        ["m1", "m2", "m3"]
            .map(|id| milestone(id, "2025-01-01", "2025-01-01"))
            .to_vec()
            .into()
    }

    fn ids(rows: &[Arc<MilestoneRow>]) -> Vec<&str> {
        rows.iter().map(|row| row.milestone_id.as_str()).collect()
    }

    #[test]
    fn only_what_changed_is_written() {
        let before = plan();
        let mut now = before.clone();
        now.find_mut(|row| row.milestone_id == "m2").unwrap().title = "new".into();
        now.retain(|row| row.milestone_id != "m3");
        now.push(milestone("m4", "2025-01-01", "2025-01-01"));
        let mut difference = Difference::default();
        difference.add(&before, &now);
        assert_eq!(ids(&difference.new), ["m2", "m4"]);
        assert_eq!(ids(&difference.gone), ["m3"]);
    }

    #[test]
    fn a_statement_names_every_column_once() {
        let sql = upsert(&milestone("m1", "2025-01-01", "2025-01-01")).unwrap();
        assert!(sql.contains("on conflict (project_id, milestone_id)"), "{sql}");
        assert!(sql.contains("achieved_on = excluded.achieved_on") && !sql.contains("project_id = excluded"));
    }
}
