//! To which submitted reports does the hub owe an answer, and since when?

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff::civil::Date;
use sqlx::{PgConnection, PgPool};

use crate::domain::report::{Fact, Report};

/// Reports with the day by which the hub must answer.
#[derive(Debug, Default, Clone, Copy)]
pub struct Reports;

#[async_trait]
impl Projection<Recorded> for Reports {
    fn name(&self) -> &'static str {
        "reports"
    }

    async fn apply(&self, batch: &[Recorded], connection: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            if let Some(fact) = recorded.fact::<Report>() {
                apply(&recorded.stream_id, &fact?, connection).await?;
            }
        }
        Ok(())
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

async fn apply(report_id: &str, fact: &Fact, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    match fact {
        Fact::Started { project_id, .. } => {
            sqlx::query("INSERT INTO reports (report_id, project_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(report_id)
                .bind(project_id)
                .execute(connection)
                .await?;
        }
        Fact::Submitted { response_due_on, .. } => {
            wait_until(report_id, Some(*response_due_on), connection).await?
        }
        Fact::Returned { .. } | Fact::Accepted { .. } | Fact::ResponseBecameOverdue { .. } => {
            wait_until(report_id, None, connection).await?;
        }
        Fact::Filled { .. } | Fact::ReviewStarted { .. } | Fact::Approved { .. } | Fact::Reopened { .. } => {}
    }
    Ok(())
}

async fn wait_until(
    report_id: &str,
    due_on: Option<Date>,
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE reports SET response_due_on = $2::text::date WHERE report_id = $1")
        .bind(report_id)
        .bind(due_on.map(|day| day.to_string()))
        .execute(connection)
        .await?;
    Ok(())
}
