//! How the learning culture appears across projects, by what their reports were coded as; and how far coders agree. Projects are public
//! bodies that report in public: which they are is told, and nothing is held back.

use std::collections::{BTreeMap, BTreeSet};

use statistics::{
    Level,
    agreement::{cohen_kappa, krippendorff_alpha},
};

use super::{
    component::Component,
    scheme::{Code, Version},
    values::Id,
};

/// An answer as it is counted here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Project.
    pub project_id: Id,
    /// Building block.
    pub block_id: Id,
    /// Theme; empty when it has none.
    pub theme_id: Id,
    /// Regions.
    pub region_ids: Vec<Id>,
    /// Whether the report answers the question.
    pub answered: bool,
    /// Whether it waits for a coder or a settlement.
    pub waits: bool,
    /// Codes that hold by the scheme that is asked for; none before that, and none by another scheme.
    pub code_ids: Option<Vec<Id>>,
}

/// In which projects something appears.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Appearance {
    /// Projects.
    pub projects: BTreeSet<Id>,
    /// Projects of each building block.
    pub blocks: BTreeMap<Id, BTreeSet<Id>>,
    /// Projects of each theme.
    pub themes: BTreeMap<Id, BTreeSet<Id>>,
    /// Projects in each region.
    pub regions: BTreeMap<Id, BTreeSet<Id>>,
}

impl Appearance {
    fn of<'a>(rows: impl Iterator<Item = &'a AnswerRow>) -> Self {
        let mut appearance = Self::default();
        for row in rows {
            let project = || row.project_id.clone();
            appearance.projects.insert(project());
            let put = |tally: &mut BTreeMap<Id, BTreeSet<Id>>, id: &Id| {
                tally.entry(id.clone()).or_default().insert(project());
            };
            put(&mut appearance.blocks, &row.block_id);
            if !row.theme_id.is_empty() {
                put(&mut appearance.themes, &row.theme_id);
            }
            row.region_ids
                .iter()
                .for_each(|id| put(&mut appearance.regions, id));
        }
        appearance
    }
}

/// In which projects a code appears.
#[must_use]
pub fn of_code(rows: &[AnswerRow], code_id: &Id) -> Appearance {
    let has = |row: &&AnswerRow| row.code_ids.as_ref().is_some_and(|codes| codes.contains(code_id));
    Appearance::of(rows.iter().filter(has))
}

/// In which projects any code of a component appears.
#[must_use]
pub fn of_component(rows: &[AnswerRow], scheme: &Version, component: Component) -> Appearance {
    let has = |row: &&AnswerRow| {
        let codes = row.code_ids.as_deref().unwrap_or_default();
        scheme.components(codes).contains(&component)
    };
    Appearance::of(rows.iter().filter(has))
}

/// How far coders agree on a code.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Code.
    pub code_id: Id,
    /// Answers that several coded.
    pub answers: usize,
    /// Share of them on which all agreed; none without any.
    pub observed: Option<f64>,
    /// Cohen's kappa of the first and the second coder; none where not exactly two coded each, or it is not defined.
    pub kappa: Option<f64>,
    /// Krippendorff's alpha; none where it is not defined.
    pub alpha: Option<f64>,
}

/// How far coders agree on a code: given or not, answer by answer. `codings` holds what each coder gave each answer.
#[must_use]
pub fn agreement(code: &Code, codings: &[Vec<Vec<Id>>]) -> Agreement {
    let given = |codes: &Vec<Id>| codes.contains(&code.code_id);
    let units: Vec<Vec<Option<bool>>> = codings
        .iter()
        .filter(|answer| answer.len() > 1)
        .map(|answer| answer.iter().map(|codes| Some(given(codes))).collect())
        .collect();
    let pairs: Vec<(bool, bool)> = units
        .iter()
        .filter_map(|unit| match unit.as_slice() {
            [Some(first), Some(second)] => Some((*first, *second)),
            _ => None,
        })
        .collect();
    let all_alike = units
        .iter()
        .filter(|unit| unit.iter().all(|it| *it == unit[0]))
        .count();
    let kappa = cohen_kappa(&pairs, Level::P95).ok().map(|it| it.kappa);
    Agreement {
        code_id: code.code_id.clone(),
        answers: units.len(),
        observed: (!units.is_empty()).then(|| all_alike as f64 / units.len() as f64),
        kappa: kappa.filter(|_| pairs.len() == units.len()),
        alpha: krippendorff_alpha(&units).ok().map(|it| it.alpha),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::examples::scheme;

    fn row(project: &str, block: &str, regions: &[&str], codes: Option<&[&str]>) -> AnswerRow {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        AnswerRow {
            project_id: project.into(),
            block_id: block.into(),
            theme_id: "energie".into(),
            region_ids: ids(regions),
            answered: true,
            waits: codes.is_none(),
            code_ids: codes.map(ids),
        }
    }

    #[test]
    fn a_project_counts_once_however_many_of_its_reports_tell_the_same() {
        let rows = [
            row("p1", "transitions", &["AM01", "AM02"], Some(&["ruimte"])),
            row("p1", "transitions", &["AM01", "AM02"], Some(&["ruimte", "leren"])),
            row("p2", "professionalisation", &["AM01"], Some(&["leren"])),
            row("p3", "transitions", &["AM03"], None),
        ];
        let room = of_code(&rows, &"ruimte".to_owned());
        assert_eq!(room.projects.len(), 1);
        assert_eq!(room.regions.keys().collect::<Vec<_>>(), ["AM01", "AM02"]);
        let learning = of_component(&rows, &scheme(), Component::LearningBehaviour);
        assert_eq!(learning.blocks["transitions"].len(), 1);
        assert_eq!(learning.regions["AM01"].len(), 2);
        assert!(
            of_component(&rows, &scheme(), Component::Urgency)
                .projects
                .is_empty()
        );
    }

    fn coded(codes: &[&[&str]]) -> Vec<Vec<Id>> {
        let ids = |ids: &&[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        codes.iter().map(ids).collect()
    }

    /// 20 answers: 8 both, 6 neither, 4 and 2 only one. By hand kappa is (0.7 - 0.5) / 0.5 = 0.4.
    #[test]
    fn agreement_is_told_code_by_code_and_beyond_chance() {
        let both: &[&[&str]] = &[&["ruimte"], &["ruimte"]];
        let neither: &[&[&str]] = &[&["leren"], &[]];
        let first: &[&[&str]] = &[&["ruimte"], &[]];
        let second: &[&[&str]] = &[&[], &["ruimte"]];
        let pairs = [(both, 8), (neither, 6), (first, 4), (second, 2)];
        let all: Vec<_> = pairs
            .iter()
            .flat_map(|(pair, times)| std::iter::repeat_n(coded(pair), *times))
            .collect();
        let code = &scheme().codes[2];
        let found = agreement(code, &all);
        assert_eq!((found.answers, found.observed), (20, Some(0.7)));
        assert!((found.kappa.unwrap() - 0.4).abs() < 1e-12, "{found:?}");
        let three = agreement(code, &[coded(both), coded(&[&["ruimte"], &["ruimte"], &[]])]);
        assert_eq!(three.kappa, None, "kappa is for two coders");
        assert!(three.alpha.is_some());
        assert_eq!(agreement(code, &[coded(&[&["ruimte"]])]).answers, 0);
    }
}
