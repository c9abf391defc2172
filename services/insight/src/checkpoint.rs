//! How far a projection is: in the ledger, and in the log of each publishing block.

use std::collections::BTreeMap;

use contracts::ledger::v1::Entry;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::projections::is_known;

/// How far a projection is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Name of the projection.
    pub projection: String,
    /// Version of the code its rows were made by.
    pub version: i32,
    /// Rises each time rebuilt rows are swapped in.
    pub generation: i64,
    /// Ledger position of the last event applied; 0 when none.
    pub position: u64,
    /// When the ledger recorded that event.
    pub recorded_at: Option<Timestamp>,
    /// Events of types that nobody here knows, passed over.
    pub skipped: u64,
    /// By publishing block: place in its log of its last event applied.
    pub blocks: BTreeMap<String, u64>,
}

/// What a checkpoint cannot be moved over: events are missing in between.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected the event at position {expected}, the ledger sent {found}")]
pub struct Gap {
    expected: u64,
    found: u64,
}

impl Checkpoint {
    /// Of a projection that has not begun.
    #[must_use]
    pub fn beginning(projection: &str, version: i32) -> Self {
        Self {
            projection: projection.to_owned(),
            version,
            ..Self::default()
        }
    }

    /// Where it is after these entries, which must follow on without a gap.
    ///
    /// # Errors
    /// An entry is missing or repeated.
    pub fn after(&self, entries: &[Entry]) -> Result<Self, Gap> {
        let mut next = self.clone();
        for entry in entries {
            let expected = next.position + 1;
            if entry.position != expected {
                return Err(Gap {
                    expected,
                    found: entry.position,
                });
            }
            next.position = entry.position;
            next.skipped += u64::from(!is_known(&entry.r#type));
            match next.blocks.get_mut(&entry.block) {
                Some(applied) => *applied = entry.log_position,
                None => drop(next.blocks.insert(entry.block.clone(), entry.log_position)),
            }
        }
        if let Some(time) = entries.last().and_then(|entry| entry.recorded_at.as_ref()) {
            next.recorded_at = Timestamp::new(time.seconds, time.nanos).ok();
        }
        Ok(next)
    }

    /// Whether the event at a place in a block's log was applied.
    #[must_use]
    pub fn includes(&self, block: &str, log_position: u64) -> bool {
        self.blocks
            .get(block)
            .is_some_and(|applied| *applied >= log_position)
    }
}

const SELECT: &str = "select row_to_json(rows)::text from (
    select c.*, (
        select coalesce(json_object_agg(b.block, b.log_position), '{}'::json)
        from projection_blocks b where b.projection = c.projection
    ) as blocks
    from projection_checkpoints c order by c.projection
) rows";

/// The checkpoints of all projections that have begun.
///
/// # Errors
/// The database's.
pub async fn read_all(db: &mut PgConnection) -> Result<Vec<Checkpoint>, sqlx::Error> {
    let rows: Vec<String> = sqlx::query_scalar(SELECT).fetch_all(db).await?;
    rows.iter()
        .map(|row| serde_json::from_str(row).map_err(|error| sqlx::Error::Decode(error.into())))
        .collect()
}

/// The checkpoint of one projection, begun when it is not there yet.
///
/// # Errors
/// The database's.
pub async fn begin(db: &mut PgConnection, projection: &str, version: i32) -> Result<Checkpoint, sqlx::Error> {
    sqlx::query(
        "insert into projection_checkpoints (projection, version) values ($1, $2) on conflict do nothing",
    )
    .bind(projection)
    .bind(version)
    .execute(&mut *db)
    .await?;
    read(db, projection).await
}

/// The checkpoint of one projection as it is now; where a projection begins when there is none.
///
/// # Errors
/// The database's.
pub async fn read(db: &mut PgConnection, projection: &str) -> Result<Checkpoint, sqlx::Error> {
    let found = read_all(db)
        .await?
        .into_iter()
        .find(|checkpoint| checkpoint.projection == projection);
    Ok(found.unwrap_or_else(|| Checkpoint::beginning(projection, 0)))
}

/// Moves a checkpoint, unless somebody else moved it since it was read: another process, or a rebuild that was swapped in.
/// Until the transaction ends nobody else can.
///
/// # Errors
/// The database's.
pub async fn advance(db: &mut PgConnection, from: &Checkpoint, to: &Checkpoint) -> Result<bool, sqlx::Error> {
    let moved = sqlx::query(
        "update projection_checkpoints
         set position = $4, recorded_at = $5::text::timestamptz, skipped = $6, version = $7
         where projection = $1 and position = $2 and generation = $3",
    )
    .bind(&from.projection)
    .bind(from.position.cast_signed())
    .bind(from.generation)
    .bind(to.position.cast_signed())
    .bind(to.recorded_at.map(|at| at.to_string()))
    .bind(to.skipped.cast_signed())
    .bind(to.version)
    .execute(&mut *db)
    .await?;
    if moved.rows_affected() == 0 {
        return Ok(false);
    }
    save_blocks(db, to).await?;
    Ok(true)
}

async fn save_blocks(db: &mut PgConnection, to: &Checkpoint) -> Result<(), sqlx::Error> {
    let blocks: Vec<&str> = to.blocks.keys().map(String::as_str).collect();
    let positions: Vec<i64> = to
        .blocks
        .values()
        .map(|position| position.cast_signed())
        .collect();
    sqlx::query(
        "insert into projection_blocks (projection, block, log_position)
         select $1, block, log_position from unnest($2::text[], $3::bigint[]) as new (block, log_position)
         on conflict (projection, block) do update set log_position = excluded.log_position",
    )
    .bind(&to.projection)
    .bind(blocks)
    .bind(positions)
    .execute(db)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(position: u64, block: &str, log_position: u64, event_type: &str) -> Entry {
        Entry {
            position,
            block: block.into(),
            log_position,
            r#type: event_type.into(),
            ..Entry::default()
        }
    }

    #[test]
    fn it_moves_over_a_batch_and_counts_what_nobody_knows() {
        let batch = [
            entry(1, "programme", 4, "nl.projects.project-closed.v1"),
            entry(2, "radar", 9, "nl.skills.skill-proposed.v1"),
            entry(3, "programme", 7, "nl.projects.project-closed.v1"),
        ];
        let after = Checkpoint::beginning("projects", 1).after(&batch).unwrap();
        assert_eq!((after.position, after.skipped), (3, 1));
        assert!(after.includes("programme", 7) && after.includes("radar", 9));
        assert!(!after.includes("programme", 8) && !after.includes("culture", 1));
    }

    #[test]
    fn it_does_not_move_over_a_gap_or_a_repetition() {
        let at_three = Checkpoint {
            position: 3,
            ..Checkpoint::default()
        };
        assert_eq!(
            at_three.after(&[entry(5, "a", 1, "x")]),
            Err(Gap {
                expected: 4,
                found: 5
            })
        );
        assert_eq!(
            at_three.after(&[entry(3, "a", 1, "x")]),
            Err(Gap {
                expected: 4,
                found: 3
            })
        );
    }
}
