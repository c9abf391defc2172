//! What a report of a programme does to the rows about its project.

use contracts::exchange::v1::{LinkedProjectReported, linked_project_reported::What};
use eventing::ProjectionError;
use jiff::{Timestamp, civil::Date};

use super::{Rows, day, required};
use crate::{
    projections::{events::moment, fold::Place},
    rows::{LinkedMilestoneRow, Participants, Progress, Reached, Told},
};

impl Rows {
    /// Takes in what was reported.
    pub(super) fn take(
        &mut self,
        linked_id: &str,
        event: LinkedProjectReported,
        at: Place,
    ) -> Result<(), ProjectionError> {
        let source = Source {
            reported_at: reported_at(&event, at)?,
            event_id: event.event_id,
            position: at.position,
        };
        let reported_at = source.reported_at;
        match required(at.position, "what", event.what)? {
            What::MilestoneReached(it) => {
                let reached_on = day(at.position, "milestone_reached.reached_on", &it.reached_on)?;
                let reached = Reached {
                    description: it.description,
                    reached_on,
                };
                self.milestone(linked_id, it.milestone_id, source.told(reached));
            }
            What::ParticipantsCounted(it) => {
                let counted_until = day(
                    at.position,
                    "participants_counted.counted_until",
                    &it.counted_until,
                )?;
                let counted = Participants {
                    number: it.participants,
                    counted_until,
                };
                let known = &mut self.project(at)?.participants;
                hold(known, source.told(counted), |it| Some(it.counted_until));
            }
            What::ProgressDescribed(it) => {
                let described = Progress {
                    from_date: day(at.position, "progress_described.from_date", &it.from_date)?,
                    to_date: day(at.position, "progress_described.to_date", &it.to_date)?,
                    summary: it.summary,
                };
                let known = &mut self.project(at)?.progress;
                hold(known, source.told(described), |it| Some(it.to_date));
            }
            What::ProjectFinished(it) => {
                let finished_on = day(at.position, "project_finished.finished_on", &it.finished_on)?;
                hold(&mut self.project(at)?.finished, source.told(finished_on), |_| {
                    None
                });
            }
        }
        let row = self.project(at)?;
        row.last_reported_at = row.last_reported_at.max(Some(reported_at));
        Ok(())
    }

    /// A milestone counts once, however often it is told that it was reached.
    fn milestone(&mut self, linked_id: &str, milestone_id: String, told: Told<Reached>) {
        match self.milestones.find_mut(|row| row.milestone_id == milestone_id) {
            Some(row) if told.is_after(&row.reached, |_| None) => row.reached = told,
            Some(_) => {}
            None => self.milestones.push(LinkedMilestoneRow {
                linked_id: linked_id.to_owned(),
                milestone_id,
                reached: told,
            }),
        }
    }
}

/// Which event says something.
struct Source {
    reported_at: Timestamp,
    event_id: String,
    position: u64,
}

impl Source {
    fn told<T>(self, what: T) -> Told<T> {
        Told {
            what,
            reported_at: self.reported_at,
            event_id: self.event_id,
            position: self.position,
        }
    }
}

/// When the programme logged it; when the hub did, where the event does not say.
fn reported_at(event: &LinkedProjectReported, at: Place) -> Result<Timestamp, ProjectionError> {
    let told = event.reported_at.as_ref();
    told.map_or(Ok(at.at), |told| moment(at.position, "reported_at", told))
}

/// Holds on to what was told last.
fn hold<T>(known: &mut Option<Told<T>>, told: Told<T>, about: impl Fn(&T) -> Option<Date>) {
    if known.as_ref().is_none_or(|known| told.is_after(known, about)) {
        *known = Some(told);
    }
}
