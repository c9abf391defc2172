//! What is done about the learning culture: interventions by state and region with what they cost, and what was seen of each.

use std::collections::BTreeMap;

use contracts::{
    culture::v1::{Component, InterventionState},
    insight::v1::{InterventionEffects, InterventionTally},
};

use crate::{
    coherence::{
        Extent, Traced, region_name,
        traced::{in_order, newest},
    },
    figure::wants,
    rows::{Culture, Facts, InterventionRow, Reference},
};

/// What is wanted; empty and unspecified fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Where they stand.
    pub state: InterventionState,
    /// Labour-market region.
    pub region_id: String,
    /// Component they are to move.
    pub component: Component,
    /// Project.
    pub project_id: String,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Interventions {
    /// By region and state, the country as a whole first.
    pub tallies: Vec<InterventionTally>,
    /// By identifier.
    pub rows: BTreeMap<String, InterventionEffects>,
    /// Whether an invented one is among them.
    pub contains_examples: bool,
}

#[derive(Debug, Default)]
struct Tally {
    interventions: Traced,
    planned: Traced,
    realised: Traced,
}

/// Interventions with what was seen of them.
#[must_use]
pub fn interventions(facts: &Facts, filter: &Filter) -> Interventions {
    let culture = &facts.culture;
    let mut found = Interventions::default();
    let mut tallies = BTreeMap::<(&str, i32), Tally>::new();
    for row in culture.interventions.values().filter(|row| covers(filter, row)) {
        found.contains_examples |= row.intervention.example;
        let regions = row.intervention.region_ids.iter().map(String::as_str);
        let regions = regions.filter(|region_id| wants(&filter.region_id, region_id));
        for region_id in Extent::CountryToo.places(regions) {
            tallies
                .entry((region_id, row.state.into()))
                .or_default()
                .count(row);
        }
        found
            .rows
            .insert(row.intervention_id.clone(), shown(culture, row));
    }
    let tallies = tallies.into_iter();
    found.tallies = tallies
        .map(|((region_id, state), tally)| tally.shown(&facts.reference, region_id, state))
        .collect();
    found
}

fn covers(filter: &Filter, row: &InterventionRow) -> bool {
    let it = &row.intervention;
    let in_state = [InterventionState::Unspecified, row.state].contains(&filter.state);
    let in_region = filter.region_id.is_empty() || it.region_ids.contains(&filter.region_id);
    let moves =
        filter.component == Component::Unspecified || it.components().any(|moved| moved == filter.component);
    in_state && in_region && moves && wants(&filter.project_id, &it.project_id)
}

impl Tally {
    fn count(&mut self, row: &InterventionRow) {
        self.interventions.one(&row.positions);
        self.planned.add(row.intervention.planned_cents, &row.positions);
        if let Some(cents) = row.realised_cents {
            self.realised.add(cents, &row.positions);
        }
    }

    fn shown(&self, reference: &Reference, region_id: &str, state: i32) -> InterventionTally {
        let name = (!region_id.is_empty()).then(|| region_name(reference, region_id));
        InterventionTally {
            region_id: region_id.to_owned(),
            region_name: name.unwrap_or_default(),
            state,
            interventions: Some(self.interventions.count()),
            planned: Some(self.planned.cents()),
            realised: Some(self.realised.cents()),
        }
    }
}

fn shown(culture: &Culture, row: &InterventionRow) -> InterventionEffects {
    let effects: Vec<_> = culture.effects_of(&row.intervention_id).collect();
    let told = effects.iter().map(|effect| effect.position);
    let positions: Vec<u64> = row.positions.iter().copied().chain(told).collect();
    let realised = row.realised_cents.map(|cents| {
        let mut realised = Traced::default();
        realised.add(cents, &row.positions);
        realised.cents()
    });
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    InterventionEffects {
        intervention: Some(row.intervention.clone()),
        state: row.state.into(),
        started_on: day(row.started_on),
        ended_on: day(row.ended_on),
        stopped_because: row.stopped_because.clone(),
        realised,
        effects: effects.into_iter().map(|row| row.effect.clone()).collect(),
        positions: newest(in_order(&positions)),
    }
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::traced_figure::Value;

    use super::*;
    use crate::coherence::fixture::{day, effect, intervention, known};

    fn facts() -> Facts {
        let mut finished = intervention("n2", 300_000, 2);
        finished.intervention.region_ids = vec!["AM01".into(), "AM02".into()];
        finished.state = InterventionState::Finished;
        finished.ended_on = Some(day("2025-02-01"));
        finished.realised_cents = Some(250_000);
        known()
            .with(intervention("n1", 100_000, 1))
            .with(finished)
            .with(effect("n2", "e1", 3))
            .with(effect("n2", "e2", 4))
            .facts()
    }

    #[test]
    fn interventions_are_counted_by_state_and_region_with_their_cost_and_once_for_the_country() {
        let found = interventions(&facts(), &Filter::default());
        let tallies: Vec<_> = found
            .tallies
            .iter()
            .map(|it| {
                (
                    it.region_id.as_str(),
                    it.state(),
                    it.planned.as_ref().unwrap().value,
                )
            })
            .collect();
        let cents = |cents| Some(Value::Cents(cents));
        assert_eq!(
            tallies,
            [
                ("", InterventionState::Planned, cents(100_000)),
                ("", InterventionState::Finished, cents(300_000)),
                ("AM01", InterventionState::Planned, cents(100_000)),
                ("AM01", InterventionState::Finished, cents(300_000)),
                ("AM02", InterventionState::Finished, cents(300_000)),
            ]
        );
        assert_eq!(found.tallies[1].realised.as_ref().unwrap().value, cents(250_000));
    }

    #[test]
    fn effects_stand_with_their_intervention_and_their_events() {
        let found = interventions(&facts(), &Filter::default());
        let row = &found.rows["n2"];
        assert_eq!((row.effects.len(), row.positions.clone()), (2, vec![2, 3, 4]));
        assert_eq!(
            (row.ended_on.as_str(), row.started_on.as_str()),
            ("2025-02-01", "")
        );
        assert!(found.rows["n1"].realised.is_none());
    }

    #[test]
    fn interventions_are_found_by_state_region_component_and_project() {
        let count = |filter: Filter| interventions(&facts(), &filter).rows.len();
        let of = |region: &str, project: &str| Filter {
            region_id: region.into(),
            project_id: project.into(),
            ..Filter::default()
        };
        assert_eq!(
            (count(of("AM02", "")), count(of("", "p1")), count(of("", "p9"))),
            (1, 2, 0)
        );
        let finished = Filter {
            state: InterventionState::Finished,
            ..Filter::default()
        };
        assert_eq!(count(finished), 1);
        let urgency = Filter {
            component: Component::Urgency,
            ..Filter::default()
        };
        assert_eq!(count(urgency), 0);
        let here = interventions(&facts(), &of("AM02", ""));
        assert_eq!(
            here.tallies.len(),
            2,
            "the country and the region that was asked for"
        );
    }
}
