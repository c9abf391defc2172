//! The lexicon of a taxonomy.

use taxonomy::{Kind, Release, Status};

use super::{Concept, Label, LabelKind, Lexicon};
use crate::Language;

impl Lexicon {
    /// The skills of releases with their labels in Dutch and English: what a person can do or know, as far as the release has not
    /// deprecated it. Groups and occupations are not looked for.
    #[must_use]
    pub fn of_releases<'a>(releases: impl IntoIterator<Item = &'a Release>) -> Self {
        let concepts = releases
            .into_iter()
            .flat_map(Release::concepts)
            .filter(|it| it.status == Status::Released && is_skill(it.kind));
        let labelled: Vec<(&str, Vec<Label<'_>>)> = concepts
            .map(|it| (it.uri.as_str(), it.labels.iter().filter_map(label).collect()))
            .collect();
        let concepts: Vec<Concept<'_>> = labelled
            .iter()
            .map(|(uri, labels)| Concept { uri, labels })
            .collect();
        Self::build(&concepts)
    }
}

fn is_skill(kind: Kind) -> bool {
    match kind {
        Kind::SkillCompetence | Kind::Skill | Kind::Knowledge | Kind::Attitude | Kind::Task => true,
        Kind::Group | Kind::Occupation | Kind::Other => false,
    }
}

/// A label in a language that is read.
fn label(it: &taxonomy::Label) -> Option<Label<'_>> {
    let language = match it.language.as_str() {
        "nl" => Language::Nl,
        "en" => Language::En,
        _ => return None,
    };
    let kind = match it.kind {
        taxonomy::LabelKind::Preferred => LabelKind::Preferred,
        taxonomy::LabelKind::Alternative => LabelKind::Alternative,
        taxonomy::LabelKind::Hidden => LabelKind::Hidden,
    };
    Some(Label {
        text: &it.text,
        language,
        kind,
    })
}

#[cfg(test)]
mod tests {
    use taxonomy::{Scheme, Version, read_files};

    use super::*;

    #[test]
    fn what_a_person_can_do_is_looked_for_in_two_languages() {
        let skills = "conceptUri,conceptType,preferredLabel,altLabels,status\n\
                      http://example.org/lassen,KnowledgeSkillCompetence,lassen,metaal lassen,released\n\
                      http://example.org/ponsen,KnowledgeSkillCompetence,ponsen,,deprecated\n";
        let groups =
            "conceptUri,conceptType,preferredLabel\nhttp://example.org/metaal,SkillGroup,metaal bewerken\n";
        let german = "conceptUri,conceptType,preferredLabel\nhttp://example.org/lassen,KnowledgeSkillCompetence,schweißen\n";
        let files = [
            ("skills_nl.csv", skills.as_bytes()),
            ("skills_de.csv", german.as_bytes()),
            ("skillGroups_nl.csv", groups.as_bytes()),
        ];
        let (scheme, version) = (Scheme::parse("example").unwrap(), Version::parse("1").unwrap());
        let release = read_files(scheme, Some(version), &files).unwrap().release;
        let lexicon = Lexicon::of_releases([&release]);
        assert_eq!((lexicon.len(), lexicon.uri(0)), (1, "http://example.org/lassen"));
        let labels: Vec<&str> = lexicon
            .labels
            .iter()
            .map(|it| &lexicon.texts[it.start as usize..it.end as usize])
            .collect();
        assert_eq!(labels, ["lassen", "metaal lassen"]);
    }
}
