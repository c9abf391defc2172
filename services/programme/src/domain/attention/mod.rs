//! Attention points (aandachtspunten) of one project: what the hub asks of it, what it answered, and when the matter was settled.
//!
//! One stream per project, named by the project. A raised point must be answered by the next report that is submitted; it can be
//! answered again until somebody other than those who answered closes it.
//!
//! One file per decision: [`raise`], [`answer`], [`close`].

mod answer;
mod close;
mod raise;
mod rejection;

use eventing::{Decider, Fact as StoredFact, Snapshots};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{answer::Answer, close::Close, raise::Raise, rejection::Rejection};
use crate::domain::values::{Actor, Id};

/// Most attention points of one project that are not closed; a report answers all of them in one list.
pub const UNSETTLED_MAX: usize = 500;

/// The attention points of one project, in the order in which they were raised.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttentionPoints {
    points: Vec<Point>,
}

/// One attention point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Identifier within the project.
    pub point_id: Id,
    /// Report it was raised on, if any.
    pub report_id: Option<Id>,
    /// What is asked.
    pub text: String,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The last answer, if there is one.
    pub answer: Option<Given>,
    /// Everybody who ever answered it.
    pub answerers: Vec<Actor>,
    /// When it was closed, if it was.
    pub closed_at: Option<Timestamp>,
}

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The answer.
    pub text: String,
    /// Report that gave it, if it was not given directly.
    pub report_id: Option<Id>,
    /// When.
    pub at: Timestamp,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Raises a point.
    Raise(Raise),
    /// Answers a point.
    Answer(Answer),
    /// Takes over the answers of a submitted report. Points that were closed meanwhile, and answers that say nothing new, are
    /// passed over.
    AnswerByReport {
        /// Report.
        report_id: Id,
        /// Point and answer.
        answers: Vec<(Id, String)>,
        /// When it was submitted.
        at: Timestamp,
        /// By whom.
        by: Actor,
    },
    /// Closes an answered point.
    Close(Close),
}

/// What can have happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A point was raised.
    Raised {
        /// Point.
        point_id: Id,
        /// Report it concerns, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        report_id: Option<Id>,
        /// What is asked.
        text: String,
        /// When.
        at: Timestamp,
        /// By whom.
        by: Actor,
    },
    /// A point was answered.
    Answered {
        /// Point.
        point_id: Id,
        /// Report that answers it, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        report_id: Option<Id>,
        /// The answer.
        answer: String,
        /// When.
        at: Timestamp,
        /// By whom.
        by: Actor,
    },
    /// A point was closed.
    Closed {
        /// Point.
        point_id: Id,
        /// Why it is settled.
        note: String,
        /// When.
        at: Timestamp,
        /// By whom.
        by: Actor,
    },
}

impl StoredFact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Raised { .. } => "AttentionPointRaised",
            Self::Answered { .. } => "AttentionPointAnswered",
            Self::Closed { .. } => "AttentionPointClosed",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Point {
    /// Whether it waits for an answer.
    #[must_use]
    pub fn waits_for_answer(&self) -> bool {
        self.answer.is_none() && self.closed_at.is_none()
    }

    /// Whether it can still be answered.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        self.closed_at.is_none()
    }
}

impl AttentionPoints {
    /// One point.
    #[must_use]
    pub fn point(&self, point_id: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.point_id == point_id)
    }

    /// All points, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Point] {
        &self.points
    }

    /// A point that can still be answered.
    fn unsettled(&self, point_id: &str) -> Result<&Point, Rejection> {
        let point = self.point(point_id).ok_or_else(|| Rejection::Unknown {
            point_id: point_id.to_owned(),
        })?;
        if point.is_unsettled() {
            Ok(point)
        } else {
            Err(Rejection::AlreadyClosed {
                point_id: point_id.to_owned(),
            })
        }
    }
}

/// All attention points of a project are one stream, for as long as it goes on. After so many facts the state is put away.
const SNAPSHOT_FACTS: u64 = 100;

impl Decider for AttentionPoints {
    const TYPE: &'static str = "attention";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: SNAPSHOT_FACTS,
        shape: "1",
    });

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Raise(command) => raise::raise(self, command),
            Command::Answer(command) => answer::answer(self, command),
            Command::AnswerByReport {
                report_id,
                answers,
                at,
                by,
            } => Ok(answer::answer_by_report(self, &report_id, answers, at, &by)),
            Command::Close(command) => close::close(self, command),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Raised {
                point_id,
                report_id,
                text,
                at,
                ..
            } => self.points.push(Point {
                point_id,
                report_id,
                text,
                raised_at: at,
                answer: None,
                answerers: Vec::new(),
                closed_at: None,
            }),
            Fact::Answered {
                point_id,
                report_id,
                answer,
                at,
                by,
            } => {
                if let Some(point) = self.points.iter_mut().find(|point| point.point_id == point_id) {
                    point.answer = Some(Given {
                        text: answer,
                        report_id,
                        at,
                    });
                    point.answerers.push(by);
                }
            }
            Fact::Closed { point_id, at, .. } => {
                if let Some(point) = self.points.iter_mut().find(|point| point.point_id == point_id) {
                    point.closed_at = Some(at);
                }
            }
        }
    }

    fn is_public(_fact: &Fact) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
