//! Many tests at once: of a thousand skills without trend fifty have a p value below 0.05.

use crate::Faults;

/// The method of [`benjamini_hochberg`].
pub const BENJAMINI_HOCHBERG: &str = "benjamini-hochberg/1";

/// A p value that is none.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("p value {index} lies between 0 and 1, and {value} does not")]
pub struct NotAPValue {
    /// Which one, counted from 0.
    pub index: usize,
    /// What it is.
    pub value: f64,
}

/// P values that allow for how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusted {
    /// The method, [`BENJAMINI_HOCHBERG`].
    pub method: &'static str,
    /// The adjusted p values, in the order of those that were given.
    pub p_values: Vec<f64>,
}

/// Adjusts p values so that, of all that are then below a bound, no larger share than the bound is expected to be false
/// (Y. Benjamini & Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57, 1995).
///
/// # Errors
///
/// Every value that is not between 0 and 1.
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Adjusted, Faults<NotAPValue>> {
    let wrong = |(index, value): (usize, &f64)| {
        (!(0.0..=1.0).contains(value)).then_some(NotAPValue { index, value: *value })
    };
    Faults::none_or(p_values.iter().enumerate().filter_map(wrong).collect())?;

    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*b].total_cmp(&p_values[*a]));
    let all = p_values.len() as f64;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least = 1.0_f64;
    for (above, index) in order.into_iter().enumerate() {
        let rank = all - above as f64;
        least = least.min(p_values[index] * (all / rank));
        adjusted[index] = least;
    }
    Ok(Adjusted {
        method: BENJAMINI_HOCHBERG,
        p_values: adjusted,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `scipy.stats.false_discovery_control(p, method="bh")`, scipy 1.17.1.
    #[test]
    fn the_adjusted_values_are_those_of_scipy() {
        let given = [0.01, 0.04, 0.03, 0.005, 0.55, 0.04, 1.0, 0.0001];
        let theirs = [
            0.026666666666666665,
            0.05333333333333333,
            0.05333333333333333,
            0.02,
            0.6285714285714286,
            0.05333333333333333,
            1.0,
            0.0008,
        ];
        let ours = benjamini_hochberg(&given).unwrap();
        for (ours, theirs) in ours.p_values.iter().zip(theirs) {
            assert!((ours - theirs).abs() < 1e-14, "{ours} against {theirs}");
        }
    }

    #[test]
    fn all_that_are_no_p_values_are_named() {
        let faults = benjamini_hochberg(&[0.5, -0.1, f64::NAN, 1.5]).unwrap_err();
        let wrong: Vec<usize> = faults.all().iter().map(|fault| fault.index).collect();
        assert_eq!(wrong, [1, 2, 3]);
        assert_eq!(benjamini_hochberg(&[]).unwrap().p_values, Vec::<f64>::new());
    }

    proptest! {
        #[test]
        fn the_order_stays_and_none_becomes_smaller(given in proptest::collection::vec(0.0_f64..=1.0, 0..60)) {
            let adjusted = benjamini_hochberg(&given).unwrap().p_values;
            for (one, other) in given.iter().zip(&adjusted) {
                prop_assert!(one <= other && *other <= 1.0);
            }
            for i in 0..given.len() {
                for j in 0..given.len() {
                    prop_assert!(given[i] > given[j] || adjusted[i] <= adjusted[j]);
                }
            }
        }
    }
}
