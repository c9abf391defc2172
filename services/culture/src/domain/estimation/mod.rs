//! From responses to what is shown of them: weighted to the margins of the plan, scored, cut, summed up with their uncertainty, and held
//! back where too few are behind it. A pure function of plan, instrument and responses: whatever the order of the responses, the same
//! cells come out.
//!
//! The method, [`METHOD`]:
//!
//! - *weights* by raking (Deming & Stephan 1940) to all margins that are not left out;
//! - *scores* from 0 to 100, the percentage of what an item allows (Cohen et al. 1999): see `scores`;
//! - *means* weighted, their variance linearised, their interval by Student's t; the effective n is Kish's (1965);
//! - *reliability* by Cronbach's alpha (1951), over those who answered all items of a component, unweighted;
//! - *small cells* held back, with as many others as it takes that none follows by subtraction: see `suppression`.

mod cells;
mod scores;
mod suppression;
#[cfg(test)]
mod tests;
mod weights;

use statistics::{Level, survey::cronbach_alpha};

use super::{
    component::Component,
    instrument::Version,
    response::Response,
    values::Id,
    wave::{Estimates, Plan, Reliability, Summary, Weighting},
};

use scores::Scores;
use weights::Weighted;

/// Name and version of the method.
pub const METHOD: &str = "raking-linearised-1";

/// Why responses cannot be estimated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There are fewer than may be shown at all.
    #[error("there are {responses} usable responses, and of fewer than {least} nothing is shown")]
    TooFew {
        /// Responses of which every component has a score.
        responses: usize,
        /// The fewest.
        least: u32,
    },
    /// They cannot be weighted to the margins.
    #[error("the responses cannot be weighted: {}", .0.join("; "))]
    NotWeighable(Vec<String>),
    /// Nothing can be shown without telling of too few.
    #[error("the estimates cannot be protected: {0}")]
    Unprotected(String),
}

/// Estimates a measurement; `leave_out` are variables whose margins the weights need not meet.
///
/// # Errors
/// There are too few responses, or they cannot be weighted.
pub fn estimate(
    plan: &Plan,
    instrument: &Version,
    responses: &[Response],
    leave_out: &[Id],
) -> Result<Estimates, Refusal> {
    let least = instrument.least_cell;
    let scores = Scores::of(instrument, responses);
    let usable = scores.usable(0..responses.len());
    if usable < least as usize {
        let responses = usable;
        return Err(Refusal::TooFew { responses, least });
    }
    let weighted = Weighted::of(plan, responses, leave_out)?;
    let mut cells = cells::of(plan, instrument, responses, &scores, &weighted.weights)?;
    if cells.first().is_none_or(|whole| whole.shown.is_none()) {
        return Err(Refusal::Unprotected("not even the whole can be shown".to_owned()));
    }
    let suppressed = cells.iter().filter(|it| it.shown.is_none()).count();
    // The first cut is that of the whole population, with one cell.
    let whole = cells.remove(0);
    Ok(Estimates {
        summary: Summary {
            responses: count(responses.len()),
            method: METHOD.to_owned(),
            weighting: weighting(weighted, leave_out),
            reliabilities: Component::ALL
                .into_iter()
                .map(|component| reliability(instrument, responses, component))
                .collect(),
            least_cell: least,
            suppressed: count(suppressed),
        },
        whole,
        cells,
    })
}

fn weighting(weighted: Weighted, leave_out: &[Id]) -> Weighting {
    let values = weighted.weights.iter().copied();
    Weighting {
        variables: weighted.variables,
        left_out: leave_out.to_vec(),
        rounds: weighted.rounds,
        smallest: values.clone().fold(f64::INFINITY, f64::min),
        greatest: values.fold(0.0, f64::max),
    }
}

fn reliability(instrument: &Version, responses: &[Response], component: Component) -> Reliability {
    let rows = scores::complete(instrument, responses, component);
    let alpha = cronbach_alpha(&rows, Level::P95).ok().map(|it| it.alpha);
    // Of a handful of respondents not even this is told.
    let enough = rows.len() >= instrument.least_cell as usize;
    Reliability {
        component,
        alpha: alpha.filter(|_| enough),
        n: if enough { count(rows.len()) } else { 0 },
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
