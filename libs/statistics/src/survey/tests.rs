//! Against ipfn 1.4.4, samplics 0.6.1, statsmodels 0.15.0 and pingouin 0.7.0; `oracle/reference.py` prints these figures
//! under "survey".

use proptest::prelude::*;

use super::*;
use crate::Level;

fn close(ours: f64, theirs: f64) {
    assert!(
        (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3),
        "{ours} against {theirs}"
    );
}

/// Respondents per region, sector and size, in this order.
const COUNTS: [usize; 12] = [4, 2, 3, 1, 2, 5, 6, 3, 1, 2, 2, 4];

/// `ipfn.ipfn(counts, [regions, sectors, sizes], [[0], [1], [2]])`, divided by the counts.
const RAKED: [f64; 12] = [
    51.41371604073119,
    33.258031422720904,
    35.05171423412775,
    22.673930289250446,
    32.870237666299936,
    21.26279680527371,
    22.409548778272335,
    14.496082657132504,
    46.114442009400825,
    29.830085811632095,
    31.438891561528667,
    20.33690081106937,
];

fn respondents() -> Vec<[&'static str; 3]> {
    let mut all = Vec::new();
    for (cell, count) in COUNTS.into_iter().enumerate() {
        let row = [
            ["AM01", "AM02", "AM03"][cell / 4],
            ["C", "F"][cell / 2 % 2],
            ["small", "large"][cell % 2],
        ];
        all.extend(std::iter::repeat_n(row, count));
    }
    all
}

fn margins() -> Vec<Margin> {
    vec![
        Margin::new("region", [("AM01", 400.0), ("AM02", 350.0), ("AM03", 250.0)]).unwrap(),
        Margin::new("sector", [("C", 550.0), ("F", 450.0)]).unwrap(),
        Margin::new("size", [("small", 620.0), ("large", 380.0)]).unwrap(),
    ]
}

fn precise() -> Raking {
    Raking::default().with_tolerance(1e-12).unwrap()
}

fn per_respondent() -> Vec<f64> {
    RAKED
        .into_iter()
        .zip(COUNTS)
        .flat_map(|(weight, count)| std::iter::repeat_n(weight, count))
        .collect()
}

#[test]
fn raking_is_that_of_ipfn() {
    let raked = rake(&margins(), &respondents(), &precise()).unwrap();
    assert_eq!((raked.method, raked.convergence.converged), (RAKING, true));
    for (ours, theirs) in raked.weights.values().iter().zip(per_respondent()) {
        close(*ours, theirs);
    }
    // (sum of the weights)^2 / sum of their squares, by numpy.
    close(raked.weights.effective_size(), 30.68614293623769);
    close(raked.weights.design_effect(), 35.0 / 30.68614293623769);
}

fn answers() -> Vec<f64> {
    (0..35)
        .map(|respondent| f64::from(respondent * 7 % 11) / 2.0)
        .collect()
}

/// `samplics.TaylorEstimator(PopParam.mean).estimate(y, samp_weight)`: mean, standard error and interval.
#[test]
fn the_weighted_mean_is_that_of_samplics() {
    let raked = Weights::new(per_respondent()).unwrap();
    let few = Weights::new(vec![1.0, 2.5, 0.5, 3.0, 1.0, 1.5]).unwrap();
    for (answers, weights, theirs) in [
        (
            answers(),
            raked,
            [
                2.4015882600775127,
                0.3005591686973826,
                1.790778539767159,
                3.0123979803878664,
            ],
        ),
        (
            vec![3.2, 4.1, 2.0, 3.7, 5.0, 1.5],
            few,
            [
                3.452631578947368,
                0.44262294478161796,
                2.3148330770558854,
                4.590430080838851,
            ],
        ),
    ] {
        let ours = mean(&answers, &weights, Level::P95).unwrap();
        let interval = (ours.interval.lower.unwrap(), ours.interval.upper.unwrap());
        for (ours, theirs) in [ours.mean, ours.standard_error.unwrap(), interval.0, interval.1]
            .into_iter()
            .zip(theirs)
        {
            close(ours, theirs);
        }
        assert_eq!(ours.method, LINEARISED_MEAN);
    }
}

