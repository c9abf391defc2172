//! The rules of attention points, told as scenarios.

use eventing::scenario::Scenario;
use proptest::prelude::*;

use super::*;
use crate::domain::size::REASON_CHARS_MAX;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn raise(point_id: &str) -> Command {
    let (text, by) = ("Which region lags?".to_owned(), "officer".to_owned());
    Command::Raise(Raise {
        point_id: point_id.into(),
        report_id: Some("r1".into()),
        text,
        at: at(0),
        by,
    })
}

fn answer(point_id: &str, by: &str) -> Command {
    Command::Answer(Answer {
        point_id: point_id.into(),
        answer: "Twente".into(),
        at: at(1),
        by: by.into(),
    })
}

fn by_report(answers: &[(&str, &str)]) -> Command {
    let answers = answers
        .iter()
        .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
        .collect();
    Command::AnswerByReport {
        report_id: "r2".into(),
        answers,
        at: at(2),
        by: "lead".into(),
    }
}

fn close(point_id: &str, by: &str) -> Command {
    Command::Close(Close {
        point_id: point_id.into(),
        note: "clear".into(),
        at: at(3),
        by: by.into(),
    })
}

fn raised() -> Scenario<AttentionPoints> {
    Scenario::new().after([raise("a1")])
}

#[test]
fn a_raised_point_waits_for_an_answer() {
    assert!(raised().state().point("a1").unwrap().waits_for_answer());
}

#[test]
fn an_identifier_is_used_once_in_a_project_even_after_closing() {
    raised().when(raise("a1")).refused("ATTENTION_POINT_EXISTS");
    let closed = raised().after([answer("a1", "lead"), close("a1", "officer")]);
    closed.when(raise("a1")).refused("ATTENTION_POINT_EXISTS");
}

#[test]
fn texts_are_required_and_bounded() {
    let long = "x".repeat(REASON_CHARS_MAX + 1);
    for text in ["", " \n", &long] {
        let command = Raise {
            point_id: "a".into(),
            report_id: None,
            text: text.into(),
            at: at(0),
            by: "o".into(),
        };
        Scenario::<AttentionPoints>::new()
            .when(Command::Raise(command))
            .refused("ATTENTION_POINT_INVALID");
    }
}

#[test]
fn a_project_has_a_bounded_number_of_unsettled_points() {
    let many = Scenario::<AttentionPoints>::new().after((0..UNSETTLED_MAX).map(|n| raise(&format!("a{n}"))));
    many.clone()
        .when(raise("one-more"))
        .refused("ATTENTION_POINT_LIMIT");
    let one_settled = many.after([answer("a7", "lead"), close("a7", "officer")]);
    let _taken = one_settled.after([raise("one-more")]);
}

#[test]
fn an_answered_point_is_answered_again_until_it_is_closed() {
    let answered = raised().after([answer("a1", "lead"), answer("a1", "lead")]);
    answered
        .after([close("a1", "officer")])
        .when(answer("a1", "lead"))
        .refused("ATTENTION_POINT_CLOSED");
    raised()
        .when(answer("a2", "lead"))
        .refused("ATTENTION_POINT_UNKNOWN");
}

#[test]
fn a_report_answers_what_is_unsettled_and_repeats_nothing() {
    let past = [
        raise("a2"),
        raise("a3"),
        answer("a3", "lead"),
        close("a3", "officer"),
    ];
    let state = raised().after(past);
    let command = by_report(&[("a1", "Twente"), ("a2", "  "), ("a3", "late"), ("unknown", "x")]);
    let fact = Fact::Answered {
        point_id: "a1".into(),
        report_id: Some("r2".into()),
        answer: "Twente".into(),
        at: at(2),
        by: "lead".into(),
    };
    state.clone().when(command.clone()).then([fact]);
    state.after([command.clone()]).when(command).then([]);
}

#[test]
fn only_an_answered_point_is_closed_and_only_once() {
    raised()
        .when(close("a1", "officer"))
        .refused("ATTENTION_POINT_UNANSWERED");
    raised()
        .when(close("a9", "officer"))
        .refused("ATTENTION_POINT_UNKNOWN");
    let closed = raised().after([answer("a1", "lead"), close("a1", "officer")]);
    closed
        .when(close("a1", "officer"))
        .refused("ATTENTION_POINT_CLOSED");
}

#[test]
fn nobody_who_ever_answered_closes() {
    let answered = raised().after([answer("a1", "lead"), answer("a1", "partner")]);
    answered
        .clone()
        .when(close("a1", "partner"))
        .refused("ATTENTION_POINT_OWN_ANSWER");
    answered
        .clone()
        .when(close("a1", "lead"))
        .refused("ATTENTION_POINT_OWN_ANSWER");
    let _taken = answered.after([close("a1", "officer")]);
}

fn any_command() -> impl Strategy<Value = Command> {
    let id = || prop::sample::select(vec!["a1", "a2", "a3"]);
    let who = || prop::sample::select(vec!["lead", "officer"]);
    prop_oneof![
        id().prop_map(raise),
        (id(), who()).prop_map(|(id, by)| answer(id, by)),
        (id(), who()).prop_map(|(id, by)| close(id, by)),
        id().prop_map(|id| by_report(&[(id, "x")])),
    ]
}

proptest! {
    #[test]
    fn a_replay_of_the_facts_gives_the_live_state(commands in prop::collection::vec(any_command(), 0..20)) {
        let (mut live, mut log) = (AttentionPoints::default(), Vec::new());
        for command in commands {
            for fact in live.clone().decide(command).unwrap_or_default() {
                log.push(serde_json::to_string(&fact).unwrap());
                live.evolve(fact);
            }
        }
        let mut replayed = AttentionPoints::default();
        log.iter().for_each(|stored| replayed.evolve(serde_json::from_str(stored).unwrap()));
        prop_assert_eq!(replayed, live);
    }
}
