//! Decision: set the first delivery plan. The project runs from here on.

use super::{Fact, Plan, Project, ProjectState, Rejection, plan::last_milestone_day};
use crate::domain::{findings::Findings, reference::Referenced};

/// Set the first delivery plan.
#[derive(Debug, Clone, PartialEq)]
pub struct SetBaseline {
    /// The plan.
    pub plan: Plan,
    /// The indicators of its targets, with what is there.
    pub referenced: Vec<Referenced>,
    /// Months the scheme version gives for the final report after the end.
    pub final_report_months: u32,
}

pub(super) fn decide(project: &Project, command: SetBaseline) -> Result<Vec<Fact>, Rejection> {
    let SetBaseline {
        plan,
        referenced,
        final_report_months,
    } = command;
    let profile = project.registered()?;
    if project.state() != ProjectState::Registered {
        return Err(Rejection::BaselineExists {
            plan_version: project.plan_version(),
        });
    }
    let mut findings = Findings::below("plan");
    plan.check(&mut findings);
    let last = last_milestone_day(profile.ends_on, final_report_months);
    plan.check_days(profile.starts_on, last, &mut findings);
    findings.refuse_with(Rejection::PlanInvalid)?;

    let missing = Referenced::missing(&referenced);
    if !missing.is_empty() {
        return Err(Rejection::ReferenceUnknown(missing));
    }
    Ok(vec![Fact::PlanBaselined {
        plan_version: 1,
        plan,
    }])
}

#[cfg(test)]
mod tests {
    use eventing::{Rejection as _, scenario::Scenario};
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        project::{BudgetLine, Command, examples::*},
        values::Cents,
    };

    fn refused(plan: Plan) -> Vec<String> {
        let rejection = Scenario::<Project>::given([registered()])
            .when(set_baseline(plan))
            .refused("PLAN_INVALID");
        rejection.faults().into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn the_baseline_is_plan_version_1_and_the_project_runs() {
        let project = Scenario::<Project>::given([registered()])
            .when(set_baseline(plan()))
            .then([baselined()]);
        assert_eq!(
            (project.state(), project.plan_version()),
            (ProjectState::Running, 1)
        );
    }

    #[test]
    fn there_is_no_baseline_without_a_project() {
        Scenario::<Project>::new()
            .when(set_baseline(plan()))
            .refused("PROJECT_UNKNOWN");
    }

    #[test]
    fn the_baseline_is_set_once() {
        Scenario::<Project>::given([registered(), baselined()])
            .when(set_baseline(plan()))
            .refused("BASELINE_EXISTS");
    }

    #[test]
    fn a_plan_has_milestones_and_a_budget() {
        assert_eq!(refused(Plan::default()), ["plan.milestones", "plan.budget"]);
    }

    #[test]
    fn identifiers_in_a_plan_are_unique() {
        let mut wrong = plan();
        wrong.milestones.push(wrong.milestones[0].clone());
        wrong.targets.push(wrong.targets[0].clone());
        wrong.budget.push(wrong.budget[0].clone());
        assert_eq!(
            refused(wrong),
            [
                "plan.milestones[2].milestone_id",
                "plan.targets[1].indicator_id",
                "plan.budget[2].category"
            ]
        );
    }

    #[test]
    fn milestones_lie_between_the_start_and_the_day_the_final_report_is_due() {
        let with = |due_on| {
            let mut plan = plan();
            plan.milestones[0].due_on = due_on;
            plan
        };
        assert_eq!(refused(with(date(2023, 12, 31))), ["plan.milestones[0].due_on"]);
        assert_eq!(refused(with(date(2026, 3, 1))), ["plan.milestones[0].due_on"]);
        let allowed = with(date(2026, 2, 28));
        Scenario::<Project>::given([registered()])
            .when(set_baseline(allowed.clone()))
            .then([Fact::PlanBaselined {
                plan_version: 1,
                plan: allowed,
            }]);
    }

    #[test]
    fn money_in_a_plan_is_neither_negative_nor_too_much_to_add_up() {
        let line = |category: &str, cents| BudgetLine {
            category: category.into(),
            planned: Cents(cents),
        };
        let wrong = Plan {
            budget: vec![line("a", -1)],
            cofinancing: Cents(-1),
            ..plan()
        };
        assert_eq!(
            refused(wrong),
            ["plan.budget[0].planned_cents", "plan.cofinancing_cents"]
        );
        let wrong = Plan {
            budget: vec![line("a", i64::MAX), line("b", 1)],
            ..plan()
        };
        assert_eq!(refused(wrong), ["plan.budget"]);
    }

    #[test]
    fn targets_are_finite_and_for_known_indicators() {
        let mut wrong = plan();
        wrong.targets[0].target_value = f64::NAN;
        assert_eq!(refused(wrong), ["plan.targets[0].target_value"]);

        let Command::SetBaseline(mut command) = set_baseline(plan()) else {
            unreachable!()
        };
        command.referenced[0].content = None;
        let rejection = Scenario::<Project>::given([registered()])
            .when(Command::SetBaseline(command))
            .refused("REFERENCE_UNKNOWN");
        assert_eq!(rejection.faults()[0].field, "plan.targets[0].indicator_id");
    }
}
