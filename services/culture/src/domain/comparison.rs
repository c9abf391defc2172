//! Two measurements compared, component by component. Across versions of an instrument only over a bridge, whose own uncertainty then
//! counts; whatever else differs has to be accepted by whoever asks, and is told.

use std::collections::BTreeMap;

use statistics::{
    Level,
    effect::{
        BRIDGED_DIFFERENCE, Bridge, Coefficient, Effect, Estimate as Known, INDEPENDENT_DIFFERENCE,
        bridged_difference, difference,
    },
};

use super::{
    component::PerComponent,
    instrument::{KeptBridge, Line},
    wave::{Category, Cell, Estimate, Plan, Sampling},
};

/// What may keep two results from being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caveat {
    /// They are of different populations.
    Population,
    /// They were weighted by different variables.
    Weighting,
    /// Respondents were chosen in another way, or not at random.
    Sampling,
    /// Respondents were reached in another way.
    Mode,
    /// They do not measure the same thing by definition.
    Definition,
    /// They are of different years.
    Period,
}

/// A difference with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The earlier side, on the scale of the later one.
    pub from: f64,
    /// The later side.
    pub to: f64,
    /// What `to` is more than `from`.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower end of its 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Difference {
    /// Whether the interval leaves zero out.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.lower > 0.0 || self.upper < 0.0
    }
}

/// A cell of two measurements.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What it is of.
    pub categories: Vec<Category>,
    /// The components; none when either measurement does not show the cell.
    pub components: Option<PerComponent<Difference>>,
}

/// What differs between two measurements, beside time and instrument.
#[must_use]
pub fn caveats(from: (&Plan, &[String]), to: (&Plan, &[String])) -> Vec<Caveat> {
    let ((from, from_weights), (to, to_weights)) = (from, to);
    let sorted = |variables: &[String]| {
        let mut variables = variables.to_vec();
        variables.sort();
        variables
    };
    let at_random = |plan: &Plan| plan.sampling != Sampling::NonProbability;
    let found = [
        (from.population_id != to.population_id, Caveat::Population),
        (sorted(from_weights) != sorted(to_weights), Caveat::Weighting),
        (
            from.sampling != to.sampling || !at_random(from) || !at_random(to),
            Caveat::Sampling,
        ),
        (from.mode != to.mode, Caveat::Mode),
    ];
    found
        .into_iter()
        .filter(|(differs, _)| *differs)
        .map(|(_, it)| it)
        .collect()
}

/// Cells of a cut that both measurements have, in the order of the later one.
#[must_use]
pub fn compare(
    from: &[Cell],
    to: &[Cell],
    variables: &[String],
    bridge: Option<&KeptBridge>,
) -> Vec<Compared> {
    let earlier: BTreeMap<_, &Cell> = from.iter().map(|cell| (cell.key(), cell)).collect();
    let later = to.iter().filter(|cell| cell.is_of_cut(variables));
    later
        .filter_map(|later| Some((*earlier.get(&later.key())?, later)))
        .map(|(earlier, later)| Compared {
            categories: later.categories.clone(),
            components: components(earlier, later, bridge),
        })
        .collect()
}

fn components(from: &Cell, to: &Cell, bridge: Option<&KeptBridge>) -> Option<PerComponent<Difference>> {
    let (from, to) = (from.shown.as_ref()?, to.shown.as_ref()?);
    from.components.try_map(|component, earlier| {
        let over = bridge.map(|it| (it.bridge.lines.get(component), it.bridge.n));
        between(earlier, to.components.get(component), over)
    })
}

/// How two estimates differ; both measurements are independent samples. None when numbers are beyond what can be worked with.
fn between(from: &Estimate, to: &Estimate, over: Option<(&Line, u32)>) -> Option<Difference> {
    let known = |it: &Estimate| Known::new(it.value, it.standard_error, it.n.into()).ok();
    let (earlier, later) = (known(from)?, known(to)?);
    let Some((line, n)) = over else {
        return told(from.value, to.value, &difference(&later, &earlier, Level::P95));
    };
    let coefficient = |value, standard_error| Coefficient {
        value,
        standard_error,
    };
    let slope = coefficient(line.slope, line.slope_error);
    let shift = coefficient(line.shift, line.shift_error);
    let covariance = line.correlation * line.slope_error * line.shift_error;
    let bridge = Bridge::new(slope, shift, covariance, n.into()).ok()?;
    let effect = bridged_difference(&later, &earlier, &bridge, Level::P95);
    told(bridge.across(from.value), to.value, &effect)
}

