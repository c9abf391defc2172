//! An application: written as a draft, checked, submitted within the window of its call, and assessed. From its submission on it
//! keeps the rules it was submitted under. What the agency decides on it is kept with the awards of its call.

mod check;
mod content;
mod fact;
mod names;
pub mod ranking;
mod rejection;
mod requirement;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use blocks::{
    findings::Findings,
    size::json_bytes,
    values::{Actor, Id},
};
use eventing::Decider;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use check::{Check, Ground, Named, Outcome, check};
pub use content::{BudgetLine, Content, Milestone, Partner, RegionShare, Target};
pub use fact::Fact;
pub use rejection::Rejection;

use super::rules::Rules;

/// Most assessors of one application.
pub const ASSESSORS_MAX: usize = 50;
/// Most bytes of what an application says, as JSON. It is published whole, with what was decided on it beside it.
pub const CONTENT_BYTES_MAX: usize = 44_000;
/// Most points for a criterion.
pub const POINTS_MAX: u32 = 100;

/// How far an application is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being written.
    #[default]
    Draft,
    /// Submitted.
    Submitted,
    /// Withdrawn.
    Withdrawn,
}

/// What holds from the submission on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The rules it is judged by.
    pub rules: Rules,
    /// Tranche of its call.
    pub tranche_id: Id,
    /// When it was submitted.
    pub at: Timestamp,
}

/// The score of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Criterion.
    pub criterion_id: Id,
    /// Points.
    pub points: u32,
    /// Why.
    pub motivation: String,
}

/// What one assessor made of it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Whether the assessor has an interest in it.
    pub conflict: bool,
    /// One score for each criterion; none before the assessor scored.
    pub scores: Vec<Score>,
}

impl Assessment {
    /// Whether its scores count.
    #[must_use]
    pub fn counts(&self) -> bool {
        !self.conflict && !self.scores.is_empty()
    }

    /// The points for a criterion.
    #[must_use]
    pub fn points(&self, criterion_id: &str) -> Option<u32> {
        let found = self
            .scores
            .iter()
            .find(|score| score.criterion_id == criterion_id);
        found.map(|score| score.points)
    }
}

/// An application as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Application {
    content: Option<Content>,
    stage: Stage,
    submission: Option<Submission>,
    assessments: BTreeMap<Actor, Assessment>,
    reason: Option<String>,
}

/// What can be asked of an application.
#[derive(Debug, Clone)]
pub enum Command {
    /// Begin it.
    Draft(Box<Content>),
    /// Replace what a draft says.
    Fill(Box<Content>),
    /// Submit it.
    Submit {
        /// What it is checked against.
        ground: Box<Ground>,
        /// When.
        at: Timestamp,
    },
    /// Withdraw it.
    Withdraw {
        /// Why.
        reason: String,
        /// Whether the agency decided on it.
        decided: bool,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// Record whether an assessor has an interest.
    DeclareInterest {
        /// Assessor.
        assessor: Actor,
        /// Whether there is one.
        conflict: bool,
        /// When.
        at: Timestamp,
    },
    /// Record the scores of an assessor.
    Score {
        /// Assessor.
        assessor: Actor,
        /// One for each criterion.
        scores: Vec<Score>,
        /// Whether the agency decided on it.
        decided: bool,
        /// When.
        at: Timestamp,
    },
}

impl Application {
    /// What it says; none when there is none.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// What holds since it was submitted.
    #[must_use]
    pub fn submission(&self) -> Option<&Submission> {
        self.submission.as_ref()
    }

    /// What the assessors made of it.
    #[must_use]
    pub fn assessments(&self) -> &BTreeMap<Actor, Assessment> {
        &self.assessments
    }

    /// Why it was withdrawn, if it was.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Content and submission of one that was submitted and not withdrawn.
    ///
    /// # Errors
    /// There is none, or it is at another stage.
    pub fn submitted(&self) -> Result<(&Content, &Submission), Rejection> {
        let content = self.content.as_ref().ok_or(Rejection::Unknown)?;
        match (self.stage, &self.submission) {
            (Stage::Submitted, Some(submission)) => Ok((content, submission)),
            (Stage::Draft | Stage::Submitted | Stage::Withdrawn, _) => Err(Rejection::NotSubmitted),
        }
    }

    fn draft(&self) -> Result<&Content, Rejection> {
        let content = self.content.as_ref().ok_or(Rejection::Unknown)?;
        match self.stage {
            Stage::Draft => Ok(content),
            Stage::Submitted | Stage::Withdrawn => Err(Rejection::NotDraft),
        }
    }

    fn fill(&self, content: Box<Content>) -> Result<Vec<Fact>, Rejection> {
        if *self.draft()? == *content {
            return Ok(Vec::new());
        }
        check_size(&content)?;
        Ok(vec![Fact::Filled { content }])
    }

    fn submit(&self, ground: Ground, at: Timestamp) -> Result<Vec<Fact>, Rejection> {
        let content = self.draft()?;
        let broken: Vec<_> = check(content, &ground)
            .into_iter()
            .filter(Check::hinders)
            .collect();
        if !broken.is_empty() {
            return Err(Rejection::RulesNotMet(broken));
        }
        let submission = Submission {
            rules: ground.rules,
            tranche_id: ground.call.tranche_id,
            at,
        };
        Ok(vec![Fact::Submitted {
            content: Box::new(content.clone()),
            submission: Box::new(submission),
        }])
    }

