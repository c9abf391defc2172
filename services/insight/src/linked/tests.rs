use std::sync::Arc;

use contracts::insight::v1::traced_figure::Value;

use super::*;
use crate::rows::linked_id;

fn row(programme_id: &str, project_id: &str, regions: &[&str], theme_id: &str) -> LinkedProjectRow {
    LinkedProjectRow {
        linked_id: linked_id(programme_id, project_id),
        programme_id: programme_id.into(),
        project_id: project_id.into(),
        title: String::new(),
        region_ids: regions.iter().map(|it| (*it).to_owned()).collect(),
        theme_id: theme_id.into(),
        same_as_project_id: String::new(),
        starts_on: None,
        ends_on: None,
        removed_on: None,
        finished: None,
        participants: None,
        progress: None,
        last_reported_at: None,
        positions: vec![1],
    }
}

fn known() -> Facts {
    let rows = [
        row("bouw", "a", &["AM01", "AM02"], "energy"),
        row("zorg", "b", &["AM02"], ""),
        row("zorg", "c", &[], "care"),
    ];
    let projects = rows.map(|row| (row.linked_id.clone(), Arc::new(row)));
    Facts {
        linked: Arc::new(Linked {
            projects: Arc::new(projects.into()),
            ..Linked::default()
        }),
        ..Facts::default()
    }
}

fn found(filter: &Filter) -> Vec<String> {
    projects(&known(), filter).into_keys().collect()
}

fn in_scope(change: impl Fn(&mut Scope)) -> Vec<String> {
    let mut filter = Filter::default();
    change(&mut filter.scope);
    found(&filter)
}

#[test]
fn projects_are_found_by_programme_region_and_theme() {
    let of_zorg = Filter {
        programme_id: "zorg".into(),
        ..Filter::default()
    };
    assert_eq!(found(&of_zorg), ["zorg/b", "zorg/c"]);
    assert_eq!(found(&Filter::default()).len(), 3);
    assert_eq!(in_scope(|it| it.region = "AM02".into()), ["bouw/a", "zorg/b"]);
    assert_eq!(
        in_scope(|it| it.region = "-".into()),
        ["zorg/c"],
        "for the whole country"
    );
    assert_eq!(in_scope(|it| it.theme = "energy".into()), ["bouw/a"]);
    assert_eq!(in_scope(|it| it.theme = "-".into()), ["zorg/b"]);
}

#[test]
fn none_is_of_a_building_block_a_tranche_or_a_workgroup() {
    assert!(in_scope(|it| it.block = "radar".into()).is_empty());
    assert!(in_scope(|it| it.tranche = "r1".into()).is_empty());
    assert!(in_scope(|it| it.workgroup = "w1".into()).is_empty());
    assert_eq!(in_scope(|it| it.block = "-".into()).len(), 3);
}

#[test]
fn what_is_counted_is_counted_of_the_projects_that_are_found() {
    let filter = Filter {
        scope: Scope {
            region: "AM02".into(),
            ..Scope::default()
        },
        ..Filter::default()
    };
    let counted: Vec<_> = programmes(&known(), &filter)
        .into_iter()
        .map(|it| (it.programme_id, it.linked.unwrap().value))
        .collect();
    let one = Some(Value::Count(1));
    assert_eq!(counted, [("bouw".to_owned(), one), ("zorg".to_owned(), one)]);
}
