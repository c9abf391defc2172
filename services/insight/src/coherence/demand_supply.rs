//! Demand against supply: per region and skill, who asks for it and what teaches it there.

use std::collections::BTreeMap;

use contracts::insight::v1::DemandSupply;

use super::{
    Meant,
    cells::{Cell, Extent, cells},
    page::key,
    region_name, wants,
};
use crate::rows::Facts;

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

/// The rows by their key: region, then skill.
#[must_use]
pub fn demand_supply(facts: &Facts, filter: &Filter) -> BTreeMap<String, DemandSupply> {
    let meant = Meant::by(&facts.radar);
    let of_theme = !filter.theme_id.is_empty();
    let wanted = meant.uri(&filter.skill_uri);
    cells(facts, &meant, &filter.theme_id, Extent::Regions)
        .into_iter()
        .filter(|((region_id, uri), cell)| {
            wants(&filter.region_id, region_id)
                && wants(wanted, uri)
                && (!of_theme || cell.asked.is_anything())
        })
        .map(|((region_id, uri), cell)| (key(&[&region_id, &uri]), row(facts, region_id, cell)))
        .collect()
}

fn row(facts: &Facts, region_id: String, cell: Cell) -> DemandSupply {
    DemandSupply {
        region_name: region_name(&facts.reference, &region_id),
        region_id,
        skill: Some(cell.skill),
        need: Some(cell.asked.shown()),
        supply: Some(cell.taught.shown()),
    }
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::{TracedFigure, traced_figure::Value};
    use contracts::transitions::v1::DemandPhase;

    use super::*;
    use crate::coherence::fixture::{
        SKILL, bottleneck, class, day, demand, issued, known, merged, offer, on_radar, reuse, scaled, skill,
        solution,
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

    #[test]
    fn what_names_a_skill_that_was_merged_counts_under_the_other_one() {
        let mut others = bottleneck("b2", "AM01", 50, 3);
        others.skills = vec![skill("urn:old")];
        let mut both = offer("a1", true, 4);
        both.skills = vec![skill("urn:old"), skill(SKILL)];
        let facts = known()
            .with(merged(on_radar("s1", "urn:old", 1), SKILL, 2))
            .with(others)
            .with(both)
            .facts();
        let found = rows(&facts, &Filter::default());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].skill.as_ref().unwrap().uri, SKILL);
        assert_eq!(shown(found[0].need.as_ref().unwrap().people.as_ref()).0, 50);
        assert_eq!(shown(found[0].supply.as_ref().unwrap().offers.as_ref()).0, 1);
        let by_old_name = Filter {
            skill_uri: "urn:old".into(),
            ..Filter::default()
        };
        assert_eq!(rows(&facts, &by_old_name), found);
    }

    #[test]
    fn a_class_counts_where_an_offer_ends_with_it_and_where_it_was_issued() {
        let mut ends_with = offer("a1", true, 1);
        ends_with.class_ids = vec!["c1".into()];
        let mut withdrawn = class("c2", 3);
        withdrawn.withdrawn_on = Some(day("2025-02-01"));
        let facts = known()
            .with(ends_with)
            .with(class("c1", 2))
            .with(withdrawn)
            .with(issued("2025-06/1", "c1", "AM02", (12, 0), 5))
            .with(issued("2025-06/1", "c2", "AM02", (12, 0), 6))
            .facts();
        let classes: Vec<_> = rows(&facts, &Filter::default())
            .iter()
            .map(|row| {
                (
                    row.region_id.clone(),
                    shown(row.supply.as_ref().unwrap().classes.as_ref()),
                )
            })
            .collect();
        assert_eq!(
            classes,
            [
                ("AM01".to_owned(), (1, vec![2])),
                ("AM02".to_owned(), (1, vec![2]))
            ]
        );
    }
}
