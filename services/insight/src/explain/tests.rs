//! Rules exist in both languages; pages cover everything once; what is not public stays hidden.

use contracts::programme::v1::{Aggregation, OwnerLevel};

use super::*;
use crate::figure::{Amount, fixture::*};

/// Every name of a figure that there can be, over one programme with an indicator of each aggregation.
fn every_figure() -> Vec<FigureId> {
    let words = ["reported", "observed", "target"];
    let indicators = ["sum", "last", "max", "ratio", "distinct", "none", "owned"];
    let mut paths: Vec<String> = indicators
        .iter()
        .flat_map(|id| words.map(|word| format!("indicator/{id}/{word}")))
        .collect();
    for (group, names) in [
        ("projects", "registered running finished stopped closed"),
        ("milestones", "planned late achieved dropped on-time-rate"),
        ("money", "reserved conditional granted committed paid realised"),
        (
            "reports",
            "due in missing late response-overdue waiting/project waiting/reviewer waiting/approver",
        ),
        ("attention-points", "open"),
    ] {
        paths.extend(names.split(' ').map(|name| format!("{group}/{name}")));
    }
    let covers = paths
        .iter()
        .flat_map(|path| [format!("overview/{path}"), format!("project/p1/{path}")]);
    covers.map(|id| id.parse().unwrap()).collect()
}

fn known() -> Facts {
    let mut owned = indicator("owned", Aggregation::Sum);
    owned.owner_level = OwnerLevel::Block.into();
    let indicators = vec![
        indicator("sum", Aggregation::Sum),
        indicator("last", Aggregation::Last),
        indicator("max", Aggregation::Max),
        indicator("ratio", Aggregation::Ratio),
        indicator("distinct", Aggregation::Distinct),
        indicator("none", Aggregation::None),
        owned,
    ];
    facts([project("p1")], indicators)
}

#[test]
fn every_figure_has_its_rule_in_both_languages() {
    let (rules, facts) = (Rules::new().unwrap(), known());
    for id in every_figure() {
        let text = rules.of(&facts, &id);
        assert!(
            !text.nl.starts_with("rule-") && !text.en.starts_with("rule-"),
            "{id} has no rule: {text:?}"
        );
        assert_ne!(text.nl, text.en, "{id}");
        assert!(is_known(&facts, &id), "{id}");
    }
}

#[test]
fn pages_show_every_event_once() {
    let events: Vec<_> = (1..=7)
        .map(|position| Contribution {
            position,
            amounts: vec![Amount::Count(1)],
        })
        .collect();
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let page = Page::parse(3, 3, 3, &token, "x").unwrap();
        let (shown, next) = page_of(&events, &page);
        seen.extend(shown.iter().map(|it| it.position));
        token = next;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn an_event_of_the_hub_shows_its_project_only_to_those_who_may_see_it() {
    let entry = |position, audience: Audience| Entry {
        position,
        r#type: "nl.attention-points.attention-point-raised.v1".into(),
        subject: "p1/a1".into(),
        project_id: "p1".into(),
        audience: audience.into(),
        ..Entry::default()
    };
    let entries = [entry(3, Audience::Hub), entry(4, Audience::Public)];
    let of = |position| Contribution {
        position,
        amounts: vec![Amount::Count(1)],
    };
    let hidden = event(&of(3), &entries, &|_| false);
    assert_eq!(
        (
            hidden.subject.as_str(),
            hidden.project_id.as_str(),
            hidden.contribution.as_str()
        ),
        ("", "", "+1")
    );
    assert_eq!(event(&of(3), &entries, &|_| true).subject, "p1/a1");
    assert_eq!(event(&of(4), &entries, &|_| false).project_id, "p1");
}
