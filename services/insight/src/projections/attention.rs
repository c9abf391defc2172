//! Projection `attention`: attention points with their answers.

use std::collections::BTreeMap;

use async_trait::async_trait;
use contracts::{
    ledger::v1::Entry,
    programme::v1::{AttentionPointRaised, AttentionPointState},
};
use eventing::{Projection, ProjectionError};
use sqlx::PgConnection;

use super::{
    events::{AttentionEvent, unreadable},
    fold::{self, Fold, Place, hand_out},
    truncate,
};
use crate::rows::{self, AttentionPointRow};

pub(super) const TABLES: &[&str] = &["attention_points"];

/// See the module.
pub(super) struct Attention;

#[async_trait]
impl Projection<Entry> for Attention {
    fn name(&self) -> &'static str {
        "attention"
    }

    async fn apply(&self, batch: &[Entry], db: &mut PgConnection) -> Result<(), ProjectionError> {
        fold::apply::<Points>(batch, db).await
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        truncate(db, TABLES).await
    }
}

/// The attention points of one project.
#[derive(Debug, Default)]
struct Points {
    rows: Vec<AttentionPointRow>,
}

#[async_trait]
impl Fold for Points {
    type Event = AttentionEvent;

    fn decode(entry: &Entry) -> Result<Option<AttentionEvent>, ProjectionError> {
        AttentionEvent::decode(entry)
    }

    fn project_id(event: &AttentionEvent) -> &str {
        match event {
            AttentionEvent::AttentionPointRaised(event) => &event.project_id,
            AttentionEvent::AttentionPointAnswered(event) => &event.project_id,
            AttentionEvent::AttentionPointClosed(event) => &event.project_id,
        }
    }

    fn apply(&mut self, event: AttentionEvent, place: Place) -> Result<(), ProjectionError> {
        match event {
            AttentionEvent::AttentionPointRaised(event) => self.rows.push(raised(event, place)),
            AttentionEvent::AttentionPointAnswered(event) => {
                let row = self.point(&event.attention_point_id, place)?;
                row.state = AttentionPointState::Answered;
                row.answer = event.answer;
                row.answered_in_report_id = event.report_id;
                row.answered_at = Some(place.at);
            }
            AttentionEvent::AttentionPointClosed(event) => {
                let row = self.point(&event.attention_point_id, place)?;
                row.state = AttentionPointState::Closed;
                row.close_note = event.note;
                row.closed_at = Some(place.at);
            }
        }
        Ok(())
    }

    async fn load(db: &mut PgConnection, ids: &[String]) -> Result<BTreeMap<String, Self>, sqlx::Error> {
        let mut folds = BTreeMap::new();
        let rows = rows::read_of(db, "attention_points", ids).await?;
        hand_out(
            &mut folds,
            rows,
            |row: &AttentionPointRow| &row.project_id,
            |fold: &mut Self| &mut fold.rows,
        );
        Ok(folds)
    }

    async fn save(db: &mut PgConnection, ids: &[String], folds: Vec<Self>) -> Result<(), sqlx::Error> {
        let rows: Vec<_> = folds.into_iter().flat_map(|fold| fold.rows).collect();
        rows::replace(db, "attention_points", ids, &rows).await
    }
}

impl Points {
    /// The point an event is about, with the event added to its history.
    fn point(&mut self, id: &str, place: Place) -> Result<&mut AttentionPointRow, ProjectionError> {
        let row = self.rows.iter_mut().find(|row| row.attention_point_id == id);
        let row = row
            .ok_or_else(|| unreadable(place.position, format!("attention point '{id}' was never raised")))?;
        row.positions.push(place.position);
        Ok(row)
    }
}

fn raised(event: AttentionPointRaised, place: Place) -> AttentionPointRow {
    AttentionPointRow {
        project_id: event.project_id,
        attention_point_id: event.attention_point_id,
        report_id: event.report_id,
        text: event.text,
        state: AttentionPointState::Raised,
        answer: String::new(),
        answered_in_report_id: String::new(),
        close_note: String::new(),
        raised_at: place.at,
        answered_at: None,
        closed_at: None,
        positions: vec![place.position],
    }
}
