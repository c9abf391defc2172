//! Links, and the projects that come in through them.

use std::collections::BTreeSet;

use blocks::contract::{REASON_CHARS_MAX, day, read_given};
use contracts::{catalogue::REPORTED, exchange::v1};
use runtime::parse::Faults;

use crate::domain::{
    link::{Content, Link, Stage},
    linked_project,
};

/// Most characters of a title.
const TITLE_CHARS_MAX: usize = 300;
/// Most regions of a project.
const REGIONS_MAX: usize = 50;
/// Most types of a link.
const TYPES_MAX: usize = 100;
/// What a source looks like (NL GOV profile for CloudEvents): digits of an OIN, and characters of the name of a system.
const OIN_DIGITS: usize = 20;
const SYSTEM_CHARS_MAX: usize = 100;

/// Reads what is asked for.
pub fn read(faults: &mut Faults, it: Option<v1::Link>) -> Content {
    let it = read_given(faults, "link", it);
    faults.check(
        "link.source",
        is_source(&it.source),
        "urn:nld:oin:<20 digits>:systeem:<system>",
    );
    faults.at_most("link.types", &it.types, TYPES_MAX);
    faults.check("link.types", !it.types.is_empty(), "at least one type");
    for (index, name) in it.types.iter().enumerate().take(TYPES_MAX) {
        let expected =
            "a type of event that programmes hand in, such as nl.linked-projects.linked-milestone-reached.v1";
        faults.check(
            &format!("link.types[{index}]"),
            REPORTED.contains_key(name),
            expected,
        );
    }
    Content {
        programme_id: faults.id("link.programme_id", &it.programme_id),
        purpose: faults.text("link.purpose", &it.purpose, REASON_CHARS_MAX, true),
        source: it.source,
        types: BTreeSet::from_iter(it.types),
    }
}

fn is_source(source: &str) -> bool {
    let Some((oin, system)) = source
        .strip_prefix("urn:nld:oin:")
        .and_then(|rest| rest.split_once(":systeem:"))
    else {
        return false;
    };
    let is_oin = oin.len() == OIN_DIGITS && oin.bytes().all(|it| it.is_ascii_digit());
    let is_system = (1..=SYSTEM_CHARS_MAX).contains(&system.len())
        && system
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'));
    is_oin && is_system
}

/// Writes what was asked for.
#[must_use]
pub fn written(it: &Content) -> v1::Link {
    v1::Link {
        programme_id: it.programme_id.clone(),
        purpose: it.purpose.clone(),
        source: it.source.clone(),
        types: it.types.iter().cloned().collect(),
    }
}

/// Writes a link as the hub keeps it; none when nothing was asked for.
#[must_use]
pub fn kept(it: &Link) -> Option<v1::GetLinkResponse> {
    let state = match it.stage() {
        Stage::Requested => v1::LinkState::Requested,
        Stage::Active => v1::LinkState::Active,
        Stage::Ended => v1::LinkState::Ended,
    };
    Some(v1::GetLinkResponse {
        link: Some(written(it.content()?)),
        state: state.into(),
        revision: it.revision(),
        reason: it.reason().to_owned(),
    })
}

/// Reads a project.
pub fn read_project(faults: &mut Faults, it: Option<v1::LinkedProject>) -> linked_project::Content {
    let it = read_given(faults, "project", it);
    faults.at_most("project.region_ids", &it.region_ids, REGIONS_MAX);
    let region_ids: BTreeSet<String> = it
        .region_ids
        .iter()
        .take(REGIONS_MAX)
        .enumerate()
        .map(|(index, id)| faults.id(&format!("project.region_ids[{index}]"), id))
        .collect();
    let starts_on = faults.optional_date("project.starts_on", &it.starts_on);
    let ends_on = faults.optional_date("project.ends_on", &it.ends_on);
    let in_order = starts_on.zip(ends_on).is_none_or(|(first, last)| first <= last);
    faults.check(
        "project.ends_on",
        in_order,
        "a day that is not before `starts_on`",
    );
    linked_project::Content {
        project_id: faults.id("project.project_id", &it.project_id),
        title: faults.text("project.title", &it.title, TITLE_CHARS_MAX, true),
        region_ids: region_ids.into_iter().collect(),
        theme_id: faults.optional_id("project.theme_id", &it.theme_id),
        same_as_project_id: faults.optional_id("project.same_as_project_id", &it.same_as_project_id),
        starts_on,
        ends_on,
    }
}

/// Writes a project.
#[must_use]
pub fn project(it: &linked_project::Content) -> v1::LinkedProject {
    v1::LinkedProject {
        project_id: it.project_id.clone(),
        title: it.title.clone(),
        region_ids: it.region_ids.clone(),
        theme_id: it.theme_id.clone().unwrap_or_default(),
        same_as_project_id: it.same_as_project_id.clone().unwrap_or_default(),
        starts_on: day(it.starts_on),
        ends_on: day(it.ends_on),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_urn_with_an_oin() {
        assert!(is_source("urn:nld:oin:00000099000000000000:systeem:npuls"));
        for source in [
            "",
            "https://npuls.example/",
            "urn:nld:oin:99:systeem:npuls",
            "urn:nld:oin:00000099000000000000:systeem:",
            "urn:nld:oin:0000009900000000000x:systeem:npuls",
            "urn:nld:oin:00000099000000000000:systeem:a b",
        ] {
            assert!(!is_source(source), "{source}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_link_is_told_at_once() {
        let mut faults = Faults::new();
        let link = v1::Link {
            types: vec!["nl.projects.milestone-achieved.v1".into()],
            ..Default::default()
        };
        read(&mut faults, Some(link));
        let fields: Vec<String> = faults.into_fields().into_iter().map(|it| it.field).collect();
        assert_eq!(
            fields,
            [
                "link.source",
                "link.types[0]",
                "link.programme_id",
                "link.purpose"
            ]
        );
    }
}