    fn withdraw(
        &self,
        reason: String,
        decided: bool,
        by: Actor,
        at: Timestamp,
    ) -> Result<Vec<Fact>, Rejection> {
        let had_been_submitted = match (self.content.is_some(), self.stage) {
            (false, _) => return Err(Rejection::Unknown),
            (true, Stage::Withdrawn) => return Err(Rejection::Withdrawn),
            (true, Stage::Draft) => false,
            (true, Stage::Submitted) => true,
        };
        if decided {
            return Err(Rejection::Decided);
        }
        Ok(vec![Fact::Withdrawn {
            reason,
            had_been_submitted,
            by,
            at,
        }])
    }

    fn declare(&self, assessor: Actor, conflict: bool, at: Timestamp) -> Result<Vec<Fact>, Rejection> {
        self.submitted()?;
        let known = self.assessments.get(&assessor);
        if known.is_none() && self.assessments.len() >= ASSESSORS_MAX {
            return Err(Rejection::TooManyAssessors);
        }
        if known.is_some_and(|known| known.conflict == conflict) {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::InterestDeclared {
            assessor,
            conflict,
            at,
        }])
    }

    fn score(
        &self,
        assessor: Actor,
        scores: Vec<Score>,
        decided: bool,
        at: Timestamp,
    ) -> Result<Vec<Fact>, Rejection> {
        let (content, submission) = self.submitted()?;
        if decided {
            return Err(Rejection::Decided);
        }
        // Saying that there is no interest comes first: whoever did not say so has not thought of it.
        match self.assessments.get(&assessor) {
            None => return Err(Rejection::InterestNotDeclared),
            Some(known) if known.conflict => return Err(Rejection::ConflictOfInterest),
            Some(known) if known.scores == scores => return Ok(Vec::new()),
            Some(_) => {}
        }
        check_scores(content, &submission.rules, &scores)?;
        let first = !self.assessments.values().any(Assessment::counts);
        Ok(vec![Fact::Scored {
            assessor,
            scores,
            first,
            at,
        }])
    }
}

fn check_size(content: &Content) -> Result<(), Rejection> {
    let bytes = json_bytes(content);
    if bytes <= CONTENT_BYTES_MAX {
        Ok(())
    } else {
        Err(Rejection::TooLong { bytes })
    }
}

/// One score for each criterion of the size class, and no other.
fn check_scores(content: &Content, rules: &Rules, scores: &[Score]) -> Result<(), Rejection> {
    let criteria = content.size_class.map(|size_class| rules.criteria(size_class));
    let criteria: BTreeSet<&Id> = criteria
        .iter()
        .flatten()
        .map(|criterion| &criterion.criterion_id)
        .collect();
    let mut findings = Findings::below("");
    findings.distinct(
        "scores",
        ".criterion_id",
        scores.iter().map(|score| &score.criterion_id),
    );
    for (index, score) in scores.iter().enumerate() {
        let at = |field: &str| format!("scores[{index}].{field}");
        let known = criteria.contains(&score.criterion_id);
        findings.check(known, at("criterion_id"), "a criterion of its size class");
        findings.check(
            score.points <= POINTS_MAX,
            at("points"),
            format!("0 to {POINTS_MAX}"),
        );
        findings.check(!score.motivation.trim().is_empty(), at("motivation"), "why");
    }
    let given: BTreeSet<&Id> = scores.iter().map(|score| &score.criterion_id).collect();
    for missing in criteria.difference(&given) {
        findings.fault("scores", format!("a score for {missing}"));
    }
    findings.refuse_with(Rejection::ScoresInvalid)
}

impl Decider for Application {
    const TYPE: &'static str = "application";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Draft(content) => {
                if self.content.is_some() {
                    return Err(Rejection::Exists);
                }
                check_size(&content)?;
                Ok(vec![Fact::Drafted { content }])
            }
            Command::Fill(content) => self.fill(content),
            Command::Submit { ground, at } => self.submit(*ground, at),
            Command::Withdraw {
                reason,
                decided,
                by,
                at,
            } => self.withdraw(reason, decided, by, at),
            Command::DeclareInterest {
                assessor,
                conflict,
                at,
            } => self.declare(assessor, conflict, at),
            Command::Score {
                assessor,
                scores,
                decided,
                at,
            } => self.score(assessor, scores, decided, at),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Drafted { content } | Fact::Filled { content } => self.content = Some(*content),
            Fact::Submitted { content, submission } => {
                self.content = Some(*content);
                self.submission = Some(*submission);
                self.stage = Stage::Submitted;
            }
            Fact::Withdrawn { reason, .. } => {
                self.stage = Stage::Withdrawn;
                self.reason = Some(reason);
            }
            Fact::InterestDeclared {
                assessor, conflict, ..
            } => self.assessments.entry(assessor).or_default().conflict = conflict,
            Fact::Scored { assessor, scores, .. } => {
                self.assessments.entry(assessor).or_default().scores = scores
            }
        }
    }

    /// What is being written, and who assesses, is nobody else's business.
    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Submitted { .. } | Fact::Withdrawn { .. } => true,
            Fact::Scored { first, .. } => *first,
            Fact::Drafted { .. } | Fact::Filled { .. } | Fact::InterestDeclared { .. } => false,
        }
    }
}
