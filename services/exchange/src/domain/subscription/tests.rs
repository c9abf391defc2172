use eventing::scenario::Scenario;

use super::*;
use crate::domain::examples::{TODAY, approved, by, content, requested};

fn request(content: Content) -> Command {
    Command::Request {
        content: Box::new(content),
        by: by("programme"),
    }
}

fn revise(content: Content) -> Command {
    Command::Revise {
        content: Box::new(content),
        by: by("programme"),
    }
}

fn approve(actor: &str, revision: u32) -> Command {
    Command::Approve {
        revision,
        from_position: 1,
        by: by(actor),
    }
}

fn suspend(by_hub: bool) -> Command {
    Command::Suspend {
        programme_id: "leeroverzicht".into(),
        reason: "Onderhoud.".into(),
        by_hub,
        by: by("somebody"),
    }
}

fn suspended(by_hub: bool) -> Fact {
    Fact::Suspended {
        programme_id: "leeroverzicht".into(),
        reason: "Onderhoud.".into(),
        by_hub,
        by: "somebody".into(),
        suspended_on: TODAY,
    }
}

fn resume(by_hub: bool) -> Command {
    Command::Resume {
        programme_id: "leeroverzicht".into(),
        by_hub,
        by: by("somebody"),
    }
}

fn resumed() -> Fact {
    Fact::Resumed {
        programme_id: "leeroverzicht".into(),
        by: "somebody".into(),
        resumed_on: TODAY,
    }
}

fn end(programme: &str) -> Command {
    Command::End {
        programme_id: programme.into(),
        reason: "Niet meer nodig.".into(),
        by: by("somebody"),
    }
}

fn ended() -> Fact {
    Fact::Ended {
        programme_id: "leeroverzicht".into(),
        reason: "Niet meer nodig.".into(),
        by: "somebody".into(),
        ended_on: TODAY,
    }
}

#[test]
fn a_programme_requests_it_once() {
    Scenario::<Subscription>::new()
        .when(request(content()))
        .then([requested()]);
    Scenario::<Subscription>::given([requested()])
        .when(request(content()))
        .refused("SUBSCRIPTION_EXISTS");
}

#[test]
fn it_is_revised_until_it_is_decided_on_and_not_approved_unseen() {
    let other = Content {
        purpose: "Iets anders.".into(),
        ..content()
    };
    let revised = Fact::Requested {
        content: other.clone(),
        revision: 2,
        by: "programme".into(),
        requested_on: TODAY,
    };
    Scenario::<Subscription>::given([requested()])
        .when(revise(content()))
        .then([]);
    Scenario::<Subscription>::given([requested()])
        .when(revise(other.clone()))
        .then([revised.clone()]);
    Scenario::<Subscription>::given([requested(), revised])
        .when(approve("coordinator", 1))
        .refused("SUBSCRIPTION_REVISED");
    Scenario::<Subscription>::given([requested(), approved()])
        .when(revise(other))
        .refused("SUBSCRIPTION_STAGE");
}

#[test]
fn nobody_decides_on_what_they_asked_for() {
    Scenario::<Subscription>::given([requested()])
        .when(approve("coordinator", 1))
        .then([approved()]);
    Scenario::<Subscription>::given([requested()])
        .when(approve("programme", 1))
        .refused("SUBSCRIPTION_OWN_REQUEST");
    Scenario::<Subscription>::given([requested(), approved()])
        .when(approve("coordinator", 1))
        .refused("SUBSCRIPTION_STAGE");
}

#[test]
fn what_the_hub_suspended_only_the_hub_lets_go_on() {
    let active = || vec![requested(), approved()];
    let given = |more: Fact| Scenario::<Subscription>::given(active().into_iter().chain([more]));
    Scenario::<Subscription>::given(active())
        .when(suspend(false))
        .then([suspended(false)]);
    given(suspended(false)).when(resume(false)).then([resumed()]);
    given(suspended(true)).when(resume(true)).then([resumed()]);
    given(suspended(true))
        .when(resume(false))
        .refused("SUBSCRIPTION_SUSPENDED_BY_HUB");
    given(suspended(false))
        .when(suspend(true))
        .then([suspended(true)]);
    given(suspended(true)).when(suspend(false)).then([]);
}

#[test]
fn what_is_over_is_over() {
    let over = || Scenario::<Subscription>::given([requested(), approved(), ended()]);
    Scenario::<Subscription>::given([requested(), approved()])
        .when(end("leeroverzicht"))
        .then([ended()]);
    over().when(end("leeroverzicht")).then([]);
    over().when(suspend(true)).refused("SUBSCRIPTION_STAGE");
    over().when(resume(true)).refused("SUBSCRIPTION_STAGE");
    over().when(request(content())).refused("SUBSCRIPTION_EXISTS");
}

#[test]
fn another_programme_does_not_learn_that_it_is_there() {
    let other = Content {
        programme_id: "nova".into(),
        ..content()
    };
    Scenario::<Subscription>::given([requested()])
        .when(end("nova"))
        .refused("SUBSCRIPTION_UNKNOWN");
    Scenario::<Subscription>::given([requested()])
        .when(revise(other))
        .refused("SUBSCRIPTION_UNKNOWN");
    Scenario::<Subscription>::new()
        .when(end("nova"))
        .refused("SUBSCRIPTION_UNKNOWN");
}

