//! What a CSV file is, told by its columns.

use std::collections::HashMap;

use super::words;

/// Names of the column with successors, as `Header` writes names.
pub(super) const REPLACED_BY: [&str; 6] = [
    "replacedby",
    "isreplacedby",
    "replacedbyuri",
    "isreplacedbyuri",
    "successor",
    "successors",
];

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Concepts: `skills_xx.csv`, `skillGroups_xx.csv`, `occupations_xx.csv`, `ISCOGroups_xx.csv`.
    Concepts,
    /// Concepts of one collection, with their broader concepts: `greenSkillsCollection_xx.csv` and the like.
    Collection,
    /// What stands under what: `broaderRelationsSkillPillar_xx.csv`.
    BroaderRelations,
    /// The groups level by level: `skillsHierarchy_xx.csv`.
    Hierarchy,
    /// Concepts and what replaced them: two columns, of our own making, since ESCO's CSV package has no such file.
    Successors,
    /// A file of the package with nothing that is used here.
    Unused,
}

/// The columns of a file, by their names in lower case without anything but letters and digits.
#[derive(Debug)]
pub(super) struct Header {
    names: Vec<String>,
    columns: HashMap<String, usize>,
}

impl Header {
    /// Reads a header, or gives the name that is in it twice.
    pub(super) fn new(fields: &[&str]) -> Result<Self, String> {
        let mut columns = HashMap::new();
        for (column, field) in fields.iter().enumerate() {
            let name = words::key(field);
            if !name.is_empty() && columns.insert(name, column).is_some() {
                return Err((*field).to_owned());
            }
        }
        let names = fields.iter().map(|field| field.trim().to_owned()).collect();
        Ok(Self { names, columns })
    }

    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The name of a column as it was written.
    pub(super) fn name(&self, column: usize) -> &str {
        self.names.get(column).map(String::as_str).unwrap_or_default()
    }

    /// The column of the first of these names that is there.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.columns.get(*name).copied())
    }

    fn has(&self, name: &str) -> bool {
        self.columns.contains_key(name)
    }

    /// What the file holds, where that is known.
    pub(super) fn content(&self) -> Option<Content> {
        if self.has("level0uri") {
            return Some(Content::Hierarchy);
        }
        let unused = [
            ["originalskilluri", "relatedskilluri"],
            ["occupationuri", "skilluri"],
            ["concepturi", "greenshare"],
            ["conceptschemeuri", "preferredlabel"],
            ["filename", "dataheader"],
        ];
        if unused.iter().any(|[a, b]| self.has(a) && self.has(b)) {
            return Some(Content::Unused);
        }
        if !self.has("concepturi") {
            return None;
        }
        if self.has("preferredlabel") {
            let collection = self.has("broaderconcepturi") && !self.has("inscheme");
            return Some(if collection {
                Content::Collection
            } else {
                Content::Concepts
            });
        }
        if self.has("broaderuri") {
            return Some(Content::BroaderRelations);
        }
        self.find(&REPLACED_BY).map(|_| Content::Successors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(header: &str) -> Option<Content> {
        Header::new(&header.split(',').collect::<Vec<_>>())
            .unwrap()
            .content()
    }

    #[test]
    fn files_of_the_package_are_known_by_their_columns() {
        let skills = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,\
                      modifiedDate,scopeNote,definition,inScheme,description";
        let green = "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,\
                     broaderConceptUri,broaderConceptPT";
        for (header, expected) in [
            (skills, Some(Content::Concepts)),
            (green, Some(Content::Collection)),
            (
                "conceptType,conceptUri,broaderType,broaderUri",
                Some(Content::BroaderRelations),
            ),
            (
                "Level 0 URI,Level 0 preferred term,Level 1 URI",
                Some(Content::Hierarchy),
            ),
            ("conceptUri,replacedBy", Some(Content::Successors)),
            ("Concept URI,Is replaced by", Some(Content::Successors)),
            (
                "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri",
                Some(Content::Unused),
            ),
            ("preferredLabel,conceptUri", Some(Content::Concepts)),
            ("name,uri", None),
            ("conceptUri;preferredLabel", None),
            ("conceptUri", None),
        ] {
            assert_eq!(content(header), expected, "{header}");
        }
    }

    #[test]
    fn a_column_is_there_once() {
        assert_eq!(
            Header::new(&["conceptUri", "status", "Status"]).unwrap_err(),
            "Status"
        );
    }
}
