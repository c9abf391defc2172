//! A learning solution: designed, piloted, scaled, and used by others elsewhere.

mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use blocks::{findings::Findings, values::Id};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use rejection::Rejection;

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
