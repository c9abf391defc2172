use eventing::scenario::Scenario;
use jiff::civil::date;

use super::*;
use crate::domain::examples::{TODAY, fields, finding};

fn propose(content: Content) -> Command {
    Command::Propose {
        content: Box::new(content),
        unknown: Vec::new(),
        by: "schrijver".into(),
        today: TODAY,
    }
}

fn revise(content: Content, by: &str) -> Command {
    Command::Revise {
        content: Box::new(content),
        unknown: Vec::new(),
        by: by.into(),
        today: TODAY,
    }
}

fn review(by: &str, approved: bool, remarks: &str) -> Command {
    Command::Review {
        by: by.into(),
        approved,
        remarks: remarks.into(),
        today: TODAY,
    }
}

fn dissent(id: &str) -> Command {
    Command::Dissent {
        dissent: Dissent {
            dissent_id: id.into(),
            organisation_id: Some("o2".into()),
            reason: "te kleine groep".into(),
            recorded_on: TODAY,
        },
        by: "ander".into(),
    }
}

fn retire(successor: Option<(&str, bool)>) -> Command {
    Command::Retire {
        reason: "achterhaald".into(),
        successor: successor.map(|(id, published)| (id.to_owned(), published)),
        today: TODAY,
    }
}

fn proposed() -> Scenario<Finding> {
    Scenario::new().after([propose(finding())])
}

fn published() -> Scenario<Finding> {
    proposed().after([review("lezer", true, ""), Command::Publish { today: TODAY }])
}

fn weaker() -> Content {
    Content {
        strength: Strength::Correlation,
        ..finding()
    }
}

#[test]
fn nobody_reviews_what_they_wrote() {
    proposed()
        .when(review("schrijver", true, ""))
        .refused("FINDING_OWN_REVIEW");
    let revised = || proposed().after([revise(weaker(), "medeschrijver")]);
    for author in ["schrijver", "medeschrijver"] {
        revised()
            .when(review(author, true, ""))
            .refused("FINDING_OWN_REVIEW");
    }
    let refusal = proposed()
        .when(review("lezer", false, " "))
        .refused("FINDING_INVALID");
    assert_eq!(fields(&refusal), ["remarks"]);
}

#[test]
fn only_what_was_approved_is_published() {
    let publish = Command::Publish { today: TODAY };
    proposed().when(publish.clone()).refused("FINDING_WRONG_STATE");
    let returned = || proposed().after([review("lezer", false, "bron ontbreekt")]);
    returned().when(publish.clone()).refused("FINDING_WRONG_STATE");
    let approved = || proposed().after([review("lezer", true, "")]);
    // What was changed after its approval has to be read again.
    let changed = approved().after([revise(weaker(), "schrijver")]);
    changed.when(publish.clone()).refused("FINDING_WRONG_STATE");
    published().when(publish).then([]);
    published()
        .when(revise(weaker(), "schrijver"))
        .refused("FINDING_WRONG_STATE");
}

#[test]
fn dissent_travels_with_the_finding_and_is_public_once_that_is() {
    let disputed = proposed().after([dissent("d1"), review("lezer", true, "")]);
    let fact = Fact::Published {
        content: finding(),
        dissents: disputed.state().dissents().to_vec(),
        published_on: TODAY,
    };
    assert_eq!(disputed.state().dissents().len(), 1);
    disputed.when(Command::Publish { today: TODAY }).then([fact]);
    published()
        .after([dissent("d1")])
        .when(dissent("d1"))
        .refused("FINDING_INVALID");
    let Command::Dissent { dissent, by } = dissent("d2") else {
        return;
    };
    let fact = Fact::Disputed {
        dissent: dissent.clone(),
        by: by.clone(),
        published: true,
    };
    assert!(Finding::is_public(&fact));
    published().when(Command::Dissent { dissent, by }).then([fact]);
}

#[test]
fn what_takes_its_place_is_another_finding_that_is_published() {
    for successor in [("b2", false), ("b1", true)] {
        let refusal = published()
            .when(retire(Some(successor)))
            .refused("FINDING_INVALID");
        assert_eq!(fields(&refusal), ["superseded_by"]);
    }
    let retired = || published().after([retire(Some(("b2", true)))]);
    retired().when(dissent("d1")).refused("FINDING_WRONG_STATE");
    assert_eq!(
        retired().state().retired(),
        ("achterhaald", Some(&"b2".to_owned()))
    );
    let quiet = Fact::Retired {
        reason: "achterhaald".into(),
        superseded_by: None,
        had_been_published: false,
        retired_on: TODAY,
    };
    assert!(
        !Finding::is_public(&quiet),
        "what was never published goes quietly"
    );
    proposed().when(retire(None)).then([quiet]);
}

#[test]
fn every_fault_of_a_finding_is_told() {
    let mut wrong = finding();
    wrong.components.clear();
    wrong.study.year = 2026;
    let refusal = Scenario::<Finding>::new()
        .when(Command::Propose {
            content: Box::new(wrong),
            unknown: vec!["i1".into()],
            by: "schrijver".into(),
            today: TODAY,
        })
        .refused("FINDING_INVALID");
    let expected = ["components", "study.year", "intervention_ids[0]"];
    assert_eq!(fields(&refusal), expected.map(|field| format!("finding.{field}")));
    let elsewhere = Content {
        workgroup_id: "wg-ander".into(),
        ..finding()
    };
    let refusal = proposed()
        .when(revise(elsewhere, "schrijver"))
        .refused("FINDING_INVALID");
    assert_eq!(fields(&refusal), ["finding.workgroup_id"]);
}

#[test]
fn a_finding_waits_until_it_is_published() {
    assert_eq!(proposed().state().waits_since(), Some(date(2025, 6, 1)));
    assert_eq!(published().state().waits_since(), None);
}