fn told(from: f64, to: f64, effect: &Effect) -> Option<Difference> {
    Some(Difference {
        from,
        to,
        difference: effect.value,
        standard_error: effect.standard_error,
        lower: effect.interval.lower?,
        upper: effect.interval.upper?,
    })
}

/// How the intervals are worked out.
#[must_use]
pub fn method(bridged: bool) -> &'static str {
    if bridged {
        BRIDGED_DIFFERENCE
    } else {
        INDEPENDENT_DIFFERENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        examples::{bridge, plan},
        instrument::KeptBridge,
        wave::{Mode, Shown},
    };

    fn cell(value: f64, shown: bool) -> Cell {
        let estimate = Estimate {
            n: 400,
            effective_n: 350.0,
            value,
            standard_error: 1.5,
            lower: value - 3.0,
            upper: value + 3.0,
        };
        Cell {
            categories: Vec::new(),
            shown: shown.then(|| Shown {
                components: PerComponent::of_each(|_| estimate),
                items: Vec::new(),
            }),
        }
    }

    fn kept() -> KeptBridge {
        KeptBridge {
            bridge: bridge(),
            revision: 1,
            recorded_on: crate::domain::examples::TODAY,
        }
    }

    fn compared(bridge: Option<&KeptBridge>) -> Difference {
        let found = compare(&[cell(50.0, true)], &[cell(53.0, true)], &[], bridge);
        found[0].components.unwrap().urgency
    }

    #[test]
    fn within_a_version_errors_add_up_as_of_independent_samples() {
        let it = compared(None);
        assert!((it.difference - 3.0).abs() < 1e-12);
        // sqrt(2) * 1.5 = 2.1213203436, and t(0.975, 798) = 1.9629412.
        assert!((it.standard_error - 2.121_320_343_6).abs() < 1e-9);
        assert!(
            (it.lower - (3.0 - 1.962_941_2 * 2.121_320_343_6)).abs() < 1e-5,
            "{it:?}"
        );
        assert!(!it.is_shown());
    }

    /// By hand: 0.9 * 50 + 4 = 49; variance 1.5^2 + 0.9^2 * 1.5^2 + (0.02 * 50)^2 + 1 - 2 * 50 * 0.8 * 0.02.
    #[test]
    fn a_bridge_adds_its_own_uncertainty() {
        let it = compared(Some(&kept()));
        assert!((it.from - 49.0).abs() < 1e-9 && (it.difference - 4.0).abs() < 1e-9);
        let variance: f64 = 2.25 + 0.81 * 2.25 + 1.0 + 1.0 - 1.6;
        assert!((it.standard_error - variance.sqrt()).abs() < 1e-9, "{it:?}");
    }

    #[test]
    fn what_one_side_does_not_show_is_not_compared() {
        let held = compare(&[cell(50.0, false)], &[cell(53.0, true)], &[], None);
        assert_eq!(held[0].components, None);
    }

    #[test]
    fn everything_that_differs_beside_time_is_told() {
        let weights = ["region".to_owned(), "age".to_owned()];
        let turned = ["age".to_owned(), "region".to_owned()];
        assert_eq!(caveats((&plan(), &weights), (&plan(), &turned)), []);
        let mut other = plan();
        other.population_id = "zelfstandigen".into();
        other.mode = Mode::Telephone;
        other.sampling = Sampling::NonProbability;
        let all = caveats((&plan(), &weights), (&other, &weights[..1]));
        let expected = [
            Caveat::Population,
            Caveat::Weighting,
            Caveat::Sampling,
            Caveat::Mode,
        ];
        assert_eq!(all, expected);
    }
}
