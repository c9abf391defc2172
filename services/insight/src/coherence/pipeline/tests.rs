use contracts::{
    insight::v1::{TracedFigure, traced_figure::Value},
    transitions::v1::DemandPhase,
};

use super::*;
use crate::coherence::fixture::{
    SKILL, bottleneck, class, day, demand, edition, issued, known, merged, offer, on_radar, reuse, skill,
    solution,
};

const OTHER: &str = "urn:other";

fn rows(facts: &Facts, filter: &Filter) -> Vec<SkillPipeline> {
    pipeline(facts, filter).rows.into_values().collect()
}

fn value(figure: Option<&TracedFigure>) -> i64 {
    match figure.unwrap().value {
        Some(Value::Count(count)) => count,
        _ => panic!("{figure:?} is no count"),
    }
}

fn places(rows: &[SkillPipeline]) -> Vec<(&str, &str, PipelineStage)> {
    let place = |row| -> (&str, &str, PipelineStage) {
        let row: &SkillPipeline = row;
        (
            row.region_id.as_str(),
            row.skill.as_ref().unwrap().uri.as_str(),
            row.gap_at(),
        )
    };
    rows.iter().map(place).collect()
}

#[test]
fn a_skill_on_the_radar_is_there_wherever_sources_name_it_with_nothing_after_the_signal() {
    let facts = known()
        .with(on_radar("s1", SKILL, 1))
        .with(edition(1, &[("s1", Ring::Emerging)], 2))
        .facts();
    let found = pipeline(&facts, &Filter::default());
    assert_eq!(found.edition, 1);
    let rows: Vec<_> = found.rows.into_values().collect();
    assert_eq!(
        places(&rows),
        [
            ("", SKILL, PipelineStage::Demand),
            ("AM01", SKILL, PipelineStage::Demand)
        ]
    );
    let (country, region) = (rows[0].signal.as_ref().unwrap(), rows[1].signal.as_ref().unwrap());
    assert_eq!(
        (
            value(country.sources_here.as_ref()),
            value(region.sources_here.as_ref())
        ),
        (1, 2)
    );
    assert_eq!(
        (value(region.sources.as_ref()), value(region.publishers.as_ref())),
        (3, 2)
    );
    assert_eq!(
        (region.ring(), region.published_on.as_str()),
        (Ring::Emerging, "2025-01-01")
    );
}

#[test]
fn the_gap_is_the_first_stage_that_is_empty() {
    let mut ends_with = offer("o1", true, 5);
    ends_with.class_ids = vec!["c1".into()];
    let stages = |facts: &Facts| rows(facts, &Filter::default())[1].gap_at();
    let signal = || known().with(on_radar("s1", SKILL, 1));
    assert_eq!(stages(&signal().facts()), PipelineStage::Demand);
    let asked = || signal().with(demand("d1", DemandPhase::Signal, 2));
    assert_eq!(stages(&asked().facts()), PipelineStage::Solution);
    let solved = || asked().with(solution("l1", "p1", 3));
    assert_eq!(stages(&solved().facts()), PipelineStage::Offer);
    let offered = || solved().with(ends_with.clone());
    assert_eq!(stages(&offered().facts()), PipelineStage::Credential);
    let whole = offered().with(class("c1", 6)).facts();
    assert_eq!(stages(&whole), PipelineStage::Unspecified);
    // An offer without a demand does not move the gap on.
    let unasked = signal().with(offer("o1", true, 5)).facts();
    assert_eq!(stages(&unasked), PipelineStage::Demand);
}

