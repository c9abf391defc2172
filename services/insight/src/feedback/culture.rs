//! The learning culture in feedback reports: what a project tells of it in its reports, beside how many others of its building block
//! tell the same. Of others there are numbers only, never who they are or what they wrote.

use std::collections::BTreeSet;

use contracts::insight::v1::{CultureCodeFeedback, CultureFeedback};

use crate::{
    culture::{Wanted, answers_to},
    rows::{CodedRow, Facts, ProjectFacts},
};

/// What a project tells, by the newest version of the coding scheme that was defined last; none when nothing was coded by it, neither
/// of this project nor of another one of its building block.
pub(super) fn of_project(facts: &Facts, project_id: &str) -> Option<CultureFeedback> {
    let wanted = Wanted::find(&facts.culture, "", 0)?;
    let scheme = wanted.scheme()?;
    let project = facts.projects.get(project_id)?;
    let own = coded_of(facts, project, wanted);
    let others = told_by_others(facts, project, wanted);
    if own.is_empty() && others.is_empty() {
        return None;
    }
    let codes = scheme.codes.iter().map(|code| CultureCodeFeedback {
        code_id: code.code_id.clone(),
        label: code.label.clone(),
        component: code.component,
        positions: own
            .iter()
            .filter(|coded| coded.code_ids.contains(&code.code_id))
            .map(|coded| coded.position)
            .collect(),
        others: number(
            others
                .iter()
                .filter(|told| told.contains(code.code_id.as_str()))
                .count(),
        ),
    });
    let is_told = |code: &CultureCodeFeedback| code.others > 0 || !code.positions.is_empty();
    let accepted = project.reports.iter().filter(|it| it.accepted_position.is_some());
    Some(CultureFeedback {
        reports: number(accepted.count()),
        answered: number(answers_to(&facts.culture, project).count()),
        coded: number(own.len()),
        scheme_id: scheme.scheme_id.clone(),
        scheme_version: scheme.version,
        codes: codes.filter(is_told).collect(),
        others: number(others.len()),
    })
}

fn coded_of<'a>(facts: &'a Facts, project: &'a ProjectFacts, wanted: Wanted<'_>) -> Vec<&'a CodedRow> {
    answers_to(&facts.culture, project)
        .filter_map(|answer| answer.coded.filter(|coded| wanted.takes(coded)))
        .collect()
}

/// The codes of each other project of the building block of which anything was coded. Invented projects are nobody's others, nor real
/// ones theirs.
fn told_by_others<'a>(
    facts: &'a Facts,
    project: &ProjectFacts,
    wanted: Wanted<'_>,
) -> Vec<BTreeSet<&'a str>> {
    let own = &project.project;
    let is_other = |other: &ProjectFacts| {
        let other = &other.project;
        other.project_id != own.project_id && other.block_id == own.block_id && other.example == own.example
    };
    let others = facts.projects.values().filter(|other| is_other(other));
    let coded = others
        .map(|other| coded_of(facts, other, wanted))
        .filter(|coded| !coded.is_empty());
    coded
        .map(|coded| {
            coded
                .iter()
                .flat_map(|it| &it.code_ids)
                .map(String::as_str)
                .collect()
        })
        .collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use contracts::culture::v1::Component;

    use super::*;
    use crate::coherence::fixture::{answering, coded, known, scheme};

    #[test]
    fn a_project_sees_what_it_tells_and_how_many_others_of_its_block_tell_the_same() {
        let mut elsewhere = answering("p4", &["r4"], 14);
        elsewhere.project.block_id = "professionalisation".into();
        let mut invented = answering("p5", &["r5"], 15);
        invented.project.example = true;
        let codes = [
            ("tijd", Component::StimulatingFactors),
            ("plan", Component::LearningBehaviour),
            ("druk", Component::Urgency),
        ];
        let facts = known()
            .with(scheme("s", 1, &codes, 1))
            .with(answering("p1", &["r1"], 11))
            .with(answering("p2", &["r2"], 12))
            .with(answering("p3", &["r3"], 13))
            .with(elsewhere)
            .with(invented)
            .with(coded("r1", "p1", &["tijd"], 21))
            .with(coded("r2", "p2", &["tijd", "plan"], 22))
            .with(coded("r3", "p3", &["tijd"], 23))
            .with(coded("r4", "p4", &["druk"], 24))
            .with(coded("r5", "p5", &["druk"], 25))
            .facts();
        let found = of_project(&facts, "p1").unwrap();
        assert_eq!(
            (found.reports, found.answered, found.coded, found.others),
            (1, 1, 1, 2)
        );
        let codes: Vec<_> = found
            .codes
            .iter()
            .map(|it| (it.code_id.as_str(), it.positions.clone(), it.others))
            .collect();
        assert_eq!(codes, [("tijd", vec![21], 2), ("plan", vec![], 1)]);
        assert_eq!(of_project(&facts, "p4").unwrap().others, 0);
    }

    #[test]
    fn nothing_is_shown_before_anything_was_coded() {
        let facts = known().with(answering("p1", &["r1"], 11)).facts();
        assert!(of_project(&facts, "p1").is_none());
        let facts = known()
            .with(scheme("s", 1, &[("tijd", Component::Urgency)], 1))
            .with(answering("p1", &["r1"], 11))
            .facts();
        assert!(of_project(&facts, "p1").is_none());
    }
}
