use eventing::scenario::Scenario;

use super::*;
use crate::domain::examples::{TODAY, by, link_approved, link_content, link_requested};

fn request(content: Content) -> Command {
    Command::Request {
        content: Box::new(content),
        by: by("programme"),
    }
}

fn approve(actor: &str, revision: u32) -> Command {
    Command::Approve {
        revision,
        by: by(actor),
    }
}

fn ended() -> Fact {
    Fact::Ended {
        programme_id: "npuls".into(),
        reason: "Het programma is klaar.".into(),
        by: "somebody".into(),
        ended_on: TODAY,
    }
}

fn end() -> Command {
    Command::End {
        reason: "Het programma is klaar.".into(),
        by: by("somebody"),
    }
}

#[test]
fn a_link_is_requested_until_it_is_decided_on_and_again_after_it_ended() {
    Scenario::<Link>::new()
        .when(request(link_content()))
        .then([link_requested(1)]);
    Scenario::<Link>::given([link_requested(1)])
        .when(request(link_content()))
        .then([]);
    Scenario::<Link>::given([link_requested(1), link_approved()])
        .when(request(link_content()))
        .refused("LINK_STAGE");
    Scenario::<Link>::given([link_requested(1), link_approved(), ended()])
        .when(request(link_content()))
        .then([link_requested(2)]);
}

#[test]
fn somebody_else_approves_what_was_looked_at() {
    Scenario::<Link>::given([link_requested(1)])
        .when(approve("coordinator", 1))
        .then([link_approved()]);
    Scenario::<Link>::given([link_requested(1)])
        .when(approve("programme", 1))
        .refused("LINK_OWN_REQUEST");
    Scenario::<Link>::given([link_requested(1), link_requested(2)])
        .when(approve("coordinator", 1))
        .refused("LINK_REVISED");
    Scenario::<Link>::new()
        .when(approve("coordinator", 1))
        .refused("LINK_UNKNOWN");
    Scenario::<Link>::given([link_requested(1), link_approved()])
        .when(approve("coordinator", 1))
        .refused("LINK_STAGE");
}

#[test]
fn either_ends_it_once_and_then_nothing_is_taken() {
    Scenario::<Link>::given([link_requested(1), link_approved()])
        .when(end())
        .then([ended()]);
    Scenario::<Link>::given([link_requested(1), link_approved(), ended()])
        .when(end())
        .then([]);
    let mut link = Link::default();
    assert_eq!(link.active(), Err(Rejection::Unknown));
    link.evolve(link_requested(1));
    assert_eq!(link.active(), Err(Rejection::Stage(Stage::Requested)));
    link.evolve(link_approved());
    assert_eq!(link.active(), Ok(&link_content()));
    link.evolve(ended());
    assert_eq!(link.active(), Err(Rejection::Stage(Stage::Ended)));
}
