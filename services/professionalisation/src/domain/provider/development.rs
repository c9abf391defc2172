//! Development plans: what a provider wants to reach after a scan.

use blocks::{findings::Findings, values::Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, LIST_MAX, Provider, Rejection, Scan};
use crate::domain::instrument::{DIMENSIONS_MAX, Version};

/// What a provider wants to reach in a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Dimension of the instrument of the scan.
    pub dimension_id: Id,
    /// Level.
    pub level: u32,
    /// Day by which.
    pub due_on: Date,
}

/// A development plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevelopmentPlan {
    /// Identifier within the provider.
    pub plan_id: Id,
    /// Scan it rests on.
    pub scan_id: Id,
    /// Its goals.
    pub goals: Vec<Goal>,
    /// How they will be reached.
    pub approach: String,
    /// Project it belongs to.
    pub project_id: Option<Id>,
}

impl DevelopmentPlan {
    fn check(&self, scan: &Scan, instrument: Option<&Version>) -> Result<(), Rejection> {
        let mut findings = Findings::below("plan");
        let count = (1..=DIMENSIONS_MAX).contains(&self.goals.len());
        findings.check(count, "goals", format!("1 to {DIMENSIONS_MAX} goals"));
        let ids = self.goals.iter().map(|it| &it.dimension_id);
        findings.distinct("goals", ".dimension_id", ids);
        for (index, goal) in self.goals.iter().enumerate() {
            let field = |name: &str| format!("goals[{index}].{name}");
            let Some(found) = scan.level(&goal.dimension_id) else {
                findings.fault(field("dimension_id"), "a dimension of the scan");
                continue;
            };
            let dimension = instrument.and_then(|it| it.dimension(&goal.dimension_id));
            let known = dimension.is_some_and(|it| it.levels.iter().any(|it| it.level == goal.level));
            let expected =
                format!("a level of the dimension that is higher than {found}, which the scan found");
            findings.check(known && goal.level > found, field("level"), expected);
            let later = goal.due_on > scan.taken_on;
            findings.check(
                later,
                field("due_on"),
                format!("a day after the scan, {}", scan.taken_on),
            );
        }
        findings.refuse_with(Rejection::Invalid)
    }
}

impl Provider {
    pub(super) fn plan_development(
        &self,
        plan: DevelopmentPlan,
        instrument: Option<&Version>,
    ) -> Result<Vec<Fact>, Rejection> {
        self.registered()?;
        if self.plans.iter().any(|known| known.plan_id == plan.plan_id) {
            return Err(Rejection::PlanExists);
        }
        if self.plans.len() >= LIST_MAX {
            return Err(Rejection::Limit("development plans"));
        }
        plan.check(self.scan(&plan.scan_id)?, instrument)?;
        Ok(vec![Fact::DevelopmentPlanned { plan }])
    }
}
