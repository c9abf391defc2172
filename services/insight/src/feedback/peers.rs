//! Comparison with anonymous peers: the median and the quartiles of others, never a name, a lowest or a highest value.
//!
//! Peers of a project are other projects of the same scheme and size class; peers of a workgroup are other workgroups. With fewer than
//! [`LEAST_OTHERS`] others that have a value the comparison is left out. Invented projects of the example season are never
//! peers of real ones, nor the other way round.
//!
//! Quartiles are those of type 7 in Hyndman and Fan (1996), linear interpolation between the order statistics around
//! `(n - 1) p`: what spreadsheets, R and NumPy give by default, so that a reader can check them. They are rounded to two
//! decimals.

use contracts::insight::v1::PeerComparison;
use contracts::programme::v1::{MilestoneState, ObligationState};
use jiff::civil::Date;

use crate::judgement::facts::{Facts, Milestone, Obligation, Profile};

/// Fewest others with a value for a comparison to be shown.
pub const LEAST_OTHERS: usize = 5;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Milestones achieved on or before their baseline day, as a share of those achieved or whose baseline day has passed. Unlike
    /// the on-time rate of the overview it counts what is not achieved yet, so that nobody looks better by not reporting.
    MilestonesOnTime,
    /// Reports in on or before their due day, as a share of the obligations whose due day has passed or that are fulfilled; waived ones left out.
    ReportsOnTime,
    /// Realised costs as a share of the plan, divided by the share of the time that had passed at the end of the last accepted
    /// period. 1 is exactly in step.
    BudgetRealised,
    /// Median attainment over the indicators.
    GoalAttainment,
}

impl Measure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::MilestonesOnTime,
        Self::ReportsOnTime,
        Self::BudgetRealised,
        Self::GoalAttainment,
    ];

    /// Name in the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::MilestonesOnTime => "milestones_on_time",
            Self::ReportsOnTime => "reports_on_time",
            Self::BudgetRealised => "budget_realised",
            Self::GoalAttainment => "goal_attainment",
        }
    }

    /// The measure of its name in the contract.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }

    /// The value over one project or a whole group; none when there is nothing to measure.
    pub fn of(self, group: &[&Facts], today: Date) -> Option<f64> {
        match self {
            Self::MilestonesOnTime => {
                let all = group.iter().flat_map(|facts| &facts.milestones);
                rate(all.filter_map(|milestone| milestone_on_time(milestone, today)))
            }
            Self::ReportsOnTime => {
                let all = group.iter().flat_map(|facts| &facts.obligations);
                rate(all.filter_map(|owed| report_on_time(owed, today)))
            }
            Self::BudgetRealised => in_step(group),
            Self::GoalAttainment => {
                let indicators = group.iter().flat_map(|facts| &facts.indicators);
                let attained = indicators
                    .filter_map(|indicator| indicator.attainment())
                    .collect();
                quantile(&sorted(attained), 0.5)
            }
        }
    }
}

/// Every measure over one project or group, in the order of [`Measure::ALL`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures([Option<f64>; Measure::ALL.len()]);

impl Measures {
    /// Over one project.
    #[must_use]
    pub fn of(facts: &Facts, today: Date) -> Self {
        Self::over(&[facts], today)
    }

    fn over(group: &[&Facts], today: Date) -> Self {
        Self(Measure::ALL.map(|measure| measure.of(group, today)))
    }
}

/// Compares one project with those of the others, itself perhaps among them, that have its scheme and size class.
pub fn of_project<'a>(
    own: &Facts,
    others: impl Iterator<Item = (&'a Profile, &'a Measures)>,
    today: Date,
) -> Vec<PeerComparison> {
    let peers: Vec<Measures> = others
        .filter(|(other, _)| is_peer(&own.profile, other))
        .map(|(_, measures)| *measures)
        .collect();
    compare(Measures::of(own, today), &peers)
}

