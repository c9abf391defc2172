use eventing::scenario::Scenario;

use super::*;
use crate::domain::examples::{TODAY, fields, scheme, source};

fn file(source: Source) -> Command {
    Command::File { source, today: TODAY }
}

fn reference() -> SchemeRef {
    SchemeRef {
        scheme_id: "leercultuur".into(),
        version: 1,
    }
}

fn ids(codes: &[&str]) -> Vec<Id> {
    codes.iter().map(|id| (*id).to_owned()).collect()
}

fn code(by: &str, codes: &[&str]) -> Command {
    Command::Code {
        revision: 1,
        scheme: reference(),
        version: Some(Box::new(scheme())),
        code_ids: ids(codes),
        by: by.into(),
        today: TODAY,
    }
}

fn resolve(by: &str, jointly: bool) -> Command {
    Command::Resolve {
        revision: 1,
        version: Some(Box::new(scheme())),
        code_ids: ids(&["ruimte"]),
        reason: "samen gelezen".into(),
        jointly,
        by: by.into(),
    }
}

fn filed() -> Scenario<Answer> {
    Scenario::new().after([file(source())])
}

fn asked() -> Scenario<Answer> {
    filed().after([Command::AskCoders { coders: 2 }])
}

fn disputed() -> Scenario<Answer> {
    asked().after([code("een", &["ruimte"]), code("twee", &["leren"])])
}

#[test]
fn one_coder_is_enough_when_nobody_asked_for_more() {
    let coded = filed().after([code("een", &["ruimte", "leren"])]);
    assert_eq!(coded.state().stage(), Stage::Coded);
    let settled = coded.state().settled().unwrap();
    assert_eq!(settled.code_ids, ["leren", "ruimte"]);
    let expected = [Component::LearningBehaviour, Component::StimulatingFactors];
    assert_eq!(settled.components, expected);
    coded.when(code("twee", &["leren"])).refused("ANSWER_WRONG_STATE");
    let nothing = filed().after([code("een", &[])]);
    assert_eq!(
        nothing.state().stage(),
        Stage::Coded,
        "that no code applies is an answer too"
    );
}

#[test]
fn a_second_coder_sees_nothing_of_the_first_and_nothing_is_published_before() {
    let first = asked().after([code("een", &["ruimte"])]);
    assert_eq!(first.state().stage(), Stage::Waits);
    assert_eq!(first.state().codings_for("twee"), []);
    assert_eq!(first.state().codings_for("een").len(), 1);
    let coded = Fact::Coded {
        scheme: reference(),
        coding: first.state().codings_for("een")[0].clone(),
    };
    assert!(
        !Answer::is_public(&coded),
        "a second coder would find it in the ledger"
    );
    first
        .when(code("een", &["ruimte"]))
        .refused("CODER_NOT_INDEPENDENT");
    let agreed = asked().after([code("een", &["ruimte"]), code("twee", &["ruimte"])]);
    assert_eq!(agreed.state().stage(), Stage::Coded);
    assert_eq!(agreed.state().codings_for("iemand").len(), 2);
}

#[test]
fn more_coders_are_asked_before_anybody_coded() {
    filed()
        .after([Command::AskCoders { coders: 3 }, code("een", &[])])
        .when(Command::AskCoders { coders: 2 })
        .refused("ANSWER_WRONG_STATE");
    for coders in [0, 1, 6] {
        let refusal = filed()
            .when(Command::AskCoders { coders })
            .refused("CODING_INVALID");
        assert_eq!(fields(&refusal), ["coders"]);
    }
}

#[test]
fn a_difference_is_settled_by_somebody_else_or_by_its_coders_together() {
    assert_eq!(disputed().state().stage(), Stage::Disputed);
    disputed()
        .when(resolve("een", false))
        .refused("CODER_NOT_INDEPENDENT");
    disputed()
        .when(resolve("derde", true))
        .refused("CODER_NOT_INDEPENDENT");
    for (by, jointly) in [("derde", false), ("een", true)] {
        let settled = disputed().after([resolve(by, jointly)]);
        assert_eq!(settled.state().settled().unwrap().code_ids, ["ruimte"]);
    }
    asked()
        .when(resolve("derde", false))
        .refused("ANSWER_WRONG_STATE");
}

#[test]
fn all_coders_use_one_version_and_only_its_codes() {
    let mut other = code("twee", &["ruimte"]);
    if let Command::Code { scheme, .. } = &mut other {
        scheme.version = 2;
    }
    let refusal = asked()
        .after([code("een", &["ruimte"])])
        .when(other)
        .refused("CODING_INVALID");
    assert_eq!(fields(&refusal), ["scheme_version"]);
    let refusal = filed()
        .when(code("een", &["ruimte", "ruimte", "vrijheid"]))
        .refused("CODING_INVALID");
    assert_eq!(fields(&refusal), ["code_ids[1]", "code_ids[2]"]);
}

#[test]
fn a_correction_of_the_report_begins_the_coding_anew() {
    let corrected = Source {
        revision: 2,
        ledger_position: 90,
        ..source()
    };
    let again = || {
        filed()
            .after([code("een", &["ruimte"])])
            .after([file(corrected.clone())])
    };
    assert_eq!(
        (again().state().stage(), again().state().done()),
        (Stage::Waits, 0)
    );
    again().when(code("een", &["ruimte"])).refused("ANSWER_REVISED");
    // Heard again, and an older one that comes late.
    again().when(file(corrected.clone())).then([]);
    again().when(file(source())).then([]);
}

#[test]
fn a_question_that_was_left_open_is_not_coded() {
    let empty = Source {
        answered: false,
        ..source()
    };
    let filed = Scenario::<Answer>::new().after([file(empty)]);
    assert_eq!(filed.state().stage(), Stage::Empty);
    filed.when(code("een", &[])).refused("ANSWER_WRONG_STATE");
    Scenario::<Answer>::new()
        .when(code("een", &[]))
        .refused("ANSWER_UNKNOWN");
}
