use eventing::scenario::Scenario;
use jiff::civil::date;

use super::*;
use crate::domain::examples::{fields, offer};

fn publish(content: Content) -> Command {
    Command::Publish {
        content: Box::new(content),
        provider_known: true,
    }
}

fn revise(content: Content) -> Command {
    Command::Revise {
        content: Box::new(content),
    }
}

fn withdraw(provider_id: &str, withdrawn_on: Date) -> Command {
    Command::Withdraw {
        provider_id: provider_id.into(),
        withdrawn_on,
        today: date(2025, 6, 1),
    }
}

fn published() -> Scenario<Offer> {
    Scenario::new().after([publish(offer())])
}

#[test]
fn every_fault_of_an_offer_is_told() {
    let wrong = Content {
        learning_outcomes: Vec::new(),
        skills: Vec::new(),
        study_load_hours: 0,
        nlqf_level: 9,
        language: "Nederlands".into(),
        region_ids: Vec::new(),
        flexibility: Flexibility {
            starts_per_year: 400,
            longest_wait_days: 5_000,
            ..Flexibility::default()
        },
        ..offer()
    };
    let refusal = Scenario::<Offer>::new()
        .when(publish(wrong))
        .refused("OFFER_INVALID");
    let expected = [
        "learning_outcomes",
        "skills",
        "study_load_hours",
        "nlqf_level",
        "language",
        "region_ids",
        "flexibility.starts_per_year",
        "flexibility.longest_wait_days",
    ];
    assert_eq!(fields(&refusal), expected.map(|field| format!("offer.{field}")));
}

#[test]
fn an_offer_is_of_a_registered_provider_and_published_once() {
    let unknown = Command::Publish {
        content: Box::new(offer()),
        provider_known: false,
    };
    Scenario::<Offer>::new().when(unknown).refused("PROVIDER_UNKNOWN");
    published().when(publish(offer())).refused("OFFER_EXISTS");
}

#[test]
fn an_offer_is_revised_by_its_provider_within_its_project() {
    let longer = Content {
        study_load_hours: 168,
        ..offer()
    };
    let fact = Fact::Revised {
        content: longer.clone(),
        revision: 2,
    };
    published().when(revise(longer)).then([fact]);
    published().when(revise(offer())).then([]);
    let elsewhere = Content {
        project_id: None,
        ..offer()
    };
    let refusal = published().when(revise(elsewhere)).refused("OFFER_INVALID");
    assert_eq!(fields(&refusal), ["offer.project_id"]);
    let taken = Content {
        provider_id: "o1".into(),
        ..offer()
    };
    published().when(revise(taken)).refused("OFFER_UNKNOWN");
}

#[test]
fn what_was_withdrawn_stays_so() {
    let day = date(2025, 6, 1);
    published().when(withdraw("o1", day)).refused("OFFER_UNKNOWN");
    let refusal = published()
        .when(withdraw("o2", date(2025, 6, 2)))
        .refused("OFFER_INVALID");
    assert_eq!(fields(&refusal), ["withdrawn_on"]);
    let withdrawn = || published().after([withdraw("o2", day)]);
    withdrawn().when(withdraw("o2", day)).refused("OFFER_WITHDRAWN");
    withdrawn().when(revise(offer())).refused("OFFER_WITHDRAWN");
}

#[test]
fn a_language_is_written_as_in_bcp_47() {
    let right = |language: &str| {
        let mut findings = Findings::below("");
        check_language(&mut findings, language);
        findings.is_empty()
    };
    assert!(["nl", "en-GB", "fry", "zh-Hans-CN"].iter().all(|it| right(it)));
    assert!(
        ["", "n", "NL", "nl_NL", "nl-", "dutch-é"]
            .iter()
            .all(|it| !right(it))
    );
}
