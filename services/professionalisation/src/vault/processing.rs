//! The log of processing: who did what with whose data, by pseudonyms, with the fields of the standard Logboek Dataverwerkingen. It is
//! written and committed before the data are answered with, each one, whatever telemetry samples.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::{Vault, VaultError};

/// What is done with personal data: the entries of the register of processing activities (`docs/verwerkingen.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// A credential is issued and kept for its holder.
    Issue,
    /// Documents are answered again to who issued them.
    HandAgain,
    /// A credential is revoked.
    Revoke,
    /// A passport is looked at.
    Show,
    /// A passport is taken away as a file.
    Export,
    /// A passport is erased.
    Erase,
    /// The log of processing is looked at.
    ShowProcessing,
}

impl Activity {
    /// Its entry in the register.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Issue | Self::HandAgain => "microcredential-uitreiken",
            Self::Revoke => "microcredential-intrekken",
            Self::Show => "skillspaspoort-inzien",
            Self::Export => "skillspaspoort-meenemen",
            Self::Erase => "skillspaspoort-wissen",
            Self::ShowProcessing => "verwerkingen-inzien",
        }
    }

    /// What was done.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Issue => "IssueCredentials",
            Self::HandAgain => "IssueCredentials (again)",
            Self::Revoke => "RevokeCredential",
            Self::Show => "GetPassport",
            Self::Export => "ExportPassport",
            Self::Erase => "ErasePassport",
            Self::ShowProcessing => "ListProcessing",
        }
    }
}

/// What is the same for all persons of one call.
#[derive(Debug, Clone)]
pub struct Processing {
    activity: Activity,
    trace_id: String,
    actor: String,
    started_at: Timestamp,
}

/// One processing of the data of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Trace in which it happened.
    pub trace_id: String,
    /// The operation within the trace.
    pub operation_id: String,
    /// What was done.
    pub name: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// How it ended.
    pub status: String,
    /// Entry of the register of processing activities.
    pub activity_id: String,
    /// The person.
    pub data_subject_id: Uuid,
    /// Who did it.
    pub actor: String,
}

impl Processing {
    /// A call begins. Times are those of the machine: a log of what happened does not follow a clock that can be moved.
    #[must_use]
    pub fn begin(activity: Activity, actor: &str) -> Self {
        let traceparent = runtime::telemetry::current_traceparent();
        let trace_id = traceparent.as_deref().and_then(trace_of).map(str::to_owned);
        Self {
            activity,
            // Without tracing a trace of its own: 32 digits, like any other.
            trace_id: trace_id.unwrap_or_else(|| Uuid::new_v4().simple().to_string()),
            actor: actor.to_owned(),
            started_at: Timestamp::now(),
        }
    }

    /// The same call as another activity.
    #[must_use]
    pub fn as_activity(self, activity: Activity) -> Self {
        Self { activity, ..self }
    }

    /// It went well, for this person.
    #[must_use]
    pub fn of(&self, data_subject_id: Uuid) -> Record {
        let operation_id = Uuid::new_v4().simple().to_string();
        Record {
            trace_id: self.trace_id.clone(),
            operation_id: operation_id.chars().take(16).collect(),
            name: self.activity.name().to_owned(),
            started_at: self.started_at,
            ended_at: Timestamp::now(),
            status: "Ok".to_owned(),
            activity_id: self.activity.id().to_owned(),
            data_subject_id,
            actor: self.actor.clone(),
        }
    }
}

/// The trace of a `traceparent`: its second part.
fn trace_of(traceparent: &str) -> Option<&str> {
    let trace = traceparent.split('-').nth(1)?;
    (trace.len() == 32).then_some(trace)
}

/// Writes records as part of a larger change.
pub(super) async fn write(db: &mut PgConnection, records: &[Record]) -> Result<(), sqlx::Error> {
    for record in records {
        sqlx::query(
            "INSERT INTO processing
                 (trace_id, operation_id, name, started_at, ended_at, status, activity_id, data_subject_id, actor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&record.trace_id)
        .bind(&record.operation_id)
        .bind(&record.name)
        .bind(record.started_at.to_sqlx())
        .bind(record.ended_at.to_sqlx())
        .bind(&record.status)
        .bind(&record.activity_id)
        .bind(record.data_subject_id)
        .bind(&record.actor)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

impl Vault {
    /// Logs processing; committed when this returns.
    ///
    /// # Errors
    /// The vault does not answer: then the data must not be answered with.
    pub async fn log(&self, records: &[Record]) -> Result<(), VaultError> {
        let mut db = self.pool.begin().await?;
        write(&mut db, records).await?;
        db.commit().await?;
        Ok(())
    }

    /// What was logged about a person, newest first, before one record, at most `limit`; each with its number.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn logged(
        &self,
        data_subject_id: Uuid,
        before: i64,
        limit: i64,
    ) -> Result<Vec<(i64, Record)>, VaultError> {
        let rows = sqlx::query(
            "SELECT record_id, trace_id, operation_id, name, started_at, ended_at, status, activity_id, actor
             FROM processing WHERE data_subject_id = $1 AND record_id < $2 ORDER BY record_id DESC LIMIT $3",
        )
        .bind(data_subject_id)
        .bind(before)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let record = |row: &sqlx::postgres::PgRow| {
            let time = |column| {
                row.try_get::<jiff_sqlx::Timestamp, _>(column)
                    .map(|at| at.to_jiff())
            };
            let record = Record {
                trace_id: row.try_get(1)?,
                operation_id: row.try_get(2)?,
                name: row.try_get(3)?,
                started_at: time(4)?,
                ended_at: time(5)?,
                status: row.try_get(6)?,
                activity_id: row.try_get(7)?,
                data_subject_id,
                actor: row.try_get(8)?,
            };
            Ok((row.try_get(0)?, record))
        };
        Ok(rows.iter().map(record).collect::<Result<_, sqlx::Error>>()?)
    }
}
