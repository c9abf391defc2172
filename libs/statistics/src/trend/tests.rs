//! Against statsmodels 0.15.0; `oracle/reference.py` prints these figures under "trend".

use proptest::prelude::*;

use super::*;

fn series(counts: &[u64], exposures: &[f64]) -> Vec<Tally> {
    let tallies = counts.iter().zip(exposures);
    tallies
        .map(|(count, exposure)| Tally::new(*count, *exposure).unwrap())
        .collect()
}

fn growth(counts: &[u64], exposures: &[f64], level: Level) -> Growth {
    match Trends::new(level).of(&series(counts, exposures)).unwrap() {
        Trend::Growth(growth) => growth,
        Trend::Step(step) => panic!("no growth: {:?}", step.reason),
    }
}

fn step(counts: &[u64], exposures: &[f64]) -> Step {
    match Trends::new(Level::P95).of(&series(counts, exposures)).unwrap() {
        Trend::Growth(growth) => panic!("growth {}", growth.ratio),
        Trend::Step(step) => step,
    }
}

/// `statsmodels.api.GLM(counts, [1, period], family=Poisson(), offset=log(exposure)).fit(scale="X2")`; its dispersion, the
/// slope, the standard error (with the dispersion floored at 1), the ratio, its ends by t, and the p value.
#[test]
fn growth_is_that_of_statsmodels() {
    type Case<'a> = (&'a [u64], &'a [f64], f64, [f64; 7]);
    let cases: [Case; 4] = [
        (
            &[3, 4, 9, 12, 19],
            &[1e6, 1.2e6, 1.1e6, 1.3e6, 1.4e6],
            0.95,
            [
                0.2802692299498065,
                0.3858052711126795,
                0.11692420232087138,
                1.4707982360231104,
                1.0137945542685671,
                2.133812459319663,
                0.04574653230126293,
            ],
        ),
        (
            &[120, 80, 260, 90, 310, 150, 420, 200],
            &[50e3, 45e3, 60e3, 41e3, 70e3, 52e3, 61e3, 58e3],
            0.95,
            [
                32.26431035766164,
                0.09867260785391385,
                0.06360254706052967,
                1.1037048960872051,
                0.9446344815602004,
                1.2895617526420309,
                0.17179020394422315,
            ],
        ),
        (
            &[0, 0, 1, 0, 2, 0, 0, 5, 3, 0],
            &[10.0, 0.0, 12.0, 8.0, 9.0, 0.0, 11.0, 10.0, 14.0, 13.0],
            0.95,
            [
                2.489549016824381,
                0.13616916177577476,
                0.1778841811902875,
                1.145875715571628,
                0.7414869260571014,
                1.7708082359845614,
                0.4730048148668795,
            ],
        ),
        (
            &[40_210, 39_100, 37_555, 36_990, 33_111, 30_080],
            &[2.1e9, 2.0e9, 2.2e9, 2.15e9, 2.3e9, 2.2e9],
            0.9,
            [
                101.12676543270958,
                -0.07284015214844475,
                0.012688324483376005,
                0.9297494365981805,
                0.904937212698947,
                0.9552419800225551,
                0.004562138151154693,
            ],
        ),
    ];
    for (counts, exposures, level, [dispersion, slope, error, ratio, lower, upper, p]) in cases {
        let ours = growth(counts, exposures, Level::new(level).unwrap());
        for (ours, theirs) in [
            (ours.dispersion, dispersion.max(1.0)),
            (ours.log_ratio, slope),
            (ours.standard_error, error),
            (ours.ratio, ratio),
            (ours.interval.lower.unwrap(), lower),
            (ours.interval.upper.unwrap(), upper),
            (ours.p_value, p),
        ] {
            assert!(
                ((ours - theirs) / theirs).abs() < 1e-8,
                "{ours} against {theirs} of {counts:?}"
            );
        }
    }
}

#[test]
fn a_period_in_which_nothing_was_read_keeps_its_place() {
    let gap = growth(&[10, 0, 40, 80], &[1.0, 0.0, 1.0, 1.0], Level::P95);
    assert_eq!((gap.periods, gap.degrees_of_freedom), (3, 1));
    assert!((gap.ratio - 2.0).abs() < 1e-9, "{}", gap.ratio);
    let edges = growth(&[0, 10, 20, 40, 0], &[0.0, 1.0, 1.0, 1.0, 0.0], Level::P95);
    assert!((edges.ratio - 2.0).abs() < 1e-9);
}

#[test]
fn all_in_the_last_period_is_a_step() {
    let new = step(&[0, 0, 0, 0, 9], &[1.0; 5]);
    assert_eq!((new.method, new.reason), (EXACT_STEP, NoGrowth::Separated));
    assert_eq!((new.later_from, new.periods), (3, 5));
    assert_eq!(
        (new.comparison.ratio, new.comparison.interval.upper),
        (None, None)
    );
    // 0.4 of the exposure to the ninth power: no other split is as improbable.
    assert!((new.comparison.p_value - 0.4_f64.powi(9)).abs() < 1e-12);
    let gone = step(&[9, 0, 0, 0, 0], &[1.0; 5]);
    assert_eq!(
        (gone.reason, gone.comparison.ratio),
        (NoGrowth::Separated, Some(0.0))
    );
}

#[test]
fn two_periods_are_compared_exactly() {
    let two = step(&[7, 0, 11], &[3_011.0, 0.0, 800.0]);
    assert_eq!(
        (two.reason, two.later_from, two.periods),
        (NoGrowth::TwoPeriods, 2, 2)
    );
    let direct = crate::rate::compare(
        Tally::new(11, 800.0).unwrap(),
        Tally::new(7, 3_011.0).unwrap(),
        Level::P95,
    );
    assert_eq!(Ok(two.comparison), direct);
}

