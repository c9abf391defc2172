//! The goals of a project: indicators of its block with a value before and a value to be reached, and how the value grows.

use jiff::civil::Date;

use contracts::programme::v1::OrganisationKind;

use crate::{
    calendar::days_between,
    cast::{Block, Pace, Seat},
    catalogue::organisations,
    rng::Rng,
};

/// How the value of a goal comes about.
#[derive(Debug, Clone, PartialEq)]
pub enum Nature {
    /// A count from the start of the project.
    Count,
    /// A score or duration, with one decimal.
    Measure,
    /// One goal divided by another.
    Ratio(&'static str, &'static str),
    /// Different organisations, in the order in which they joined.
    Distinct(Vec<&'static str>),
    /// The number of milestones achieved.
    Milestones,
}

/// A goal on one indicator.
#[derive(Debug, Clone)]
pub struct Goal {
    /// Indicator.
    pub indicator_id: &'static str,
    /// Value before the project.
    pub baseline: f64,
    /// Value to be reached.
    pub target: f64,
    /// How its value comes about.
    pub nature: Nature,
}

impl Goal {
    fn new(indicator_id: &'static str, baseline: i64, target: i64, nature: Nature) -> Self {
        Self {
            indicator_id,
            baseline: baseline as f64,
            target: target as f64,
            nature,
        }
    }

    fn count(indicator_id: &'static str, target: i64) -> Self {
        Self::new(indicator_id, 0, target, Nature::Count)
    }

    /// The value at the end of a day, for the goals that grow by themselves.
    #[must_use]
    pub fn value_on(&self, seat: &Seat, day: Date) -> f64 {
        let grown = self.baseline + (self.target - self.baseline) * share_done(seat, self.indicator_id, day);
        match self.nature {
            Nature::Measure => (grown * 10.0).round() / 10.0,
            Nature::Count | Nature::Ratio(..) | Nature::Distinct(_) | Nature::Milestones => grown.floor(),
        }
    }

    /// The organisations counted by the end of a day.
    #[must_use]
    pub fn items_on(&self, seat: &Seat, day: Date) -> Vec<String> {
        let Nature::Distinct(pool) = &self.nature else {
            return Vec::new();
        };
        let count = self.value_on(seat, day).max(1.0) as usize;
        pool.iter().take(count).map(|id| (*id).to_owned()).collect()
    }
}

/// How much of a goal is done on a day: slow at first, never falling, a little above everything for some.
fn share_done(seat: &Seat, indicator_id: &str, day: Date) -> f64 {
    let whole = days_between(seat.starts_on, seat.ends_on).max(1) as f64;
    let gone = (days_between(seat.starts_on, day) as f64 / whole).clamp(0.0, 1.0);
    let mut rng = Rng::named(&format!("{}/{indicator_id}/speed", seat.id()));
    let (low, high) = match seat.pace {
        Pace::Good => (94, 112),
        Pace::Slow => (70, 88),
        Pace::Slipping => (38, 62),
    };
    // Participants complete later than they start.
    let exponent = if indicator_id.ends_with("-completed") {
        1.7
    } else {
        1.25
    };
    gone.powf(exponent) * rng.between(low, high) as f64 / 100.0
}

/// The goals of a project with so many milestones.
#[must_use]
pub fn goals(seat: &Seat, milestones: usize) -> Vec<Goal> {
    let mut rng = Rng::named(&format!("{}/goals", seat.id()));
    let scale = if seat.large { 10 } else { 1 };
    let milestones = i64::try_from(milestones).unwrap_or(0);
    match seat.block {
        Block::Transitions => transitions(seat, &mut rng, scale, milestones),
        Block::Professionalisation => professionalisation(seat, &mut rng, scale, milestones),
    }
}

fn transitions(seat: &Seat, rng: &mut Rng, scale: i64, milestones: i64) -> Vec<Goal> {
    let employers = pool(seat, OrganisationKind::Employer, if seat.large { 9 } else { 4 });
    let started = rng.between(22, 38) * scale;
    let mut goals = vec![
        Goal::count("trans-demand-articulations", rng.between(2, 3) + scale / 2),
        Goal::new(
            "trans-employers",
            0,
            employers.len() as i64,
            Nature::Distinct(employers),
        ),
        Goal::count("trans-participants-started", started),
        Goal::count("trans-participants-completed", started * 8 / 10),
        Goal::new("trans-milestones", 0, milestones, Nature::Milestones),
    ];
    if seat.large {
        goals.push(Goal::count("trans-bottlenecks", rng.between(8, 14)));
        goals.push(Goal::count("trans-solutions-designed", rng.between(5, 8)));
        goals.push(Goal::count("trans-solutions-piloted", rng.between(3, 5)));
        let completed = Nature::Ratio("trans-participants-completed", "trans-participants-started");
        goals.push(Goal {
            target: 0.8,
            ..Goal::new("trans-completion-rate", 0, 0, completed)
        });
    }
    goals.push(match seat.number % 3 {
        0 => Goal::new("trans-partnership-score", 5, 8, Nature::Measure),
        1 => Goal::new(
            "trans-design-time",
            rng.between(34, 46),
            rng.between(14, 20),
            Nature::Measure,
        ),
        _ => Goal::count("trans-solution-reach", rng.between(3, 6)),
    });
    goals
}

fn professionalisation(seat: &Seat, rng: &mut Rng, scale: i64, milestones: i64) -> Vec<Goal> {
    let offers = rng.between(3, 5) + scale * 2;
    let mut goals = vec![
        Goal::count("prof-offers", offers),
        Goal::count("prof-educators", rng.between(14, 26) * scale / 2 + 8),
        Goal::count("prof-adult-learners", rng.between(28, 44) * scale),
        Goal::new("prof-milestones", 0, milestones, Nature::Milestones),
    ];
    if seat.large {
        let providers = pool(seat, OrganisationKind::Mbo, 7);
        goals.push(Goal::count("prof-offers-flexible", offers * 2 / 3));
        goals.push(Goal {
            target: 0.65,
            ..Goal::new(
                "prof-flexible-share",
                0,
                0,
                Nature::Ratio("prof-offers-flexible", "prof-offers"),
            )
        });
        goals.push(Goal::count("prof-credential-classes", rng.between(4, 9)));
        goals.push(Goal::new(
            "prof-providers-scanned",
            0,
            providers.len() as i64,
            Nature::Distinct(providers),
        ));
    }
    goals.push(match seat.number % 3 {
        0 => Goal::new("prof-maturity-level", 2, 4, Nature::Measure),
        1 => Goal::new(
            "prof-turnaround",
            rng.between(30, 40),
            rng.between(12, 18),
            Nature::Measure,
        ),
        _ => Goal::count("prof-module-reuse", rng.between(3, 7)),
    });
    goals
}

/// Organisations of a kind, beginning at another one for each project, so that several projects name the same ones.
fn pool(seat: &Seat, kind: OrganisationKind, count: usize) -> Vec<&'static str> {
    let all = organisations(kind);
    all.iter()
        .cycle()
        .skip(seat.number as usize % all.len().max(1))
        .take(count.min(all.len()))
        .copied()
        .collect()
}
