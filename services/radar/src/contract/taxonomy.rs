//! Releases of taxonomies and their concepts.

use std::collections::BTreeSet;

use contracts::radar::v1;
use taxonomy::{Concept, Kind, LabelKind, LabelOrigin, Language};

use crate::{
    domain::taxonomy::{Changes, Release, Taxonomy},
    taxonomies::{Changed, Found, State, kind_name},
};

/// Writes the release with this number of a taxonomy, counting from 1.
#[must_use]
pub fn numbered(it: &Taxonomy, number: usize) -> Option<v1::Release> {
    let imported = it.releases().get(number.checked_sub(1)?)?;
    Some(v1::Release {
        imported_on: imported.imported_on.to_string(),
        number: u32::try_from(number).unwrap_or(u32::MAX),
        in_force: number == it.releases().len(),
        ..release(&imported.release)
    })
}

/// Writes what is known of a release itself.
#[must_use]
pub fn release(it: &Release) -> v1::Release {
    let file = |it: &crate::domain::taxonomy::File| v1::ReleaseFile {
        name: it.name.clone(),
        sha256: it.sha256.clone(),
    };
    v1::Release {
        scheme_id: it.scheme_id.clone(),
        version: it.version.clone(),
        title: it.title.clone(),
        source_uri: it.source_uri.clone().unwrap_or_default(),
        licence: it.licence.clone(),
        published_on: it.published_on.to_string(),
        imported_on: String::new(),
        number: 0,
        in_force: false,
        concepts: it.concepts,
        labels: it.labels,
        languages: it.languages.clone(),
        changes: Some(changes(it.changes)),
        files: it.files.iter().map(file).collect(),
        has_own_translations: it.has_own_translations,
    }
}

fn changes(it: Changes) -> v1::ReleaseChanges {
    v1::ReleaseChanges {
        added: it.added,
        relabelled: it.relabelled,
        moved: it.moved,
        replaced: it.replaced,
        withdrawn: it.withdrawn,
        revived: it.revived,
    }
}

/// Writes a kind of concept.
#[must_use]
pub fn kind(it: Kind) -> v1::ConceptKind {
    kind_of(kind_name(it))
}

/// A kind by its name in the rows.
#[must_use]
pub fn kind_of(name: &str) -> v1::ConceptKind {
    match name {
        "skill" => v1::ConceptKind::Skill,
        "knowledge" => v1::ConceptKind::Knowledge,
        "attitude" => v1::ConceptKind::Attitude,
        "group" => v1::ConceptKind::Group,
        "task" => v1::ConceptKind::Task,
        "occupation" => v1::ConceptKind::Occupation,
        _ => v1::ConceptKind::Other,
    }
}

/// The name of a kind in the rows; none for the unspecified one.
#[must_use]
pub fn read_kind(kind: v1::ConceptKind) -> Option<&'static str> {
    match kind {
        v1::ConceptKind::Unspecified => None,
        v1::ConceptKind::Skill => Some("skill"),
        v1::ConceptKind::Knowledge => Some("knowledge"),
        v1::ConceptKind::Attitude => Some("attitude"),
        v1::ConceptKind::Group => Some("group"),
        v1::ConceptKind::Task => Some("task"),
        v1::ConceptKind::Occupation => Some("occupation"),
        v1::ConceptKind::Other => Some("other"),
    }
}

/// The name of a change in the rows; none for the unspecified one.
#[must_use]
pub fn change_name(kind: v1::ConceptChangeKind) -> Option<&'static str> {
    match kind {
        v1::ConceptChangeKind::Unspecified => None,
        v1::ConceptChangeKind::Added => Some("added"),
        v1::ConceptChangeKind::Relabelled => Some("relabelled"),
        v1::ConceptChangeKind::Moved => Some("moved"),
        v1::ConceptChangeKind::Replaced => Some("replaced"),
        v1::ConceptChangeKind::Withdrawn => Some("withdrawn"),
        v1::ConceptChangeKind::Revived => Some("revived"),
    }
}

/// Writes a change.
#[must_use]
pub fn change(it: Changed) -> v1::ConceptChange {
    let kind = match it.kind.as_str() {
        "added" => v1::ConceptChangeKind::Added,
        "relabelled" => v1::ConceptChangeKind::Relabelled,
        "moved" => v1::ConceptChangeKind::Moved,
        "replaced" => v1::ConceptChangeKind::Replaced,
        "withdrawn" => v1::ConceptChangeKind::Withdrawn,
        _ => v1::ConceptChangeKind::Revived,
    };
    v1::ConceptChange {
        uri: it.uri,
        kind: kind.into(),
        label: it.label,
        successor_uris: it.successor_uris,
    }
}

/// Writes a concept. The skill that stands for it is not known here.
#[must_use]
pub fn concept(it: &Found) -> v1::Concept {
    let concept = &it.concept;
    let state = match it.state {
        State::InForce => v1::ConceptState::InForce,
        State::Replaced => v1::ConceptState::Replaced,
        State::Withdrawn => v1::ConceptState::Withdrawn,
    };
    let languages: BTreeSet<Language> = concept.labels.iter().map(|it| it.language).collect();
    v1::Concept {
        uri: concept.uri.as_str().to_owned(),
        scheme_id: it.release.scheme_id.clone(),
        version: it.release.version.clone(),
        kind: kind(concept.kind).into(),
        state: state.into(),
        labels: languages
            .into_iter()
            .map(|language| labels(concept, language))
            .collect(),
        broader_uris: texts(concept.broader.iter().map(|it| it.as_str())),
        narrower_uris: it.narrower_uris.clone(),
        current_uris: it.current_uris.clone(),
        collections: texts(concept.collections.iter().map(String::as_str)),
        matched_uris: texts(concept.mappings.iter().map(|it| it.target.as_str())),
        skill_id: String::new(),
    }
}

fn texts<'a>(it: impl Iterator<Item = &'a str>) -> Vec<String> {
    it.map(str::to_owned).collect()
}

fn labels(concept: &Concept, language: Language) -> v1::ConceptLabels {
    let described = [&concept.definitions, &concept.descriptions];
    let description = described.iter().find_map(|it| it.get(&language));
    let others = concept
        .labels_in(language)
        .filter(|it| it.kind == LabelKind::Alternative);
    v1::ConceptLabels {
        language: language.as_str().to_owned(),
        preferred: concept
            .preferred(language)
            .map(|it| it.text.clone())
            .unwrap_or_default(),
        alternatives: texts(others.map(|it| it.text.as_str())),
        description: description.cloned().unwrap_or_default(),
        own_translation: concept
            .labels_in(language)
            .any(|it| it.origin == LabelOrigin::OwnTranslation),
    }
}
