//! Weights with which the responses meet the known margins of the population.

use statistics::survey::{Margin, Raking, rake};

use super::Refusal;
use crate::domain::{response::Response, values::Id, wave::Plan};

/// The responses' weights.
pub(super) struct Weighted {
    /// One for each response, with a mean of 1.
    pub(super) weights: Vec<f64>,
    /// Variables whose margins they meet.
    pub(super) variables: Vec<Id>,
    /// Rounds that raking took.
    pub(super) rounds: u32,
}

impl Weighted {
    pub(super) fn of(plan: &Plan, responses: &[Response], leave_out: &[Id]) -> Result<Self, Refusal> {
        let used = plan.margins.iter().filter(|it| !leave_out.contains(&it.variable));
        let used: Vec<_> = used.collect();
        let mut faults = Vec::new();
        let mut margins = Vec::with_capacity(used.len());
        for margin in &used {
            let totals = margin.categories.iter();
            let totals = totals.map(|it| (it.category_id.as_str(), it.population as f64));
            match Margin::new(margin.variable.as_str(), totals) {
                Ok(margin) => margins.push(margin),
                Err(wrong) => faults.extend(wrong.all().iter().map(ToString::to_string)),
            }
        }
        let respondents: Vec<Vec<&str>> = responses
            .iter()
            .map(|response| used.iter().map(|it| category(response, &it.variable)).collect())
            .collect();
        if !faults.is_empty() {
            return Err(Refusal::NotWeighable(faults));
        }
        let raked = rake(&margins, &respondents, &Raking::default())
            .map_err(|wrong| Refusal::NotWeighable(wrong.all().iter().map(ToString::to_string).collect()))?;
        if !raked.convergence.converged {
            let why = "no weights meet all margins at once: leave one of them out";
            return Err(Refusal::NotWeighable(vec![why.to_owned()]));
        }
        let sum: f64 = raked.weights.values().iter().sum();
        let mean = sum / responses.len().max(1) as f64;
        Ok(Self {
            weights: raked.weights.values().iter().map(|it| it / mean).collect(),
            variables: used.iter().map(|it| it.variable.clone()).collect(),
            rounds: raked.convergence.sweeps,
        })
    }
}

/// The category of a response; every response that was taken has one.
fn category<'a>(response: &'a Response, variable: &str) -> &'a str {
    response.categories.get(variable).map_or("", String::as_str)
}
