//! Against scipy 1.17.1; `oracle/reference.py` prints these figures under "rate".

use proptest::prelude::*;

use super::*;

fn tally(count: u64, exposure: f64) -> Tally {
    Tally::new(count, exposure).unwrap()
}

fn close(ours: Option<f64>, theirs: f64) {
    let ours = ours.unwrap_or(f64::INFINITY);
    assert!(
        ours == theirs || ((ours - theirs) / theirs).abs() < 1e-9,
        "{ours:e} against {theirs:e}"
    );
}

/// `scipy.stats.chi2.ppf(tail, 2 * x) / 2` and `scipy.stats.chi2.isf(tail, 2 * x + 2) / 2`, per exposure.
#[test]
fn garwood_is_that_of_scipy() {
    for (count, exposure, level, lower, upper) in [
        (0, 2.5, 0.95, 0.0, 1.475551781645574),
        (1, 1.0, 0.95, 0.025317807984289897, 5.571643390938898),
        (7, 3.5, 0.9, 0.9386616262556203, 3.7566039435520344),
        (50_000, 123.0, 0.95, 402.94867195385103, 410.0830246783032),
    ] {
        let rate = rate(tally(count, exposure), Level::new(level).unwrap()).unwrap();
        close(rate.interval.lower, lower);
        close(rate.interval.upper, upper);
        assert_eq!((rate.method, rate.rate), (GARWOOD, count as f64 / exposure));
    }
}

/// `scipy.stats.binomtest(x1, x1 + x2, t1 / (t1 + t2))` with its exact interval, as odds times `t2 / t1`.
#[test]
fn two_rates_are_compared_as_scipy_does() {
    for (x1, t1, x2, t2, level, p, lower, upper) in [
        (
            11,
            800.0,
            7,
            3011.0,
            0.95,
            0.00025084218446799056,
            2.0937818085081417,
            17.993809336712747,
        ),
        (
            0,
            10.0,
            5,
            7.0,
            0.95,
            0.01183710753970294,
            0.0,
            0.7638953736277821,
        ),
        (
            5,
            7.0,
            0,
            10.0,
            0.95,
            0.01183710753970294,
            1.3090797961649427,
            f64::INFINITY,
        ),
        (4, 1.0, 4, 1.0, 0.95, 1.0, 0.18625759085078464, 5.368908700215735),
        (
            3,
            1.0,
            12,
            1.0,
            0.99,
            0.03515625,
            0.024472419301627347,
            1.2754601130516048,
        ),
        (
            1,
            1e3,
            30,
            2e3,
            0.95,
            7.797751779624749e-05,
            0.0016340741529680505,
            0.40102124912061426,
        ),
        (
            20_000,
            1e6,
            30_500,
            1.5e6,
            0.95,
            0.06926754681564778,
            0.9661732316244267,
            1.00133796547906,
        ),
        (
            41_000,
            2e6,
            60_000,
            3e6,
            0.9,
            0.00011783630297010277,
            1.0142306674710617,
            1.0358790930614103,
        ),
    ] {
        let compared = compare(tally(x1, t1), tally(x2, t2), Level::new(level).unwrap()).unwrap();
        close(compared.interval.lower, lower);
        close(compared.interval.upper, upper);
        close(Some(compared.p_value), p);
        assert_eq!(compared.method, EXACT_RATIO);
    }
}

#[test]
fn nothing_counted_tells_nothing() {
    let nothing = compare(tally(0, 3.0), tally(0, 4.0), Level::P95).unwrap();
    assert_eq!((nothing.ratio, nothing.p_value), (None, 1.0));
    assert_eq!(
        (nothing.interval.lower, nothing.interval.upper),
        (Some(0.0), None)
    );
}

#[test]
fn a_rate_needs_exposure() {
    assert_eq!(rate(tally(0, 0.0), Level::P95), Err(RateError::NoExposure));
    let (none, some) = (tally(0, 0.0), tally(1, 1.0));
    assert_eq!(compare(none, some, Level::P95), Err(RateError::NoExposure));
    assert_eq!(
        compare(some, none, Level::P95),
        Err(RateError::NoReferenceExposure)
    );
}

/// The p value by adding up all probabilities one by one.
fn added_up(x1: u64, x2: u64, share: f64) -> f64 {
    let n = x1 + x2;
    let probability = |x: u64| {
        let ways: f64 = (0..x).map(|k| ((n - k) as f64 / (x - k) as f64).ln()).sum();
        (ways + x as f64 * share.ln() + (n - x) as f64 * (1.0 - share).ln()).exp()
    };
    let bound = probability(x1) * (1.0 + 1e-7);
    (0..=n)
        .map(probability)
        .filter(|p| *p <= bound)
        .sum::<f64>()
        .min(1.0)
}

proptest! {
    #[test]
    fn the_p_value_is_the_sum_of_what_is_no_more_probable(
        x1 in 0_u64..80, x2 in 0_u64..80, t1 in 0.1_f64..10.0, t2 in 0.1_f64..10.0,
    ) {
        let compared = compare(tally(x1, t1), tally(x2, t2), Level::P95).unwrap();
        let expected = added_up(x1, x2, t1 / (t1 + t2));
        prop_assert!((compared.p_value - expected).abs() < 1e-9, "{} against {}", compared.p_value, expected);
    }

    #[test]
    fn the_other_way_round_is_the_inverse(
        x1 in 1_u64..100_000, x2 in 1_u64..100_000, t1 in 0.1_f64..1e6, t2 in 0.1_f64..1e6,
    ) {
        let there = compare(tally(x1, t1), tally(x2, t2), Level::P95).unwrap();
        let back = compare(tally(x2, t2), tally(x1, t1), Level::P95).unwrap();
        prop_assert!((there.interval.lower.unwrap() * back.interval.upper.unwrap() - 1.0).abs() < 1e-9);
        prop_assert!((there.p_value - back.p_value).abs() <= 1e-7 * there.p_value + 1e-300);
        prop_assert!(there.interval.contains(there.ratio.unwrap()));
    }

    #[test]
    fn no_tally_gives_a_figure_that_is_none(
        x1 in 0..=crate::MAX_COUNT, x2 in 0..=crate::MAX_COUNT, t1 in -6.0_f64..15.0, t2 in -6.0_f64..15.0,
    ) {
        let (t1, t2) = (10_f64.powf(t1).clamp(1e-6, 1e15), 10_f64.powf(t2).clamp(1e-6, 1e15));
        let compared = compare(tally(x1, t1), tally(x2, t2), Level::P95).unwrap();
        prop_assert!((0.0..=1.0).contains(&compared.p_value));
        prop_assert!(compared.interval.lower.is_some_and(f64::is_finite));
        let rate = rate(tally(x1, t1), Level::P95).unwrap();
        prop_assert!(rate.interval.contains(rate.rate));
    }
}
