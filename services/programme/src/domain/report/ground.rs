//! What a report stands on: the plan, the last accepted report and the attention points. It belongs to other aggregates; whoever
//! issues a command reads them, guarded, and hands over this view.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AnswerLine, Content, CostLine, MilestoneLine, ResultLine};
use crate::domain::values::{Cents, Id};

/// What a report stands on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// First day of the project.
    pub starts_on: Date,
    /// Last day of the project: of its plan, or the day its work ended.
    pub ends_on: Date,
    /// Version of the plan.
    pub plan_version: u32,
    /// Milestones of the plan that were not dropped.
    pub milestones: Vec<PlannedMilestone>,
    /// Targets of the plan.
    pub targets: Vec<PlannedTarget>,
    /// Budget of the plan.
    pub budget: Vec<PlannedCosts>,
    /// The last accepted report about an earlier period, if there is one.
    pub previous: Option<Content>,
    /// The project's attention points.
    pub points: Vec<AskedPoint>,
}

/// A milestone of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedMilestone {
    /// Milestone.
    pub milestone_id: Id,
    /// Title.
    pub title: String,
    /// Day it is due.
    pub due_on: Date,
    /// Day it was achieved, if that is on record already.
    pub achieved_on: Option<Date>,
}

/// A target of the plan with what its indicator's definition says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedTarget {
    /// Indicator.
    pub indicator_id: Id,
    /// Value before the project.
    pub baseline_value: f64,
    /// Value to be reached.
    pub target_value: f64,
    /// Whether values count from the start of the project and so do not fall.
    pub cumulative: bool,
    /// Whether it counts different items, which must then be named.
    pub distinct: bool,
}

/// Planned costs of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedCosts {
    /// Category.
    pub category: String,
    /// Planned over the whole project.
    pub planned: Cents,
}

/// An attention point of the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPoint {
    /// Point.
    pub point_id: Id,
    /// What is asked.
    pub text: String,
    /// Whether nobody answered it yet: then the report must.
    pub waits: bool,
}

impl Ground {
    /// What the last accepted report said on an indicator. When it was not measured then, the value before that still stands.
    #[must_use]
    pub fn previous_value(&self, indicator_id: &str) -> Option<f64> {
        self.previous_result(indicator_id)
            .and_then(|line| line.current_value.or(line.previous_value))
    }

    /// The line of the last accepted report on an indicator.
    #[must_use]
    pub fn previous_result(&self, indicator_id: &str) -> Option<&ResultLine> {
        self.previous
            .as_ref()?
            .results
            .iter()
            .find(|line| line.indicator_id == indicator_id)
    }

    /// The line of the last accepted report on a category of costs.
    #[must_use]
    pub fn previous_costs(&self, category: &str) -> Option<&CostLine> {
        self.previous
            .as_ref()?
            .budget
            .iter()
            .find(|line| line.category == category)
    }

    fn previous_milestone(&self, milestone_id: &str) -> Option<&MilestoneLine> {
        self.previous
            .as_ref()?
            .milestones
            .iter()
            .find(|line| line.milestone_id == milestone_id)
    }
}

/// A new report: what the last accepted one said that still holds, and a line for everything the plan and the hub ask about.
#[must_use]
pub fn prefill(ground: &Ground) -> Content {
    refresh(
        ground.previous.as_ref().map(carried_over).unwrap_or_default(),
        ground,
    )
}

/// What a next report starts from. Stories are written anew; lists and totals go on from where they stood.
fn carried_over(last: &Content) -> Content {
    let mut next = Content {
        activities: last.activities.clone(),
        deliverables: last.deliverables.clone(),
        target_groups: last.target_groups.clone(),
        risks: last.risks.clone(),
        cofinancing_realised_cents: last.cofinancing_realised_cents,
        ..Content::default()
    };
    next.activities
        .iter_mut()
        .for_each(|activity| activity.progress.clear());
    next.target_groups
        .iter_mut()
        .for_each(|group| group.correction_reason.clear());
    next
}

/// The content with everything that the hub fills brought up to date: one line per milestone, target and category of the plan, in
/// the plan's order, with its planned and previous values; one per attention point that waits.
pub(super) fn refresh(content: Content, ground: &Ground) -> Content {
    let Content {
        mut activities,
        milestones,
        results,
        budget,
        answers,
        ..
    } = content.clone();
    let before: BTreeMap<_, _> = ground
        .previous
        .iter()
        .flat_map(|last| &last.activities)
        .map(|one| (&one.activity_id, one.now))
        .collect();
    activities
        .iter_mut()
        .for_each(|activity| activity.before = before.get(&activity.activity_id).copied().flatten());
    Content {
        activities,
        milestones: milestone_lines(milestones, ground),
        results: result_lines(results, ground),
        budget: cost_lines(budget, ground),
        answers: answer_lines(answers, ground),
        ..content
    }
}

