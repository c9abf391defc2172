//! Against scipy 1.17.1, statsmodels 0.15.0 and uncertainties 3.2.3; `oracle/reference.py` prints these figures under "effect".

use proptest::prelude::*;

use super::*;
use crate::{
    Level,
    survey::{Weights, mean, proportion},
};

fn estimate(value: f64, standard_error: f64, n: u64) -> Estimate {
    Estimate::new(value, standard_error, n).unwrap()
}

fn close(ours: f64, theirs: f64) {
    assert!(
        (ours - theirs).abs() <= 1e-10 * theirs.abs().max(1e-3),
        "{ours} against {theirs}"
    );
}

fn ends(effect: &Effect) -> [f64; 2] {
    [effect.interval.lower.unwrap(), effect.interval.upper.unwrap()]
}

fn all_close<const N: usize>(ours: [f64; N], theirs: [f64; N]) {
    for (ours, theirs) in ours.into_iter().zip(theirs) {
        close(ours, theirs);
    }
}

/// `statsmodels.stats.api.CompareMeans(x, y)`: `tconfint_diff(usevar="unequal")` and `ttest_ind(usevar="unequal")`.
#[test]
fn a_comparison_group_is_that_of_statsmodels() {
    let took_part = Estimate::of_sample(3.5875000000000004, 0.9295736349838795, 8).unwrap();
    let did_not = Estimate::of_sample(2.56, 0.944986772394196, 5).unwrap();
    let effect = comparison_group(&took_part, &did_not, Level::P95);
    all_close(ends(&effect), [-0.19404539646787566, 2.249045396467876]);
    close(effect.p_value.unwrap(), 0.08898807260341729);
    close(effect.degrees_of_freedom.unwrap(), 8.52044669185936);
    assert_eq!((effect.method, effect.n), (COMPARISON_GROUP, 13));

    let waves = independent_waves(&took_part, &did_not, Level::P95);
    assert_eq!(
        waves,
        Effect {
            method: INDEPENDENT_WAVES,
            ..effect
        }
    );
    let plain = difference(&took_part, &did_not, Level::P95);
    assert_eq!(
        plain,
        Effect {
            method: INDEPENDENT_DIFFERENCE,
            ..effect
        }
    );
}

/// `scipy.stats.ttest_1samp(differences, 0)` and its interval.
#[test]
fn pairs_are_those_of_scipy() {
    let differences = Estimate::of_sample(0.3888888888888889, 0.44284434185288074, 9).unwrap();
    let effect = paired(&differences, Level::P95);
    all_close(ends(&effect), [0.04848859436738545, 0.7292891834103923]);
    close(effect.p_value.unwrap(), 0.02996879584710546);
    assert_eq!(effect.method, PAIRED);
}

/// `statsmodels.stats.proportion.confint_proportions_2indep(c1, n1, c2, n2, method="newcomb", compare="diff")`.
#[test]
fn two_proportions_are_those_of_statsmodels() {
    for (c1, n1, c2, n2, theirs) in [
        (56, 70, 48, 80, [0.05243147240236498, 0.33387265403690614]),
        (0, 10, 7, 12, [-0.8067396863412435, -0.20041491689169277]),
        (15, 15, 3, 9, [0.29356817614675396, 0.8794161816130892]),
    ] {
        let effect = proportions(
            &Share::of(c1, n1).unwrap(),
            &Share::of(c2, n2).unwrap(),
            Level::P95,
        );
        all_close(ends(&effect), theirs);
        assert_eq!(
            (effect.method, effect.n, effect.p_value),
            (NEWCOMBE, n1 + n2, None)
        );
    }
}

/// The standard error by `uncertainties`, the interval by scipy's t with Satterthwaite's degrees of freedom.
#[test]
fn a_difference_in_differences_is_that_of_uncertainties() {
    let effect = difference_in_differences(&four(), Level::P95);
    close(effect.value, 0.4);
    close(effect.standard_error, 0.1319090595827292);
    close(effect.degrees_of_freedom.unwrap(), 477.43778349412986);
    all_close(ends(&effect), [0.4 - 0.259194066211451, 0.4 + 0.259194066211451]);
    assert_eq!((effect.method, effect.n), (DIFFERENCE_IN_DIFFERENCES, 630));
}

fn four() -> Four {
    Four {
        before: estimate(3.4, 0.07, 130),
        after: estimate(3.9, 0.08, 120),
        comparison_before: estimate(3.5, 0.06, 180),
        comparison_after: estimate(3.6, 0.05, 200),
    }
}

fn bridge(n: u64) -> Bridge {
    let slope = Coefficient {
        value: 0.85,
        standard_error: 0.03,
    };
    let shift = Coefficient {
        value: 0.42,
        standard_error: 0.09,
    };
    Bridge::new(slope, shift, -0.0024, n).unwrap()
}

/// `uncertainties.correlated_values` for slope and shift, `ufloat` for the estimates.
#[test]
fn a_bridge_carries_its_uncertainty_as_uncertainties_does() {
    let (new, old) = (estimate(3.61, 0.07, 119), estimate(3.55, 0.06, 150));
    let effect = bridged_difference(&new, &old, &bridge(300), Level::P95);
    close(effect.value, 0.1725);
    close(effect.standard_error, 0.09951507423501225);
    let half = 0.19706693989193474;
    all_close(ends(&effect), [0.1725 - half, 0.1725 + half]);
    assert_eq!((effect.method, effect.n), (BRIDGED_DIFFERENCE, 269));

    let effect = bridged_difference_in_differences(&four(), &bridge(120), Level::P95);
    close(effect.value, 0.385);
    close(effect.standard_error, 0.12267946038355403);
    let half = 0.2429387309533353;
    all_close(ends(&effect), [0.385 - half, 0.385 + half]);
    assert_eq!(effect.method, BRIDGED_DIFFERENCE_IN_DIFFERENCES);
}

