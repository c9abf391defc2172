//! What an application says. A draft may say little; what must be said is checked when it is submitted.

use blocks::values::{Cents, Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{rules::SizeClass, skill::SkillRef};

/// What an application says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier, also of the project it may become.
    pub application_id: Id,
    /// Call it is meant for.
    pub call_id: Id,
    /// Name.
    pub name: String,
    /// What it is about.
    pub summary: String,
    /// Workgroup it will report through.
    pub workgroup_id: Option<Id>,
    /// Theme.
    pub theme_id: Option<Id>,
    /// Size class.
    pub size_class: Option<SizeClass>,
    /// Lead applicant.
    pub lead_organisation_id: Option<Id>,
    /// The other members of the consortium.
    pub partners: Vec<Partner>,
    /// Regions with the share of each.
    pub regions: Vec<RegionShare>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Milestones.
    pub milestones: Vec<Milestone>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Costs by category.
    pub budget: Vec<BudgetLine>,
    /// Co-financing.
    pub cofinancing: Cents,
    /// Grant that is asked for.
    pub requested: Cents,
    /// Skills it will teach.
    pub skills: Vec<SkillRef>,
    /// For whom.
    pub target_group: String,
    /// Demands it answers.
    pub demand_ids: Vec<Id>,
    /// True for an invented application of the example season.
    pub example: bool,
}

/// A member of the consortium other than the lead applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Organisation.
    pub organisation_id: Id,
    /// What it does.
    pub role: String,
}

/// The share of one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionShare {
    /// Region.
    pub region_id: Id,
    /// Share in percent.
    pub share_percent: u32,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Identifier within the project.
    pub milestone_id: Id,
    /// Title.
    pub title: String,
    /// Day it is due.
    pub due_on: Date,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Indicator.
    pub indicator_id: Id,
    /// Value at the start.
    pub baseline: f64,
    /// Value to be reached.
    pub target: f64,
}

/// Costs of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Category.
    pub category: Id,
    /// Planned costs.
    pub planned: Cents,
}

impl Content {
    /// All costs; none when they do not fit.
    #[must_use]
    pub fn costs(&self) -> Option<Cents> {
        Cents::checked_sum(self.budget.iter().map(|line| line.planned))
    }

    /// Every organisation of the consortium with the field that names it, the lead applicant first.
    pub fn organisations(&self) -> impl Iterator<Item = (String, &Id)> {
        let lead = self.lead_organisation_id.iter();
        let lead = lead.map(|id| ("lead_organisation_id".to_owned(), id));
        let partners = self.partners.iter().enumerate();
        lead.chain(partners.map(|(index, partner)| {
            (
                format!("partners[{index}].organisation_id"),
                &partner.organisation_id,
            )
        }))
    }
}
