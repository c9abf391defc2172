//! The cells of all cuts, each with its estimates, or held back.

use std::collections::{BTreeMap, BTreeSet};

use statistics::{
    Level,
    survey::{Weights, mean},
};

use super::{
    Refusal, count,
    scores::Scores,
    suppression::{Base, Group},
};
use crate::domain::{
    component::{Component, PerComponent},
    instrument::Version,
    response::Response,
    wave::{Category, Cell, Estimate, ItemEstimate, Plan, Shown},
};

/// All cells of all cuts, that of the whole population first.
pub(super) fn of(
    plan: &Plan,
    instrument: &Version,
    responses: &[Response],
    scores: &Scores,
    weights: &[f64],
) -> Result<Vec<Cell>, Refusal> {
    let cuts = plan.cuts();
    let groups: Vec<Group> = cuts.iter().flat_map(|cut| groups(plan, cut, responses)).collect();
    let variables: BTreeSet<&str> = cuts.iter().flatten().copied().collect();
    let base = Base {
        variables: variables.into_iter().collect(),
        responses,
        weights,
        least: instrument.least_cell,
    };
    let mut visible: BTreeSet<usize> = (0..groups.len()).collect();
    for component in Component::ALL {
        visible = base.shown(&groups, &visible, scores.components.get(component))?;
    }
    let cell = |(place, group): (usize, &Group)| Cell {
        categories: group.categories.clone(),
        shown: visible
            .contains(&place)
            .then(|| shown(group, scores, weights))
            .flatten(),
    };
    Ok(groups.iter().enumerate().map(cell).collect())
}

/// The groups of a cut, one for each combination of categories of the plan, also those in which nobody responded.
fn groups(plan: &Plan, cut: &[&str], responses: &[Response]) -> Vec<Group> {
    let variables = plan.variables();
    let mut keys: Vec<Vec<&str>> = vec![Vec::new()];
    for variable in cut {
        let categories = variables.get(variable).cloned().unwrap_or_default();
        keys = keys
            .into_iter()
            .flat_map(|key| {
                categories.iter().map(move |category| {
                    let mut key = key.clone();
                    key.push(*category);
                    key
                })
            })
            .collect();
    }
    let mut members: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (index, response) in responses.iter().enumerate() {
        let key = cut.iter().filter_map(|it| response.categories.get(*it));
        members
            .entry(key.map(String::as_str).collect())
            .or_default()
            .push(index);
    }
    keys.into_iter()
        .map(|key| Group {
            respondents: members.remove(&key).unwrap_or_default(),
            categories: cut
                .iter()
                .zip(&key)
                .map(|(variable, category)| Category {
                    variable: (*variable).to_owned(),
                    category_id: (*category).to_owned(),
                })
                .collect(),
        })
        .collect()
}

/// What is shown of a cell: all three components, or nothing. Its items rest on the same respondents, and are as safe to show. Crossings
/// have none: there would be as many figures as respondents.
fn shown(group: &Group, scores: &Scores, weights: &[f64]) -> Option<Shown> {
    let of = |scores: &[Option<f64>]| estimate(&group.respondents, scores, weights);
    let components =
        PerComponent::of_each(|component| of(scores.components.get(component))).try_map(|_, it| *it)?;
    let told = (group.categories.len() <= 1).then_some(&scores.items);
    let told = told.into_iter().flatten().map(|(id, scores)| ItemEstimate {
        item_id: id.clone(),
        estimate: of(scores),
    });
    Some(Shown {
        components,
        items: told.collect(),
    })
}

/// The weighted mean of those who have a score; none without anybody, or with one from whom no spread can be told.
fn estimate(respondents: &[usize], scores: &[Option<f64>], weights: &[f64]) -> Option<Estimate> {
    let known = respondents
        .iter()
        .filter_map(|it| Some((scores[*it]?, weights[*it])));
    let (answers, weights): (Vec<f64>, Vec<f64>) = known.unzip();
    let weights = Weights::new(weights).ok()?;
    let found = mean(&answers, &weights, Level::P95).ok()?;
    Some(Estimate {
        n: count(found.n),
        effective_n: found.effective_n,
        value: found.mean,
        standard_error: found.standard_error?,
        lower: found.interval.lower?,
        upper: found.interval.upper?,
    })
}
