//! Whose reminder or due day has come?

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff::civil::Date;
use sqlx::{PgConnection, PgPool};

use crate::domain::calendar::{Calendar, Fact, Owed};

/// Obligations with the days on which something falls due.
#[derive(Debug, Default, Clone, Copy)]
pub struct Obligations;

#[async_trait]
impl Projection<Recorded> for Obligations {
    fn name(&self) -> &'static str {
        "obligations"
    }

    async fn apply(&self, batch: &[Recorded], connection: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            if let Some(fact) = recorded.fact::<Calendar>() {
                apply(&recorded.stream_id, &fact?, connection).await?;
            }
        }
        Ok(())
    }

    async fn reset(&self, connection: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM obligations").execute(connection).await?;
        Ok(())
    }
}

/// Projects for which a reminder or due day up to `today` was not recorded yet.
///
/// # Errors
/// The database cannot be reached.
pub async fn projects_to_tick(pool: &PgPool, today: Date) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT project_id FROM obligations WHERE is_open AND NOT reminded AND reminder_on <= $1::text::date
         UNION SELECT project_id FROM obligations WHERE is_open AND NOT overdue AND due_on < $1::text::date
         ORDER BY project_id",
    )
    .bind(today.to_string())
    .fetch_all(pool)
    .await
}

async fn apply(project_id: &str, fact: &Fact, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let change = match fact {
        Fact::Scheduled { owed, .. } => return schedule(project_id, owed, connection).await,
        Fact::Rescheduled { owed } => return reschedule(owed, connection).await,
        Fact::ReminderCame { .. } => "UPDATE obligations SET reminded = true WHERE obligation_id = $1",
        Fact::BecameOverdue { .. } => "UPDATE obligations SET overdue = true WHERE obligation_id = $1",
        Fact::Fulfilled { .. } | Fact::Waived { .. } => {
            "UPDATE obligations SET is_open = false WHERE obligation_id = $1"
        }
    };
    sqlx::query(change)
        .bind(fact.obligation_id())
        .execute(connection)
        .await?;
    Ok(())
}

async fn schedule(project_id: &str, owed: &Owed, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO obligations (obligation_id, project_id, reminder_on, due_on, is_open, reminded, overdue)
         VALUES ($1, $2, $3::text::date, $4::text::date, true, false, false)
         ON CONFLICT (obligation_id) DO UPDATE SET reminder_on = excluded.reminder_on, due_on = excluded.due_on,
             is_open = true, reminded = false, overdue = false",
    )
    .bind(&owed.obligation_id)
    .bind(project_id)
    .bind(owed.reminder_on.to_string())
    .bind(owed.due_on.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// As the aggregate does: a new due day starts the waiting anew.
async fn reschedule(owed: &Owed, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE obligations SET reminder_on = $2::text::date, due_on = $3::text::date,
             reminded = reminded AND due_on = $3::text::date, overdue = overdue AND due_on = $3::text::date
         WHERE obligation_id = $1",
    )
    .bind(&owed.obligation_id)
    .bind(owed.reminder_on.to_string())
    .bind(owed.due_on.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
