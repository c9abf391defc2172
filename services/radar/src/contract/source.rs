//! Sources.

use blocks::{
    contract::{NAME_CHARS_MAX, day, read_choice, read_given},
    lists::{LIST_MAX, read_ids},
};
use contracts::radar::v1;
use runtime::parse::Faults;

use crate::domain::source::{Content, Format, Kind, Source};

/// Longest name of a sector, in characters.
pub const SECTOR_CHARS_MAX: usize = 100;

/// Reads what is known of a source; `source` is the path of its fields.
pub fn read_content(faults: &mut Faults, it: Option<v1::Source>) -> Option<Content> {
    let it = read_given(faults, "source", it);
    let at = |field: &str| format!("source.{field}");
    let published_on = faults.date(&at("published_on"), &it.published_on);
    let kind = read_choice(faults, &at("kind"), it.kind, read_kind);
    let known = matches!(it.language.as_str(), "" | "nl" | "en");
    faults.check(&at("language"), known, "`nl`, `en` or nothing");
    // All fields are read before one that is missing ends it: all that is wrong is told at once.
    let title = faults.text(&at("title"), &it.title, NAME_CHARS_MAX, true);
    let publisher = faults.text(&at("publisher"), &it.publisher, NAME_CHARS_MAX, true);
    let licence = faults.text(&at("licence"), &it.licence, NAME_CHARS_MAX, true);
    let region_ids = read_ids(faults, &at("region_ids"), &it.region_ids);
    let sectors = read_sectors(faults, &at("sectors"), &it.sectors);
    let theme_ids = read_ids(faults, &at("theme_ids"), &it.theme_ids);
    let uri = faults.optional_uri(&at("uri"), &it.uri);
    Some(Content {
        title,
        publisher,
        published_on: published_on?,
        licence,
        kind: kind?,
        language: Some(it.language).filter(|it| !it.is_empty()),
        region_ids,
        sectors,
        theme_ids,
        uri,
    })
}

fn read_sectors(faults: &mut Faults, field: &str, sectors: &[String]) -> Vec<String> {
    faults.at_most(field, sectors, LIST_MAX);
    let sectors = sectors.iter().take(LIST_MAX).enumerate();
    sectors
        .map(|(index, it)| faults.text(&format!("{field}[{index}]"), it, SECTOR_CHARS_MAX, true))
        .collect()
}

/// Reads a kind.
#[must_use]
pub fn read_kind(kind: v1::SourceKind) -> Option<Kind> {
    match kind {
        v1::SourceKind::Unspecified => None,
        v1::SourceKind::Study => Some(Kind::Study),
        v1::SourceKind::Vacancies => Some(Kind::Vacancies),
        v1::SourceKind::Policy => Some(Kind::Policy),
        v1::SourceKind::Other => Some(Kind::Other),
    }
}

fn kind(kind: Kind) -> v1::SourceKind {
    match kind {
        Kind::Study => v1::SourceKind::Study,
        Kind::Vacancies => v1::SourceKind::Vacancies,
        Kind::Policy => v1::SourceKind::Policy,
        Kind::Other => v1::SourceKind::Other,
    }
}

/// Reads the form of a text.
#[must_use]
pub fn read_format(format: v1::TextFormat) -> Option<Format> {
    match format {
        v1::TextFormat::Unspecified => None,
        v1::TextFormat::Plain => Some(Format::Plain),
        v1::TextFormat::Markdown => Some(Format::Markdown),
        v1::TextFormat::Html => Some(Format::Html),
        v1::TextFormat::Pdf => Some(Format::Pdf),
    }
}

fn format(format: Format) -> v1::TextFormat {
    match format {
        Format::Plain => v1::TextFormat::Plain,
        Format::Markdown => v1::TextFormat::Markdown,
        Format::Html => v1::TextFormat::Html,
        Format::Pdf => v1::TextFormat::Pdf,
    }
}

/// Writes what is known of a source.
#[must_use]
pub fn content(it: &Content) -> v1::Source {
    v1::Source {
        title: it.title.clone(),
        publisher: it.publisher.clone(),
        published_on: it.published_on.to_string(),
        licence: it.licence.clone(),
        kind: kind(it.kind).into(),
        language: it.language.clone().unwrap_or_default(),
        region_ids: it.region_ids.clone(),
        sectors: it.sectors.clone(),
        theme_ids: it.theme_ids.clone(),
        uri: it.uri.clone().unwrap_or_default(),
    }
}

/// What the run in use found in a source.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Mentions.
    pub mentions: u32,
    /// Concepts these are of.
    pub concepts: u32,
}

/// Writes a source as it is kept; none when it was never taken in. `found` is absent when it was not read yet.
#[must_use]
pub fn kept(source_id: &str, it: &Source, version: u64, found: Option<Found>) -> Option<v1::KeptSource> {
    let (known, text) = (it.content()?, it.text()?);
    let state = match (it.withdrawal(), found) {
        (Some(_), _) => v1::SourceState::Withdrawn,
        (None, Some(_)) => v1::SourceState::Read,
        (None, None) => v1::SourceState::Waiting,
    };
    let found = found.unwrap_or_default();
    Some(v1::KeptSource {
        source_id: source_id.to_owned(),
        source: Some(content(known)),
        state: state.into(),
        found_language: text.language.clone(),
        words: text.words,
        format: format(text.format).into(),
        registered_on: day(it.registered_on()),
        mentions: found.mentions,
        concepts: found.concepts,
        version,
        withdrawal: it.withdrawal().unwrap_or_default().to_owned(),
    })
}
