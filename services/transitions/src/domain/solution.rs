//! A learning solution: designed, piloted, scaled, and used by others elsewhere.

use std::collections::BTreeSet;

use blocks::{findings::Findings, values::Id};
use eventing::{Decider, FieldFault, RejectionKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    lists::{check_count, check_known},
    skill::{SkillRef, check_skills},
};

/// Most uses elsewhere that one solution counts.
pub const REUSE_MAX: usize = 500;

/// What is recorded of a solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Design {
    /// Identifier.
    pub solution_id: Id,
    /// Project that made it.
    pub project_id: Id,
    /// Name.
    pub name: String,
    /// What it is and how it teaches.
    pub description: String,
    /// Skills it teaches.
    pub skills: Vec<SkillRef>,
    /// Labour-market regions it was made for.
    pub region_ids: Vec<Id>,
    /// For whom.
    pub target_group: String,
    /// Demands it answers.
    pub demand_ids: Vec<Id>,
    /// Day its design was finished.
    pub designed_on: Date,
}

/// Use by others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reuse {
    /// Identifier within the solution.
    pub reuse_id: Id,
    /// Organisation that uses it.
    pub organisation_id: Id,
    /// Region in which it is used.
    pub region_id: Id,
    /// First day.
    pub since: Date,
    /// What was changed to make it fit.
    pub adaptation: String,
}

/// A pilot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pilot {
    /// Day the first learners started.
    pub piloted_on: Date,
    /// Learners who took part.
    pub learners: u32,
}

/// A place in the regular offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// First day.
    pub scaled_on: Date,
    /// Places for learners in a year.
    pub places_per_year: u32,
}

/// A solution as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    design: Option<Design>,
    pilot: Option<Pilot>,
    scale: Option<Scale>,
    reuse: Vec<Reuse>,
}

/// What can be asked of a solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Record its design.
    Design {
        /// The design.
        design: Design,
        /// Which of its demands exist.
        demands: BTreeSet<Id>,
        /// The block's day.
        today: Date,
    },
    /// Record its pilot.
    Pilot {
        /// Project that says so.
        project_id: Id,
        /// The pilot.
        pilot: Pilot,
        /// The block's day.
        today: Date,
    },
    /// Record that it became part of the regular offer.
    Scale {
        /// Project that says so.
        project_id: Id,
        /// Its place there.
        scale: Scale,
        /// The block's day.
        today: Date,
    },
    /// Record use by others.
    Reuse {
        /// The use.
        reuse: Reuse,
        /// Organisation that leads the project that made it, when known.
        lead_organisation_id: Option<Id>,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was designed.
    Designed {
        /// The design.
        design: Design,
    },
    /// It was piloted.
    Piloted {
        /// The pilot.
        pilot: Pilot,
        /// Project that made it.
        project_id: Id,
    },
    /// It became part of the regular offer.
    Scaled {
        /// Its place there.
        scale: Scale,
        /// Project that made it.
        project_id: Id,
    },
    /// Others use it.
    Reused {
        /// The use.
        reuse: Reuse,
        /// Project that made it.
        project_id: Id,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Designed { .. } => "SolutionDesigned",
            Self::Piloted { .. } => "SolutionPiloted",
            Self::Scaled { .. } => "SolutionScaled",
            Self::Reused { .. } => "SolutionReused",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Why a command on a solution is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a solution already")]
    Exists,
    /// There is none.
    #[error("there is no such solution")]
    Unknown,
    /// It was piloted before.
    #[error("the solution was piloted before")]
    Piloted,
    /// It was not piloted yet.
    #[error("the solution was not piloted yet, and only a piloted one is scaled")]
    NotPiloted,
    /// It was scaled before.
    #[error("the solution was scaled before")]
    Scaled,
    /// The use has an identifier that is taken.
    #[error("the solution has a use with this identifier already")]
    ReuseExists,
    /// There are too many uses.
    #[error("a solution has at most {REUSE_MAX} uses elsewhere")]
    ReuseLimit,
    /// Fields are wrong.
    #[error("the solution cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "SOLUTION_EXISTS",
            Self::Unknown => "SOLUTION_UNKNOWN",
            Self::Piloted => "SOLUTION_PILOTED",
            Self::NotPiloted => "SOLUTION_NOT_PILOTED",
            Self::Scaled => "SOLUTION_SCALED",
            Self::ReuseExists => "REUSE_EXISTS",
            Self::ReuseLimit => "REUSE_LIMIT",
            Self::Invalid(_) => "SOLUTION_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists | Self::ReuseExists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Piloted | Self::NotPiloted | Self::Scaled | Self::ReuseLimit => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists
            | Self::Unknown
            | Self::Piloted
            | Self::NotPiloted
            | Self::Scaled
            | Self::ReuseExists
            | Self::ReuseLimit => Vec::new(),
        }
    }
}

