//! To which submitted reports does the hub owe an answer, and since when?

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff::civil::Date;
use sqlx::{PgConnection, PgPool};

use crate::domain::report::{Fact, Report};

/// Reports with the day by which the hub must answer.
#[derive(Debug, Default, Clone, Copy)]
pub struct Reports;

#[async_trait]
impl Projection for Reports {
    fn name(&self) -> &'static str {
        "reports"
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Report>()
    }

    async fn apply(
        &self,
        batch: &[Arc<Recorded>],
        connection: &mut PgConnection,
    ) -> Result<(), ProjectionError> {
        let mut changes = Changes::default();
        for recorded in batch {
            if let Some(fact) = recorded.fact::<Report>() {
                changes.note(&recorded.stream_id, &fact?);
            }
        }
        Ok(changes.write(connection).await?)
    }

    async fn reset(&self, connection: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM reports").execute(connection).await?;
        Ok(())
    }
}

/// A report the hub has not answered in time.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Unanswered {
    /// Report.
    pub report_id: String,
    /// Its project.
    pub project_id: String,
}

/// Reports whose response term passed before `today` without that being recorded.
///
/// # Errors
/// The database cannot be reached.
pub async fn responses_overdue(pool: &PgPool, today: Date) -> Result<Vec<Unanswered>, sqlx::Error> {
    sqlx::query_as(
        "SELECT report_id, project_id FROM reports WHERE response_due_on < $1::text::date ORDER BY report_id",
    )
    .bind(today.to_string())
    .fetch_all(pool)
    .await
}

/// What a batch comes to.
#[derive(Default)]
struct Changes<'a> {
    /// Reports that were started, with their projects.
    started: BTreeMap<&'a str, String>,
    /// Until when the hub is waited for, as the last fact of each report leaves it.
    waits: BTreeMap<&'a str, Option<Date>>,
}

impl<'a> Changes<'a> {
    fn note(&mut self, report_id: &'a str, fact: &Fact) {
        match fact {
            Fact::Started { project_id, .. } => {
                self.started.insert(report_id, project_id.clone());
            }
            Fact::Submitted { response_due_on, .. } => {
                self.waits.insert(report_id, Some(*response_due_on));
            }
            Fact::Returned { .. } | Fact::Accepted { .. } | Fact::ResponseBecameOverdue { .. } => {
                self.waits.insert(report_id, None);
            }
            Fact::Filled { .. }
            | Fact::ReviewStarted { .. }
            | Fact::Approved { .. }
            | Fact::Reopened { .. } => {}
        }
    }

    async fn write(self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        if !self.started.is_empty() {
            let (report_ids, project_ids): (Vec<&str>, Vec<String>) = self.started.into_iter().unzip();
            sqlx::query(
                "INSERT INTO reports (report_id, project_id) SELECT * FROM UNNEST($1::text[], $2::text[])
                 ON CONFLICT DO NOTHING",
            )
            .bind(report_ids)
            .bind(project_ids)
            .execute(&mut *connection)
            .await?;
        }
        if !self.waits.is_empty() {
            let (report_ids, days): (Vec<&str>, Vec<Option<Date>>) = self.waits.into_iter().unzip();
            let days: Vec<Option<String>> = days.into_iter().map(|day| Some(day?.to_string())).collect();
            sqlx::query(
                "UPDATE reports SET response_due_on = new.due_on::date
                 FROM UNNEST($1::text[], $2::text[]) AS new (report_id, due_on)
                 WHERE reports.report_id = new.report_id",
            )
            .bind(report_ids)
            .bind(days)
            .execute(connection)
            .await?;
        }
        Ok(())
    }
}
