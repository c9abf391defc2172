//! Against statsmodels 0.15.0 and krippendorff 0.9.0; `oracle/reference.py` prints these figures under "agreement".

use proptest::prelude::*;

use super::*;
use crate::Level;

fn close(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() < 1e-12, "{ours} against {theirs}");
}

/// `statsmodels.stats.inter_rater.cohens_kappa(table)`: `kappa`, `std_kappa`, `kappa_low` and `kappa_upp`.
#[test]
fn kappa_is_that_of_statsmodels() {
    let table = [[22, 3, 1], [4, 15, 6], [0, 2, 17]];
    let mut pairs = Vec::new();
    for (one, row) in table.into_iter().enumerate() {
        for (other, count) in row.into_iter().enumerate() {
            pairs.extend(std::iter::repeat_n((one, other), count));
        }
    }
    let ours = cohen_kappa(&pairs, Level::P95).unwrap();
    close(ours.kappa, 0.6572827417380661);
    close(ours.standard_error, 0.07438759956608915);
    close(ours.interval.lower.unwrap(), 0.511485725692144);
    close(ours.interval.upper.unwrap(), 0.8030797577839882);
    assert_eq!((ours.n, ours.method), (70, COHEN_KAPPA));
}

/// `krippendorff.alpha(reliability_data=coders, level_of_measurement="nominal")`; the first is Krippendorff's own example.
#[test]
fn alpha_is_that_of_krippendorff() {
    let (n, some) = (None, Some::<u8>);
    let answers = [
        [some(1), some(1), n, some(1)],
        [some(2), some(2), some(3), some(2)],
        [some(3), some(3), some(3), some(3)],
        [some(3), some(3), some(3), some(3)],
        [some(2), some(2), some(2), some(2)],
        [some(1), some(2), some(3), some(4)],
        [some(4), some(4), some(4), some(4)],
        [some(1), some(1), some(2), some(1)],
        [some(2), some(2), some(2), some(2)],
        [n, some(5), some(5), some(5)],
        [n, n, some(1), some(1)],
        [n, some(3), n, n],
    ];
    let ours = krippendorff_alpha(&answers).unwrap();
    close(ours.alpha, 0.743421052631579);
    assert_eq!(
        (ours.answers, ours.codings, ours.method),
        (11, 40, KRIPPENDORFF_NOMINAL)
    );

    let two = [(1, 1), (1, 2), (2, 2), (2, 2), (1, 1), (2, 1), (1, 1), (1, 2)];
    let answers = two.map(|(one, other)| [Some(one), Some(other)]);
    close(krippendorff_alpha(&answers).unwrap().alpha, 0.2857142857142857);
}

#[test]
fn what_shows_no_agreement_is_refused() {
    assert_eq!(cohen_kappa::<u8>(&[], Level::P95), Err(KappaError::NothingCoded));
    assert_eq!(
        cohen_kappa(&[(1, 1), (1, 1)], Level::P95),
        Err(KappaError::OneCode)
    );
    assert_eq!(
        krippendorff_alpha(&[[Some(1), None]]),
        Err(AlphaError::NothingCoded)
    );
    assert_eq!(
        krippendorff_alpha(&[[Some(1), Some(1)]]),
        Err(AlphaError::OneCode)
    );
}

proptest! {
    #[test]
    fn the_names_and_the_order_of_coders_do_not_matter(pairs in proptest::collection::vec((0_u8..4, 0_u8..4), 1..60)) {
        let turned: Vec<_> = pairs.iter().map(|(one, other)| (9 - other, 9 - one)).collect();
        match (cohen_kappa(&pairs, Level::P95), cohen_kappa(&turned, Level::P95)) {
            (Ok(one), Ok(other)) => {
                prop_assert!((one.kappa - other.kappa).abs() < 1e-12);
                prop_assert!((one.standard_error - other.standard_error).abs() < 1e-9);
                prop_assert!((-1.0..=1.0).contains(&one.kappa) && one.interval.contains(one.kappa));
            }
            (one, other) => prop_assert_eq!(one, other),
        }
        let rows: Vec<_> = pairs.iter().map(|(one, other)| [Some(*one), Some(*other)]).collect();
        let other_rows: Vec<_> = turned.iter().map(|(one, other)| [Some(*one), Some(*other)]).collect();
        match (krippendorff_alpha(&rows), krippendorff_alpha(&other_rows)) {
            (Ok(one), Ok(other)) => prop_assert!((one.alpha - other.alpha).abs() < 1e-12 && one.alpha <= 1.0),
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn full_agreement_is_one(codes in proptest::collection::vec(0_u8..3, 2..40)) {
        let pairs: Vec<_> = codes.iter().map(|code| (*code, *code)).collect();
        if let Ok(full) = cohen_kappa(&pairs, Level::P95) {
            prop_assert!((full.kappa - 1.0).abs() < 1e-12 && full.standard_error < 1e-6);
        }
    }
}
