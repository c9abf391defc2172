//! Scores from 0 to 100: how far an answer lies between the lowest and the highest that the scale allows, turned round where the item is
//! reversed (the percentage of the maximum possible; P. Cohen, J. Cohen, L. Aiken & S. West, "The problem of units and the circumstance
//! for POMP", 1999). So items on scales of different length count the same.
//!
//! Who skipped an item of a component is left out of that component and of its other items. So a component and its items rest on the same
//! respondents: were they different ones, the few in between would be told by taking the items from the component.

use std::collections::BTreeMap;

use crate::domain::{
    component::{Component, PerComponent},
    instrument::{Item, Scale, Version},
    response::Response,
    values::Id,
};

/// The scores of all respondents, in the order in which they are given.
pub(super) struct Scores {
    /// Of each component, the mean of its items; none for a respondent who skipped one of them.
    pub(super) components: PerComponent<Vec<Option<f64>>>,
    /// Of each item; none for a respondent who skipped it or another one of its component.
    pub(super) items: BTreeMap<Id, Vec<Option<f64>>>,
}

impl Scores {
    pub(super) fn of(instrument: &Version, responses: &[Response]) -> Self {
        let mut items = BTreeMap::new();
        let components = PerComponent::of_each(|component| {
            let of = items_of(instrument, component);
            let rows: Vec<Option<Vec<f64>>> = responses.iter().map(|it| row(&of, it)).collect();
            for (place, (item, _)) in of.iter().enumerate() {
                let scores = rows.iter().map(|row| row.as_ref().map(|row| row[place]));
                items.insert(item.item_id.clone(), scores.collect());
            }
            rows.iter().map(|row| row.as_deref().map(mean)).collect()
        });
        Self { components, items }
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

/// The scores of all items; none when one was skipped.
fn row(items: &[(&Item, &Scale)], response: &Response) -> Option<Vec<f64>> {
    let scores = items
        .iter()
        .map(|(item, scale)| item_score(item, scale, response));
    scores.collect()
}

/// The mean; every component has an item.
fn mean(scores: &[f64]) -> f64 {
    scores.iter().sum::<f64>() / scores.len().max(1) as f64
}

fn items_of(instrument: &Version, component: Component) -> Vec<(&Item, &Scale)> {
    let items = instrument.by_item().into_values();
    items.filter(|(item, _)| item.component == component).collect()
}

/// The scores of the items of a component, of those who answered all of them.
pub(super) fn complete(instrument: &Version, responses: &[Response], component: Component) -> Vec<Vec<f64>> {
    let items = items_of(instrument, component);
    responses.iter().filter_map(|it| row(&items, it)).collect()
}
