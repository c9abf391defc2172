use eventing::{Rejection as _, scenario::Scenario};

use super::*;
use crate::domain::examples::{DAY, skill, skill_of_terms};

const PROPOSER: &str = "werkgroep";
const CURATOR: &str = "curator";

fn propose(content: Content) -> Command {
    Command::Propose {
        content: Box::new(content),
        reason: "vaak genoemd".into(),
        by: PROPOSER.into(),
        today: DAY,
    }
}

fn review(by: &str) -> Command {
    Command::Review {
        by: by.into(),
        today: DAY,
    }
}

fn decide(is_valid: bool, by: &str) -> Command {
    Command::Decide {
        is_valid,
        reason: "onderbouwd".into(),
        by: by.into(),
        today: DAY,
    }
}

fn publish(publishers: u32, by: &str) -> Command {
    Command::Publish {
        support: Support {
            sources: publishers,
            publishers,
            regions: vec![(None, publishers)],
        },
        by: by.into(),
        today: DAY,
    }
}

fn merge(into: &str, into_stage: Stage) -> Command {
    Command::Merge {
        into: into.into(),
        into_stage,
        into_reference: skill().reference(),
        reason: "hetzelfde".into(),
        by: CURATOR.into(),
        today: DAY,
    }
}

fn dissent() -> Command {
    Command::Dissent {
        reason: "niet nieuw".into(),
        by: "docent".into(),
        today: DAY,
    }
}

fn proposed() -> Scenario<Skill> {
    Scenario::new().after([propose(skill())])
}

fn validated() -> Scenario<Skill> {
    proposed().after([review(CURATOR), decide(true, CURATOR)])
}

#[test]
fn it_goes_from_proposal_to_publication_by_two_people() {
    let published = validated().after([publish(2, CURATOR)]);
    assert_eq!(published.state().stage(), Stage::Published);
    published.when(publish(2, CURATOR)).then([]);
}

#[test]
fn whoever_proposed_it_decides_nothing() {
    proposed().when(review(PROPOSER)).refused("SKILL_OWN_PROPOSAL");
    validated()
        .when(publish(2, PROPOSER))
        .refused("SKILL_OWN_PROPOSAL");
    let retire = Command::Retire {
        reason: "achterhaald".into(),
        by: PROPOSER.into(),
        today: DAY,
    };
    validated()
        .after([publish(2, CURATOR)])
        .when(retire)
        .refused("SKILL_OWN_PROPOSAL");
}

#[test]
fn whoever_reviews_it_decides() {
    let reviewed = || proposed().after([review(CURATOR)]);
    reviewed()
        .when(decide(true, "ander"))
        .refused("SKILL_OTHERS_REVIEW");
    reviewed().when(review("ander")).refused("SKILL_STAGE");
    reviewed().when(review(CURATOR)).then([]);
    proposed().when(decide(true, CURATOR)).refused("SKILL_STAGE");
}

#[test]
fn two_independent_sources_are_needed() {
    validated().when(publish(1, CURATOR)).refused("SKILL_UNSUPPORTED");
    proposed().when(publish(5, CURATOR)).refused("SKILL_STAGE");
}

#[test]
fn a_rejected_one_is_not_published() {
    let rejected = || proposed().after([review(CURATOR), decide(false, CURATOR)]);
    assert_eq!(rejected().state().stage(), Stage::Rejected);
    rejected().when(publish(5, CURATOR)).refused("SKILL_STAGE");
    rejected()
        .when(merge("b", Stage::Published))
        .refused("SKILL_STAGE");
}

#[test]
fn a_merge_leaves_a_redirect_and_never_a_circle() {
    let merged = validated().after([merge("b", Stage::Published)]);
    assert_eq!(merged.state().merged_into(), Some("b"));
    let own = skill().skill_id;
    validated()
        .when(merge(&own, Stage::Published))
        .refused("SKILL_INTO_ITSELF");
    validated()
        .when(merge("b", Stage::Retired))
        .refused("SKILL_INTO_GONE");
}

#[test]
fn what_is_on_the_radar_is_not_merged_into_what_is_not() {
    let published = || validated().after([publish(2, CURATOR)]);
    published()
        .when(merge("b", Stage::Validated))
        .refused("SKILL_INTO_UNPUBLISHED");
    assert_eq!(
        published().after([merge("b", Stage::Published)]).state().stage(),
        Stage::Merged
    );
}

#[test]
fn dissent_is_recorded_at_any_time_and_stays() {
    let dissented = proposed().after([dissent(), review(CURATOR), decide(false, CURATOR), dissent()]);
    let stages: Vec<_> = dissented.state().dissent().iter().map(|it| it.stage).collect();
    assert_eq!(stages, [Stage::Proposed, Stage::Rejected]);
}

#[test]
fn a_skill_is_a_concept_or_terms() {
    let both = Content {
        term_keys: vec!["a".into()],
        ..skill()
    };
    let neither = Content {
        concept: None,
        ..skill()
    };
    for wrong in [both, neither] {
        let rejection = Scenario::<Skill>::new()
            .when(propose(wrong))
            .refused("SKILL_INVALID");
        assert_eq!(rejection.faults()[0].field, "skill.term_keys");
    }
}

#[test]
fn the_reference_of_terms_is_the_radars_own_and_always_the_same() {
    let reference = skill_of_terms().reference();
    assert!(reference.uri.starts_with("urn:uuid:"));
    assert_eq!(reference, skill_of_terms().reference());
    assert_eq!(reference.taxonomy, RADAR_TAXONOMY);
    assert_eq!(skill().reference(), skill().concept.unwrap());
}
