//! Every stored fact has its golden file, see [`testkit::golden`]; and the largest ones that are published are still events.

use std::path::PathBuf;

use blocks::{
    contract::NAME_CHARS_MAX,
    lists::LIST_MAX,
    size::json_bytes,
    skill::SkillRef,
    values::{Id, LocalText},
};
use runtime::parse::ID_CHARS_MAX;
use testkit::golden::{event_bytes, walk};

use crate::{
    domain::{
        edition::{self, Before, ENTRIES_MAX, Edition, Published},
        examples,
        place::{self, Place},
        reading::{self, Reading},
        run::{self, Runs},
        skill::{self, CONTENT_BYTES_MAX, Skill},
        source::{self, Source},
        taxonomy::{self, Taxonomy},
    },
    publish::RadarPublisher,
};

/// Longest URI of a reference, in characters.
const URI_CHARS_MAX: usize = 2_000;

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[test]
fn facts_of_taxonomies_are_stored_as_ever() {
    use taxonomy::Fact;
    walk::<Taxonomy>(&golden(), &RadarPublisher, |fact| match fact {
        None => Some("ReleaseImported"),
        Some(Fact::Imported { .. }) => None,
    });
}

#[test]
fn facts_of_sources_are_stored_as_ever() {
    use source::Fact;
    walk::<Source>(&golden(), &RadarPublisher, |fact| match fact {
        None => Some("SourceRegistered"),
        Some(Fact::Registered { .. }) => Some("SourceRevised"),
        Some(Fact::Revised { .. }) => Some("SourceWithdrawn"),
        Some(Fact::Withdrawn { .. }) => None,
    });
}

#[test]
fn facts_of_readings_are_stored_as_ever() {
    use reading::Fact;
    walk::<Reading>(&golden(), &RadarPublisher, |fact| match fact {
        None => Some("SourceDistilled"),
        Some(Fact::Distilled(_)) => Some("SourceGivenUp"),
        Some(Fact::GivenUp { .. }) => None,
    });
}

#[test]
fn facts_of_runs_are_stored_as_ever() {
    use run::Fact;
    walk::<Runs>(&golden(), &RadarPublisher, |fact| match fact {
        None => Some("RunStarted"),
        Some(Fact::Started { .. }) => Some("RunPutToUse"),
        Some(Fact::PutToUse { .. }) => Some("RunStopped"),
        Some(Fact::Stopped { .. }) => None,
    });
}

#[test]
fn facts_of_skills_are_stored_as_ever() {
    use skill::{Fact, Stage};
    walk::<Skill>(&golden(), &RadarPublisher, |fact| match fact {
        None => Some("SkillProposed"),
        Some(Fact::Proposed { .. }) => Some("SourceCited"),
        Some(Fact::SourceCited { .. }) => Some("SkillTakenUnderReview"),
        Some(Fact::TakenUnderReview { .. }) => Some("SkillDecided.valid"),
        Some(Fact::Decided { is_valid: true, .. }) => Some("SkillDecided.rejected"),
        Some(Fact::Decided { is_valid: false, .. }) => Some("SkillPublished.concept"),
        Some(Fact::Published { content, .. }) if content.concept.is_some() => Some("SkillPublished.terms"),
        Some(Fact::Published { .. }) => Some("SkillDissented.published"),
        Some(Fact::Dissented { dissent, .. }) if dissent.stage == Stage::Published => {
            Some("SkillDissented.proposed")
        }
        Some(Fact::Dissented { .. }) => Some("SkillMerged.published"),
        Some(Fact::Merged {
            was_published: true, ..
        }) => Some("SkillMerged.unpublished"),
        Some(Fact::Merged { .. }) => Some("SkillRetired"),
        Some(Fact::Retired { .. }) => None,
    });
}

#[test]
fn facts_of_places_are_stored_as_ever() {
    use place::Fact;
    walk::<Place>(&golden(), &RadarPublisher, |fact| match fact {
        None => Some("SkillPlaceTaken"),
        Some(Fact::Taken { .. }) => None,
    });
}

#[test]
fn facts_of_editions_are_stored_as_ever() {
    use edition::Fact;
    walk::<Edition>(&golden(), &RadarPublisher, |fact| match fact {
        None => Some("EditionPublished"),
        Some(Fact::Published { .. }) => None,
    });
}

/// Most bytes of data that leave room for the attributes.
const DATA_BYTES_MAX: usize = 60_000;

