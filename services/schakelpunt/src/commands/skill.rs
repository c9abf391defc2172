//! Skills as the transitions block names them: a URI of a taxonomy with its label.

use contracts::hub::v1::SkillRef;

use crate::output::Page;

/// The labels, for a cell of a table.
pub(super) fn labels(skills: &[SkillRef]) -> String {
    let labels: Vec<_> = skills.iter().map(|skill| skill.label.as_str()).collect();
    labels.join("; ")
}

/// Each skill with its URI and taxonomy, under a heading.
pub(super) fn table(page: &mut Page<'_>, skills: &[SkillRef]) {
    let mut grid = page.table(&["column-skill", "column-taxonomy", "column-uri"]);
    for skill in skills {
        grid.row([skill.label.clone(), skill.taxonomy.clone(), skill.uri.clone()]);
    }
    page.section("section-skills");
    page.grid(&grid, "none-skills");
}
