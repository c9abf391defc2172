//! The delivery plan of a project, together with what the season knows and the project does not: when a milestone will
//! really be achieved, and how fast results come.

use contracts::programme::v1::{BudgetLine, Milestone, Plan, Target};
use jiff::civil::Date;

use crate::{
    calendar::{days_between, plus},
    cast::{Pace, Seat},
    money::{part, whole_euros},
    profile::grant_cents,
    rng::Rng,
    targets::{Goal, goals},
    words,
};

/// Categories of costs with their share of the total, in thousandths.
const CATEGORIES: [(&str, i64); 5] = [
    ("personnel", 610),
    ("development", 160),
    ("hired-expertise", 110),
    ("materials", 75),
    ("dissemination", 45),
];

/// A milestone with its own truth.
#[derive(Debug, Clone)]
pub struct Stone {
    /// Identifier within the project.
    pub id: String,
    /// Title.
    pub title: String,
    /// Day it is due under the current plan.
    pub due_on: Date,
    /// Day on which it will really be achieved.
    pub real_on: Date,
    /// True once a revision dropped it.
    pub dropped: bool,
}

/// Costs of one category.
#[derive(Debug, Clone)]
pub struct Cost {
    /// Category.
    pub category: &'static str,
    /// Planned cents in the current plan.
    pub planned: i64,
    /// Planned cents in the baseline: what is really spent follows these, whatever a revision says.
    pub baseline: i64,
}

/// A plan as the season plays it.
#[derive(Debug, Clone)]
pub struct Script {
    /// Version of the plan.
    pub version: u32,
    /// Last day under the current plan.
    pub ends_on: Date,
    /// Milestones.
    pub stones: Vec<Stone>,
    /// Goals with their indicators.
    pub goals: Vec<Goal>,
    /// Costs by category.
    pub budget: Vec<Cost>,
    /// Planned co-financing in euro cents.
    pub cofinancing_cents: i64,
}

impl Script {
    /// The plan with which a project starts.
    #[must_use]
    pub fn new(seat: &Seat) -> Self {
        let mut rng = Rng::named(&format!("{}/plan", seat.id()));
        let stones = stones(seat, &mut rng);
        // The share of co-financing is not known from the scheme; the season varies it.
        let total = grant_cents(seat) / 100 * rng.between(118, 145);
        let cost = |(category, share): &(&'static str, i64)| {
            let planned = part(total, *share);
            Cost {
                category,
                planned,
                baseline: planned,
            }
        };
        let budget: Vec<_> = CATEGORIES.iter().map(cost).collect();
        let planned: i64 = budget.iter().map(|cost| cost.planned).sum();
        Self {
            version: 1,
            ends_on: seat.ends_on,
            goals: goals(seat, stones.len()),
            stones,
            cofinancing_cents: whole_euros(planned - grant_cents(seat)),
            budget,
        }
    }

    /// The plan in the words of the contract.
    #[must_use]
    pub fn baseline(&self) -> Plan {
        let milestone = |stone: &Stone| Milestone {
            milestone_id: stone.id.clone(),
            title: stone.title.clone(),
            due_on: stone.due_on.to_string(),
            ..Milestone::default()
        };
        let target = |goal: &Goal| Target {
            indicator_id: goal.indicator_id.into(),
            baseline_value: goal.baseline,
            target_value: goal.target,
        };
        let line = |cost: &Cost| BudgetLine {
            category: cost.category.into(),
            planned_cents: cost.planned,
        };
        Plan {
            milestones: self.stones.iter().map(milestone).collect(),
            targets: self.goals.iter().map(target).collect(),
            budget: self.budget.iter().map(line).collect(),
            cofinancing_cents: self.cofinancing_cents,
        }
    }

    /// Milestones that a revision has not dropped.
    pub fn standing(&self) -> impl Iterator<Item = &Stone> {
        self.stones.iter().filter(|stone| !stone.dropped)
    }

    /// The first milestone that is not due within so many days and will not have been achieved by then either.
    #[must_use]
    pub fn far_stone(&self, today: Date, days: i64) -> Option<&Stone> {
        let horizon = plus(today, days);
        self.standing()
            .find(|stone| stone.due_on > horizon && stone.real_on > horizon)
    }

    /// Moves a milestone to another day; the project keeps its new promise.
    pub fn reschedule(&mut self, milestone_id: &str, due_on: Date) {
        if let Some(stone) = self.stones.iter_mut().find(|stone| stone.id == milestone_id) {
            stone.due_on = due_on;
            stone.real_on = plus(due_on, -2);
        }
    }
}

fn stones(seat: &Seat, rng: &mut Rng) -> Vec<Stone> {
    let count = if seat.large {
        rng.between(6, 8)
    } else {
        rng.between(4, 5)
    };
    let days = days_between(seat.starts_on, seat.ends_on);
    let titles = words::milestones(seat.block);
    // The first titles prepare, the last ones conclude: a small project skips some in between.
    let skipped = titles.len() - usize::try_from(count).unwrap_or(0).min(titles.len());
    let place = |nth: usize| if nth < 2 { nth } else { nth + skipped };
    let stone = |nth: i64| {
        let due_on = plus(seat.starts_on, days * (nth + 1) / count - rng.between(12, 34));
        let place = place(usize::try_from(nth).unwrap_or(0));
        let title = titles.get(place).copied().unwrap_or_default().to_owned();
        let real_on = real_on(seat, due_on, rng);
        Stone {
            id: format!("m{}", nth + 1),
            title,
            due_on,
            real_on,
            dropped: false,
        }
    };
    (0..count).map(stone).collect()
}

/// A project on course achieves its last milestone before it ends.
fn real_on(seat: &Seat, due_on: Date, rng: &mut Rng) -> Date {
    let real_on = plus(due_on, delay(seat.pace, rng));
    match seat.pace {
        Pace::Good => real_on.min(plus(seat.ends_on, -1)),
        Pace::Slow | Pace::Slipping => real_on,
    }
}

/// Days by which a milestone comes too late; negative when it is early.
fn delay(pace: Pace, rng: &mut Rng) -> i64 {
    match pace {
        Pace::Good if rng.chance(20) => rng.between(3, 14),
        Pace::Good => rng.between(-12, 0),
        Pace::Slow => rng.between(12, 55),
        Pace::Slipping => rng.between(50, 160),
    }
}
