//! Every stored fact and every snapshot has its golden file; see [`testkit::golden`].

use std::path::PathBuf;

use testkit::golden::{event_bytes, lives_through, walk};

use crate::{
    domain::{
        application::{self, Application, CONTENT_BYTES_MAX, Content},
        award::{self, Awards},
        bottleneck::{self, Bottleneck},
        demand::{self, Demand},
        examples,
        solution::{self, Solution},
    },
    publish::TransitionsPublisher,
};

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[test]
fn facts_of_bottlenecks_are_stored_as_ever() {
    use bottleneck::Fact;
    walk::<Bottleneck>(&golden(), &TransitionsPublisher, |fact| match fact {
        None => Some("BottleneckRecorded"),
        Some(Fact::Recorded { .. }) => Some("BottleneckRevised"),
        Some(Fact::Revised { .. }) => Some("BottleneckResolved"),
        Some(Fact::Resolved { .. }) => None,
    });
}

#[test]
fn facts_of_demands_are_stored_as_ever() {
    use demand::Fact;
    walk::<Demand>(&golden(), &TransitionsPublisher, |fact| match fact {
        None => Some("DemandSignalled"),
        Some(Fact::Signalled { .. }) => Some("DemandContributed"),
        Some(Fact::Contributed { .. }) => Some("DemandAdvanced"),
        Some(Fact::Advanced { .. }) => Some("DemandDropped"),
        Some(Fact::Dropped { .. }) => None,
    });
}

#[test]
fn facts_of_solutions_are_stored_as_ever() {
    use solution::Fact;
    walk::<Solution>(&golden(), &TransitionsPublisher, |fact| match fact {
        None => Some("SolutionDesigned"),
        Some(Fact::Designed { .. }) => Some("SolutionPiloted"),
        Some(Fact::Piloted { .. }) => Some("SolutionScaled"),
        Some(Fact::Scaled { .. }) => Some("SolutionReused"),
        Some(Fact::Reused { .. }) => None,
    });
}

#[test]
fn facts_of_applications_are_stored_as_ever() {
    use application::Fact;
    walk::<Application>(&golden(), &TransitionsPublisher, |fact| match fact {
        None => Some("ApplicationDrafted"),
        Some(Fact::Drafted { .. }) => Some("ApplicationFilled"),
        Some(Fact::Filled { .. }) => Some("ApplicationSubmitted"),
        Some(Fact::Submitted { .. }) => Some("InterestDeclared"),
        Some(Fact::InterestDeclared { .. }) => Some("ApplicationScored"),
        Some(Fact::Scored { .. }) => Some("ApplicationWithdrawn"),
        Some(Fact::Withdrawn { .. }) => None,
    });
}

#[test]
fn facts_of_awards_are_stored_as_ever() {
    use award::Fact;
    walk::<Awards>(&golden(), &TransitionsPublisher, |fact| match fact {
        None => Some("AwardRecorded"),
        Some(Fact::Recorded { .. }) => Some("ConditionDecided"),
        Some(Fact::ConditionDecided { .. }) => Some("AdvancePaid"),
        Some(Fact::AdvancePaid { .. }) => Some("AwardChangeRequested"),
        Some(Fact::ChangeRequested { .. }) => Some("AwardChangeDecided"),
        Some(Fact::ChangeDecided { .. }) => Some("GrantDetermined"),
        Some(Fact::Determined { .. }) => None,
    });
}

#[test]
fn awards_go_on_from_where_they_were_put_away() {
    lives_through::<Awards>(
        &golden(),
        &[
            "AwardRecorded",
            "ConditionDecided",
            "AdvancePaid",
            "AwardChangeRequested",
            "AwardChangeDecided",
            "GrantDetermined",
        ],
    );
}

/// The largest application that is taken still travels, with what was decided on it.
#[test]
fn the_largest_award_is_within_the_size_of_an_event() {
    let mut content = examples::application();
    let short = blocks::size::json_bytes(&content);
    content.summary = "ë".repeat((CONTENT_BYTES_MAX - short) / 2);
    assert!(blocks::size::json_bytes(&content) <= CONTENT_BYTES_MAX);
    let fact = largest(content);
    let bytes = event_bytes::<Awards>(&TransitionsPublisher, "c1", &fact);
    assert!(bytes < 60_000, "{bytes} bytes");
}

fn largest(content: Content) -> award::Fact {
    let text = std::fs::read_to_string(golden().join("awards/AwardRecorded.v1.json")).unwrap();
    match serde_json::from_str(&text).unwrap() {
        award::Fact::Recorded {
            application_id,
            award,
            application: _,
            rules,
            call_id,
            tranche_id,
        } => award::Fact::Recorded {
            application_id,
            award,
            application: Box::new(content),
            rules,
            call_id,
            tranche_id,
        },
        other => panic!("{other:?}"),
    }
}
