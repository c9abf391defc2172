use eventing::scenario::Scenario;

use super::*;
use crate::domain::examples::{TODAY, by, described, project_content, reported};

fn describe(content: Content) -> Command {
    Command::Describe {
        programme_id: "npuls".into(),
        content: Box::new(content),
        by: by("programme"),
    }
}

fn named() -> Named {
    Named {
        programme_id: "npuls".into(),
        project_id: "p-7".into(),
    }
}

fn remove() -> Command {
    Command::Remove {
        named: named(),
        reason: "Samengevoegd.".into(),
        by: by("programme"),
    }
}

fn removed() -> Fact {
    Fact::Removed {
        programme_id: "npuls".into(),
        project_id: "p-7".into(),
        reason: "Samengevoegd.".into(),
        by: "programme".into(),
        removed_on: TODAY,
    }
}

fn report() -> Command {
    let Fact::Reported { reported, .. } = reported() else {
        unreachable!("it is one")
    };
    Command::Report {
        named: named(),
        reported: Box::new(reported),
        by: "programme".into(),
    }
}

#[test]
fn a_project_is_described_and_the_same_description_is_nothing_new() {
    Scenario::<LinkedProject>::new()
        .when(describe(project_content()))
        .then([described()]);
    Scenario::<LinkedProject>::given([described()])
        .when(describe(project_content()))
        .then([]);
    Scenario::<LinkedProject>::given([described(), removed()])
        .when(describe(project_content()))
        .then([described()]);
}

#[test]
fn what_is_not_linked_has_no_news() {
    Scenario::<LinkedProject>::given([described()])
        .when(report())
        .then([reported()]);
    Scenario::<LinkedProject>::new()
        .when(report())
        .refused("LINKED_PROJECT_UNKNOWN");
    Scenario::<LinkedProject>::given([described(), removed()])
        .when(report())
        .refused("LINKED_PROJECT_UNKNOWN");
}

#[test]
fn a_project_is_taken_out_once() {
    Scenario::<LinkedProject>::given([described()])
        .when(remove())
        .then([removed()]);
    Scenario::<LinkedProject>::given([described(), removed()])
        .when(remove())
        .then([]);
    Scenario::<LinkedProject>::new()
        .when(remove())
        .refused("LINKED_PROJECT_UNKNOWN");
}