#[test]
fn what_nothing_varies_in_has_no_p_value() {
    let effect = difference(&estimate(3.0, 0.0, 5), &estimate(2.0, 0.0, 9), Level::P95);
    assert_eq!((effect.p_value, effect.degrees_of_freedom), (None, Some(4.0)));
    assert_eq!(ends(&effect), [1.0, 1.0]);
}

#[test]
fn a_weighted_figure_is_an_estimate() {
    let weights = Weights::new(vec![1.0, 2.0, 1.0, 1.0]).unwrap();
    let weighted = mean(&[1.0, 2.0, 3.0, 4.0], &weights, Level::P95).unwrap();
    let effect = paired(&Estimate::try_from(&weighted).unwrap(), Level::P95);
    assert_eq!(effect.interval, weighted.interval);
    let one = mean(&[1.0], &Weights::equal(1).unwrap(), Level::P95).unwrap();
    assert_eq!(
        Estimate::try_from(&one).unwrap_err().all(),
        [EstimateFault::TooFew(1)]
    );

    let yes = proportion(&[true, false, true, true], &weights, Level::P95).unwrap();
    let share = Share::from(&yes);
    let effect = proportions(&share, &share, Level::P95);
    assert_eq!((effect.value, effect.n, share.proportion()), (0.0, 8, 0.6));
}

#[test]
fn everything_that_is_wrong_is_named() {
    assert_eq!(Estimate::new(f64::NAN, -1.0, 1).unwrap_err().all().len(), 3);
    assert_eq!(
        estimate(1.0, 1.0, 9).with_degrees_of_freedom(0.0),
        Err(EstimateFault::Degrees(0.0))
    );
    assert_eq!(
        Share::of(1, 0).unwrap_err().all(),
        [
            ShareFault::NoRespondents,
            ShareFault::MoreThanAll { yes: 1, n: 0 }
        ]
    );
    let none = Coefficient {
        value: 0.0,
        standard_error: f64::NAN,
    };
    assert_eq!(Bridge::new(none, none, 0.0, 2).unwrap_err().all().len(), 4);
    let one = Coefficient {
        value: 1.0,
        standard_error: 0.1,
    };
    assert_eq!(
        Bridge::new(one, one, 0.02, 9).unwrap_err().all(),
        [BridgeFault::Covariance(0.02)]
    );
}

prop_compose! {
    fn some_estimate()(value in -5.0_f64..5.0, error in 0.0_f64..2.0, n in 2_u64..400) -> Estimate {
        estimate(value, error, n)
    }
}

prop_compose! {
    fn some_bridge()(
        slope in prop_oneof![-2.0_f64..-0.2, 0.2_f64..2.0], shift in -3.0_f64..3.0,
        slope_error in 0.0_f64..0.5, shift_error in 0.0_f64..0.5, correlation in -1.0_f64..=1.0, n in 3_u64..500,
    ) -> Bridge {
        let slope = Coefficient { value: slope, standard_error: slope_error };
        let shift = Coefficient { value: shift, standard_error: shift_error };
        Bridge::new(slope, shift, correlation * slope_error * shift_error, n).unwrap()
    }
}

/// As if the bridge were known exactly.
fn across(estimate: &Estimate, bridge: &Bridge, shift: f64, slope: f64) -> Estimate {
    let value = slope * estimate.value() + shift;
    assert!((value - bridge.across(estimate.value())).abs() < 1e-9);
    Estimate::new(value, (slope * estimate.standard_error()).abs(), estimate.n()).unwrap()
}

proptest! {
    #[test]
    fn a_bridge_never_narrows_an_interval(new in some_estimate(), old in some_estimate(), bridge in some_bridge()) {
        let shift = bridge.across(0.0);
        let plain = difference(&new, &across(&old, &bridge, shift, bridge.across(1.0) - shift), Level::P95);
        let bridged = bridged_difference(&new, &old, &bridge, Level::P95);
        prop_assert!((plain.value - bridged.value).abs() < 1e-9);
        prop_assert!(bridged.interval.width().unwrap() >= plain.interval.width().unwrap() - 1e-9);
    }

    #[test]
    fn groups_in_order_and_in_reverse_differ_by_the_sign(one in some_estimate(), other in some_estimate()) {
        let (there, back) = (difference(&one, &other, Level::P95), difference(&other, &one, Level::P95));
        prop_assert_eq!(there.value, -back.value);
        prop_assert_eq!(there.p_value, back.p_value);
        prop_assert_eq!(there.interval.lower, back.interval.upper.map(|end| -end));
    }

    #[test]
    fn a_difference_of_proportions_is_one(n1 in 1_u64..60, n2 in 1_u64..60, a in 0.0_f64..1.0, b in 0.0_f64..1.0) {
        let share = |part: f64, n: u64| Share::of((part * n as f64).round() as u64, n).unwrap();
        let effect = proportions(&share(a, n1), &share(b, n2), Level::P95);
        let [lower, upper] = ends(&effect);
        prop_assert!(-1.0 <= lower && lower <= effect.value && effect.value <= upper && upper <= 1.0);
    }
}
