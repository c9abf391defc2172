//! Demand articulation (vraagarticulatie): a signal is explored and then understood, with the parties of the quadruple helix.
//!
//! The phases follow each other. A demand counts as understood only when at least [`PARTIES_TO_UNDERSTAND`] of the four
//! parties have contributed. It can be dropped at any time before that, with the reason.

mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use blocks::{
    findings::Findings,
    values::{Actor, Id},
};
use eventing::Decider;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use rejection::Rejection;

use super::{
    lists::{check_count, check_known},
    skill::{SkillRef, check_skills},
};

/// Parties of the helix without which a demand is not understood.
pub const PARTIES_TO_UNDERSTAND: usize = 3;
/// Most contributions to one demand.
pub const CONTRIBUTIONS_MAX: usize = 200;

/// A party of the quadruple helix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Government.
    Government,
    /// Education.
    Education,
    /// Business.
    Business,
    /// Citizens.
    Citizens,
}

/// How far the articulation is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Signalled.
    #[default]
    Signal,
    /// Explored.
    Explore,
    /// Understood.
    Understand,
    /// Not pursued.
    Dropped,
}

impl Phase {
    /// The phase that comes after.
    fn next(self) -> Option<Self> {
        match self {
            Self::Signal => Some(Self::Explore),
            Self::Explore => Some(Self::Understand),
            Self::Understand | Self::Dropped => None,
        }
    }

    /// Its name in sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::Explore => "explore",
            Self::Understand => "understand",
            Self::Dropped => "dropped",
        }
    }
}

/// What was signalled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Identifier.
    pub demand_id: Id,
    /// Title.
    pub title: String,
    /// What is asked for.
    pub description: String,
    /// Labour-market regions it is about.
    pub region_ids: Vec<Id>,
    /// Sector; empty when it crosses sectors.
    pub sector: String,
    /// Theme, if it belongs to one.
    pub theme_id: Option<Id>,
    /// Skills that are asked for.
    pub skills: Vec<SkillRef>,
    /// For whom.
    pub target_group: String,
    /// Bottlenecks it rests on.
    pub bottleneck_ids: Vec<Id>,
    /// Day of the signal.
    pub signalled_on: Date,
}

/// What a party contributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Party.
    pub party: Party,
    /// Organisation, if one of the reference data did.
    pub organisation_id: Option<Id>,
    /// What it contributed.
    pub contribution: String,
    /// Day.
    pub contributed_on: Date,
}

/// A demand as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    signal: Option<Signal>,
    phase: Phase,
    reached_on: Option<Date>,
    contributions: Vec<Contribution>,
    reason: Option<String>,
}

/// What can be asked of a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Signal it.
    Signal {
        /// The signal.
        signal: Signal,
        /// Which of its bottlenecks exist.
        bottlenecks: BTreeSet<Id>,
        /// The block's day.
        today: Date,
    },
    /// Record what a party contributed.
    Contribute {
        /// The contribution.
        contribution: Contribution,
        /// The block's day.
        today: Date,
    },
    /// Take it to the next phase.
    Advance {
        /// The phase.
        phase: Phase,
        /// What was found.
        findings: String,
        /// Day.
        reached_on: Date,
        /// The block's day.
        today: Date,
    },
    /// Record that it is not pursued.
    Drop {
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
    },
}

