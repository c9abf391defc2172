//! Whose reminder or due day has come?

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff::civil::Date;
use sqlx::{PgConnection, PgPool};

use crate::domain::calendar::{Calendar, Fact, Owed};

/// Obligations with the days on which something falls due.
#[derive(Debug, Default, Clone, Copy)]
pub struct Obligations;

#[async_trait]
impl Projection for Obligations {
    fn name(&self) -> &'static str {
        "obligations"
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Calendar>()
    }

    async fn apply(
        &self,
        batch: &[Arc<Recorded>],
        connection: &mut PgConnection,
    ) -> Result<(), ProjectionError> {
        let mut facts = Vec::new();
        for recorded in batch {
            if let Some(fact) = recorded.fact::<Calendar>() {
                facts.push((recorded.stream_id.as_str(), fact?));
            }
        }
        if facts.is_empty() {
            return Ok(());
        }
        let concerned = facts.iter().map(|(_, fact)| fact.obligation_id()).collect();
        let mut rows = read(concerned, connection).await?;
        facts
            .iter()
            .for_each(|(project_id, fact)| apply(&mut rows, project_id, fact));
        Ok(write(&rows, connection).await?)
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

/// What is kept of an obligation.
struct Row {
    project_id: String,
    reminder_on: Date,
    due_on: Date,
    is_open: bool,
    reminded: bool,
    overdue: bool,
}

/// By obligation.
type Rows = BTreeMap<String, Row>;

fn apply(rows: &mut Rows, project_id: &str, fact: &Fact) {
    if let Fact::Scheduled { owed, .. } = fact {
        rows.insert(owed.obligation_id.clone(), Row::scheduled(project_id, owed));
        return;
    }
    let Some(row) = rows.get_mut(fact.obligation_id()) else {
        return;
    };
    match fact {
        Fact::Scheduled { .. } => {}
        Fact::Rescheduled { owed } => row.reschedule(owed),
        Fact::ReminderCame { .. } => row.reminded = true,
        Fact::BecameOverdue { .. } => row.overdue = true,
        Fact::Fulfilled { .. } | Fact::Waived { .. } => row.is_open = false,
    }
}

impl Row {
    fn scheduled(project_id: &str, owed: &Owed) -> Self {
        Self {
            project_id: project_id.to_owned(),
            reminder_on: owed.reminder_on,
            due_on: owed.due_on,
            is_open: true,
            reminded: false,
            overdue: false,
        }
    }

    /// As the aggregate does: a new due day starts the waiting anew.
    fn reschedule(&mut self, owed: &Owed) {
        let same_day = self.due_on == owed.due_on;
        self.reminded &= same_day;
        self.overdue &= same_day;
        self.reminder_on = owed.reminder_on;
        self.due_on = owed.due_on;
    }
}

/// What is known of these obligations.
async fn read(obligation_ids: Vec<&str>, connection: &mut PgConnection) -> Result<Rows, sqlx::Error> {
    type Known = (String, String, String, String, bool, bool, bool);
    let known: Vec<Known> = sqlx::query_as(
        "SELECT obligation_id, project_id, reminder_on::text, due_on::text, is_open, reminded, overdue
         FROM obligations WHERE obligation_id = ANY($1)",
    )
    .bind(obligation_ids)
    .fetch_all(connection)
    .await?;
    let day = |text: String| text.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)));
    known
        .into_iter()
        .map(
            |(id, project_id, reminder_on, due_on, is_open, reminded, overdue)| {
                let row = Row {
                    project_id,
                    reminder_on: day(reminder_on)?,
                    due_on: day(due_on)?,
                    is_open,
                    reminded,
                    overdue,
                };
                Ok((id, row))
            },
        )
        .collect()
}

async fn write(rows: &Rows, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let texts = |text: fn(&Row) -> String| rows.values().map(text).collect::<Vec<String>>();
    let flags = |flag: fn(&Row) -> bool| rows.values().map(flag).collect::<Vec<bool>>();
    sqlx::query(
        "INSERT INTO obligations (obligation_id, project_id, reminder_on, due_on, is_open, reminded, overdue)
         SELECT obligation_id, project_id, reminder_on::date, due_on::date, is_open, reminded, overdue
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::boolean[])
             AS new (obligation_id, project_id, reminder_on, due_on, is_open, reminded, overdue)
         ON CONFLICT (obligation_id) DO UPDATE SET reminder_on = excluded.reminder_on, due_on = excluded.due_on,
             is_open = excluded.is_open, reminded = excluded.reminded, overdue = excluded.overdue",
    )
    .bind(rows.keys().map(String::as_str).collect::<Vec<_>>())
    .bind(texts(|row| row.project_id.clone()))
    .bind(texts(|row| row.reminder_on.to_string()))
    .bind(texts(|row| row.due_on.to_string()))
    .bind(flags(|row| row.is_open))
    .bind(flags(|row| row.reminded))
    .bind(flags(|row| row.overdue))
    .execute(connection)
    .await?;
    Ok(())
}
