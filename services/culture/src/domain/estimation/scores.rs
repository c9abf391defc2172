//! Scores from 0 to 100: how far an answer lies between the lowest and the highest that the scale allows, turned round where the item is
//! reversed (the percentage of the maximum possible; P. Cohen, J. Cohen, L. Aiken & S. West, "The problem of units and the circumstance
//! for POMP", 1999). So items on scales of different length count the same.

use std::collections::BTreeMap;

use crate::domain::{
    component::{Component, PerComponent},
    instrument::{Item, Scale, Version},
    response::Response,
    values::Id,
};

/// The scores of all respondents, in the order in which they are given.
pub(super) struct Scores {
    /// Of each component; none for a respondent who answered fewer than half of its items.
    pub(super) components: PerComponent<Vec<Option<f64>>>,
    /// Of each item; none for a respondent who skipped it.
    pub(super) items: BTreeMap<Id, Vec<Option<f64>>>,
}

impl Scores {
    pub(super) fn of(instrument: &Version, responses: &[Response]) -> Self {
        let component = |component| {
            let items = items_of(instrument, component);
            responses.iter().map(|it| score(&items, it)).collect()
        };
        let items = instrument.by_item().into_iter();
        Self {
            components: PerComponent::of_each(component),
            items: items
                .map(|(id, (item, scale))| {
                    let scores = responses.iter().map(|it| item_score(item, scale, it));
                    (id.to_owned(), scores.collect())
                })
                .collect(),
        }
    }

    /// How many of these respondents have a score: of the component that has the fewest.
    pub(super) fn usable(&self, respondents: impl Iterator<Item = usize> + Clone) -> usize {
        let counts = Component::ALL.map(|component| {
            let scores = self.components.get(component);
            respondents.clone().filter(|it| scores[*it].is_some()).count()
        });
        counts.into_iter().min().unwrap_or_default()
    }
}

/// What a respondent answered to an item, from 0 to 100; none when it was skipped.
fn item_score(item: &Item, scale: &Scale, response: &Response) -> Option<f64> {
    let (lowest, highest) = scale.ends()?;
    let value = *response.answers.get(&item.item_id)?;
    let (from, span) = (
        f64::from(value) - f64::from(lowest),
        f64::from(highest) - f64::from(lowest),
    );
    let score = 100.0 * from / span;
    Some(if item.reversed { 100.0 - score } else { score })
}

/// The mean of the items that were answered, when at least half of them were.
fn score(items: &[(&Item, &Scale)], response: &Response) -> Option<f64> {
    let answered: Vec<f64> = items
        .iter()
        .filter_map(|(item, scale)| item_score(item, scale, response))
        .collect();
    let enough = !answered.is_empty() && 2 * answered.len() >= items.len();
    enough.then(|| answered.iter().sum::<f64>() / answered.len() as f64)
}

fn items_of(instrument: &Version, component: Component) -> Vec<(&Item, &Scale)> {
    let items = instrument.by_item().into_values();
    items.filter(|(item, _)| item.component == component).collect()
}

/// The scores of the items of a component, of those who answered all of them.
pub(super) fn complete(instrument: &Version, responses: &[Response], component: Component) -> Vec<Vec<f64>> {
    let items = items_of(instrument, component);
    let row = |response: &Response| {
        let scores = items
            .iter()
            .map(|(item, scale)| item_score(item, scale, response));
        scores.collect::<Option<Vec<f64>>>()
    };
    responses.iter().filter_map(row).collect()
}
