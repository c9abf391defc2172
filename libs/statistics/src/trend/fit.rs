//! The log-linear fit.
//!
//! For a given slope the best intercept makes the expected counts add up to what was counted, so that only the slope is
//! searched for: the one at which the mean period of what is expected is the mean period of what was counted. From one
//! period to the next the rate is multiplied by the same factor, so one exponential serves a whole step.

use crate::{Tally, trend::NoGrowth};

/// What is known of a series before it is fitted. Periods are counted from the first one with exposure.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Periods {
    /// How many have exposure.
    pub(super) used: usize,
    /// The first with exposure, counted in the series.
    pub(super) first: usize,
    /// The last with exposure, counted in the series.
    pub(super) last: usize,
    /// What was counted in all.
    pub(super) count: u64,
    /// What was looked through in all.
    pub(super) exposure: f64,
    /// Counts times their distance from the first period.
    moment: u64,
}

impl Periods {
    pub(super) fn of(series: &[Tally]) -> Self {
        let mut periods = Self::default();
        for (index, tally) in series.iter().enumerate() {
            if tally.exposure() == 0.0 {
                continue;
            }
            if periods.used == 0 {
                periods.first = index;
            }
            periods.used += 1;
            periods.last = index;
            periods.count += tally.count();
            periods.exposure += tally.exposure();
            periods.moment += tally.count() * (index - periods.first) as u64;
        }
        periods
    }

    /// Why no slope exists, where none does.
    fn without_growth(&self) -> Option<NoGrowth> {
        let span = (self.last - self.first) as u64;
        if self.count == 0 {
            Some(NoGrowth::NothingCounted)
        } else if self.used == 2 {
            Some(NoGrowth::TwoPeriods)
        } else if self.moment == 0 || self.moment == self.count * span {
            Some(NoGrowth::Separated)
        } else {
            None
        }
    }
}

/// A slope with what its uncertainty comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// The logarithm of the growth per period.
    pub(super) slope: f64,
    /// Fisher's information on the slope, the intercept being estimated as well.
    pub(super) information: f64,
    /// Pearson's chi-square per degree of freedom, at least 1.
    pub(super) dispersion: f64,
}

const STEPS: usize = 200;

/// A step this small is the last: the next would be its square.
const SMALL_STEP: f64 = 1e-9;

/// No step is larger, so that none leads where everything is expected in one period.
const LARGEST_STEP: f64 = 2.0;

pub(super) fn fit(series: &[Tally], periods: &Periods) -> Result<Fit, NoGrowth> {
    if let Some(reason) = periods.without_growth() {
        return Err(reason);
    }
    let series = &series[periods.first..=periods.last];
    let slope = slope(series, periods).ok_or(NoGrowth::Unsolved)?;
    let shape = Shape::at(slope, series);
    let information = periods.count as f64 * shape.variance;
    let chi_square = shape.chi_square(slope, series, periods.count as f64);
    let dispersion = (chi_square / (periods.used - 2) as f64).max(1.0);
    let solved = information > 0.0 && information.is_finite() && dispersion.is_finite();
    solved
        .then_some(Fit {
            slope,
            information,
            dispersion,
        })
        .ok_or(NoGrowth::Unsolved)
}

/// Newton's method between ever narrower bounds.
fn slope(series: &[Tally], periods: &Periods) -> Option<f64> {
    let wanted = periods.moment as f64 / periods.count as f64;
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut slope = 0.0;
    for _ in 0..STEPS {
        let shape = Shape::at(slope, series);
        let missing = wanted - shape.mean;
        if missing > 0.0 {
            low = slope;
        } else {
            high = slope;
        }
        let step = (missing / shape.variance).clamp(-LARGEST_STEP, LARGEST_STEP);
        if step.is_nan() {
            return None;
        }
        let next = slope + step;
        // A step of no size ends the search, though it lies on the bound that it has just become.
        slope = if step.abs() <= SMALL_STEP || (next > low && next < high) {
            next
        } else {
            low + (high - low) / 2.0
        };
        if step.abs() <= SMALL_STEP {
            return slope.is_finite().then_some(slope);
        }
    }
    None
}

/// How the expected counts fall over the periods at one slope.
struct Shape {
    /// The sum of the exposures, each times the growth up to its period.
    weight: f64,
    /// The mean period.
    mean: f64,
    /// The variance of the period.
    variance: f64,
}

impl Shape {
    /// Growth is reckoned from the end at which it is highest, so that no factor exceeds 1 and none overflows.
    fn at(slope: f64, series: &[Tally]) -> Self {
        let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
        weigh(slope, series, |distance, value, _| {
            weight += value;
            first += value * distance;
            second += value * distance * distance;
        });
        let mean = first / weight;
        Self {
            weight,
            mean: if slope > 0.0 {
                (series.len() - 1) as f64 - mean
            } else {
                mean
            },
            variance: second / weight - mean * mean,
        }
    }

    fn chi_square(&self, slope: f64, series: &[Tally], total: f64) -> f64 {
        let scale = total / self.weight;
        let mut chi_square = 0.0;
        weigh(slope, series, |_, value, count| {
            let expected = value * scale;
            let apart = count as f64 - expected;
            if apart != 0.0 {
                chi_square += apart * apart / expected;
            }
        });
        chi_square
    }
}

/// Hands over each period: its distance from the end with the highest rate, its exposure times its growth from there, and
/// what was counted. A period without exposure weighs nothing.
fn weigh(slope: f64, series: &[Tally], mut each: impl FnMut(f64, f64, u64)) {
    let factor = (-slope.abs()).exp();
    let mut growth = 1.0;
    let mut distance = 0.0;
    let mut visit = |tally: &Tally| {
        each(distance, tally.exposure() * growth, tally.count());
        growth *= factor;
        distance += 1.0;
    };
    if slope > 0.0 {
        series.iter().rev().for_each(&mut visit);
    } else {
        series.iter().for_each(&mut visit);
    }
}
