//! Milestones: planned, late, achieved, dropped, and how many were achieved in time.

use contracts::programme::v1::{MilestoneState, ProjectState};
use jiff::civil::Date;

use super::{Amount, Computed, MilestoneMeasure, Selection, Value};
use crate::rows::{MilestoneRow, ProjectFacts};

/// The figure over a selection.
pub(super) fn compute(selection: &Selection<'_>, which: MilestoneMeasure) -> Computed {
    if which == MilestoneMeasure::OnTimeRate {
        return on_time_rate(selection);
    }
    let mut count = Computed::count(selection);
    for member in selection.members() {
        for milestone in &member.facts.milestones {
            if counts(which, member.facts, milestone, selection.today()) {
                count.last_of(&milestone.positions);
            }
        }
    }
    count
}

fn counts(which: MilestoneMeasure, project: &ProjectFacts, milestone: &MilestoneRow, today: Date) -> bool {
    match which {
        MilestoneMeasure::Planned => expected(project) && milestone.is_open() && !milestone.is_late(today),
        MilestoneMeasure::Late => expected(project) && milestone.is_late(today),
        MilestoneMeasure::Achieved => milestone.state == MilestoneState::Achieved,
        MilestoneMeasure::Dropped => milestone.state == MilestoneState::Dropped,
        MilestoneMeasure::OnTimeRate => false,
    }
}

/// Nobody waits any more for the milestones of a project that was stopped or closed.
fn expected(project: &ProjectFacts) -> bool {
    match project.project.state {
        ProjectState::Registered | ProjectState::Running | ProjectState::Finished => true,
        ProjectState::Stopped | ProjectState::Closed | ProjectState::Unspecified => false,
    }
}

/// Against the baseline: moving a milestone does not make it achieved in time.
fn on_time_rate(selection: &Selection<'_>) -> Computed {
    let mut rate = Computed::absent(selection);
    let (mut achieved, mut in_time) = (0_u32, 0_u32);
    let milestones = selection
        .members()
        .iter()
        .flat_map(|member| &member.facts.milestones);
    for milestone in milestones.filter(|milestone| milestone.state == MilestoneState::Achieved) {
        let position = milestone.achieved_position.unwrap_or_default();
        achieved += 1;
        rate.add(position, Amount::Below(1.0));
        if milestone
            .achieved_on
            .is_some_and(|day| day <= milestone.baseline_due_on)
        {
            in_time += 1;
            rate.add(position, Amount::Above(1.0));
        }
        rate.background(milestone.positions.iter().copied());
    }
    rate.value = (achieved > 0).then(|| Value::Ratio(f64::from(in_time) / f64::from(achieved)));
    rate
}
