//! A competence bottleneck (competentieknelpunt): who is short of which skills, where, and by how many people. It is revised as
//! more becomes known, and resolved when it is none any more; what it read before stays in its facts.

use blocks::{
    findings::Findings,
    values::{Actor, Id},
};
use eventing::{Decider, FieldFault, RejectionKind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::skill::{SkillRef, check_skills};

/// What is recorded of a bottleneck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Identifier.
    pub bottleneck_id: Id,
    /// Labour-market region.
    pub region_id: Id,
    /// Sector.
    pub sector: String,
    /// Theme, if it belongs to one.
    pub theme_id: Option<Id>,
    /// Skills that people are short of.
    pub skills: Vec<SkillRef>,
    /// For whom the skills are meant.
    pub target_group: String,
    /// People who are needed.
    pub people: u32,
    /// Where it was found.
    pub source: String,
    /// Day it was observed.
    pub observed_on: Date,
}

/// A bottleneck as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bottleneck {
    record: Option<Record>,
    revision: u32,
    resolution: Option<String>,
}

/// What can be asked of a bottleneck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Record it.
    Record {
        /// What is known of it.
        record: Record,
        /// The block's day.
        today: Date,
    },
    /// Record how it now reads.
    Revise {
        /// What is known of it now.
        record: Record,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
        /// The block's day.
        today: Date,
    },
    /// Record that it is none any more.
    Resolve {
        /// Why.
        resolution: String,
        /// Day.
        resolved_on: Date,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a bottleneck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was recorded.
    Recorded {
        /// What was known of it.
        record: Record,
    },
    /// It reads otherwise now.
    Revised {
        /// What is known of it now.
        record: Record,
        /// How often it was recorded or revised, counting from 1.
        revision: u32,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// It is none any more.
    Resolved {
        /// Why.
        resolution: String,
        /// Day.
        resolved_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Recorded { .. } => "BottleneckRecorded",
            Self::Revised { .. } => "BottleneckRevised",
            Self::Resolved { .. } => "BottleneckResolved",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Why a command on a bottleneck is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a bottleneck already")]
    Exists,
    /// There is none.
    #[error("there is no such bottleneck")]
    Unknown,
    /// It was resolved before.
    #[error("the bottleneck was resolved before")]
    Resolved,
    /// Fields are wrong.
    #[error("the bottleneck cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "BOTTLENECK_EXISTS",
            Self::Unknown => "BOTTLENECK_UNKNOWN",
            Self::Resolved => "BOTTLENECK_RESOLVED",
            Self::Invalid(_) => "BOTTLENECK_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Resolved => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists | Self::Unknown | Self::Resolved => Vec::new(),
        }
    }
}

impl Bottleneck {
    /// How it now reads; none when it was never recorded.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.record.as_ref()
    }

    /// How often it was recorded or revised.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// Why it is none any more, if so.
    #[must_use]
    pub fn resolution(&self) -> Option<&str> {
        self.resolution.as_deref()
    }

    fn open(&self) -> Result<&Record, Rejection> {
        let record = self.record.as_ref().ok_or(Rejection::Unknown)?;
        match self.resolution {
            None => Ok(record),
            Some(_) => Err(Rejection::Resolved),
        }
    }
}

impl Record {
    fn check(&self, today: Date) -> Result<(), Rejection> {
        let mut findings = Findings::below("bottleneck");
        check_skills(&self.skills, &mut findings);
        findings.check(self.people >= 1, "people", "at least 1");
        let past = self.observed_on <= today;
        findings.check(past, "observed_on", format!("a day not after today, {today}"));
        findings.refuse_with(Rejection::Invalid)
    }
}

