//! How the overview is split, and what it lists instead of summing.

use std::sync::Arc;

use contracts::{insight::v1::figure::Value, programme::v1::Aggregation, programme::v1::Theme};

use super::*;
use crate::{
    figure::fixture::{facts, indicator, project, share, today, value},
    rows::ProjectFacts,
};

fn keys(facts: &Facts, scope: &Scope, by: GroupBy) -> Vec<String> {
    overview(facts, &Tallies::default(), scope, by, today())
        .into_iter()
        .map(|group| group.key)
        .collect()
}

#[test]
fn unsplit_it_is_one_group_without_a_key() {
    assert_eq!(
        keys(&Facts::default(), &Scope::default(), GroupBy::Unspecified),
        [""]
    );
}

#[test]
fn a_group_for_each_that_is_defined_or_used_and_one_for_what_has_none() {
    let mut bare = project("p2");
    bare.project.theme_id = String::new();
    let mut known = facts([project("p1"), bare], Vec::new());
    Arc::make_mut(&mut known.reference).themes.insert(
        "water".into(),
        Theme {
            theme_id: "water".into(),
            name: None,
        },
    );
    assert_eq!(
        keys(&known, &Scope::default(), GroupBy::Theme),
        ["-", "energy", "water"]
    );
}

#[test]
fn a_scope_that_names_the_group_is_that_group() {
    let mut both = project("p1");
    both.project.regions = vec![share("AM01", 50), share("AM02", 50)];
    let known = facts([both], Vec::new());
    let scope = Scope {
        region: "AM02".into(),
        ..Scope::default()
    };
    assert_eq!(keys(&known, &scope, GroupBy::Region), ["AM02"]);
}

#[test]
fn every_figure_carries_a_name_that_explains_to_the_same_value() {
    let values = vec![value("p1", "learners", "2024-12-31", 12.0, 9)];
    let known = facts(
        [ProjectFacts {
            values: values.into(),
            ..project("p1")
        }],
        vec![indicator("learners", Aggregation::Sum)],
    );
    for group in overview(
        &known,
        &Tallies::default(),
        &Scope::default(),
        GroupBy::Block,
        today(),
    ) {
        let reported = group.indicators[0].reported.clone().unwrap();
        assert_eq!(
            reported.figure_id,
            "overview/indicator/learners/reported?block=transitions"
        );
        let id: FigureId = reported.figure_id.parse().unwrap();
        let Cover::Scope(scope) = &id.cover else {
            panic!("not a scope")
        };
        let again = compute(&Selection::of_scope(&known, scope, today()), &id.measure).figure(&id);
        assert_eq!(again, reported);
    }
}

#[test]
fn values_that_do_not_add_up_are_listed_per_project() {
    let of = |id: &str, number| ProjectFacts {
        values: vec![value(id, "climate", "2024-12-31", number, 9)].into(),
        ..project(id)
    };
    let known = facts(
        [of("p1", 3.0), of("p2", 4.0)],
        vec![indicator("climate", Aggregation::None)],
    );
    let group = overview(
        &known,
        &Tallies::default(),
        &Scope::default(),
        GroupBy::Unspecified,
        today(),
    )
    .remove(0);
    let climate = &group.indicators[0];
    assert_eq!(climate.reported, None);
    let listed: Vec<_> = climate
        .per_project
        .iter()
        .map(|it| (it.project_id.as_str(), it.value))
        .collect();
    assert_eq!(listed, [("p1", 3.0), ("p2", 4.0)]);
}

#[test]
fn an_empty_programme_shows_zeros_and_no_rates() {
    let group = overview(
        &Facts::default(),
        &Tallies::default(),
        &Scope::default(),
        GroupBy::Unspecified,
        today(),
    )
    .remove(0);
    let milestones = group.milestones.unwrap();
    assert_eq!(milestones.late.unwrap().value, Some(Value::Count(0)));
    assert_eq!(milestones.on_time_rate.unwrap().value, None);
    assert_eq!(group.money.len(), 6);
}

#[test]
fn examples_are_owned_up_to() {
    let mut invented = project("p1");
    invented.project.example = true;
    let known = facts([invented, project("p2")], Vec::new());
    assert!(contains_examples(&known, &Scope::default()));
    assert!(!contains_examples(
        &known,
        &Scope {
            block: "culture".into(),
            ..Scope::default()
        }
    ));
}
