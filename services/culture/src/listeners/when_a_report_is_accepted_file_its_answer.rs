//! When a project's report is accepted, what it says of the learning culture is filed to be coded, and what it reports of this block's
//! indicators is kept. A submitted report may still be returned and say something else: only what was accepted counts. An accepted
//! correction takes the place of what was filed before.

use async_trait::async_trait;
use blocks::{
    desk::{Cause, Desk},
    inbox::{Listener, message, type_of},
};
use contracts::{ledger::v1::Entry, programme::v1::ReportAccepted};
use eventing::{Context, ReactionError, clock::dutch_date};
use runtime::parse::is_id;
use sqlx::{PgPool, types::Json};

use crate::{
    domain::answer::{Answer, Command, Source},
    grpc::BLOCK,
};

/// Permanent name.
const NAME: &str = "file-answer";

pub(super) struct FileAnswer {
    pub(super) desk: Desk,
    pub(super) pool: PgPool,
}

#[async_trait]
impl Listener for FileAnswer {
    fn name(&self) -> &'static str {
        NAME
    }

    fn types(&self) -> Vec<String> {
        vec![type_of::<ReportAccepted>()]
    }

    async fn hear(&self, event: &Entry) -> Result<(), ReactionError> {
        let accepted: ReportAccepted = message(event)?;
        self.keep_results(event, &accepted).await?;
        self.file(event, accepted).await
    }
}

impl FileAnswer {
    async fn file(&self, event: &Entry, accepted: ReportAccepted) -> Result<(), ReactionError> {
        let report_id = accepted.report_id;
        if !is_id(&report_id) {
            return Err(ReactionError::GiveUp(
                "the accepted report has no identifier".to_owned(),
            ));
        }
        let source = Source {
            report_id: report_id.clone(),
            project_id: accepted.project_id,
            revision: accepted.revision,
            block_id: event.building_block_id.clone(),
            theme_id: Some(event.theme_id.clone()).filter(|it| !it.is_empty()),
            region_ids: event.region_ids.clone(),
            answered: !accepted.learning_culture.trim().is_empty(),
            ledger_position: event.position,
        };
        let mut meta = self.desk.meta(Cause::from(event), NAME, "file");
        meta.context = Context {
            building_block: Some(BLOCK.to_owned()),
            project: Some(source.project_id.clone()),
            theme: source.theme_id.clone(),
            regions: source.region_ids.clone(),
        };
        let today = dutch_date(self.desk.clock.now());
        let command = Command::File { source, today };
        self.desk
            .store
            .execute::<Answer>(&report_id, command, &meta)
            .await?;
        Ok(())
    }

    /// What was measured of indicators; a later report of the project replaces it.
    async fn keep_results(&self, event: &Entry, accepted: &ReportAccepted) -> Result<(), ReactionError> {
        for result in &accepted.results {
            let Some(value) = result.current_value.filter(|it| it.is_finite()) else {
                continue;
            };
            sqlx::query(
                "INSERT INTO known_results (project_id, indicator_id, report_id, value, period, position)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (project_id, indicator_id) DO UPDATE SET report_id = excluded.report_id,
                     value = excluded.value, period = excluded.period, position = excluded.position
                 WHERE known_results.position < excluded.position",
            )
            .bind(&accepted.project_id)
            .bind(&result.indicator_id)
            .bind(&accepted.report_id)
            .bind(value)
            .bind(Json(accepted.period.clone().unwrap_or_default()))
            .bind(event.position.cast_signed())
            .execute(&self.pool)
            .await?;
        }
        Ok(())
    }
}
