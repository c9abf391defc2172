//! A project of another programme, as part of the national view, and what the programme reports of it.

mod fact;
mod rejection;
#[cfg(test)]
mod tests;

use blocks::values::{Actor, Id};
use eventing::{Context, Decider};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::subscription::By;

pub use fact::Fact;
pub use rejection::Rejection;

/// A project as its programme describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier within the programme.
    pub project_id: Id,
    /// What it is called.
    pub title: String,
    /// Regions; none for the whole country.
    pub region_ids: Vec<Id>,
    /// Theme.
    pub theme_id: Option<Id>,
    /// The project of the hub that is the same one.
    pub same_as_project_id: Option<Id>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
}

/// What is reported of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// A milestone was reached.
    MilestoneReached {
        /// Identifier within the project.
        milestone_id: Id,
        /// What was reached.
        description: String,
        /// Day.
        reached_on: Date,
    },
    /// People were counted, since the beginning.
    ParticipantsCounted {
        /// How many.
        participants: u64,
        /// Up to which day.
        counted_until: Date,
    },
    /// How it goes.
    ProgressDescribed {
        /// First day.
        from_date: Date,
        /// Last day.
        to_date: Date,
        /// In words.
        summary: String,
    },
    /// It is finished.
    Finished {
        /// Day.
        finished_on: Date,
    },
}

/// An event of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Identifier within the source.
    pub event_id: String,
    /// CloudEvents source.
    pub source: String,
    /// When the programme logged it.
    pub reported_at: Timestamp,
    /// What it says.
    pub news: News,
}

/// A linked project as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkedProject {
    content: Option<Content>,
    is_removed: bool,
}

/// Whose project something is said about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Programme.
    pub programme_id: Id,
    /// Identifier within the programme.
    pub project_id: Id,
}

/// What can be asked of a linked project. That the programme's link is active was looked at before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Describe it.
    Describe {
        /// Programme.
        programme_id: Id,
        /// As it is now.
        content: Box<Content>,
        /// By whom.
        by: By,
    },
    /// Take it out of the national view.
    Remove {
        /// Which one.
        named: Named,
        /// Why.
        reason: String,
        /// By whom.
        by: By,
    },
    /// Take in an event about it.
    Report {
        /// Which one.
        named: Named,
        /// The event.
        reported: Box<Reported>,
        /// By whom.
        by: Actor,
    },
}

/// Name of the stream of a project: identifiers have no slash.
#[must_use]
pub fn stream_id(programme_id: &str, project_id: &str) -> String {
    format!("{programme_id}/{project_id}")
}

impl LinkedProject {
    /// What its events are filed under.
    #[must_use]
    pub fn context(content: &Content) -> Context {
        Context {
            regions: content.region_ids.clone(),
            theme: content.theme_id.clone(),
            ..Context::default()
        }
    }

    /// As it was described last, unless it was removed.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref().filter(|_| !self.is_removed)
    }

    fn linked(&self) -> Result<(), Rejection> {
        self.content().map(|_| ()).ok_or(Rejection::Unknown)
    }
}

impl Decider for LinkedProject {
    const TYPE: &'static str = "linked-project";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn begins(command: &Command) -> bool {
        matches!(command, Command::Describe { .. })
    }

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Describe { content, .. } if self.content() == Some(&*content) => Ok(Vec::new()),
            Command::Describe {
                programme_id,
                content,
                by,
            } => Ok(vec![Fact::Described {
                programme_id,
                content: *content,
                by: by.actor,
                described_on: by.today,
            }]),
            Command::Remove { .. } if self.content.is_some() && self.is_removed => Ok(Vec::new()),
            Command::Remove { named, reason, by } => {
                self.linked()?;
                Ok(vec![Fact::Removed {
                    programme_id: named.programme_id,
                    project_id: named.project_id,
                    reason,
                    by: by.actor,
                    removed_on: by.today,
                }])
            }
            Command::Report { named, reported, by } => {
                self.linked()?;
                Ok(vec![Fact::Reported {
                    programme_id: named.programme_id,
                    project_id: named.project_id,
                    reported: *reported,
                    by,
                }])
            }
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Described { content, .. } => {
                self.content = Some(content);
                self.is_removed = false;
            }
            Fact::Removed { .. } => self.is_removed = true,
            Fact::Reported { .. } => {}
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Described { .. } | Fact::Removed { .. } | Fact::Reported { .. } => true,
        }
    }
}