fn milestone_lines(given: Vec<MilestoneLine>, ground: &Ground) -> Vec<MilestoneLine> {
    let mut given: BTreeMap<_, _> = given
        .into_iter()
        .map(|line| (line.milestone_id.clone(), line))
        .collect();
    let line = |planned: &PlannedMilestone| {
        let line = given
            .remove(&planned.milestone_id)
            .unwrap_or_else(|| first_milestone_line(planned, ground));
        MilestoneLine {
            title: planned.title.clone(),
            due_on: Some(planned.due_on),
            ..line
        }
    };
    ground.milestones.iter().map(line).collect()
}

fn first_milestone_line(planned: &PlannedMilestone, ground: &Ground) -> MilestoneLine {
    let last = ground.previous_milestone(&planned.milestone_id);
    let achieved_on = planned
        .achieved_on
        .or_else(|| last.and_then(|line| line.achieved_on));
    let expected = last.filter(|_| achieved_on.is_none());
    MilestoneLine {
        milestone_id: planned.milestone_id.clone(),
        title: planned.title.clone(),
        due_on: Some(planned.due_on),
        achieved: achieved_on.is_some(),
        achieved_on,
        expected_on: expected.and_then(|line| line.expected_on),
        explanation: expected.map(|line| line.explanation.clone()).unwrap_or_default(),
    }
}

fn result_lines(given: Vec<ResultLine>, ground: &Ground) -> Vec<ResultLine> {
    let mut given: BTreeMap<_, _> = given
        .into_iter()
        .map(|line| (line.indicator_id.clone(), line))
        .collect();
    let line = |target: &PlannedTarget| {
        let line = given
            .remove(&target.indicator_id)
            .unwrap_or_else(|| first_result_line(target, ground));
        ResultLine {
            baseline_value: target.baseline_value,
            target_value: target.target_value,
            previous_value: ground.previous_value(&target.indicator_id),
            current_value: line.current_value.or_else(|| counted(target, &line.items)),
            ..line
        }
    };
    ground.targets.iter().map(line).collect()
}

/// The value that follows from the items named.
fn counted(target: &PlannedTarget, items: &[String]) -> Option<f64> {
    let count = u32::try_from(items.len()).ok().filter(|count| *count > 0)?;
    target.distinct.then(|| f64::from(count))
}

fn first_result_line(target: &PlannedTarget, ground: &Ground) -> ResultLine {
    let goes_on = target.cumulative && target.distinct;
    let items = ground
        .previous_result(&target.indicator_id)
        .filter(|_| goes_on)
        .map(|line| line.items.clone());
    ResultLine {
        indicator_id: target.indicator_id.clone(),
        baseline_value: target.baseline_value,
        target_value: target.target_value,
        previous_value: None,
        current_value: None,
        items: items.unwrap_or_default(),
        explanation: String::new(),
        correction_reason: String::new(),
    }
}

fn cost_lines(given: Vec<CostLine>, ground: &Ground) -> Vec<CostLine> {
    let mut given: BTreeMap<_, _> = given
        .into_iter()
        .map(|line| (line.category.clone(), line))
        .collect();
    let line = |planned: &PlannedCosts| {
        let last = ground.previous_costs(&planned.category);
        let previous_cents = last.map_or(0, |line| line.cumulative_cents);
        let line = given.remove(&planned.category).unwrap_or_else(|| CostLine {
            category: planned.category.clone(),
            planned_cents: planned.planned.0,
            cumulative_cents: previous_cents,
            previous_cents,
            deviation_note: last.map(|line| line.deviation_note.clone()).unwrap_or_default(),
            correction_reason: String::new(),
        });
        CostLine {
            planned_cents: planned.planned.0,
            previous_cents,
            ..line
        }
    };
    ground.budget.iter().map(line).collect()
}

/// The given answers to points of this project, and an empty one for each point that waits for its first.
fn answer_lines(given: Vec<AnswerLine>, ground: &Ground) -> Vec<AnswerLine> {
    let mut given: BTreeMap<_, _> = given
        .into_iter()
        .map(|line| (line.point_id.clone(), line.answer))
        .collect();
    let line = |point: &AskedPoint| {
        let answer = given
            .remove(&point.point_id)
            .or_else(|| point.waits.then(String::new))?;
        Some(AnswerLine {
            point_id: point.point_id.clone(),
            question: point.text.clone(),
            answer,
        })
    };
    ground.points.iter().filter_map(line).collect()
}