impl Solution {
    /// Its design; none when there is none.
    #[must_use]
    pub fn design(&self) -> Option<&Design> {
        self.design.as_ref()
    }

    /// Its pilot, if there was one.
    #[must_use]
    pub fn pilot(&self) -> Option<Pilot> {
        self.pilot
    }

    /// Its place in the regular offer, if it has one.
    #[must_use]
    pub fn scale(&self) -> Option<Scale> {
        self.scale
    }

    /// Use by others, in the order in which it was recorded.
    #[must_use]
    pub fn reuse(&self) -> &[Reuse] {
        &self.reuse
    }

    /// The design, when this project made it. For any other project there is no such solution.
    fn of(&self, project_id: &str) -> Result<&Design, Rejection> {
        let own = self
            .design
            .as_ref()
            .filter(|design| design.project_id == project_id);
        own.ok_or(Rejection::Unknown)
    }

    fn scaled(&self, project_id: Id, scale: Scale, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.of(&project_id)?;
        let pilot = self.pilot.ok_or(Rejection::NotPiloted)?;
        if self.scale.is_some() {
            return Err(Rejection::Scaled);
        }
        let mut findings = Findings::below("");
        check_day(
            &mut findings,
            "scaled_on",
            scale.scaled_on,
            pilot.piloted_on,
            today,
        );
        findings.check(scale.places_per_year >= 1, "places_per_year", "at least 1");
        findings.refuse_with(Rejection::Invalid)?;
        Ok(vec![Fact::Scaled { scale, project_id }])
    }

    fn reused(&self, reuse: Reuse, lead: Option<&str>, today: Date) -> Result<Vec<Fact>, Rejection> {
        let design = self.design.as_ref().ok_or(Rejection::Unknown)?;
        if self.reuse.iter().any(|known| known.reuse_id == reuse.reuse_id) {
            return Err(Rejection::ReuseExists);
        }
        if self.reuse.len() >= REUSE_MAX {
            return Err(Rejection::ReuseLimit);
        }
        let mut findings = Findings::below("reuse");
        check_day(&mut findings, "since", reuse.since, design.designed_on, today);
        let by_others = lead != Some(reuse.organisation_id.as_str());
        let expected = "an organisation other than the one that leads the project that made it";
        findings.check(by_others, "organisation_id", expected);
        findings.refuse_with(Rejection::Invalid)?;
        let project_id = design.project_id.clone();
        Ok(vec![Fact::Reused { reuse, project_id }])
    }
}

fn check_day(findings: &mut Findings, field: &str, day: Date, earliest: Date, today: Date) {
    let fits = earliest <= day && day <= today;
    findings.check(fits, field, format!("a day from {earliest} to {today}"));
}

impl Design {
    fn check(&self, demands: &BTreeSet<Id>, today: Date) -> Result<(), Rejection> {
        let mut findings = Findings::below("solution");
        check_skills(&self.skills, &mut findings);
        check_count(&mut findings, "region_ids", &self.region_ids, 1);
        check_count(&mut findings, "demand_ids", &self.demand_ids, 0);
        let expected = "a demand that was signalled";
        check_known(&mut findings, "demand_ids", &self.demand_ids, demands, expected);
        let past = self.designed_on <= today;
        findings.check(past, "designed_on", format!("a day not after today, {today}"));
        findings.refuse_with(Rejection::Invalid)
    }
}

