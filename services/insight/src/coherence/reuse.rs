//! Reuse of solutions: who uses which solution where, with what was changed to make it fit.

use std::collections::{BTreeMap, BTreeSet};

use contracts::insight::v1::{ReuseElsewhere, SolutionReuse};

use super::{Meant, Traced, wants};
use crate::rows::{Facts, ReuseRow, SolutionRow};

/// What is wanted; empty fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Region the solution was made for, or is used in.
    pub region_id: String,
    /// Theme of the project that made it.
    pub theme_id: String,
    /// Skill it teaches.
    pub skill_uri: String,
    /// Only what others use.
    pub reused_only: bool,
}

/// Solutions with their reuse.
#[derive(Debug, Clone, Default)]
pub struct Reused {
    /// Solutions that fit the region, theme and skill.
    pub solutions: Traced,
    /// Those of them that others use.
    pub reused: Traced,
    /// The rows, by solution.
    pub rows: BTreeMap<String, SolutionReuse>,
}

impl Reused {
    /// Solutions that others use, as a share of all.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let all = self.solutions.total();
        (all > 0).then(|| self.reused.total() as f64 / all as f64)
    }
}

/// Solutions with who uses them where.
#[must_use]
pub fn reuse(facts: &Facts, filter: &Filter) -> Reused {
    let meant = Meant::by(&facts.radar);
    let mut found = Reused::default();
    for solution in facts.transitions.solutions.values() {
        let theme_id = theme_of(facts, solution);
        let uses: Vec<&ReuseRow> = facts.transitions.reuse_of(&solution.solution_id).collect();
        if !fits(solution, theme_id, &uses, filter, &meant) {
            continue;
        }
        found.solutions.one(&solution.positions);
        if let Some(first) = uses.iter().map(|row| row.position).min() {
            found.reused.one(&[first]);
        }
        if !uses.is_empty() || !filter.reused_only {
            found.rows.insert(
                solution.solution_id.clone(),
                row(facts, solution, theme_id, &uses),
            );
        }
    }
    found
}

/// A solution has no theme of its own.
fn theme_of<'a>(facts: &'a Facts, solution: &SolutionRow) -> &'a str {
    let project = facts.projects.get(&solution.project_id);
    project.map_or("", |project| &project.project.theme_id)
}

fn fits(
    solution: &SolutionRow,
    theme_id: &str,
    uses: &[&ReuseRow],
    filter: &Filter,
    meant: &Meant<'_>,
) -> bool {
    let here = |region_id: &String| *region_id == filter.region_id;
    let in_region = filter.region_id.is_empty()
        || solution.region_ids.iter().any(here)
        || uses.iter().any(|row| here(&row.region_id));
    let wanted = meant.uri(&filter.skill_uri);
    let teaches = wanted.is_empty() || solution.skills.iter().any(|it| meant.uri(&it.uri) == wanted);
    in_region && teaches && wants(&filter.theme_id, theme_id)
}

fn row(facts: &Facts, solution: &SolutionRow, theme_id: &str, uses: &[&ReuseRow]) -> SolutionReuse {
    let regions: BTreeSet<&str> = uses.iter().map(|row| row.region_id.as_str()).collect();
    SolutionReuse {
        solution_id: solution.solution_id.clone(),
        name: solution.name.clone(),
        project_id: solution.project_id.clone(),
        theme_id: theme_id.to_owned(),
        state: solution.state.into(),
        skills: solution.skills.clone(),
        region_ids: solution.region_ids.clone(),
        uses: uses.iter().map(|row| elsewhere(facts, row)).collect(),
        regions_of_others: u32::try_from(regions.len()).unwrap_or(u32::MAX),
        positions: solution.positions.clone(),
    }
}

fn elsewhere(facts: &Facts, row: &ReuseRow) -> ReuseElsewhere {
    let organisation = facts.reference.organisations.get(&row.organisation_id);
    ReuseElsewhere {
        reuse_id: row.reuse_id.clone(),
        organisation_id: row.organisation_id.clone(),
        organisation_name: organisation.map_or_else(|| row.organisation_id.clone(), |it| it.name.clone()),
        region_id: row.region_id.clone(),
        since: row.since.to_string(),
        adaptation: row.adaptation.clone(),
        position: row.position,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        coherence::fixture::{known, reuse as used, solution},
        figure::fixture::project,
    };

    fn facts() -> Facts {
        known()
            .with(project("p1"))
            .with(solution("s1", "p1", 1))
            .with(solution("s2", "p2", 2))
            .with(used("r1", "s1", "AM02", 3))
            .with(used("r2", "s1", "AM02", 4))
            .facts()
    }

    #[test]
    fn a_solution_counts_once_however_many_use_it() {
        let found = reuse(&facts(), &Filter::default());
        assert_eq!(found.share(), Some(0.5));
        assert_eq!(found.reused.count().positions, [3]);
        let first = &found.rows["s1"];
        assert_eq!((first.uses.len(), first.regions_of_others), (2, 1));
        assert_eq!(
            (first.uses[0].adaptation.as_str(), first.uses[0].position),
            ("korter", 3)
        );
        assert_eq!(first.theme_id, "energy");
        assert!(found.rows["s2"].uses.is_empty());
    }

    #[test]
    fn the_share_stays_when_only_what_is_reused_is_listed() {
        let only = Filter {
            reused_only: true,
            ..Filter::default()
        };
        let found = reuse(&facts(), &only);
        assert_eq!((found.rows.len(), found.share()), (1, Some(0.5)));
    }

    #[test]
    fn a_region_finds_what_is_used_there_as_well() {
        let there = Filter {
            region_id: "AM02".into(),
            ..Filter::default()
        };
        assert_eq!(reuse(&facts(), &there).rows.keys().collect::<Vec<_>>(), ["s1"]);
        let of_no_theme = Filter {
            theme_id: "-".into(),
            ..Filter::default()
        };
        assert_eq!(
            reuse(&facts(), &of_no_theme).rows.keys().collect::<Vec<_>>(),
            ["s2"]
        );
        assert_eq!(reuse(&known().facts(), &Filter::default()).share(), None);
    }
}
