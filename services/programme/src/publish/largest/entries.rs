//! Entries of the reference data.

use eventing::scenario::Scenario;

use super::{assert_travels, largest, widest};
use crate::domain::{
    reference::{
        Command, ConsortiumRule, Content, Define, Definition, Entry, Indicator, SchemeVersion,
        examples::{defined_as, indicator, version},
    },
    values::LocalText,
};

fn define(content: Content, source: &str) -> Command {
    let definition = Definition {
        source: source.into(),
        ..defined_as(content)
    };
    Command::Define(Box::new(Define {
        definition,
        referenced: Vec::new(),
    }))
}

fn travels(kind: &str, shape: impl Fn(usize) -> Command) {
    let facts = largest(&Scenario::<Entry>::new(), &format!("entry.{kind}"), shape);
    assert_travels::<Entry>(&facts[0]);
}

#[test]
fn the_largest_entry_travels() {
    travels("indicator", |n| {
        let definition = LocalText::new("Wat telt", widest(n));
        define(
            Content::Indicator(Indicator {
                definition,
                ..indicator("reached")
            }),
            "bron",
        )
    });
    travels("indicator", |n| define(indicator("reached").into(), &widest(n)));
    travels("scheme_version", |n| {
        let rule = |number| ConsortiumRule {
            requirement: None,
            rule_id: format!("r{number}"),
            text: LocalText::new("t", "t"),
            required: true,
        };
        define(
            Content::SchemeVersion(SchemeVersion {
                consortium_rules: (0..n).map(rule).collect(),
                ..version()
            }),
            "bron",
        )
    });
}
