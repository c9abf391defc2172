//! Which entries a reader wants.

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
