//! Every stored fact and every snapshot has its golden file; see [`testkit::golden`].

use std::path::PathBuf;

use testkit::golden::{event_bytes, lives_through, walk};

use crate::{
    domain::{
        class::{self, Class},
        counting::{self, CELLS_MAX, Counting},
        examples,
        framework::Framework,
        instrument::Instrument,
        issuance::{self, Issuance},
        keyring::{self, Keyring},
        offer::{self, Offer},
        passport::{self, Erasure},
        provider::{self, Provider},
        versions,
    },
    publish::ProfessionalisationPublisher,
};

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[test]
fn facts_of_rules_are_stored_as_ever() {
    walk::<Instrument>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("InstrumentDefined"),
        Some(versions::Fact::Defined { .. }) => None,
    });
    walk::<Framework>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("FrameworkDefined"),
        Some(versions::Fact::Defined { .. }) => None,
    });
}

#[test]
fn facts_of_providers_are_stored_as_ever() {
    use provider::Fact;
    walk::<Provider>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("ProviderRegistered"),
        Some(Fact::Registered { .. }) => Some("ProviderRevised"),
        Some(Fact::Revised { .. }) => Some("ProviderScanned"),
        Some(Fact::Scanned { .. }) => Some("DevelopmentPlanned"),
        Some(Fact::DevelopmentPlanned { .. }) => Some("TrackPlanned"),
        Some(Fact::TrackPlanned { .. }) => Some("TrackStarted"),
        Some(Fact::TrackStarted { .. }) => Some("TrackCompleted"),
        Some(Fact::TrackCompleted { .. }) => None,
    });
}

#[test]
fn facts_of_offers_are_stored_as_ever() {
    use offer::Fact;
    walk::<Offer>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("OfferPublished"),
        Some(Fact::Published { .. }) => Some("OfferRevised"),
        Some(Fact::Revised { .. }) => Some("OfferWithdrawn"),
        Some(Fact::Withdrawn { .. }) => None,
    });
}

#[test]
fn facts_of_classes_are_stored_as_ever() {
    use class::Fact;
    walk::<Class>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("ClassProposed"),
        Some(Fact::Proposed { .. }) => Some("ClassRevised"),
        Some(Fact::Revised { .. }) => Some("ClassReviewed"),
        Some(Fact::Reviewed { .. }) => Some("ClassAccredited"),
        Some(Fact::Accredited { .. }) => Some("ClassPublished"),
        Some(Fact::Published { .. }) => Some("ClassWithdrawn"),
        Some(Fact::Withdrawn { .. }) => None,
    });
}

#[test]
fn facts_of_issuing_are_stored_as_ever() {
    walk::<Keyring>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("KeyRotated"),
        Some(keyring::Fact::Rotated { .. }) => Some("KeyRetired"),
        Some(keyring::Fact::Retired { .. }) => None,
    });
    walk::<Issuance>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("CredentialsIssued"),
        Some(issuance::Fact::Issued { .. }) => Some("CredentialRevoked"),
        Some(issuance::Fact::Revoked { .. }) => None,
    });
    walk::<Counting>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("MonthCounted"),
        Some(counting::Fact::MonthCounted { .. }) => None,
    });
    walk::<Erasure>(&golden(), &ProfessionalisationPublisher, |fact| match fact {
        None => Some("PassportErased"),
        Some(passport::Fact::Erased { .. }) => None,
    });
}

#[test]
fn providers_and_issuances_go_on_from_where_they_were_put_away() {
    let facts = [
        "ProviderRegistered",
        "ProviderScanned",
        "DevelopmentPlanned",
        "TrackPlanned",
        "TrackStarted",
        "TrackCompleted",
    ];
    lives_through::<Provider>(&golden(), &facts);
    lives_through::<Issuance>(&golden(), &["CredentialsIssued", "CredentialRevoked"]);
}

/// The largest things that are taken still travel.
#[test]
fn the_largest_events_are_within_their_size() {
    let mut class = examples::class();
    let short = blocks::size::json_bytes(&class);
    class.description = "ë".repeat((class::CONTENT_BYTES_MAX - short) / 2);
    let published = class::Fact::Published {
        content: class,
        published_on: jiff::civil::date(2025, 6, 1),
    };
    assert!(bytes::<Class>(&published) < 60_000);

    let longest = || Some("x".repeat(64));
    let counted = counting::Counted {
        cell: counting::layers::Cell {
            class_id: longest(),
            provider_id: longest(),
            region_id: longest(),
        },
        count: counting::Count {
            issued: u32::MAX,
            revoked: 0,
        },
    };
    let month = counting::Fact::MonthCounted {
        month: "2025-05".parse().unwrap(),
        cells: vec![counted.clone(); CELLS_MAX],
        taken: vec![counted; CELLS_MAX],
        least: 5,
        held_back: true,
        part: 1,
        parts: 1,
    };
    assert!(
        bytes::<Counting>(&month) < 60_000,
        "{}",
        bytes::<Counting>(&month)
    );
}

fn bytes<D: eventing::Decider>(fact: &D::Fact) -> usize {
    event_bytes::<D>(&ProfessionalisationPublisher, "x", fact)
}
