//! Demand against supply: per region and skill, who asks for it and what teaches it there.

use std::collections::BTreeMap;

use contracts::{
    hub::v1::SkillRef,
    insight::v1::{DemandSupply, Need, Supply},
    transitions::v1::SolutionState,
};

use super::{Traced, asked, asked::Asked, page::key, region_name, wants};
use crate::rows::{Facts, Professionalisation, SolutionRow, Transitions};

/// What is wanted; empty fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Labour-market region.
    pub region_id: String,
    /// Skill.
    pub skill_uri: String,
    /// Only where something of this theme is asked for, and of what is asked only that.
    pub theme_id: String,
}

#[derive(Debug, Default)]
struct Cell {
    skill: SkillRef,
    asked: Asked,
    taught: Taught,
}

#[derive(Debug, Default)]
struct Taught {
    designed: Traced,
    piloted: Traced,
    scaled: Traced,
    pilot_learners: Traced,
    places_per_year: Traced,
    reused: Traced,
    offers: Traced,
    offers_flexible: Traced,
    credentials: Traced,
}

/// By region and skill.
type Cells = BTreeMap<(String, String), Cell>;

/// The rows by their key: region, then skill.
#[must_use]
pub fn demand_supply(facts: &Facts, filter: &Filter) -> BTreeMap<String, DemandSupply> {
    let mut cells = Cells::new();
    for (key, (skill, asked)) in asked::by_skill(&facts.transitions, &filter.theme_id) {
        let cell = Cell {
            skill,
            asked,
            ..Cell::default()
        };
        cells.insert(key, cell);
    }
    solutions(&mut cells, &facts.transitions);
    offers(&mut cells, &facts.professionalisation);
    credentials(&mut cells, &facts.professionalisation);
    let of_theme = !filter.theme_id.is_empty();
    cells
        .into_iter()
        .filter(|((region_id, uri), cell)| {
            wants(&filter.region_id, region_id)
                && wants(&filter.skill_uri, uri)
                && (!of_theme || cell.asked != Asked::default())
        })
        .map(|((region_id, uri), cell)| (key(&[&region_id, &uri]), row(facts, region_id, cell)))
        .collect()
}

/// What solutions teach: where they were made for, and where others use them.
fn solutions(cells: &mut Cells, known: &Transitions) {
    for solution in known.solutions.values() {
        for skill in &solution.skills {
            for region_id in &solution.region_ids {
                made_for(taught(cells, region_id, skill), solution);
            }
            for reuse in known.reuse_of(&solution.solution_id) {
                taught(cells, &reuse.region_id, skill)
                    .reused
                    .one(&[reuse.position]);
            }
        }
    }
}

/// What providers offer now.
fn offers(cells: &mut Cells, known: &Professionalisation) {
    for offer in known.offers.values().filter(|offer| offer.withdrawn_on.is_none()) {
        for region_id in &offer.region_ids {
            for skill in &offer.skills {
                let taught = taught(cells, region_id, skill);
                taught.offers.one(&offer.positions);
                if offer.is_flexible {
                    taught.offers_flexible.one(&offer.positions);
                }
            }
        }
    }
}

/// What was issued in a region, less what was revoked. What was too small to be told by region is told nowhere here.
fn credentials(cells: &mut Cells, known: &Professionalisation) {
    for row in known
        .issued
        .values()
        .flatten()
        .filter(|row| !row.region_id.is_empty())
    {
        let class = known.classes.get(&row.class_id);
        for skill in class.into_iter().flat_map(|class| &class.skills) {
            let taught = taught(cells, &row.region_id, skill);
            taught.credentials.add(row.net(), &[row.position]);
        }
    }
}

fn made_for(taught: &mut Taught, solution: &SolutionRow) {
    let positions = &solution.positions;
    match solution.state {
        SolutionState::Designed => taught.designed.one(positions),
        SolutionState::Piloted => taught.piloted.one(positions),
        SolutionState::Scaled => taught.scaled.one(positions),
        SolutionState::Unspecified => {}
    }
    if solution.piloted_on.is_some() {
        taught
            .pilot_learners
            .add(i64::from(solution.pilot_learners), positions);
    }
    if solution.scaled_on.is_some() {
        taught
            .places_per_year
            .add(i64::from(solution.places_per_year), positions);
    }
}

fn taught<'a>(cells: &'a mut Cells, region_id: &str, skill: &SkillRef) -> &'a mut Taught {
    let new = || Cell {
        skill: skill.clone(),
        ..Cell::default()
    };
    let cell = cells.entry((region_id.to_owned(), skill.uri.clone()));
    &mut cell.or_insert_with(new).taught
}

