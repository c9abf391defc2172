//! The statement that appends.

use sqlx::{Connection, PgConnection, Postgres, QueryBuilder};

use super::{
    super::append::Append,
    rows::{FactRows, GuardRows, RequestRows},
};
use crate::breakpoint::{self, Step};

/// What came of it.
pub(super) enum Written {
    /// The facts stand after this place.
    After(u64),
    /// Nothing: the head is elsewhere, or a guard does not hold.
    Nothing,
}

impl Written {
    /// The place that a batch stands after, or why it was not written.
    pub(super) fn outcome(written: Result<Self, sqlx::Error>) -> Result<u64, Refusal> {
        match written {
            Ok(Self::After(base)) => {
                breakpoint::pass(Step::AppendCommitted);
                Ok(base)
            }
            Ok(Self::Nothing) => Err(Refusal::Elsewhere),
            Err(error) => Err(Refusal::of(error)),
        }
    }
}

/// Why a batch was not written.
pub(super) enum Refusal {
    /// The head is elsewhere, or a guard does not hold.
    Elsewhere,
    /// Something is on record that contradicts some of it.
    Contradicted,
    /// The database is away, or cannot store some of it.
    Failed(sqlx::Error),
}

impl Refusal {
    fn of(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(|error| error.constraint()) {
            Some("events_pkey" | "requests_pkey") => Self::Contradicted,
            _ => Self::Failed(error),
        }
    }
}

/// The newest place in the log.
pub(super) async fn head(connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let head: i64 = sqlx::query_scalar("SELECT position FROM head")
        .fetch_one(connection)
        .await?;
    Ok(head.cast_unsigned())
}

/// Writes appends if the head is where it is known to be. Those that are `behind` others wait until these are through.
pub(super) async fn write(
    connection: &mut PgConnection,
    appends: &[&Append],
    known_head: u64,
    is_behind: bool,
) -> Result<Written, sqlx::Error> {
    let moved: Option<i64> = insert(appends, known_head, is_behind)
        .build_query_scalar()
        .fetch_optional(connection)
        .await?;
    Ok(moved.map_or(Written::Nothing, |_| Written::After(known_head)))
}

/// Writes appends wherever the head is. Waits for its turn among the writers of all processes.
pub(super) async fn write_locked(
    connection: &mut PgConnection,
    appends: &[&Append],
) -> Result<Written, sqlx::Error> {
    let mut tx = connection.begin().await?;
    let head: i64 = sqlx::query_scalar("SELECT position FROM head FOR UPDATE")
        .fetch_one(&mut *tx)
        .await?;
    breakpoint::pass(Step::AppendGuarded);
    let written = write(&mut tx, appends, head.cast_unsigned(), false).await?;
    breakpoint::pass(Step::AppendWritten);
    tx.commit().await?;
    Ok(written)
}

/// The head moves from where it is known to be, the facts stand behind it, the requests are on record: one statement, one
/// commit. When the head is elsewhere nothing is written: then something was committed that this statement does not see.
///
/// A statement that `is_behind` another one begins before that one is committed, and so does not see what it wrote; none of
/// its guards is about that. It would not even look at a head that is not where it should be. So it locks the head first,
/// which it is given as the other one left it.
fn insert<'q>(appends: &[&'q Append], known_head: u64, is_behind: bool) -> QueryBuilder<'q, Postgres> {
    let facts = FactRows::of(appends, known_head);
    let requests = RequestRows::of(appends, known_head);
    let guards = GuardRows::of(appends);
    let (locked, from, position) = if is_behind {
        (
            "locked AS (SELECT position FROM head FOR UPDATE), ",
            " FROM locked",
            "locked.position",
        )
    } else {
        ("", "", "head.position")
    };
    let mut sql = QueryBuilder::new("WITH ");
    sql.push(locked).push("moved AS (UPDATE head SET position = ");
    sql.push_bind((known_head + facts.len() as u64).cast_signed());
    sql.push(from).push(" WHERE ").push(position).push(" = ");
    sql.push_bind(known_head.cast_signed());
    guards.push_condition(&mut sql);
    sql.push(" RETURNING head.position)");
    facts.push_insert(&mut sql);
    requests.push_insert(&mut sql);
    sql.push(" SELECT position FROM moved");
    sql
}