#[test]
fn for_the_country_each_thing_counts_once_and_with_its_events() {
    let mut wide = demand("d1", DemandPhase::Understand, 2);
    wide.region_ids = vec!["AM01".into(), "AM02".into()];
    let mut both = offer("o1", true, 3);
    both.region_ids = vec!["AM01".into(), "AM02".into()];
    let facts = known()
        .with(wide)
        .with(bottleneck("b1", "AM01", 40, 7))
        .with(bottleneck("b2", "AM02", 60, 8))
        .with(both)
        .with(solution("l1", "p1", 9))
        .with(reuse("r1", "l1", "AM02", 10))
        .with(class("c1", 4))
        .with(issued("2025-06/1", "c1", "AM01", (12, 0), 5))
        .with(issued("2025-06/1", "c1", "", (5, 1), 6))
        .facts();
    let rows = rows(&facts, &Filter::default());
    assert_eq!(
        rows.iter().map(|row| row.region_id.as_str()).collect::<Vec<_>>(),
        ["", "AM01", "AM02"]
    );
    let country = &rows[0];
    let (need, supply) = (country.need.as_ref().unwrap(), country.supply.as_ref().unwrap());
    assert_eq!(need.people.as_ref().unwrap().positions, [7, 8]);
    assert_eq!(
        (
            value(need.people.as_ref()),
            value(need.demands_understood.as_ref())
        ),
        (100, 1)
    );
    assert_eq!(
        (
            value(supply.offers.as_ref()),
            value(supply.designed.as_ref()),
            value(supply.reused.as_ref()),
            value(supply.classes.as_ref()),
        ),
        (1, 1, 1, 1)
    );
    assert_eq!(
        value(supply.credentials.as_ref()),
        16,
        "with what is too little for a region"
    );
    assert_eq!(supply.credentials.as_ref().unwrap().positions, [5, 6]);
    assert_eq!(value(rows[1].supply.as_ref().unwrap().credentials.as_ref()), 12);
    let alone = Filter {
        region_id: UNASSIGNED.into(),
        ..Filter::default()
    };
    assert_eq!(self::rows(&facts, &alone), rows[..1]);
    let here = Filter {
        region_id: "AM02".into(),
        ..Filter::default()
    };
    assert_eq!(self::rows(&facts, &here), rows[2..]);
}

#[test]
fn what_the_radar_does_not_know_is_there_without_a_signal() {
    let facts = known().with(bottleneck("b1", "AM01", 40, 1)).facts();
    let rows = rows(&facts, &Filter::default());
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.signal.is_none()));
}

#[test]
fn what_was_merged_counts_under_the_other_and_is_no_row_of_its_own() {
    let mut old = bottleneck("b1", "AM01", 40, 3);
    old.skills = vec![skill(OTHER)];
    let facts = known()
        .with(on_radar("s1", SKILL, 1))
        .with(merged(on_radar("s2", OTHER, 2), SKILL, 4))
        .with(old)
        .facts();
    let rows = rows(&facts, &Filter::default());
    assert_eq!(
        places(&rows),
        [
            ("", SKILL, PipelineStage::Solution),
            ("AM01", SKILL, PipelineStage::Solution)
        ]
    );
    assert_eq!(rows[1].signal.as_ref().unwrap().merged_uris, [OTHER]);
    assert_eq!(value(rows[1].need.as_ref().unwrap().people.as_ref()), 40);
    let by_old_name = Filter {
        skill_uri: OTHER.into(),
        ..Filter::default()
    };
    assert_eq!(self::rows(&facts, &by_old_name), rows);
}

#[test]
fn rows_are_found_by_theme_ring_and_gap() {
    let mut of_care = on_radar("s2", OTHER, 2);
    of_care.theme_ids = vec!["care".into()];
    let facts = known()
        .with(on_radar("s1", SKILL, 1))
        .with(of_care)
        .with(bottleneck("b1", "AM02", 40, 3))
        .with(edition(1, &[("s1", Ring::Growing), ("s2", Ring::Declining)], 4))
        .facts();
    let found = |filter: Filter| -> Vec<String> {
        let rows = rows(&facts, &filter);
        let place = |(region, uri, _): &(&str, &str, _)| format!("{region} {uri}");
        places(&rows).iter().map(place).collect()
    };
    let of_theme = |theme: &str| Filter {
        theme_id: theme.into(),
        ..Filter::default()
    };
    assert_eq!(found(of_theme("care")), [" urn:other", "AM01 urn:other"]);
    assert_eq!(found(of_theme("energy")).len(), 3);
    assert!(found(of_theme(UNASSIGNED)).is_empty());
    let declining = Filter {
        ring: Ring::Declining,
        ..Filter::default()
    };
    assert_eq!(found(declining), [" urn:other", "AM01 urn:other"]);
    let without_solution = Filter {
        gap_at: PipelineStage::Solution,
        ..Filter::default()
    };
    assert_eq!(
        found(without_solution),
        [format!(" {SKILL}"), format!("AM02 {SKILL}")]
    );
}

#[test]
fn what_was_taken_off_the_radar_is_there_only_where_something_is_left_of_it() {
    let mut retired = on_radar("s1", SKILL, 1);
    retired.retired_on = Some(day("2025-02-01"));
    let facts = known().with(retired.clone()).facts();
    assert!(rows(&facts, &Filter::default()).is_empty());
    let facts = known().with(retired).with(offer("o1", true, 2)).facts();
    let rows = rows(&facts, &Filter::default());
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].signal.as_ref().unwrap().retired_on, "2025-02-01");
}