/// Compares a workgroup with the other workgroups, each given as its projects.
pub fn of_workgroup(own: &[&Facts], others: &[Vec<&Facts>], today: Date) -> Vec<PeerComparison> {
    // A workgroup with a real project is compared by its real projects only.
    let example = own.iter().all(|facts| facts.profile.example);
    let others: Vec<Measures> = others
        .iter()
        .map(|group| Measures::over(&alike(group, example), today))
        .collect();
    compare(Measures::over(&alike(own, example), today), &others)
}

fn alike<'a>(group: &[&'a Facts], example: bool) -> Vec<&'a Facts> {
    group
        .iter()
        .copied()
        .filter(|facts| facts.profile.example == example)
        .collect()
}

fn is_peer(own: &Profile, other: &Profile) -> bool {
    own.project_id != other.project_id
        && own.scheme_id == other.scheme_id
        && own.size_class == other.size_class
        && own.example == other.example
}

fn compare(own: Measures, others: &[Measures]) -> Vec<PeerComparison> {
    (0..Measure::ALL.len())
        .filter_map(|index| comparison(index, own, others))
        .collect()
}

fn comparison(index: usize, own: Measures, others: &[Measures]) -> Option<PeerComparison> {
    let own = own.0[index]?;
    let peers = sorted(others.iter().filter_map(|other| other.0[index]).collect());
    if peers.len() < LEAST_OTHERS {
        return None;
    }
    Some(PeerComparison {
        measure: Measure::ALL[index].code().to_owned(),
        own: rounded(own),
        median: rounded(quantile(&peers, 0.5)?),
        lower_quartile: rounded(quantile(&peers, 0.25)?),
        upper_quartile: rounded(quantile(&peers, 0.75)?),
        peers: u32::try_from(peers.len()).unwrap_or(u32::MAX),
    })
}

/// None while it still can be on time.
fn milestone_on_time(milestone: &Milestone, today: Date) -> Option<bool> {
    match milestone.state {
        MilestoneState::Achieved => Some(
            milestone
                .achieved_on
                .is_some_and(|day| day <= milestone.baseline_due_on),
        ),
        MilestoneState::Planned | MilestoneState::Rescheduled => {
            (milestone.baseline_due_on < today).then_some(false)
        }
        MilestoneState::Dropped | MilestoneState::Unspecified => None,
    }
}

/// None while it still can be on time.
fn report_on_time(obligation: &Obligation, today: Date) -> Option<bool> {
    match obligation.state {
        ObligationState::Fulfilled => Some(obligation.days_late == 0),
        ObligationState::Scheduled | ObligationState::ReminderDue | ObligationState::Overdue => {
            (obligation.due_on < today).then_some(false)
        }
        ObligationState::Waived | ObligationState::Unspecified => None,
    }
}

fn rate(hits: impl Iterator<Item = bool>) -> Option<f64> {
    let (hit, all) = hits.fold((0u32, 0u32), |(hit, all), on_time| {
        (hit + u32::from(on_time), all + 1)
    });
    (all > 0).then(|| f64::from(hit) / f64::from(all))
}

fn in_step(group: &[&Facts]) -> Option<f64> {
    let measured = group.iter().filter_map(|facts| {
        let elapsed = facts.profile.elapsed(facts.realised_until?);
        Some((
            facts.realised_cents() as f64,
            facts.planned_cents() as f64 * elapsed,
        ))
    });
    let (realised, expected) = measured.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (expected > 0.0).then(|| realised / expected)
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    values
}

/// Type 7 quantile of sorted values.
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let place = (sorted.len().checked_sub(1)?) as f64 * p;
    let below = *sorted.get(place.floor() as usize)?;
    let above = *sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * (place - place.floor()))
}

fn rounded(value: f64) -> f64 {
    // The sum with zero turns -0 into 0.
    (value * 100.0).round() / 100.0 + 0.0
}

#[cfg(test)]
mod tests;
