//! The cells of all cuts, each with its estimates, or held back.

use std::collections::{BTreeMap, BTreeSet};

use statistics::{
    Level,
    survey::{Weights, mean},
};

use super::{
    count,
    scores::Scores,
    suppression::{Size, held_back},
};
use crate::domain::{
    component::PerComponent,
    instrument::Version,
    response::Response,
    wave::{Category, Cell, Estimate, ItemEstimate, Plan, Shown},
};

/// A cell before it is estimated: what it is of, and which responses are in it.
struct Group {
    categories: Vec<Category>,
    respondents: Vec<usize>,
}

/// All cells of all cuts, that of the whole population first.
pub(super) fn of(
    plan: &Plan,
    instrument: &Version,
    responses: &[Response],
    scores: &Scores,
    weights: &[f64],
) -> Vec<Cell> {
    let groups: Vec<Group> = plan
        .cuts()
        .iter()
        .flat_map(|cut| groups(plan, cut, responses))
        .collect();
    let least = instrument.least_cell;
    let sizes = groups.iter().map(|group| {
        let size = size_of_components(group, scores, weights);
        (group.categories.clone(), size)
    });
    let hidden = held_back(&sizes.collect::<Vec<_>>(), least, &BTreeSet::new());
    let hidden_items = hidden_items(&groups, &hidden, least, scores, weights);
    let cell = |(index, group): (usize, &Group)| Cell {
        categories: group.categories.clone(),
        shown: (!hidden.contains(&index))
            .then(|| shown(index, group, scores, weights, &hidden_items))
            .flatten(),
    };
    groups.iter().enumerate().map(cell).collect()
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

/// For each item the cells in which it is not shown: those that are not shown at all, and more where many skipped it. Items are shown of
/// the whole and by one variable only, which are the first groups.
fn hidden_items<'a>(
    groups: &[Group],
    hidden: &BTreeSet<usize>,
    least: u32,
    scores: &'a Scores,
    weights: &[f64],
) -> BTreeMap<&'a str, BTreeSet<usize>> {
    let simple: Vec<(usize, &Group)> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.categories.len() <= 1)
        .collect();
    let already: BTreeSet<usize> = (0..simple.len())
        .filter(|place| hidden.contains(&simple[*place].0))
        .collect();
    let hidden_of = |scores: &[Option<f64>]| {
        let sizes = simple.iter().map(|(_, group)| {
            let size = Size::of(&group.respondents, scores, weights);
            (group.categories.clone(), size)
        });
        let places = held_back(&sizes.collect::<Vec<_>>(), least, &already);
        places.into_iter().map(|place| simple[place].0).collect()
    };
    let items = scores.items.iter();
    items
        .map(|(id, scores)| (id.as_str(), hidden_of(scores)))
        .collect()
}

/// The size of a cell in which all three components are shown: that of the component with the fewest respondents.
fn size_of_components(group: &Group, scores: &Scores, weights: &[f64]) -> Size {
    let sizes = PerComponent::of_each(|component| {
        Size::of(&group.respondents, scores.components.get(component), weights)
    });
    sizes
        .learning_behaviour
        .min(sizes.urgency)
        .min(sizes.stimulating_factors)
}

/// What is shown of a cell: all three components, or nothing.
fn shown(
    index: usize,
    group: &Group,
    scores: &Scores,
    weights: &[f64],
    hidden_items: &BTreeMap<&str, BTreeSet<usize>>,
) -> Option<Shown> {
    let of = |scores: &[Option<f64>]| estimate(&group.respondents, scores, weights);
    let components =
        PerComponent::of_each(|component| of(scores.components.get(component))).try_map(|_, it| *it)?;
    // Crossings have no items: there would be as many figures as respondents.
    let items = if group.categories.len() > 1 {
        None
    } else {
        Some(&scores.items)
    };
    let items = items.into_iter().flatten().map(|(id, scores)| {
        let hidden = hidden_items.get(id.as_str());
        let shown = hidden.is_some_and(|it| !it.contains(&index));
        ItemEstimate {
            item_id: id.clone(),
            estimate: shown.then(|| of(scores)).flatten(),
        }
    });
    Some(Shown {
        components,
        items: items.collect(),
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