/// What can have happened to a demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was signalled.
    Signalled {
        /// The signal.
        signal: Signal,
    },
    /// A party contributed.
    Contributed {
        /// The contribution.
        contribution: Contribution,
    },
    /// It reached the next phase.
    Advanced {
        /// The phase.
        phase: Phase,
        /// What was found.
        findings: String,
        /// Day.
        reached_on: Date,
        /// Parties that had contributed by then.
        parties: BTreeSet<Party>,
    },
    /// It is not pursued.
    Dropped {
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Signalled { .. } => "DemandSignalled",
            Self::Contributed { .. } => "DemandContributed",
            Self::Advanced { .. } => "DemandAdvanced",
            Self::Dropped { .. } => "DemandDropped",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Demand {
    /// What was signalled; none when it never was.
    #[must_use]
    pub fn signal(&self) -> Option<&Signal> {
        self.signal.as_ref()
    }

    /// How far it is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What was contributed, in order.
    #[must_use]
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }

    /// Parties that contributed.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<Party> {
        self.contributions.iter().map(|one| one.party).collect()
    }

    /// Why it is not pursued, if so.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// The signal of a demand that is pursued.
    fn pursued(&self) -> Result<&Signal, Rejection> {
        let signal = self.signal.as_ref().ok_or(Rejection::Unknown)?;
        match self.phase {
            Phase::Dropped => Err(Rejection::Dropped),
            Phase::Signal | Phase::Explore | Phase::Understand => Ok(signal),
        }
    }

    fn contribute(&self, contribution: Contribution, today: Date) -> Result<Vec<Fact>, Rejection> {
        let signal = self.pursued()?;
        if self.contributions.len() >= CONTRIBUTIONS_MAX {
            return Err(Rejection::TooManyContributions);
        }
        let field = "contribution.contributed_on";
        check_day(field, contribution.contributed_on, signal.signalled_on, today)?;
        Ok(vec![Fact::Contributed { contribution }])
    }

    fn advance(
        &self,
        phase: Phase,
        findings: String,
        reached_on: Date,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let signal = self.pursued()?;
        if self.phase.next() != Some(phase) {
            return Err(Rejection::PhaseOutOfOrder {
                at: self.phase,
                next: self.phase.next(),
            });
        }
        let parties = self.parties();
        if phase == Phase::Understand && parties.len() < PARTIES_TO_UNDERSTAND {
            return Err(Rejection::HelixIncomplete {
                contributed: parties.len(),
            });
        }
        let earliest = self.reached_on.unwrap_or(signal.signalled_on);
        check_day("reached_on", reached_on, earliest, today)?;
        Ok(vec![Fact::Advanced {
            phase,
            findings,
            reached_on,
            parties,
        }])
    }
}

fn check_day(field: &str, day: Date, earliest: Date, today: Date) -> Result<(), Rejection> {
    let mut findings = Findings::below("");
    let fits = earliest <= day && day <= today;
    findings.check(fits, field, format!("a day from {earliest} to {today}"));
    findings.refuse_with(Rejection::Invalid)
}

impl Signal {
    fn check(&self, bottlenecks: &BTreeSet<Id>, today: Date) -> Result<(), Rejection> {
        let mut findings = Findings::below("demand");
        check_count(&mut findings, "region_ids", &self.region_ids, 1);
        check_skills(&self.skills, &mut findings);
        check_count(&mut findings, "bottleneck_ids", &self.bottleneck_ids, 0);
        let expected = "a bottleneck that was recorded";
        check_known(
            &mut findings,
            "bottleneck_ids",
            &self.bottleneck_ids,
            bottlenecks,
            expected,
        );
        let past = self.signalled_on <= today;
        findings.check(past, "signalled_on", format!("a day not after today, {today}"));
        findings.refuse_with(Rejection::Invalid)
    }
}

impl Decider for Demand {
    const TYPE: &'static str = "demand";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Signal {
                signal,
                bottlenecks,
                today,
            } => {
                if self.signal.is_some() {
                    return Err(Rejection::Exists);
                }
                signal.check(&bottlenecks, today)?;
                Ok(vec![Fact::Signalled { signal }])
            }
            Command::Contribute { contribution, today } => self.contribute(contribution, today),
            Command::Advance {
                phase,
                findings,
                reached_on,
                today,
            } => self.advance(phase, findings, reached_on, today),
            Command::Drop { reason, by, at } => {
                self.pursued()?;
                match self.phase.next() {
                    Some(_) => Ok(vec![Fact::Dropped { reason, by, at }]),
                    // What is understood is no question any more.
                    None => Err(Rejection::PhaseOutOfOrder {
                        at: self.phase,
                        next: None,
                    }),
                }
            }
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Signalled { signal } => {
                self.signal = Some(signal);
                self.phase = Phase::Signal;
            }
            Fact::Contributed { contribution } => self.contributions.push(contribution),
            Fact::Advanced {
                phase, reached_on, ..
            } => {
                self.phase = phase;
                self.reached_on = Some(reached_on);
            }
            Fact::Dropped { reason, .. } => {
                self.phase = Phase::Dropped;
                self.reason = Some(reason);
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Signalled { .. }
            | Fact::Contributed { .. }
            | Fact::Advanced { .. }
            | Fact::Dropped { .. } => true,
        }
    }
}
