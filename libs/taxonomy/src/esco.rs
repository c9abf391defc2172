//! What ESCO calls its collections.
//!
//! ESCO says in the column `inScheme` of each skill which collections it is in, and delivers the same collections as files
//! (`greenSkillsCollection_en.csv`). Both lead to the same name here, that of the concept scheme.

/// Skills for the green transition: 570 in version 1.1.1.
pub const GREEN: &str = "http://data.europa.eu/esco/concept-scheme/green";

/// Digital skills: 1,201 in version 1.1.1.
pub const DIGITAL: &str = "http://data.europa.eu/esco/concept-scheme/6c930acd-c104-4ece-acf7-f44fd7333036";

/// The skills of the European framework for digital competence, DigComp.
pub const DIGCOMP: &str = "http://data.europa.eu/esco/concept-scheme/digcomp";

/// Skills of researchers.
pub const RESEARCH: &str = "http://data.europa.eu/esco/concept-scheme/research";

/// Languages, and skills in them.
pub const LANGUAGE: &str = "http://data.europa.eu/esco/concept-scheme/skill-language-groups";

/// Transversal skills and their groups.
pub const TRANSVERSAL: &str = "http://data.europa.eu/esco/concept-scheme/skill-transversal-groups";

/// The collection that a file holds, from the stem of its name without the language: `greenSkillsCollection`.
pub(crate) fn collection_of(stem: &str) -> Option<String> {
    let name = stem.strip_suffix("Collection")?;
    let name = name.strip_suffix("Skills").unwrap_or(name);
    let known = match name {
        "" => return None,
        "green" => GREEN,
        "digital" => DIGITAL,
        "digComp" => DIGCOMP,
        "research" => RESEARCH,
        "language" => LANGUAGE,
        "transversal" => TRANSVERSAL,
        other => other,
    };
    Some(known.to_owned())
}

/// Whether a concept of ESCO is a group: fields of education and groups of occupations are by their names; groups of skills
/// have the names of skills, and a notation such as `S1.2` that skills have not.
pub(crate) fn is_group(uri: &str, notation: Option<&str>) -> bool {
    let Some(path) = uri.strip_prefix("http://data.europa.eu/esco/") else {
        return false;
    };
    path.starts_with("isced-f/")
        || path.starts_with("isco/")
        || (path.starts_with("skill/") && notation.is_some())
}
