//! Which entries a reader wants.

use contracts::ledger::v1::Entry;

/// Which entries. Within one field any value will do; the fields must all hold; an empty field means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// CloudEvents types.
    pub types: Vec<String>,
    /// Publishing blocks.
    pub blocks: Vec<String>,
    /// Building blocks.
    pub building_blocks: Vec<String>,
    /// Projects.
    pub projects: Vec<String>,
    /// Labour-market regions.
    pub regions: Vec<String>,
    /// Themes.
    pub themes: Vec<String>,
}

impl Filter {
    /// Whether an entry is one of them, as the tables are asked.
    pub(crate) fn takes(&self, entry: &Entry) -> bool {
        let one_of = |wanted: &[String], value: &String| wanted.is_empty() || wanted.contains(value);
        one_of(&self.types, &entry.r#type)
            && one_of(&self.blocks, &entry.block)
            && one_of(&self.building_blocks, &entry.building_block_id)
            && one_of(&self.projects, &entry.project_id)
            && one_of(&self.themes, &entry.theme_id)
            && (self.regions.is_empty() || entry.region_ids.iter().any(|it| self.regions.contains(it)))
    }
}