#[test]
fn the_later_part_is_half_of_what_was_read() {
    assert_eq!(step(&[0; 5], &[1.0, 1.0, 1.0, 1.0, 9.0]).later_from, 4);
    assert_eq!(step(&[0; 5], &[9.0, 1.0, 1.0, 1.0, 1.0]).later_from, 1);
    assert_eq!(step(&[0; 4], &[1.0; 4]).later_from, 2);
    assert_eq!(step(&[0; 4], &[1.0; 4]).reason, NoGrowth::NothingCounted);
}

#[test]
fn what_has_no_trend_is_refused() {
    let trends = Trends::new(Level::P95);
    assert_eq!(trends.of(&[]), Err(TrendError::TooFewPeriods(0)));
    assert_eq!(
        trends.of(&series(&[0, 4], &[0.0, 1.0])),
        Err(TrendError::TooFewPeriods(1))
    );
    let most = crate::MAX_COUNT;
    assert_eq!(
        trends.of(&series(&[most, most], &[1.0, 1.0])),
        Err(TrendError::TooManyCounted(2 * most))
    );
    assert_eq!(
        trends.of(&series(&[1, 1], &[1e15, 1e15])),
        Err(TrendError::TooMuchExposure)
    );
    let long = vec![Tally::new(1, 1.0).unwrap(); MAX_PERIODS + 1];
    assert_eq!(trends.of(&long), Err(TrendError::TooManyPeriods(MAX_PERIODS + 1)));
}

#[test]
fn a_long_series_has_its_own_quantile() {
    let counts: Vec<u64> = (0..100).map(|period| 5 + period % 7).collect();
    let long = growth(&counts, &[1.0; 100], Level::P95);
    assert_eq!(long.degrees_of_freedom, 98);
    let half = long.interval.upper.unwrap().ln() - long.log_ratio;
    // `scipy.stats.t.isf(0.025, 98)`.
    assert!((half / long.standard_error - 1.9844674545084817).abs() < 1e-9);
}

fn finite(trend: &Trend) -> bool {
    let (ratio, interval, p_value) = match trend {
        Trend::Growth(growth) => (Some(growth.ratio), growth.interval, growth.p_value),
        Trend::Step(step) => (
            step.comparison.ratio,
            step.comparison.interval,
            step.comparison.p_value,
        ),
    };
    let ends = [ratio, interval.lower, interval.upper];
    ends.into_iter().flatten().all(f64::is_finite) && (0.0..=1.0).contains(&p_value)
}

proptest! {
    #[test]
    fn the_unit_of_exposure_does_not_matter(
        periods in proptest::collection::vec((0_u64..200, 1.0_f64..1e4), 3..24), scale in 1e-3_f64..1e6,
    ) {
        let trends = Trends::new(Level::P95);
        let at = |scale: f64| {
            let series: Vec<_> = periods.iter().map(|(count, exposure)| Tally::new(*count, exposure * scale).unwrap()).collect();
            trends.of(&series).unwrap()
        };
        match (at(1.0), at(scale)) {
            (Trend::Growth(one), Trend::Growth(other)) => {
                prop_assert!((one.log_ratio - other.log_ratio).abs() < 1e-8);
                prop_assert!((one.standard_error / other.standard_error - 1.0).abs() < 1e-7);
            }
            (Trend::Step(one), Trend::Step(other)) => {
                prop_assert!((one.comparison.p_value - other.comparison.p_value).abs() < 1e-9);
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn backwards_is_the_inverse(periods in proptest::collection::vec((0_u64..200, 1.0_f64..1e4), 3..24)) {
        let trends = Trends::new(Level::P95);
        let there: Vec<_> = periods.iter().map(|(count, exposure)| Tally::new(*count, *exposure).unwrap()).collect();
        let back: Vec<_> = there.iter().rev().copied().collect();
        if let (Trend::Growth(there), Trend::Growth(back)) = (trends.of(&there).unwrap(), trends.of(&back).unwrap()) {
            prop_assert!((there.log_ratio + back.log_ratio).abs() < 1e-8);
            prop_assert!((there.p_value - back.p_value).abs() < 1e-7);
        }
    }

    #[test]
    fn exact_growth_is_found(ratio in 0.3_f64..3.0, used in 3_usize..12) {
        // So many words that the count is exactly what the growth makes of it.
        let series: Vec<_> = (0..used)
            .map(|period| Tally::new(1_000, 1e6 / ratio.powi(period as i32)).unwrap())
            .collect();
        let Trend::Growth(growth) = Trends::new(Level::P95).of(&series).unwrap() else { panic!("no growth") };
        prop_assert!((growth.ratio / ratio - 1.0).abs() < 1e-9);
        prop_assert_eq!(growth.dispersion, 1.0);
    }

    #[test]
    fn no_series_gives_a_figure_that_is_none(
        periods in proptest::collection::vec((0_u64..1_000_000, -6.0_f64..14.0, any::<bool>()), 2..40),
    ) {
        let series: Vec<_> = periods
            .iter()
            .map(|(count, exponent, empty)| {
                let exposure = 10_f64.powf(*exponent).max(crate::MIN_EXPOSURE);
                if *empty { Tally::new(0, 0.0) } else { Tally::new(*count, exposure) }.unwrap()
            })
            .collect();
        if let Ok(trend) = Trends::new(Level::P95).of(&series) {
            prop_assert!(finite(&trend), "{:?}", trend);
        }
    }
}
