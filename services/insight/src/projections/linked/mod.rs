//! Projection `linked`: projects of other programmes, and what those report of them.
//!
//! What is known does not depend on the order in which reports arrive, and a report that arrives twice changes nothing: of several about
//! the same thing the one about the latest day holds, and of those about one day the one that the programme logged last.

mod report;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use contracts::{
    exchange::v1::{LinkedProjectDescribed, LinkedProjectRemoved, LinkedProjectReported},
    ledger::v1::Entry,
};
use eventing::ProjectionError;

use super::{
    events::{LinkedEvent, day, optional_day, required, unreadable},
    fold::{Fold, Place, put, stored},
};
use crate::{
    rows::{LinkedMilestoneRow, LinkedProjectRow, List, linked_id, remember},
    views::Gathered,
};

/// At most one project, with its milestones.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Rows {
    projects: List<LinkedProjectRow>,
    milestones: List<LinkedMilestoneRow>,
}

impl Fold for Rows {
    type Event = Kept;

    fn decode(entry: &Entry) -> Result<Option<Kept>, ProjectionError> {
        Ok(LinkedEvent::decode(entry)?.map(Kept::of))
    }

    fn kept_by(event: &Kept) -> &str {
        &event.by
    }

    fn apply(&mut self, event: Kept, at: Place) -> Result<(), ProjectionError> {
        match event.event {
            LinkedEvent::LinkedProjectDescribed(it) => self.described(event.by, it, at),
            LinkedEvent::LinkedProjectRemoved(it) => self.removed(&it, at),
            LinkedEvent::LinkedProjectReported(it) => self.reported(&event.by, it, at),
        }
    }

    fn show(&self, id: &str, views: &mut Gathered) {
        let known = views.linked();
        let shown = self.projects.only().filter(|row| row.removed_on.is_none());
        let milestones = shown.is_some() && !self.milestones.is_empty();
        put(&mut known.projects, id, shown, Arc::ptr_eq);
        let milestones = milestones.then(|| self.milestones.clone());
        put(&mut known.milestones, id, milestones, List::is_copy_of);
    }

    fn shown(views: &Gathered) -> Vec<String> {
        views.linked_ids()
    }
}

/// An event and by what its rows are kept.
pub(super) struct Kept {
    by: String,
    event: LinkedEvent,
}

impl Kept {
    fn of(event: LinkedEvent) -> Self {
        let by = match &event {
            LinkedEvent::LinkedProjectDescribed(event) => {
                let project_id = event.project.as_ref().map(|it| it.project_id.as_str());
                linked_id(&event.programme_id, project_id.unwrap_or_default())
            }
            LinkedEvent::LinkedProjectRemoved(event) => linked_id(&event.programme_id, &event.project_id),
            LinkedEvent::LinkedProjectReported(event) => linked_id(&event.programme_id, &event.project_id),
        };
        Self { by, event }
    }
}

impl Rows {
    /// A project that is described anew, also after it was removed, keeps what was reported of it.
    fn described(
        &mut self,
        linked_id: String,
        event: LinkedProjectDescribed,
        at: Place,
    ) -> Result<(), ProjectionError> {
        let it = required(at.position, "project", event.project)?;
        let known = self.projects.take(|_| true).map(Arc::unwrap_or_clone);
        let (finished, participants, progress, last_reported_at, mut positions) = known
            .map(|row| {
                (
                    row.finished,
                    row.participants,
                    row.progress,
                    row.last_reported_at,
                    row.positions,
                )
            })
            .unwrap_or_default();
        remember(&mut positions, at.position);
        self.projects.push(LinkedProjectRow {
            linked_id,
            programme_id: event.programme_id,
            starts_on: optional_day(at.position, "project.starts_on", &it.starts_on)?,
            ends_on: optional_day(at.position, "project.ends_on", &it.ends_on)?,
            project_id: it.project_id,
            title: it.title,
            region_ids: it.region_ids,
            theme_id: it.theme_id,
            same_as_project_id: it.same_as_project_id,
            removed_on: None,
            finished,
            participants,
            progress,
            last_reported_at,
            positions,
        });
        Ok(())
    }

    fn removed(&mut self, event: &LinkedProjectRemoved, at: Place) -> Result<(), ProjectionError> {
        let removed_on = day(at.position, "removed_on", &event.removed_on)?;
        let row = self.project(at)?;
        row.removed_on = Some(removed_on);
        remember(&mut row.positions, at.position);
        Ok(())
    }

    /// What comes in of a project that was removed is passed over, and the log tells it: it was taken out to be counted no more.
    fn reported(
        &mut self,
        linked_id: &str,
        event: LinkedProjectReported,
        at: Place,
    ) -> Result<(), ProjectionError> {
        if self.project(at)?.removed_on.is_some() {
            tracing::warn!(
                position = at.position,
                linked_id,
                "passed over a report about a linked project that was removed"
            );
            return Ok(());
        }
        self.take(linked_id, event, at)
    }

    fn project(&mut self, at: Place) -> Result<&mut LinkedProjectRow, ProjectionError> {
        self.projects
            .find_mut(|_| true)
            .ok_or_else(|| unreadable(at.position, "its linked project was never described"))
    }
}

stored!(Rows {
    projects: LinkedProjectRow,
    milestones: LinkedMilestoneRow,
});