/// `statsmodels.stats.proportion.proportion_confint(p * n, n, method="wilson")` with the effective n, and the standard error
/// of samplics.
#[test]
fn the_weighted_proportion_is_that_of_statsmodels() {
    let yes: Vec<bool> = answers().into_iter().map(|answer| answer > 2.5).collect();
    let ours = proportion(&yes, &Weights::new(per_respondent()).unwrap(), Level::P95).unwrap();
    close(ours.proportion, 0.4480290907573638);
    close(ours.interval.lower.unwrap(), 0.28783735356153034);
    close(ours.interval.upper.unwrap(), 0.6197851473713301);
    close(ours.standard_error.unwrap(), 0.09117619709991615);

    let nobody = proportion(&[false; 12], &Weights::equal(12).unwrap(), Level::P95).unwrap();
    assert_eq!(
        (nobody.interval.lower, nobody.standard_error),
        (Some(0.0), Some(0.0))
    );
    close(nobody.interval.upper.unwrap(), 0.24249400665524096);
}

/// `pingouin.cronbach_alpha(rows)`, whose interval is printed with three digits, and the same formula by scipy's F.
#[test]
fn reliability_is_that_of_pingouin() {
    let rows = [
        [4.0, 5.0, 3.0, 4.0],
        [2.0, 3.0, 2.0, 2.0],
        [5.0, 5.0, 4.0, 5.0],
        [3.0, 3.0, 3.0, 2.0],
        [1.0, 2.0, 2.0, 1.0],
        [4.0, 4.0, 5.0, 4.0],
        [3.0, 4.0, 2.0, 3.0],
        [2.0, 2.0, 3.0, 3.0],
    ];
    let ours = cronbach_alpha(&rows, Level::P95).unwrap();
    close(ours.alpha, 0.9275362318840579);
    close(ours.interval.lower.unwrap(), 0.784881859781834);
    close(ours.interval.upper.unwrap(), 0.9837234776220213);
    assert_eq!((ours.n, ours.items, ours.method), (8, 4, CRONBACH_ALPHA));
}

#[test]
fn all_faults_of_a_weighting_are_named_at_once() {
    let margins = [
        Margin::new("region", [("AM01", 400.0), ("AM02", 350.0)]).unwrap(),
        Margin::new("sector", [("C", 500.0), ("F", 450.0)]).unwrap(),
    ];
    let respondents: [&[&str]; 4] = [&["AM01", "C"], &["AM09", "C"], &["AM09", "C"], &["AM01"]];
    let faults = rake(&margins, &respondents, &Raking::default()).unwrap_err();
    let owned = str::to_owned;
    assert_eq!(
        faults.all(),
        [
            RakingFault::TotalsDisagree {
                variable: owned("sector"),
                total: 950.0,
                expected: 750.0
            },
            RakingFault::WrongNumberOfCategories {
                respondent: 3,
                given: 1,
                expected: 2
            },
            RakingFault::CategoryNotInMargin {
                variable: owned("region"),
                category: owned("AM09"),
                respondents: 2
            },
            RakingFault::CategoryWithoutRespondents {
                variable: owned("region"),
                category: owned("AM02")
            },
            RakingFault::CategoryWithoutRespondents {
                variable: owned("sector"),
                category: owned("F")
            },
        ]
    );
    let nothing = rake::<[&str; 0], &str>(&[], &[], &Raking::default()).unwrap_err();
    assert_eq!(
        nothing.all(),
        [RakingFault::NoMargins, RakingFault::NoRespondents]
    );
    let twice = [margins[0].clone(), margins[0].clone()];
    let faults = rake(&twice, &[["AM01", "AM02"], ["AM02", "AM01"]], &Raking::default()).unwrap_err();
    assert_eq!(
        faults.all(),
        [RakingFault::DuplicateVariable {
            variable: owned("region")
        }]
    );
}

