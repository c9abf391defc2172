//! Releases of taxonomies.

use contracts::radar::v1;

use crate::domain::taxonomy::{Changes, Release, Taxonomy};

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
