//! Projection `attention`: attention points with their answers.

use contracts::{
    ledger::v1::Entry,
    programme::v1::{AttentionPointRaised, AttentionPointState},
};
use eventing::ProjectionError;

use super::{
    events::{AttentionEvent, unreadable},
    fold::{Fold, Place, stored},
};
use crate::{
    rows::{AttentionPointRow, List, remember},
    views::Gathered,
};

/// The attention points of one project.
#[derive(Debug, Clone, Default)]
pub(super) struct Points {
    rows: List<AttentionPointRow>,
}

impl Fold for Points {
    type Event = AttentionEvent;

    fn decode(entry: &Entry) -> Result<Option<AttentionEvent>, ProjectionError> {
        AttentionEvent::decode(entry)
    }

    fn kept_by(event: &AttentionEvent) -> &str {
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

    fn show(&self, project_id: &str, views: &mut Gathered) {
        views.project(project_id).attention_points.clone_from(&self.rows);
    }
}

stored!(Points {
    rows: AttentionPointRow,
});

impl Points {
    /// The point an event is about, with the event added to its history.
    fn point(&mut self, id: &str, place: Place) -> Result<&mut AttentionPointRow, ProjectionError> {
        let row = self.rows.find_mut(|row| row.attention_point_id == id);
        let row = row
            .ok_or_else(|| unreadable(place.position, format!("attention point '{id}' was never raised")))?;
        remember(&mut row.positions, place.position);
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