impl Decider for Solution {
    const TYPE: &'static str = "solution";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Design {
                design,
                demands,
                today,
            } => {
                if self.design.is_some() {
                    return Err(Rejection::Exists);
                }
                design.check(&demands, today)?;
                Ok(vec![Fact::Designed { design }])
            }
            Command::Pilot {
                project_id,
                pilot,
                today,
            } => {
                let design = self.of(&project_id)?;
                if self.pilot.is_some() {
                    return Err(Rejection::Piloted);
                }
                let mut findings = Findings::below("");
                check_day(
                    &mut findings,
                    "piloted_on",
                    pilot.piloted_on,
                    design.designed_on,
                    today,
                );
                findings.check(pilot.learners >= 1, "learners", "at least 1");
                findings.refuse_with(Rejection::Invalid)?;
                Ok(vec![Fact::Piloted { pilot, project_id }])
            }
            Command::Scale {
                project_id,
                scale,
                today,
            } => self.scaled(project_id, scale, today),
            Command::Reuse {
                reuse,
                lead_organisation_id,
                today,
            } => self.reused(reuse, lead_organisation_id.as_deref(), today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Designed { design } => self.design = Some(design),
            Fact::Piloted { pilot, .. } => self.pilot = Some(pilot),
            Fact::Scaled { scale, .. } => self.scale = Some(scale),
            Fact::Reused { reuse, .. } => self.reuse.push(reuse),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Designed { .. } | Fact::Piloted { .. } | Fact::Scaled { .. } | Fact::Reused { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::{Rejection as _, scenario::Scenario};
    use jiff::civil::date;

    use super::*;
    use crate::domain::examples::design;

    const TODAY: Date = Date::constant(2025, 6, 1);
    const PILOT: Pilot = Pilot {
        piloted_on: Date::constant(2025, 2, 1),
        learners: 24,
    };
    const SCALE: Scale = Scale {
        scaled_on: Date::constant(2025, 5, 1),
        places_per_year: 200,
    };

    fn design_it(design: Design) -> Command {
        Command::Design {
            design,
            demands: BTreeSet::from(["v1".into()]),
            today: TODAY,
        }
    }

    fn pilot(project_id: &str) -> Command {
        Command::Pilot {
            project_id: project_id.into(),
            pilot: PILOT,
            today: TODAY,
        }
    }

    fn scale(scale: Scale) -> Command {
        Command::Scale {
            project_id: "p1".into(),
            scale,
            today: TODAY,
        }
    }

    fn reuse(reuse_id: &str, organisation_id: &str) -> Command {
        Command::Reuse {
            reuse: Reuse {
                reuse_id: reuse_id.into(),
                organisation_id: organisation_id.into(),
                region_id: "AM02".into(),
                since: date(2025, 4, 1),
                adaptation: String::new(),
            },
            lead_organisation_id: Some("o1".into()),
            today: TODAY,
        }
    }

    fn designed() -> Scenario<Solution> {
        Scenario::new().after([design_it(design())])
    }

    #[test]
    fn it_goes_from_design_to_pilot_to_the_regular_offer() {
        let done = designed().after([pilot("p1"), scale(SCALE)]);
        assert_eq!(
            (done.state().pilot(), done.state().scale()),
            (Some(PILOT), Some(SCALE))
        );
        done.clone().when(pilot("p1")).refused("SOLUTION_PILOTED");
        done.clone().when(scale(SCALE)).refused("SOLUTION_SCALED");
        done.when(design_it(design())).refused("SOLUTION_EXISTS");
        designed().when(scale(SCALE)).refused("SOLUTION_NOT_PILOTED");
    }

    #[test]
    fn only_the_project_that_made_it_says_how_far_it_is() {
        designed().when(pilot("p2")).refused("SOLUTION_UNKNOWN");
    }

    #[test]
    fn it_is_not_in_the_offer_before_its_pilot() {
        let early = Scale {
            scaled_on: date(2025, 1, 1),
            places_per_year: 0,
        };
        let rejection = designed()
            .after([pilot("p1")])
            .when(scale(early))
            .refused("SOLUTION_INVALID");
        let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["scaled_on", "places_per_year"]);
    }

    #[test]
    fn use_counts_by_others_and_once() {
        designed().when(reuse("h1", "o1")).refused("SOLUTION_INVALID");
        let used = designed().after([reuse("h1", "o2")]);
        assert_eq!(used.state().reuse().len(), 1);
        used.when(reuse("h1", "o3")).refused("REUSE_EXISTS");
    }

    #[test]
    fn what_a_design_names_exists_and_is_named_once() {
        let wrong = Design {
            region_ids: vec!["AM01".into(), "AM01".into()],
            demand_ids: vec!["v2".into()],
            skills: vec![],
            designed_on: date(2026, 1, 1),
            ..design()
        };
        let rejection = Scenario::<Solution>::new()
            .when(design_it(wrong))
            .refused("SOLUTION_INVALID");
        let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(
            fields,
            [
                "solution.skills",
                "solution.region_ids[1]",
                "solution.demand_ids[0]",
                "solution.designed_on"
            ]
        );
    }
}