fn row(facts: &Facts, region_id: String, cell: Cell) -> DemandSupply {
    let Cell { skill, asked, taught } = cell;
    DemandSupply {
        region_name: region_name(&facts.reference, &region_id),
        region_id,
        skill: Some(skill),
        need: Some(Need {
            people: Some(asked.people.count()),
            bottlenecks: Some(asked.bottlenecks.count()),
            demands_understood: Some(asked.understood.count()),
            demands_in_progress: Some(asked.in_progress.count()),
        }),
        supply: Some(Supply {
            designed: Some(taught.designed.count()),
            piloted: Some(taught.piloted.count()),
            scaled: Some(taught.scaled.count()),
            pilot_learners: Some(taught.pilot_learners.count()),
            places_per_year: Some(taught.places_per_year.count()),
            reused: Some(taught.reused.count()),
            offers: Some(taught.offers.count()),
            offers_flexible: Some(taught.offers_flexible.count()),
            credentials: Some(taught.credentials.count()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::{TracedFigure, traced_figure::Value};
    use contracts::transitions::v1::DemandPhase;

    use super::*;
    use crate::coherence::fixture::{
        bottleneck, class, day, demand, issued, known, offer, reuse, scaled, solution,
    };

    fn rows(facts: &Facts, filter: &Filter) -> Vec<DemandSupply> {
        demand_supply(facts, filter).into_values().collect()
    }

    fn shown(figure: Option<&TracedFigure>) -> (i64, Vec<u64>) {
        let figure = figure.unwrap();
        match figure.value {
            Some(Value::Count(count)) => (count, figure.positions.clone()),
            _ => panic!("{figure:?} is no count"),
        }
    }

    #[test]
    fn what_is_asked_stands_against_what_teaches_it_with_the_events_behind_both() {
        let facts = known()
            .with(bottleneck("b1", "AM01", 400, 1))
            .with(bottleneck("b2", "AM01", 50, 2))
            .with(demand("d1", DemandPhase::Understand, 3))
            .with(scaled(solution("s1", "p1", 4), 24, 200, 5))
            .with(solution("s2", "p2", 6))
            .with(reuse("s3-elsewhere", "s1", "AM02", 7))
            .facts();
        let rows = rows(&facts, &Filter::default());
        assert_eq!(rows.len(), 2);
        let (need, supply) = (rows[0].need.clone().unwrap(), rows[0].supply.clone().unwrap());
        assert_eq!(shown(need.people.as_ref()), (450, vec![1, 2]));
        assert_eq!(shown(need.bottlenecks.as_ref()).0, 2);
        assert_eq!(shown(need.demands_understood.as_ref()), (1, vec![3]));
        assert_eq!(shown(supply.scaled.as_ref()), (1, vec![4, 5]));
        assert_eq!(shown(supply.designed.as_ref()), (1, vec![6]));
        assert_eq!(shown(supply.pilot_learners.as_ref()).0, 24);
        assert_eq!(shown(supply.places_per_year.as_ref()).0, 200);
        let elsewhere = rows[1].supply.clone().unwrap();
        assert_eq!(rows[1].region_id, "AM02");
        assert_eq!(shown(elsewhere.reused.as_ref()), (1, vec![7]));
        assert_eq!(
            shown(elsewhere.scaled.as_ref()).0,
            0,
            "it was not made for that region"
        );
    }

    #[test]
    fn what_is_resolved_or_dropped_is_not_asked_for_any_more() {
        let mut resolved = bottleneck("b1", "AM01", 400, 1);
        resolved.resolved_on = Some(day("2025-02-01"));
        let facts = known()
            .with(resolved)
            .with(demand("d1", DemandPhase::Dropped, 2))
            .with(demand("d2", DemandPhase::Explore, 3))
            .facts();
        let need = rows(&facts, &Filter::default())[0].need.clone().unwrap();
        assert_eq!(shown(need.people.as_ref()), (0, vec![]));
        assert_eq!(shown(need.demands_understood.as_ref()).0, 0);
        assert_eq!(shown(need.demands_in_progress.as_ref()), (1, vec![3]));
    }

    #[test]
    fn what_providers_offer_and_what_was_issued_stands_beside_solutions() {
        let mut withdrawn = offer("a2", true, 2);
        withdrawn.withdrawn_on = Some(day("2025-02-01"));
        let facts = known()
            .with(offer("a1", true, 1))
            .with(withdrawn)
            .with(offer("a3", false, 3))
            .with(class("c1", 4))
            .with(issued("2025-06/1", "c1", "AM01", (12, 5), 5))
            .with(issued("2025-07/1", "c1", "AM01", (6, 0), 6))
            .with(issued("2025-08/1", "c1", "", (9, 0), 7))
            .facts();
        let supply = rows(&facts, &Filter::default())[0].supply.clone().unwrap();
        assert_eq!(shown(supply.offers.as_ref()), (2, vec![1, 3]));
        assert_eq!(shown(supply.offers_flexible.as_ref()), (1, vec![1]));
        assert_eq!(shown(supply.credentials.as_ref()), (13, vec![5, 6]));
    }

    #[test]
    fn a_theme_shows_only_where_it_is_asked_for() {
        let facts = known()
            .with(bottleneck("b1", "AM01", 400, 1))
            .with(solution("s1", "p1", 2))
            .with(reuse("r1", "s1", "AM02", 3))
            .facts();
        let of = |theme: &str| Filter {
            theme_id: theme.into(),
            ..Filter::default()
        };
        assert_eq!(rows(&facts, &of("energy")).len(), 1);
        assert!(rows(&facts, &of("care")).is_empty());
        let elsewhere = Filter {
            region_id: "AM02".into(),
            ..Filter::default()
        };
        assert_eq!(rows(&facts, &elsewhere).len(), 1);
    }
}
