//! The words that ESCO uses in its columns.

use crate::{Kind, LabelOrigin, ReuseLevel, Status};

/// A name in lower case without anything but letters and digits, so that `Level 0 URI` and `level0Uri` are one column.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The status that a word means: ESCO's own words, those of the ADMS status vocabulary, and of the concept status list of the
/// EU Publications Office. A URI counts by its last part.
pub(crate) fn status(text: &str) -> Option<Status> {
    let word = key(text.rsplit(['/', '#']).next().unwrap_or_default());
    Some(match word.as_str() {
        "released" | "published" | "current" | "valid" | "stable" | "completed" => Status::Released,
        "deprecated" | "obsolete" | "withdrawn" | "retired" | "superseded" | "replaced" => Status::Deprecated,
        _ => return None,
    })
}

/// The kind that a type of concept and a type of skill mean together.
pub(super) fn kind(concept_type: &str, skill_type: &str) -> Option<Kind> {
    Some(match (key(concept_type).as_str(), skill_type.trim()) {
        ("skillgroup" | "iscogroup", "") => Kind::Group,
        ("occupation", "") => Kind::Occupation,
        ("knowledgeskillcompetence" | "", word) => self::skill_type(word)?,
        _ => return None,
    })
}

/// The kind that a type of skill means, as ESCO writes it in columns or as the last part of a URI.
pub(crate) fn skill_type(text: &str) -> Option<Kind> {
    Some(match key(text).as_str() {
        "" => Kind::Skill,
        "skillcompetence" | "skill" | "competence" => Kind::SkillCompetence,
        "knowledge" => Kind::Knowledge,
        "attitude" | "attitudesandvalues" => Kind::Attitude,
        _ => return None,
    })
}

/// The reuse level that a word means.
pub(crate) fn reuse_level(text: &str) -> Option<ReuseLevel> {
    Some(match key(text).as_str() {
        "transversal" => ReuseLevel::Transversal,
        "crosssector" => ReuseLevel::CrossSector,
        "sectorspecific" => ReuseLevel::SectorSpecific,
        "occupationspecific" => ReuseLevel::OccupationSpecific,
        _ => return None,
    })
}

/// Who chose the words, from the column that only the project's own files have.
pub(super) fn origin(text: &str) -> LabelOrigin {
    if key(text) == "owntranslation" {
        LabelOrigin::OwnTranslation
    } else {
        LabelOrigin::Official
    }
}

/// The labels of a cell: one per line, or parted by ` | ` as in the collections and in newer releases.
pub(super) fn labels(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['\n', '\r'])
        .flat_map(|line| line.split(" | "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// The URIs of a cell: parted by blanks, bars, or commas. A comma may also stand in a URI; it parts two where the next scheme
/// follows.
pub(super) fn uris(cell: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for mut part in cell.split(|c: char| c.is_whitespace() || c == '|') {
        while let Some((before, after)) = part.find(",http").and_then(|at| part.split_at_checked(at)) {
            all.push(before);
            part = after.trim_start_matches(',');
        }
        all.push(part);
    }
    all.into_iter()
        .map(|part| part.trim_matches(','))
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_on_lines_or_between_bars() {
        assert_eq!(labels("a\nb b\r\n c ").collect::<Vec<_>>(), ["a", "b b", "c"]);
        assert_eq!(labels("a | b|c | ").collect::<Vec<_>>(), ["a", "b|c"]);
        assert_eq!(labels("").count(), 0);
    }

    #[test]
    fn uris_are_parted_in_all_ways_that_occur() {
        for cell in [
            "http://a/1,\nhttp://b/2",
            "http://a/1\nhttp://b/2",
            "http://a/1 | http://b/2",
            "http://a/1,http://b/2",
        ] {
            assert_eq!(uris(cell), ["http://a/1", "http://b/2"], "{cell}");
        }
        assert_eq!(uris("http://a/1,2"), ["http://a/1,2"]);
    }

    #[test]
    fn a_status_may_be_a_uri() {
        assert_eq!(status("released"), Some(Status::Released));
        assert_eq!(
            status("http://purl.org/adms/status/Deprecated"),
            Some(Status::Deprecated)
        );
        assert_eq!(status("draft"), None);
        assert_eq!(status(""), None);
    }

    #[test]
    fn types_mean_kinds() {
        assert_eq!(
            kind("KnowledgeSkillCompetence", "skill/competence"),
            Some(Kind::SkillCompetence)
        );
        assert_eq!(kind("KnowledgeSkillCompetence", ""), Some(Kind::Skill));
        assert_eq!(kind("SkillGroup", ""), Some(Kind::Group));
        assert_eq!(kind("", "knowledge"), Some(Kind::Knowledge));
        assert_eq!(kind("Cheese", ""), None);
        assert_eq!(kind("SkillGroup", "knowledge"), None);
    }
}