#[test]
fn a_margin_is_checked() {
    let faults = Margin::new(
        "size",
        [("small", 0.0), ("large", 3.0), ("large", 4.0), ("huge", f64::NAN)],
    )
    .unwrap_err();
    assert_eq!(faults.all().len(), 3);
    assert!(matches!(faults.all()[1], MarginFault::DuplicateCategory { .. }));
    let none = Margin::new::<&str>("size", []).unwrap_err();
    assert!(matches!(none.all(), [MarginFault::NoCategories { .. }]));
}

/// All of one region are in one sector, so that its totals cannot be met.
#[test]
fn margins_that_exclude_each_other_do_not_converge() {
    let margins = [
        Margin::new("region", [("AM01", 700.0), ("AM02", 300.0)]).unwrap(),
        Margin::new("sector", [("C", 400.0), ("F", 600.0)]).unwrap(),
    ];
    let respondents = [["AM01", "C"], ["AM02", "C"], ["AM02", "F"], ["AM01", "C"]];
    let raked = rake(&margins, &respondents, &Raking::default()).unwrap();
    assert!(!raked.convergence.converged && raked.convergence.largest_discrepancy > 0.1);
    assert_eq!(raked.convergence.sweeps, 500);
    assert!(raked.weights.values().iter().all(|weight| weight.is_finite()));
}

#[test]
fn a_trim_bounds_every_weight() {
    let mut respondents = respondents();
    respondents.extend([["AM03", "C", "small"]; 60]);
    let plain = rake(&margins(), &respondents, &Raking::default()).unwrap();
    let mean = 1_000.0 / respondents.len() as f64;
    let largest = |raked: &Raked| raked.weights.values().iter().copied().fold(0.0, f64::max) / mean;
    assert!(
        largest(&plain) > 4.3 && plain.convergence.converged,
        "{}",
        largest(&plain)
    );

    let wide = Raking::default().with_trim(Trim::new(0.1, 4.3).unwrap());
    let met = rake(&margins(), &respondents, &wide).unwrap();
    assert!(
        met.convergence.converged && met.convergence.trimmed > 0,
        "{:?}",
        met.convergence
    );
    assert!(largest(&met) < 4.3 + 1e-9 && met.method == RAKING_TRIMMED);
    assert!(met.weights.effective_size() > plain.weights.effective_size());

    let narrow = Raking::default().with_trim(Trim::new(0.5, 1.5).unwrap());
    let missed = rake(&margins(), &respondents, &narrow).unwrap();
    assert!(!missed.convergence.converged && largest(&missed) < 1.5 + 1e-9);
}

#[test]
fn totals_of_very_different_sizes_give_weights_or_say_so() {
    let margins = [
        Margin::new("a", [("x", MAX_TOTAL), ("y", MIN_TOTAL)]).unwrap(),
        Margin::new("b", [("x", MIN_TOTAL), ("y", MAX_TOTAL)]).unwrap(),
    ];
    let raked = rake(
        &margins,
        &[["x", "x"], ["y", "y"], ["y", "x"]],
        &Raking::default().with_sweeps(10_000).unwrap(),
    );
    match raked {
        Ok(raked) => {
            assert!(!raked.convergence.converged && raked.convergence.largest_discrepancy.is_finite())
        }
        Err(faults) => assert_eq!(faults.all(), [RakingFault::Unsolved]),
    }
}

#[test]
fn settings_are_checked() {
    assert!(matches!(Trim::new(1.0, 3.0), Err(SettingError::Trim { .. })));
    assert!(matches!(
        Trim::new(0.2, f64::INFINITY),
        Err(SettingError::Trim { .. })
    ));
    assert_eq!(Raking::default().with_sweeps(0), Err(SettingError::Sweeps(0)));
    assert_eq!(
        Raking::default().with_tolerance(0.5),
        Err(SettingError::Tolerance(0.5))
    );
}

