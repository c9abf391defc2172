//! Demand articulation (vraagarticulatie): a signal is explored and then understood, with the parties of the quadruple helix.
//!
//! The phases follow each other. A demand counts as understood only when at least [`PARTIES_TO_UNDERSTAND`] of the four
//! parties have contributed. It can be dropped at any time before that, with the reason.

use std::collections::BTreeSet;

use blocks::{
    findings::Findings,
    values::{Actor, Id},
};
use eventing::{Decider, FieldFault, RejectionKind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

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

/// Why a command on a demand is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a demand already")]
    Exists,
    /// There is none.
    #[error("there is no such demand")]
    Unknown,
    /// It was dropped before.
    #[error("the demand was dropped before")]
    Dropped,
    /// Another phase comes next, or none.
    #[error("the demand is in phase {}, {}", at.name(), next.map_or("the last one".to_owned(), |next| format!("and {} comes next", next.name())))]
    PhaseOutOfOrder {
        /// Where it is.
        at: Phase,
        /// What comes next.
        next: Option<Phase>,
    },
    /// Too few parties contributed.
    #[error(
        "a demand is understood when at least {PARTIES_TO_UNDERSTAND} of the four parties contributed; {contributed} did"
    )]
    HelixIncomplete {
        /// How many did.
        contributed: usize,
    },
    /// There are too many contributions.
    #[error("a demand has at most {CONTRIBUTIONS_MAX} contributions")]
    TooManyContributions,
    /// Fields are wrong.
    #[error("the demand cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "DEMAND_EXISTS",
            Self::Unknown => "DEMAND_UNKNOWN",
            Self::Dropped => "DEMAND_DROPPED",
            Self::PhaseOutOfOrder { .. } => "DEMAND_PHASE_OUT_OF_ORDER",
            Self::HelixIncomplete { .. } => "HELIX_INCOMPLETE",
            Self::TooManyContributions => "DEMAND_CONTRIBUTIONS_LIMIT",
            Self::Invalid(_) => "DEMAND_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Dropped
            | Self::PhaseOutOfOrder { .. }
            | Self::HelixIncomplete { .. }
            | Self::TooManyContributions => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists
            | Self::Unknown
            | Self::Dropped
            | Self::PhaseOutOfOrder { .. }
            | Self::HelixIncomplete { .. }
            | Self::TooManyContributions => Vec::new(),
        }
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

#[cfg(test)]
mod tests {
    use eventing::{Rejection as _, scenario::Scenario};
    use jiff::civil::date;

    use super::*;
    use crate::domain::examples::{signal, skill};

    const TODAY: Date = Date::constant(2024, 5, 1);

    fn signalled() -> Fact {
        Fact::Signalled { signal: signal() }
    }

    fn contributed(party: Party) -> Fact {
        Fact::Contributed {
            contribution: Contribution {
                party,
                organisation_id: None,
                contribution: "gesprek".into(),
                contributed_on: date(2024, 3, 1),
            },
        }
    }

    fn advanced(phase: Phase) -> Fact {
        Fact::Advanced {
            phase,
            findings: String::new(),
            reached_on: date(2024, 3, 10),
            parties: BTreeSet::new(),
        }
    }

    fn advance(phase: Phase) -> Command {
        Command::Advance {
            phase,
            findings: "meer dan gedacht".into(),
            reached_on: date(2024, 4, 1),
            today: TODAY,
        }
    }

    fn signal_it(signal: Signal) -> Command {
        Command::Signal {
            signal,
            bottlenecks: BTreeSet::from(["k1".into()]),
            today: TODAY,
        }
    }

    #[test]
    fn it_is_signalled_once_with_skills_regions_and_bottlenecks_that_exist() {
        Scenario::<Demand>::new()
            .when(signal_it(signal()))
            .then([signalled()]);
        Scenario::<Demand>::given([signalled()])
            .when(signal_it(signal()))
            .refused("DEMAND_EXISTS");
        let wrong = Signal {
            region_ids: vec![],
            skills: vec![skill("a"), skill("a")],
            bottleneck_ids: vec!["k1".into(), "k2".into()],
            signalled_on: date(2025, 1, 1),
            ..signal()
        };
        let rejection = Scenario::<Demand>::new()
            .when(signal_it(wrong))
            .refused("DEMAND_INVALID");
        let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(
            fields,
            [
                "demand.region_ids",
                "demand.skills[1].uri",
                "demand.bottleneck_ids[1]",
                "demand.signalled_on"
            ]
        );
    }

    #[test]
    fn phases_follow_each_other() {
        Scenario::<Demand>::given([signalled()])
            .when(advance(Phase::Understand))
            .refused("DEMAND_PHASE_OUT_OF_ORDER");
        let explored = Scenario::<Demand>::given([signalled()])
            .when(advance(Phase::Explore))
            .then([Fact::Advanced {
                phase: Phase::Explore,
                findings: "meer dan gedacht".into(),
                reached_on: date(2024, 4, 1),
                parties: BTreeSet::new(),
            }]);
        assert_eq!(explored.phase(), Phase::Explore);
    }

    #[test]
    fn it_is_understood_with_three_of_the_four_parties_and_not_with_two() {
        let past = [
            signalled(),
            advanced(Phase::Explore),
            contributed(Party::Business),
            contributed(Party::Business),
            contributed(Party::Education),
        ];
        let rejection = Scenario::<Demand>::given(past.clone())
            .when(advance(Phase::Understand))
            .refused("HELIX_INCOMPLETE");
        assert_eq!(rejection, Rejection::HelixIncomplete { contributed: 2 });
        let understood = Scenario::<Demand>::given(past.into_iter().chain([contributed(Party::Citizens)]))
            .after([advance(Phase::Understand)]);
        assert_eq!(understood.state().phase(), Phase::Understand);
    }

    #[test]
    fn no_phase_is_reached_before_the_one_before_or_in_the_future() {
        let at = |reached_on| Command::Advance {
            phase: Phase::Explore,
            findings: String::new(),
            reached_on,
            today: TODAY,
        };
        for day in [date(2023, 1, 1), date(2024, 5, 2)] {
            Scenario::<Demand>::given([signalled()])
                .when(at(day))
                .refused("DEMAND_INVALID");
        }
    }

    #[test]
    fn a_dropped_one_takes_nothing_more_and_an_understood_one_is_not_dropped() {
        let drop = || Command::Drop {
            reason: "opgelost".into(),
            by: "wg".into(),
            at: Timestamp::UNIX_EPOCH,
        };
        let dropped = Scenario::<Demand>::given([signalled()]).after([drop()]);
        dropped.when(advance(Phase::Explore)).refused("DEMAND_DROPPED");
        Scenario::<Demand>::given([signalled(), advanced(Phase::Explore), advanced(Phase::Understand)])
            .when(drop())
            .refused("DEMAND_PHASE_OUT_OF_ORDER");
    }

    #[test]
    fn contributions_are_bounded() {
        let full = std::iter::once(signalled()).chain(vec![contributed(Party::Citizens); CONTRIBUTIONS_MAX]);
        let more = Command::Contribute {
            contribution: Contribution {
                party: Party::Citizens,
                organisation_id: None,
                contribution: "gesprek".into(),
                contributed_on: date(2024, 3, 1),
            },
            today: TODAY,
        };
        Scenario::<Demand>::given(full)
            .when(more)
            .refused("DEMAND_CONTRIBUTIONS_LIMIT");
    }
}