impl Decider for Bottleneck {
    const TYPE: &'static str = "bottleneck";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Record { record, today } => {
                if self.record.is_some() {
                    return Err(Rejection::Exists);
                }
                record.check(today)?;
                Ok(vec![Fact::Recorded { record }])
            }
            Command::Revise {
                record,
                reason,
                by,
                at,
                today,
            } => {
                if *self.open()? == record {
                    return Ok(Vec::new());
                }
                record.check(today)?;
                Ok(vec![Fact::Revised {
                    record,
                    revision: self.revision + 1,
                    reason,
                    by,
                    at,
                }])
            }
            Command::Resolve {
                resolution,
                resolved_on,
                today,
            } => {
                let record = self.open()?;
                let mut findings = Findings::below("");
                let expected = format!("a day from {} to {today}", record.observed_on);
                let fits = record.observed_on <= resolved_on && resolved_on <= today;
                findings.check(fits, "resolved_on", expected);
                findings.refuse_with(Rejection::Invalid)?;
                Ok(vec![Fact::Resolved {
                    resolution,
                    resolved_on,
                }])
            }
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Recorded { record } => {
                self.record = Some(record);
                self.revision = 1;
            }
            Fact::Revised { record, revision, .. } => {
                self.record = Some(record);
                self.revision = revision;
            }
            Fact::Resolved { resolution, .. } => self.resolution = Some(resolution),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Recorded { .. } | Fact::Revised { .. } | Fact::Resolved { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::{Rejection as _, scenario::Scenario};
    use jiff::civil::date;

    use super::*;
    use crate::domain::examples::{bottleneck, skill};

    const TODAY: Date = Date::constant(2024, 5, 1);

    fn record(record: Record) -> Command {
        Command::Record { record, today: TODAY }
    }

    fn recorded() -> Fact {
        Fact::Recorded { record: bottleneck() }
    }

    fn revise(record: Record) -> Command {
        Command::Revise {
            record,
            reason: "geteld".into(),
            by: "wg".into(),
            at: Timestamp::UNIX_EPOCH,
            today: TODAY,
        }
    }

    #[test]
    fn it_is_recorded_once() {
        Scenario::<Bottleneck>::new()
            .when(record(bottleneck()))
            .then([recorded()]);
        Scenario::<Bottleneck>::given([recorded()])
            .when(record(bottleneck()))
            .refused("BOTTLENECK_EXISTS");
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = Record {
            skills: vec![skill("a"), skill("a")],
            people: 0,
            observed_on: date(2024, 5, 2),
            ..bottleneck()
        };
        let rejection = Scenario::<Bottleneck>::new()
            .when(record(wrong))
            .refused("BOTTLENECK_INVALID");
        let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(
            fields,
            [
                "bottleneck.skills[1].uri",
                "bottleneck.people",
                "bottleneck.observed_on"
            ]
        );
    }

    #[test]
    fn a_revision_that_changes_nothing_is_no_fact_and_another_one_counts() {
        Scenario::<Bottleneck>::given([recorded()])
            .when(revise(bottleneck()))
            .then([]);
        let more = Record {
            people: 500,
            ..bottleneck()
        };
        let revised = Scenario::<Bottleneck>::given([recorded()])
            .when(revise(more.clone()))
            .then([Fact::Revised {
                record: more,
                revision: 2,
                reason: "geteld".into(),
                by: "wg".into(),
                at: Timestamp::UNIX_EPOCH,
            }]);
        assert_eq!(revised.revision(), 2);
    }

    #[test]
    fn a_resolved_one_stays_resolved() {
        let resolve = |resolved_on| Command::Resolve {
            resolution: "opgeleid".into(),
            resolved_on,
            today: TODAY,
        };
        let resolved = Fact::Resolved {
            resolution: "opgeleid".into(),
            resolved_on: TODAY,
        };
        Scenario::<Bottleneck>::given([recorded()])
            .when(resolve(TODAY))
            .then([resolved.clone()]);
        Scenario::<Bottleneck>::given([recorded()])
            .when(resolve(date(2023, 1, 1)))
            .refused("BOTTLENECK_INVALID");
        Scenario::<Bottleneck>::given([recorded(), resolved.clone()])
            .when(resolve(TODAY))
            .refused("BOTTLENECK_RESOLVED");
        Scenario::<Bottleneck>::given([recorded(), resolved])
            .when(revise(bottleneck()))
            .refused("BOTTLENECK_RESOLVED");
        Scenario::<Bottleneck>::new()
            .when(resolve(TODAY))
            .refused("BOTTLENECK_UNKNOWN");
    }
}
