//! The later part of a series against the earlier.

use crate::{
    Level, Tally, rate,
    trend::{EXACT_STEP, NoGrowth, Step, TrendError, fit::Periods},
};

pub(super) fn split(
    series: &[Tally],
    periods: &Periods,
    reason: NoGrowth,
    level: Level,
) -> Result<Step, TrendError> {
    let later_from = later_from(series, periods);
    let (earlier, later) = series.split_at(later_from);
    let too_few = |_| TrendError::TooFewPeriods(periods.used);
    let comparison = rate::compare(sum(later)?, sum(earlier)?, level).map_err(too_few)?;
    Ok(Step {
        method: EXACT_STEP,
        reason,
        periods: periods.used,
        later_from,
        comparison,
    })
}

/// Where the exposures before and after are most alike; of two such places the later.
fn later_from(series: &[Tally], periods: &Periods) -> usize {
    let mut best = (f64::INFINITY, periods.last);
    let mut later = 0.0;
    for index in (periods.first + 1..=periods.last).rev() {
        let exposure = series[index].exposure();
        if exposure == 0.0 {
            continue;
        }
        later += exposure;
        let apart = (periods.exposure - 2.0 * later).abs();
        if apart < best.0 {
            best = (apart, index);
        }
    }
    best.1
}

fn sum(part: &[Tally]) -> Result<Tally, TrendError> {
    let nothing = Tally::new(0, 0.0).map_err(|_| TrendError::TooMuchExposure)?;
    part.iter()
        .try_fold(nothing, |sum, tally| sum.plus(*tally))
        .map_err(|_| TrendError::TooMuchExposure)
}
