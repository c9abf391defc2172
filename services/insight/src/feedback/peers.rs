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
}

/// What every measure is made of, over one project or over a group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures {
    milestones: Hits,
    reports: Hits,
    realised_cents: f64,
    /// Planned costs by the share of the time that had passed.
    expected_cents: f64,
    attained: Vec<f64>,
}

/// How many of all were on time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Hits {
    hit: u32,
    all: u32,
}

impl Measures {
    /// Over one project.
    #[must_use]
    pub fn of(facts: &Facts, today: Date) -> Self {
        let elapsed = facts.realised_until.map(|until| facts.profile.elapsed(until));
        let milestones = facts.milestones.iter();
        let obligations = facts.obligations.iter();
        let indicators = facts.indicators.iter();
        Self {
            milestones: Hits::of(milestones.filter_map(|milestone| milestone_on_time(milestone, today))),
            reports: Hits::of(obligations.filter_map(|owed| report_on_time(owed, today))),
            realised_cents: elapsed.map_or(0.0, |_| facts.realised_cents() as f64),
            expected_cents: elapsed.map_or(0.0, |elapsed| facts.planned_cents() as f64 * elapsed),
            attained: indicators
                .filter_map(|indicator| indicator.attainment())
                .collect(),
        }
    }

    /// Over several together.
    #[must_use]
    pub fn over<'a>(group: impl IntoIterator<Item = &'a Self>) -> Self {
        group.into_iter().fold(Self::default(), |mut all, one| {
            all.milestones += one.milestones;
            all.reports += one.reports;
            all.realised_cents += one.realised_cents;
            all.expected_cents += one.expected_cents;
            all.attained.extend(&one.attained);
            all
        })
    }

    /// The value; none when there is nothing to measure.
    fn value(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::MilestonesOnTime => self.milestones.rate(),
            Measure::ReportsOnTime => self.reports.rate(),
            Measure::BudgetRealised => {
                (self.expected_cents > 0.0).then(|| self.realised_cents / self.expected_cents)
            }
            Measure::GoalAttainment => quantile(&sorted(self.attained.clone()), 0.5),
        }
    }
}

impl Hits {
    fn of(hits: impl Iterator<Item = bool>) -> Self {
        hits.fold(Self::default(), |sum, on_time| Self {
            hit: sum.hit + u32::from(on_time),
            all: sum.all + 1,
        })
    }

    fn rate(self) -> Option<f64> {
        (self.all > 0).then(|| f64::from(self.hit) / f64::from(self.all))
    }
}

impl std::ops::AddAssign for Hits {
    fn add_assign(&mut self, other: Self) {
        self.hit += other.hit;
        self.all += other.all;
    }
}

/// A project that takes part in a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// What kind of project it is.
    pub profile: &'a Profile,
    /// What it is compared by.
    pub measures: &'a Measures,
}

/// Compares one project with those of the others, itself perhaps among them, that have its scheme and size class.
pub fn of_project<'a>(own: Compared<'a>, others: impl Iterator<Item = Compared<'a>>) -> Vec<PeerComparison> {
    let peers = others
        .filter(|other| is_peer(own.profile, other.profile))
        .map(|other| other.measures);
    compare(own.measures, &peers.collect::<Vec<_>>())
}

/// Compares a workgroup with the other workgroups, each given as its projects.
pub fn of_workgroup(own: &[Compared<'_>], others: &[Vec<Compared<'_>>]) -> Vec<PeerComparison> {
    // A workgroup with a real project is compared by its real projects only.
    let example = own.iter().all(|project| project.profile.example);
    let others: Vec<Measures> = others.iter().map(|group| alike(group, example)).collect();
    compare(&alike(own, example), &others.iter().collect::<Vec<_>>())
}

fn alike(group: &[Compared<'_>], example: bool) -> Measures {
    let alike = group.iter().filter(|project| project.profile.example == example);
    Measures::over(alike.map(|project| project.measures))
}

fn is_peer(own: &Profile, other: &Profile) -> bool {
    own.project_id != other.project_id
        && own.scheme_id == other.scheme_id
        && own.size_class == other.size_class
        && own.example == other.example
}

fn compare(own: &Measures, others: &[&Measures]) -> Vec<PeerComparison> {
    let comparisons = Measure::ALL.map(|measure| comparison(measure, own, others));
    comparisons.into_iter().flatten().collect()
}

fn comparison(measure: Measure, own: &Measures, others: &[&Measures]) -> Option<PeerComparison> {
    let own = own.value(measure)?;
    let peers = sorted(others.iter().filter_map(|other| other.value(measure)).collect());
    if peers.len() < LEAST_OTHERS {
        return None;
    }
    Some(PeerComparison {
        measure: measure.code().to_owned(),
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

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    values
}

/// Type 7 quantile of sorted values; none without any.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
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