#[test]
fn weights_and_answers_are_checked() {
    assert_eq!(Weights::equal(0), Err(WeightFault::NothingCounts));
    assert_eq!(
        Weights::new(vec![0.0, 0.0]).unwrap_err().all(),
        [WeightFault::NothingCounts]
    );
    let faults = Weights::new(vec![1.0, -1.0, f64::INFINITY]).unwrap_err();
    assert_eq!(faults.all().len(), 2);

    let two = Weights::equal(2).unwrap();
    let faults = mean(&[1.0, f64::NAN, 2.0], &two, Level::P95).unwrap_err();
    assert_eq!(faults.all().len(), 2);
    assert_eq!(
        proportion(&[true], &two, Level::P95),
        Err(ResponseFault::NotOneWeightEach {
            answers: 1,
            weights: 2
        })
    );
    let one = mean(&[3.0], &Weights::equal(1).unwrap(), Level::P95).unwrap();
    assert_eq!(
        (one.standard_error, one.interval.lower, one.interval.upper),
        (None, None, None)
    );
}

#[test]
fn a_scale_is_checked() {
    let level = Level::P95;
    let none: [[f64; 2]; 0] = [];
    assert_eq!(
        cronbach_alpha(&none, level).unwrap_err().all(),
        [ReliabilityFault::TooFewRespondents(0)]
    );
    let faults = cronbach_alpha(&[vec![1.0], vec![2.0, f64::NAN]], level).unwrap_err();
    assert_eq!(faults.all().len(), 3);
    let same = cronbach_alpha(&[[1.0, 3.0], [2.0, 2.0]], level).unwrap_err();
    assert_eq!(same.all(), [ReliabilityFault::NoVariation]);
    let rounded = cronbach_alpha(&[[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.3, 0.1]], level).unwrap_err();
    assert_eq!(rounded.all(), [ReliabilityFault::NoVariation]);
}

proptest! {
    #[test]
    fn raking_reaches_the_margins(
        counts in proptest::collection::vec(1_usize..6, 6),
        regions in proptest::collection::vec(1.0_f64..100.0, 3),
        share in 0.1_f64..0.9,
    ) {
        let population: f64 = regions.iter().sum();
        let names = ["a", "b", "c"];
        let margins = [
            Margin::new("region", names.into_iter().zip(regions.iter().copied())).unwrap(),
            Margin::new("sector", [("x", share * population), ("y", (1.0 - share) * population)]).unwrap(),
        ];
        let mut respondents = Vec::new();
        for (cell, count) in counts.into_iter().enumerate() {
            respondents.extend(std::iter::repeat_n([names[cell / 2], ["x", "y"][cell % 2]], count));
        }
        let raked = rake(&margins, &respondents, &precise().with_tolerance(1e-9).unwrap()).unwrap();
        prop_assert!(raked.convergence.converged);
        for (variable, margin) in margins.iter().enumerate() {
            for (category, total) in margin.totals() {
                let of_category = respondents.iter().zip(raked.weights.values()).filter(|(row, _)| row[variable] == category);
                let weighted: f64 = of_category.map(|(_, weight)| weight).sum();
                prop_assert!((weighted / total - 1.0).abs() < 2e-9);
            }
        }
        prop_assert!(raked.weights.effective_size() <= respondents.len() as f64 + 1e-9);
    }

    #[test]
    fn only_the_ratio_of_weights_matters(
        pairs in proptest::collection::vec((0.01_f64..100.0, 1.0_f64..7.0), 2..40), scale in 1e-6_f64..1e6,
    ) {
        let (weights, answers): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let scaled = Weights::new(weights.iter().map(|weight| weight * scale).collect()).unwrap();
        let one = mean(&answers, &Weights::new(weights).unwrap(), Level::P95).unwrap();
        let other = mean(&answers, &scaled, Level::P95).unwrap();
        prop_assert!((one.mean - other.mean).abs() < 1e-9);
        prop_assert!((one.standard_error.unwrap() - other.standard_error.unwrap()).abs() < 1e-9);
        prop_assert!((one.effective_n - other.effective_n).abs() < 1e-9);
    }

    #[test]
    fn a_proportion_stays_one(answers in proptest::collection::vec(any::<bool>(), 1..50), level in 0.5_f64..0.999) {
        let weights = Weights::equal(answers.len()).unwrap();
        let ours = proportion(&answers, &weights, Level::new(level).unwrap()).unwrap();
        let (lower, upper) = (ours.interval.lower.unwrap(), ours.interval.upper.unwrap());
        prop_assert!(0.0 <= lower && lower <= ours.proportion && ours.proportion <= upper && upper <= 1.0);
    }
}
