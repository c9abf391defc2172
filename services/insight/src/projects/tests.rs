//! Pages in any order show every project once; filters leave the others out.

use super::*;
use crate::figure::fixture::{facts, project, view};

fn programme() -> View {
    let mut projects: Vec<_> = ["p1", "p2", "p3", "p4", "p5"].map(project).into();
    for (index, name) in ["Zon", "wind", "Water", "Zon op dak", "Warmte"]
        .iter()
        .enumerate()
    {
        projects[index].project.name = (*name).into();
    }
    projects[3].project.state = ProjectState::Closed;
    view(facts(projects, Vec::new()))
}

fn any(search: &str) -> Filter {
    Filter::new(
        Scope::default(),
        ProjectState::Unspecified,
        Colour::Unspecified,
        search,
    )
}

fn ids(filter: &Filter, order: &str) -> Vec<String> {
    let view = programme();
    let (mut ids, mut token) = (Vec::new(), String::new());
    loop {
        let page = Page::parse(2, 2, 2, &token, "x").unwrap();
        let list = list(
            &view,
            view.facts.projects.values().map(AsRef::as_ref),
            filter,
            Order::parse(order).unwrap(),
            &page,
        );
        ids.extend(list.projects.into_iter().map(|it| it.project_id));
        token = list.next_page_token;
        if token.is_empty() {
            return ids;
        }
    }
}

#[test]
fn pages_in_any_order_show_every_project_once() {
    assert_eq!(ids(&any(""), ""), ["p1", "p2", "p3", "p4", "p5"]);
    assert_eq!(ids(&any(""), "project_id desc"), ["p5", "p4", "p3", "p2", "p1"]);
    assert_eq!(ids(&any(""), "name"), ["p5", "p3", "p2", "p1", "p4"]);
    assert_eq!(ids(&any(""), "name desc"), ["p4", "p1", "p2", "p3", "p5"]);
    assert_eq!(ids(&any(""), "starts_on desc"), ["p5", "p4", "p3", "p2", "p1"]);
    let mut judged = ids(&any(""), "judgement");
    judged.sort();
    assert_eq!(judged, ["p1", "p2", "p3", "p4", "p5"]);
}

#[test]
fn every_word_searched_for_must_occur_in_any_case() {
    assert_eq!(ids(&any("zon"), ""), ["p1", "p4"]);
    assert_eq!(ids(&any("ZON dak"), ""), ["p4"]);
    assert_eq!(ids(&any("P2"), ""), ["p2"]);
    assert!(ids(&any("kern"), "").is_empty());
}

#[test]
fn a_state_leaves_the_others_out() {
    let closed = Filter::new(Scope::default(), ProjectState::Closed, Colour::Unspecified, "");
    assert_eq!(ids(&closed, ""), ["p4"]);
}

#[test]
fn an_order_that_is_not_offered_is_refused() {
    for text in ["colour", "name, starts_on", "name up", "name desc desc", "NAME"] {
        assert_eq!(Order::parse(text), None, "{text}");
    }
}
