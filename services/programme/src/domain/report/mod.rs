//! A progress or final report through its whole life: drafted, submitted, in review, returned or accepted, approved; and reopened
//! to be corrected. One stream per report, named as the obligation it fulfils.
//!
//! A report stands on things that other aggregates own: the obligation, the plan, the last accepted report, the attention points.
//! They travel in the command as a view ([`Ground`]); whoever issues it reads them guarded, so that the rules hold across
//! aggregates. The facts keep every content that was submitted or accepted: a correction replaces nothing.
//!
//! One file per decision: [`start`], [`fill`], [`submit`], [`review`], [`correct`], [`response`].

mod content;
mod correct;
mod facts;
mod fill;
mod ground;
mod limits;
mod record;
mod rejection;
mod response;
mod review;
mod rules;
mod section;
mod start;
mod submit;

use eventing::{Decider, Snapshots};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use self::{
    content::{
        Activity, AnswerLine, Content, CostLine, Deliverable, Evidence, MilestoneLine, ResultLine, Risk,
        TargetGroup, WorkState,
    },
    facts::Fact,
    ground::{AskedPoint, Ground, PlannedCosts, PlannedMilestone, PlannedTarget, prefill},
    limits::{LIST_MAX_LINES, TEXT_MAX_CHARS, TITLE_MAX_CHARS},
    record::{Record, Stage, Taken},
    rejection::Rejection,
    section::{Section, merge},
};
pub use super::calendar::ReportKind;
use super::{
    calendar::Obligation,
    findings::Findings,
    size::REASON_CHARS_MAX,
    values::{Actor, Id},
};

/// A report; nothing until it is started.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    record: Option<Record>,
}

/// Something asked of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// Report, so that a refusal can name it.
    pub report_id: Id,
    /// When, by the block's clock.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What.
    pub step: Step,
}

/// What can be asked of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Starts it, filled beforehand.
    Start {
        /// Project.
        project_id: Id,
        /// The obligation of the same identifier, if there is one.
        obligation: Option<Obligation>,
        /// What it stands on.
        ground: Box<Ground>,
    },
    /// Takes over sections, and brings what the hub fills up to date.
    Fill {
        /// Where the sections are taken from.
        content: Box<Content>,
        /// Which sections; none only brings the report up to date with the plan.
        sections: Vec<Section>,
        /// Version the edit was made against; 0 means any.
        expected_version: u64,
        /// What it stands on.
        ground: Box<Ground>,
    },
    /// Hands it in.
    Submit {
        /// The obligation of the same identifier, if there is one.
        obligation: Option<Obligation>,
        /// What it stands on.
        ground: Box<Ground>,
        /// Days the hub has to answer.
        response_term_days: u32,
    },
    /// Takes it into review.
    Review,
    /// Gives it back to the project.
    Return {
        /// Why; required.
        reason: String,
    },
    /// Accepts it: its content counts from here on.
    Accept {
        /// Note to the project; may be empty.
        note: String,
        /// What it stands on: another report may have been accepted since it was submitted.
        ground: Box<Ground>,
    },
    /// Approves it.
    Approve {
        /// Note to the project; may be empty.
        note: String,
    },
    /// Opens it again to be corrected.
    Reopen {
        /// Why; required.
        reason: String,
    },
    /// The day has come to `today`: tells, once per submission, that the hub is late with its answer.
    CheckResponse {
        /// The day the block's clock shows.
        today: Date,
    },
}

/// Who asks what of which report, when: the frame of every decision.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    report_id: &'a str,
    at: Timestamp,
    by: &'a str,
}

impl Report {
    /// What is known of it, once it is started.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.record.as_ref()
    }

    fn known(&self, report_id: &str) -> Result<&Record, Rejection> {
        self.record().ok_or_else(|| Rejection::Unknown {
            report_id: report_id.to_owned(),
        })
    }
}

/// A report is filled in bit by bit: each time a fact of some kilobytes that the next ones replace. After so many of them the
/// state is put away.
const SNAPSHOT_FACTS: u64 = 25;

impl Decider for Report {
    const TYPE: &'static str = "report";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: SNAPSHOT_FACTS,
        shape: "1",
    });

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        let Command {
            report_id,
            at,
            by,
            step,
        } = &command;
        let asked = Asked {
            report_id,
            at: *at,
            by,
        };
        if let Step::Start {
            project_id,
            obligation,
            ground,
        } = step
        {
            return start::start(self, asked, project_id, obligation.as_ref(), ground);
        }
        let record = self.known(report_id)?;
        match step {
            Step::Start { .. } => Ok(Vec::new()),
            Step::Fill {
                content,
                sections,
                expected_version,
                ground,
            } => fill::fill(record, asked, content, sections, *expected_version, ground),
            Step::Submit {
                obligation,
                ground,
                response_term_days,
            } => submit::submit(record, asked, obligation.as_ref(), ground, *response_term_days),
            Step::Review => review::review(record, asked),
            Step::Return { reason } => review::give_back(record, asked, reason),
            Step::Accept { note, ground } => review::accept(record, asked, note, ground),
            Step::Approve { note } => review::approve(record, asked, note),
            Step::Reopen { reason } => correct::reopen(record, asked, reason),
            Step::CheckResponse { today } => Ok(response::check_response(record, asked, *today)),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match (&mut self.record, fact) {
            (
                None,
                Fact::Started {
                    project_id,
                    kind,
                    period,
                    due_on,
                    plan_version,
                    content,
                    at,
                    ..
                },
            ) => {
                self.record = Some(Record::new(
                    project_id,
                    kind,
                    period,
                    due_on,
                    plan_version,
                    *content,
                    at,
                ));
            }
            (Some(record), fact) => record.evolve(fact),
            // Nothing can have happened to a report before it was started.
            (None, _) => {}
        }
    }

    fn is_public(fact: &Fact) -> bool {
        fact.is_public()
    }
}

/// A reason is required and bounded.
fn check_reason(asked: Asked<'_>, reason: &str) -> Result<(), Rejection> {
    let mut findings = Findings::default();
    let fine = !reason.trim().is_empty() && reason.chars().count() <= REASON_CHARS_MAX;
    findings.check(
        fine,
        "reason",
        format!("a text of 1 to {REASON_CHARS_MAX} characters"),
    );
    findings.refuse_with(|faults| Rejection::Invalid {
        report_id: asked.report_id.to_owned(),
        faults,
    })
}

/// A note is bounded.
fn check_note(asked: Asked<'_>, note: &str) -> Result<(), Rejection> {
    let mut findings = Findings::default();
    findings.check(
        note.chars().count() <= REASON_CHARS_MAX,
        "note",
        format!("at most {REASON_CHARS_MAX} characters"),
    );
    findings.refuse_with(|faults| Rejection::Invalid {
        report_id: asked.report_id.to_owned(),
        faults,
    })
}

#[cfg(test)]
mod tests;