#[test]
fn one_that_would_not_fit_an_event_is_refused() {
    let large = Content {
        purpose: "x".repeat(CONTENT_BYTES_MAX),
        ..content()
    };
    Scenario::<Subscription>::new()
        .when(request(large))
        .refused("SUBSCRIPTION_TOO_LARGE");
}

fn replay(ranges: &[(u64, u64)]) -> Command {
    Command::Replay {
        programme_id: "leeroverzicht".into(),
        ranges: ranges
            .iter()
            .map(|(from, to)| Range { from: *from, to: *to })
            .collect(),
        by: by("somebody"),
    }
}

fn replayed(number: u32) -> Fact {
    Fact::Replayed {
        programme_id: "leeroverzicht".into(),
        number,
        ranges: vec![Range { from: 4, to: 9 }],
        by: "somebody".into(),
        replayed_on: TODAY,
    }
}

#[test]
fn what_was_given_is_given_again_and_each_replay_has_its_number() {
    Scenario::<Subscription>::given([requested(), approved()])
        .when(replay(&[(4, 9)]))
        .then([replayed(1)]);
    Scenario::<Subscription>::given([requested(), approved(), replayed(1), suspended(false)])
        .when(replay(&[(0, 0), (4, 9), (7, 6)]))
        .then([replayed(2)]);
    Scenario::<Subscription>::given([requested(), approved()])
        .when(replay(&[(7, 6)]))
        .refused("SUBSCRIPTION_NOTHING_TO_REPLAY");
    Scenario::<Subscription>::given([requested()])
        .when(replay(&[(4, 9)]))
        .refused("SUBSCRIPTION_STAGE");
}

#[test]
fn a_replay_is_remembered_until_it_must_have_been_taken_in() {
    let mut subscription = Subscription::default();
    for fact in [requested(), approved()]
        .into_iter()
        .chain((1..=20).map(replayed))
    {
        subscription.evolve(fact);
    }
    let numbers = |after| -> Vec<u32> { subscription.replays_after(after).map(|it| it.number).collect() };
    assert_eq!(numbers(18), [19, 20]);
    assert_eq!(numbers(0), [13, 14, 15, 16, 17, 18, 19, 20]);
}

#[test]
fn only_webhooks_have_keys_and_each_rotation_begins_a_generation() {
    let rotate = || Command::RotateKeys {
        programme_id: "leeroverzicht".into(),
        until: Timestamp::UNIX_EPOCH,
        by: by("somebody"),
    };
    Scenario::<Subscription>::given([requested(), approved()])
        .when(rotate())
        .refused("SUBSCRIPTION_DOOR");
    let asked = Fact::Requested {
        content: Content {
            door: Door::Webhook {
                url: "https://leeroverzicht.example/".into(),
            },
            ..content()
        },
        revision: 1,
        by: "programme".into(),
        requested_on: TODAY,
    };
    Scenario::<Subscription>::given([asked, approved()])
        .when(rotate())
        .then([Fact::KeysRotated {
            programme_id: "leeroverzicht".into(),
            generation: 2,
            until: Timestamp::UNIX_EPOCH,
            by: "somebody".into(),
            rotated_on: TODAY,
        }]);
}

fn at(text: &str) -> Timestamp {
    format!("2026-03-02T{text}:00Z").parse().unwrap()
}

fn evidence() -> Evidence {
    Evidence {
        position: 41,
        waiting: 3,
        waiting_since: Some(at("08:00")),
        last_acknowledged_at: None,
        failures_in_a_row: 0,
    }
}

fn stall(time: &str) -> Command {
    Command::Stall {
        rule: Rule::Unacknowledged,
        evidence: evidence(),
        at: at(time),
    }
}

fn stalled(time: &str) -> Fact {
    Fact::Stalled {
        programme_id: "leeroverzicht".into(),
        rule: Rule::Unacknowledged,
        evidence: evidence(),
        stalled_at: at(time),
    }
}

fn recovered(time: &str) -> Fact {
    Fact::Recovered {
        programme_id: "leeroverzicht".into(),
        recovered_at: at(time),
    }
}

#[test]
fn that_it_stands_still_is_said_once_until_it_goes_on() {
    Scenario::<Subscription>::given([requested(), approved()])
        .when(stall("09:00"))
        .then([stalled("09:00")]);
    Scenario::<Subscription>::given([requested(), approved(), stalled("09:00")])
        .when(stall("09:05"))
        .then([]);
    Scenario::<Subscription>::given([requested(), approved(), stalled("09:00")])
        .when(Command::Recover { at: at("09:10") })
        .then([recovered("09:10")]);
    Scenario::<Subscription>::given([requested(), approved(), stalled("09:00"), recovered("09:10")])
        .when(Command::Recover { at: at("09:15") })
        .then([]);
    Scenario::<Subscription>::given([requested(), approved(), stalled("09:00"), recovered("09:10")])
        .when(stall("10:00"))
        .then([stalled("10:00")]);
}

#[test]
fn what_is_suspended_does_not_stand_still() {
    Scenario::<Subscription>::given([requested(), approved(), suspended(false)])
        .when(stall("09:00"))
        .then([]);
    Scenario::<Subscription>::given([requested(), approved(), stalled("09:00"), suspended(false)])
        .when(Command::Recover { at: at("09:10") })
        .then([]);
    Scenario::<Subscription>::given([
        requested(),
        approved(),
        stalled("09:00"),
        suspended(false),
        resumed(),
    ])
    .when(stall("10:00"))
    .then([stalled("10:00")]);
}