fn id(number: usize) -> Id {
    format!("{number:0>width$}", width = ID_CHARS_MAX)
}

/// So many characters that take as many bytes as any.
fn long(chars: usize) -> String {
    "𝕩".repeat(chars)
}

fn uri() -> String {
    let start = "https://voorbeeld.nl/";
    format!("{start}{}", "u".repeat(URI_CHARS_MAX - start.len()))
}

#[test]
fn the_largest_release_is_within_the_size_of_an_event() {
    use crate::grpc::taxonomy::{FILE_NAME_CHARS_MAX, FILES_MAX};
    let file = |number: usize| taxonomy::File {
        name: format!("{number:0>3}{}", long(FILE_NAME_CHARS_MAX - 3)),
        sha256: "00".repeat(32),
    };
    let release = taxonomy::Release {
        title: long(NAME_CHARS_MAX),
        licence: long(NAME_CHARS_MAX),
        source_uri: Some(uri()),
        files: (0..FILES_MAX).map(file).collect(),
        languages: vec!["nl".to_owned(); 100],
        ..examples::release()
    };
    let fact = taxonomy::Fact::Imported {
        release,
        number: u32::MAX,
        by: id(0),
        imported_on: examples::DAY,
    };
    let bytes = event_bytes::<Taxonomy>(&RadarPublisher, "esco", &fact);
    assert!(bytes < DATA_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn the_largest_source_is_within_the_size_of_an_event() {
    let content = source::Content {
        title: long(NAME_CHARS_MAX),
        publisher: long(NAME_CHARS_MAX),
        licence: long(NAME_CHARS_MAX),
        region_ids: (0..LIST_MAX).map(id).collect(),
        sectors: (0..LIST_MAX).map(|it| format!("{it:0>2}{}", long(98))).collect(),
        theme_ids: (0..LIST_MAX).map(id).collect(),
        uri: Some(uri()),
        ..examples::source()
    };
    let fact = source::Fact::Registered {
        content,
        text: examples::text(),
        registered_on: examples::DAY,
    };
    let bytes = event_bytes::<Source>(&RadarPublisher, "s0", &fact);
    assert!(bytes < DATA_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn the_largest_skill_is_within_the_size_of_an_event() {
    let mut content = skill::Content {
        skill_id: id(0),
        label: LocalText::new(long(NAME_CHARS_MAX), long(NAME_CHARS_MAX)),
        theme_ids: (0..LIST_MAX).map(id).collect(),
        ..examples::skill_of_terms()
    };
    let rest = CONTENT_BYTES_MAX - json_bytes(&content);
    content.description.nl += &"y".repeat(rest);
    assert_eq!(json_bytes(&content), CONTENT_BYTES_MAX);
    let support = skill::Support {
        sources: u32::MAX,
        publishers: u32::MAX,
        regions: (0..LIST_MAX).map(|it| (Some(id(it)), u32::MAX)).collect(),
    };
    let fact = skill::Fact::Published {
        content,
        support,
        dissents: 100,
        by: id(0),
        published_on: examples::DAY,
    };
    let bytes = event_bytes::<Skill>(&RadarPublisher, "s0", &fact);
    assert!(bytes < DATA_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn the_largest_edition_is_within_the_size_of_an_event() {
    let entry = |number: usize| edition::Entry {
        skill_id: id(number),
        reference: SkillRef {
            uri: uri(),
            taxonomy: long(NAME_CHARS_MAX),
            label: long(NAME_CHARS_MAX),
        },
        sources: u32::MAX,
        ..examples::edition().entries.remove(0)
    };
    let content = edition::Content {
        number: u32::MAX,
        title: LocalText::new(long(NAME_CHARS_MAX), long(NAME_CHARS_MAX)),
        entries: (0..ENTRIES_MAX).map(entry).collect(),
        ..examples::edition()
    };
    // All that were there before are gone.
    let before = (ENTRIES_MAX..2 * ENTRIES_MAX).map(|number| Before {
        skill_id: id(number),
        label: LocalText::default(),
        ring: crate::trends::Ring::Declining,
    });
    let edition = Published {
        content,
        before: before.collect(),
        published_on: examples::DAY,
    };
    let fact = edition::Fact::Published {
        edition: Box::new(edition),
        by: id(0),
    };
    let bytes = event_bytes::<Edition>(&RadarPublisher, "1", &fact);
    assert!(bytes < DATA_BYTES_MAX, "{bytes} bytes");
}
