//! Milestones: planned, late, achieved, dropped, and how many were achieved in time.

use contracts::programme::v1::{MilestoneState, ProjectState};
use jiff::civil::Date;

use super::{Amount, Computed, MilestoneMeasure, Selection, Value, computed::count_of};
use crate::rows::{MilestoneRow, ProjectFacts};

/// What the milestones of one project add.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    planned: i64,
    late: i64,
    achieved: i64,
    in_time: i64,
    dropped: i64,
}

impl Tally {
    pub(super) fn of(project: &ProjectFacts, today: Date) -> Self {
        let count = |which| {
            let milestones = project.milestones.iter();
            count_of(milestones.filter(|milestone| counts(which, project, milestone, today)))
        };
        let achieved = project
            .milestones
            .iter()
            .filter(|milestone| milestone.state == MilestoneState::Achieved);
        Self {
            planned: count(MilestoneMeasure::Planned),
            late: count(MilestoneMeasure::Late),
            achieved: count(MilestoneMeasure::Achieved),
            in_time: count_of(achieved.filter(|milestone| is_in_time(milestone))),
            dropped: count(MilestoneMeasure::Dropped),
        }
    }

    fn count(self, which: MilestoneMeasure) -> i64 {
        match which {
            MilestoneMeasure::Planned => self.planned,
            MilestoneMeasure::Late => self.late,
            MilestoneMeasure::Achieved => self.achieved,
            MilestoneMeasure::Dropped => self.dropped,
            MilestoneMeasure::OnTimeRate => 0,
        }
    }
}

/// The figure over a selection.
pub(super) fn compute(selection: &Selection<'_>, which: MilestoneMeasure) -> Computed {
    if which == MilestoneMeasure::OnTimeRate {
        return on_time_rate(selection);
    }
    if let Some(tallies) = selection.tallies() {
        return Computed::counted(
            selection,
            tallies.map(|tally| tally.milestones.count(which)).sum(),
        );
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
    if let Some(tallies) = selection.tallies() {
        let (achieved, in_time) = tallies.fold((0, 0), |(achieved, in_time), tally| {
            (
                achieved + tally.milestones.achieved,
                in_time + tally.milestones.in_time,
            )
        });
        rate.value = share(in_time, achieved);
        return rate;
    }
    let (mut achieved, mut in_time) = (0, 0);
    let milestones = selection
        .members()
        .iter()
        .flat_map(|member| &member.facts.milestones);
    for milestone in milestones.filter(|milestone| milestone.state == MilestoneState::Achieved) {
        let position = milestone.achieved_position.unwrap_or_default();
        achieved += 1;
        rate.add(position, Amount::Below(1.0));
        if is_in_time(milestone) {
            in_time += 1;
            rate.add(position, Amount::Above(1.0));
        }
        rate.background(milestone.positions.iter().copied());
    }
    rate.value = share(in_time, achieved);
    rate
}

fn is_in_time(milestone: &MilestoneRow) -> bool {
    milestone
        .achieved_on
        .is_some_and(|day| day <= milestone.baseline_due_on)
}

fn share(part: i64, whole: i64) -> Option<Value> {
    (whole > 0).then(|| Value::Ratio(part as f64 / whole as f64))
}
