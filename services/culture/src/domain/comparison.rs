//! Two measurements compared, component by component. Across versions of an instrument only over a bridge, whose own uncertainty then
//! counts; whatever else differs has to be accepted by whoever asks, and is told.

use std::collections::BTreeMap;

use statistics::{
    Level,
    effect::{Estimate as Known, difference},
};

use super::{
    component::PerComponent,
    instrument::{KeptBridge, Line},
    wave::{Category, Cell, Estimate, Plan, Sampling},
};

/// How intervals of differences are worked out: both measurements are independent samples.
pub const METHOD: &str = "independent-difference-1";

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
    found.into_iter().filter(|(differs, _)| *differs).map(|(_, it)| it).collect()
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
        let line = bridge.map(|it| it.bridge.lines.get(component));
        between(earlier, to.components.get(component), line)
    })
}
