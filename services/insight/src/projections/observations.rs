//! Projection `observations`: progress as events show it, next to progress as it is reported.
//!
//! An indicator names in `observed_by` the event types it can be computed from. What an event of a type shows is told by
//! its observer: one line in [`OBSERVERS`] and a function.

use contracts::{ledger::v1::Entry, programme::v1 as api};
use eventing::ProjectionError;
use serde::Deserialize;

use super::{
    events::{json, logged_at},
    fold::{Fold, Place, stored},
};
use crate::{
    rows::{List, ObservationRow},
    views::Gathered,
};

/// What events show about one project, or about none.
#[derive(Debug, Clone, Default)]
pub(super) struct Observations {
    rows: List<ObservationRow>,
}

/// What one event shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The thing observed; the newest event about it holds.
    key: String,
    /// Quantity it adds; 0 takes back what was observed before.
    quantity: f64,
    /// What it counts, where different things are counted.
    item: String,
}

/// Tells what an event of one type shows.
pub type Observer = fn(&Entry) -> Result<Observed, ProjectionError>;

/// The observers by CloudEvents type.
pub const OBSERVERS: &[(&str, Observer)] = &[
    // Each project.
    ("nl.projects.project-registered.v1", |entry| {
        Ok(once(&entry.project_id, &entry.project_id))
    }),
    // Each project whose final report was approved.
    ("nl.projects.project-closed.v1", |entry| {
        Ok(once(&entry.project_id, &entry.project_id))
    }),
    // Each milestone.
    ("nl.projects.milestone-achieved.v1", milestone_achieved),
    // Each accepted report that answers the learning-culture question; the item is the project.
    ("nl.reports.report-accepted.v1", learning_culture_answered),
];

fn once(key: &str, item: &str) -> Observed {
    Observed {
        key: key.to_owned(),
        quantity: 1.0,
        item: item.to_owned(),
    }
}

fn milestone_achieved(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: api::MilestoneAchieved = json(entry)?;
    let key = format!("{}/{}", event.project_id, event.milestone_id);
    Ok(once(&key, &key))
}

/// The part of `ReportAccepted` that is looked at here; `reporting` reads the whole of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Accepted {
    #[serde(alias = "report_id")]
    report_id: String,
    #[serde(alias = "learning_culture")]
    learning_culture: String,
}

/// A correction that leaves the answer out takes the observation back.
fn learning_culture_answered(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: Accepted = json(entry)?;
    let answered = !event.learning_culture.trim().is_empty();
    let observed = once(&event.report_id, &entry.project_id);
    Ok(Observed {
        quantity: if answered { 1.0 } else { 0.0 },
        ..observed
    })
}

impl Fold for Observations {
    type Event = ObservationRow;

    fn decode(entry: &Entry) -> Result<Option<ObservationRow>, ProjectionError> {
        observe(entry)
    }

    fn project_id(row: &ObservationRow) -> &str {
        &row.project_id
    }

    fn apply(&mut self, new: ObservationRow, _: Place) -> Result<(), ProjectionError> {
        match self
            .rows
            .find_mut(|row| row.key == new.key && row.event_type == new.event_type)
        {
            Some(row) => *row = new,
            None => self.rows.push(new),
        }
        Ok(())
    }

    fn show(&self, project_id: &str, views: &mut Gathered) {
        if project_id.is_empty() {
            views.set_observations(self.rows.clone());
        } else {
            views.project(project_id).observations.clone_from(&self.rows);
        }
    }
}

stored!(Observations { rows: ObservationRow });

fn observe(entry: &Entry) -> Result<Option<ObservationRow>, ProjectionError> {
    let Some((_, observer)) = OBSERVERS
        .iter()
        .find(|(event_type, _)| *event_type == entry.r#type)
    else {
        return Ok(None);
    };
    let Observed { key, quantity, item } = observer(entry)?;
    Ok(Some(ObservationRow {
        event_type: entry.r#type.clone(),
        key,
        project_id: entry.project_id.clone(),
        quantity,
        item,
        logged_at: logged_at(entry)?,
        position: entry.position,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(answer: &str) -> Entry {
        let event = api::ReportAccepted {
            project_id: "p1".into(),
            report_id: "r1".into(),
            learning_culture: answer.into(),
            ..Default::default()
        };
        Entry {
            position: 4,
            r#type: "nl.reports.report-accepted.v1".into(),
            project_id: "p1".into(),
            time: Some(pbjson_types::Timestamp { seconds: 0, nanos: 0 }),
            data: serde_json::to_vec(&event).unwrap().into(),
            ..Entry::default()
        }
    }

    #[test]
    fn a_report_that_answers_the_learning_culture_question_shows_its_project() {
        let row = observe(&accepted("We asked our partners")).unwrap().unwrap();
        assert_eq!(
            (row.key.as_str(), row.item.as_str(), row.quantity),
            ("r1", "p1", 1.0)
        );
    }

    #[test]
    fn a_correction_without_the_answer_takes_it_back() {
        assert_eq!(observe(&accepted(" ")).unwrap().unwrap().quantity, 0.0);
    }
}
