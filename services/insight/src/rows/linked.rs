//! Rows of the projection `linked`: projects of other programmes, and what those report of them. They are kept by programme and project
//! together, since a programme chooses the identifiers of its projects itself.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{List, table::table};

table!(LinkedProjectRow, "linked_projects", of linked_id = "linked_id", [], by []);
table!(
    LinkedMilestoneRow, "linked_milestones", of linked_id = "linked_id",
    [milestone_id = "milestone_id"], by [milestone_id]
);

/// Rows by identifier. Versions share it as long as nothing in it changes.
type ById<T> = Arc<BTreeMap<String, T>>;

/// What is known of the projects of other programmes, by [`linked_id`]. Those that were removed are not among them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linked {
    /// Projects.
    pub projects: ById<Arc<LinkedProjectRow>>,
    /// Milestones that were reached, by project.
    pub milestones: ById<List<LinkedMilestoneRow>>,
}

impl Linked {
    /// Milestones that a project has reached.
    pub fn milestones_of(&self, linked_id: &str) -> impl Iterator<Item = &LinkedMilestoneRow> {
        self.milestones.get(linked_id).into_iter().flatten()
    }
}

/// By what a linked project is kept: `<programme>/<project>`. Identifiers of programmes have no slash in them.
#[must_use]
pub fn linked_id(programme_id: &str, project_id: &str) -> String {
    format!("{programme_id}/{project_id}")
}

/// What an event of another programme said, and which event that was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told<T> {
    /// What it said.
    pub what: T,
    /// When the programme logged it.
    pub reported_at: Timestamp,
    /// Identifier of the event at the programme.
    pub event_id: String,
    /// Ledger position.
    pub position: u64,
}

impl<T> Told<T> {
    /// Whether it holds instead of another one: when it is about a later day, or about the same and logged later by the programme. Of two
    /// logged at the same moment their identifiers decide, so that the order in which they came in does not.
    pub(crate) fn is_after(&self, other: &Self, about: impl Fn(&T) -> Option<Date>) -> bool {
        let recency = |it: &Self| (about(&it.what), it.reported_at);
        (recency(self), &self.event_id) > (recency(other), &other.event_id)
    }
}

/// People, counted from the beginning of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participants {
    /// How many.
    pub number: u64,
    /// Day up to which they were counted.
    pub counted_until: Date,
}

/// How it went, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// First day it is about.
    pub from_date: Date,
    /// Last day it is about.
    pub to_date: Date,
    /// The words.
    pub summary: String,
}

/// That a milestone was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// What was reached.
    pub description: String,
    /// Day.
    pub reached_on: Date,
}

/// A project of another programme as it reads now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedProjectRow {
    /// See [`linked_id`].
    pub linked_id: String,
    /// Programme.
    pub programme_id: String,
    /// Identifier within the programme.
    pub project_id: String,
    /// What it is called.
    pub title: String,
    /// Labour-market regions where it takes place; none for the whole country.
    pub region_ids: Vec<String>,
    /// Theme; empty when none fits.
    pub theme_id: String,
    /// The project of the hub that is the same one; empty when there is none.
    pub same_as_project_id: String,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Day on which it was taken out of the national view; none while it is in it.
    pub removed_on: Option<Date>,
    /// Day on which it was finished.
    pub finished: Option<Told<Date>>,
    /// The newest count of people.
    pub participants: Option<Told<Participants>>,
    /// The newest description.
    pub progress: Option<Told<Progress>>,
    /// When the programme logged what it reported last.
    pub last_reported_at: Option<Timestamp>,
    /// Ledger positions of the events that describe or remove it, oldest first.
    pub positions: Vec<u64>,
}

impl LinkedProjectRow {
    /// Whether it counts among those of its programme: not when it is a project of the hub, where it counts already.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.same_as_project_id.is_empty()
    }
}

/// A milestone that a linked project has reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedMilestoneRow {
    /// See [`linked_id`].
    pub linked_id: String,
    /// Identifier within the project.
    pub milestone_id: String,
    /// What was told of it last.
    pub reached: Told<Reached>,
}
