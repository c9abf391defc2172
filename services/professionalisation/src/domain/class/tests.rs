use eventing::scenario::Scenario;
use jiff::civil::date;

use super::*;
use crate::domain::{
    examples::{class, fields, framework, ground},
    provider::Kind,
};

const TODAY: Date = Date::constant(2025, 6, 1);

fn propose(content: Content) -> Command {
    Command::Propose {
        content: Box::new(content),
        ground: ground(),
        by: "ada".into(),
    }
}

fn revise(content: Content, by: &str) -> Command {
    Command::Revise {
        content: Box::new(content),
        ground: ground(),
        by: by.into(),
    }
}

fn review(by: &str, approved: bool, remarks: &str) -> Command {
    Command::Review {
        by: by.into(),
        approved,
        remarks: remarks.into(),
    }
}

fn accredit(accredited_on: Date) -> Command {
    Command::Accredit {
        accreditation: Accreditation {
            reference: "NVAO-123".into(),
            accredited_on,
        },
        today: TODAY,
    }
}

fn publish(provider_id: &str) -> Command {
    Command::Publish {
        provider_id: provider_id.into(),
        today: TODAY,
    }
}

fn withdraw(provider_id: &str) -> Command {
    Command::Withdraw {
        provider_id: provider_id.into(),
        reason: "vervangen".into(),
        today: TODAY,
    }
}

fn proposed() -> Scenario<Class> {
    Scenario::new().after([propose(class())])
}

fn published() -> Scenario<Class> {
    proposed().after([review("bo", true, ""), accredit(TODAY), publish("o2")])
}

#[test]
fn a_class_keeps_to_the_version_of_its_framework() {
    let too_large = Content {
        size: 31,
        nlqf_level: 4,
        ..class()
    };
    let refusal = Scenario::<Class>::new()
        .when(propose(too_large.clone()))
        .refused("CLASS_INVALID");
    assert_eq!(
        fields(&refusal),
        ["credential_class.size", "credential_class.nlqf_level"]
    );

    let mut wider = ground();
    wider.framework = Some(super::super::framework::Version {
        version: 2,
        size_most: 60,
        nlqf_lowest: 4,
        ..framework()
    });
    let under_the_second = Command::Propose {
        content: Box::new(Content {
            framework_version: 2,
            ..too_large
        }),
        ground: wider,
        by: "ada".into(),
    };
    assert!(Class::default().decide(under_the_second).is_ok());
}

#[test]
fn a_class_is_of_a_provider_that_the_framework_is_for() {
    let with = |provider_kind, framework| Command::Propose {
        content: Box::new(class()),
        ground: Ground {
            provider_kind,
            framework,
        },
        by: "ada".into(),
    };
    let refusal = Scenario::<Class>::new()
        .when(with(Some(Kind::Mbo), Some(framework())))
        .refused("CLASS_INVALID");
    assert_eq!(fields(&refusal), ["credential_class.framework_id"]);
    let refusal = Scenario::<Class>::new()
        .when(with(Some(Kind::Hbo), None))
        .refused("CLASS_INVALID");
    assert_eq!(fields(&refusal), ["credential_class.framework_version"]);
    Scenario::<Class>::new()
        .when(with(None, None))
        .refused("PROVIDER_UNKNOWN");
}

#[test]
fn every_fault_of_a_class_is_told() {
    let wrong = Content {
        learning_outcomes: vec!["een".into(), "een".into()],
        skills: Vec::new(),
        language: "nl_NL".into(),
        valid_months: 1_000,
        ..class()
    };
    let refusal = Scenario::<Class>::new()
        .when(propose(wrong))
        .refused("CLASS_INVALID");
    let expected = ["learning_outcomes[1]", "skills", "language", "valid_months"];
    assert_eq!(
        fields(&refusal),
        expected.map(|field| format!("credential_class.{field}"))
    );
}

#[test]
fn a_class_is_reviewed_by_none_of_its_authors() {
    proposed()
        .when(review("ada", true, ""))
        .refused("CLASS_OWN_REVIEW");
    let revised = Content { size: 6, ..class() };
    let revised = || proposed().after([revise(revised.clone(), "bo")]);
    for author in ["ada", "bo"] {
        revised()
            .when(review(author, true, ""))
            .refused("CLASS_OWN_REVIEW");
    }
    assert_eq!(
        revised().after([review("cy", true, "")]).state().stage(),
        Stage::Reviewed
    );
}

#[test]
fn a_class_is_sent_back_with_remarks_and_reviewed_again_when_it_changed() {
    let refusal = proposed().when(review("bo", false, " ")).refused("CLASS_INVALID");
    assert_eq!(fields(&refusal), ["remarks"]);
    let returned = || proposed().after([review("bo", false, "criteria ontbreken")]);
    returned()
        .when(review("cy", true, ""))
        .refused("CLASS_WRONG_STATE");
    returned().when(accredit(TODAY)).refused("CLASS_WRONG_STATE");
    let better = Content {
        criteria: "Een proeve".into(),
        ..class()
    };
    let again = returned().after([revise(better, "ada")]);
    assert_eq!(again.state().stage(), Stage::Proposed);
}

#[test]
fn only_what_was_reviewed_is_accredited_and_only_that_is_published() {
    proposed().when(accredit(TODAY)).refused("CLASS_WRONG_STATE");
    proposed().when(publish("o2")).refused("CLASS_WRONG_STATE");
    let reviewed = || proposed().after([review("bo", true, "")]);
    reviewed().when(publish("o2")).refused("CLASS_WRONG_STATE");
    let refusal = reviewed()
        .when(accredit(date(2025, 6, 2)))
        .refused("CLASS_INVALID");
    assert_eq!(fields(&refusal), ["accredited_on"]);
    let accredited = || reviewed().after([accredit(TODAY)]);
    accredited().when(publish("o1")).refused("CLASS_UNKNOWN");
    accredited()
        .when(revise(class(), "ada"))
        .refused("CLASS_WRONG_STATE");
    let fact = Fact::Published {
        content: class(),
        published_on: TODAY,
    };
    accredited().when(publish("o2")).then([fact]);
    published().when(publish("o2")).then([]);
}

#[test]
fn only_a_published_class_is_issued_and_a_withdrawn_one_no_more() {
    assert_eq!(
        proposed().state().issuable("o2"),
        Err(Rejection::Stage(Stage::Proposed))
    );
    assert_eq!(published().state().issuable("o2"), Ok(&class()));
    assert_eq!(published().state().issuable("o1"), Err(Rejection::Unknown));
    let withdrawn = published().after([withdraw("o2")]);
    assert_eq!(
        withdrawn.state().issuable("o2"),
        Err(Rejection::Stage(Stage::Withdrawn))
    );
    withdrawn.when(withdraw("o2")).then([]);
}
