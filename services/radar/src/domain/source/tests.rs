use eventing::{Rejection as _, scenario::Scenario};
use jiff::Timestamp;

use super::*;
use crate::domain::examples::{DAY, source, text};

fn register(content: Content) -> Command {
    Command::Register {
        source_id: "s0".into(),
        content: Box::new(content),
        text: text(),
        today: DAY,
    }
}

fn revise(content: Content) -> Command {
    Command::Revise {
        content: Box::new(content),
        reason: "titel verbeterd".into(),
        by: "curator".into(),
        at: Timestamp::UNIX_EPOCH,
        today: DAY,
    }
}

fn withdraw() -> Command {
    Command::Withdraw {
        reason: "ingetrokken door de uitgever".into(),
        by: "curator".into(),
        today: DAY,
    }
}

#[test]
fn one_publisher_in_several_spellings_is_one() {
    for same in [
        "CBS",
        "cbs.",
        "C B S",
        "C.B.S.",
        "Stichting CBS",
        "het CBS",
        "CBS B.V.",
        "ＣＢＳ",
    ] {
        assert_eq!(publisher_key(same), "cbs", "{same}");
    }
    assert_eq!(publisher_key("Coöperatie Élan"), publisher_key("ELAN coöperatie"));
    assert_eq!(
        publisher_key("Techniek Nederland"),
        publisher_key("TechniekNederland")
    );
    for other in ["CPB", "CBS Noord", "TNO"] {
        assert_ne!(publisher_key(other), "cbs");
    }
    assert_eq!(
        publisher_key("De Vereniging"),
        "devereniging",
        "a name of such words alone stays"
    );
    assert_eq!(publisher_key(" -.- "), "");
}

fn renamed() -> Content {
    Content {
        title: "Een andere titel".into(),
        ..source()
    }
}

fn registered() -> Scenario<Source> {
    Scenario::new().after([register(source())])
}

#[test]
fn the_same_document_is_one_source() {
    registered().when(register(source())).then([]);
    registered().when(register(renamed())).refused("SOURCE_EXISTS");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let wrong = Content {
        publisher: "–".into(),
        published_on: DAY.tomorrow().unwrap(),
        region_ids: vec!["AM01".into(), "AM01".into()],
        ..source()
    };
    let rejection = Scenario::<Source>::new()
        .when(register(wrong))
        .refused("SOURCE_INVALID");
    let fields: Vec<_> = rejection.faults().into_iter().map(|it| it.field).collect();
    let expected = ["source.published_on", "source.publisher", "source.region_ids[1]"];
    assert_eq!(fields, expected);
}

#[test]
fn a_revision_that_changes_nothing_is_no_fact() {
    registered().when(revise(source())).then([]);
    let revised = registered().after([revise(renamed())]);
    assert_eq!(revised.state().content(), Some(&renamed()));
    assert_eq!(revised.state().revision, 2);
}

#[test]
fn what_was_withdrawn_stays_so() {
    let withdrawn = || registered().after([withdraw()]);
    assert!(!withdrawn().state().counts());
    withdrawn().when(withdraw()).then([]);
    withdrawn().when(register(source())).refused("SOURCE_WITHDRAWN");
    withdrawn().when(revise(renamed())).refused("SOURCE_WITHDRAWN");
    Scenario::<Source>::new()
        .when(withdraw())
        .refused("SOURCE_UNKNOWN");
}

#[test]
fn publishers_are_told_apart_by_their_letters() {
    assert_eq!(publisher_key("Stichting  S-BB."), publisher_key("stichting s bb"));
    assert_ne!(publisher_key("TNO"), publisher_key("CBS"));
}
