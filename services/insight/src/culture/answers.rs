//! What projects tell of the learning culture: in how many a code or a component appears, by building block, theme and region, and how
//! many reports answer the question at all.
//!
//! A report counts as it was accepted last. What was coded of an earlier round of correction does not hold any more: the answer may
//! read otherwise now. Projects are counted, never codes: one that says the same in every report says it once.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{
    culture::v1::{CodingScheme, Component},
    insight::v1::{CultureAppearance, CultureTally},
};

use crate::{
    coherence::Traced,
    figure::{UNASSIGNED, wants},
    rows::{CodedRow, Culture, Facts, ProjectFacts, ReportRow, SchemeRow},
};

/// The components, in the order in which they are told.
pub(super) const COMPONENTS: [Component; 3] = [
    Component::LearningBehaviour,
    Component::Urgency,
    Component::StimulatingFactors,
];

/// Which projects; empty fields want all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Building block.
    pub block_id: String,
    /// Theme; [`UNASSIGNED`] for none.
    pub theme_id: String,
    /// Region.
    pub region_id: String,
}

/// By which version of which scheme answers are read.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a>(Option<&'a SchemeRow>);

impl<'a> Wanted<'a> {
    /// A version of a scheme, or the newest of the one that was defined last; none when it is not known.
    #[must_use]
    pub fn find(culture: &'a Culture, scheme_id: &str, version: u32) -> Option<Self> {
        if !scheme_id.is_empty() {
            return culture.scheme(scheme_id, version).map(|row| Self(Some(row)));
        }
        let all = culture.schemes.values().flatten();
        let last = all.max_by_key(|row| row.position);
        (version == 0).then_some(Self(last))
    }

    /// Whether an answer was coded by it.
    pub(crate) fn takes(self, coded: &CodedRow) -> bool {
        self.0
            .is_some_and(|row| row.scheme_id == coded.scheme_id && row.version == coded.scheme_version)
    }

    /// The version; none as long as there is no scheme.
    pub(crate) fn scheme(self) -> Option<&'a CodingScheme> {
        self.0.map(|row| &row.scheme)
    }
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// Scheme; empty as long as there is none.
    pub scheme_id: String,
    /// Its version.
    pub scheme_version: u32,
    /// Accepted reports.
    pub reports: Traced,
    /// Those that answer the question.
    pub answered: Traced,
    /// Those of them that were coded.
    pub coded: Traced,
    /// By code.
    pub codes: Vec<CultureAppearance>,
    /// By component.
    pub components: Vec<CultureAppearance>,
    /// Whether an invented project is counted.
    pub contains_examples: bool,
}

impl Answers {
    /// The share of reports that answer.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let all = self.reports.total();
        (all > 0).then(|| self.answered.total() as f64 / all as f64)
    }
}

/// An accepted report with what was coded of it as it was accepted last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered<'a> {
    /// The report.
    pub(crate) report: &'a ReportRow,
    /// What was coded of it.
    pub(crate) coded: Option<&'a CodedRow>,
}

/// The accepted reports of a project that answer the question.
pub(crate) fn answers_to<'a>(
    culture: &'a Culture,
    project: &'a ProjectFacts,
) -> impl Iterator<Item = Answered<'a>> {
    let accepted = accepted(project).filter(|report| is_answered(report));
    accepted.map(|report| Answered {
        report,
        coded: culture
            .coded
            .get(&report.report_id)
            .map(AsRef::as_ref)
            .filter(|coded: &&CodedRow| Some(coded.revision) == report.accepted_revision),
    })
}

fn accepted(project: &ProjectFacts) -> impl Iterator<Item = &ReportRow> {
    project
        .reports
        .iter()
        .filter(|report| report.accepted_position.is_some())
}

fn is_answered(report: &ReportRow) -> bool {
    !report.learning_culture.trim().is_empty()
}

/// What projects tell, read by a version of a scheme.
#[must_use]
pub fn in_projects(facts: &Facts, wanted: Wanted<'_>, filter: &Filter) -> Answers {
    let mut found = Answers::default();
    let mut told = Told::default();
    for project in facts.projects.values().filter(|project| covers(filter, project)) {
        for report in accepted(project) {
            found.contains_examples |= project.project.example;
            found.reports.one(report.accepted_position.as_slice());
        }
        for answer in answers_to(&facts.culture, project) {
            found.answered.one(answer.report.accepted_position.as_slice());
            if let Some(coded) = answer.coded.filter(|coded| wanted.takes(coded)) {
                found.coded.one(&[coded.position]);
                told.by(project, coded);
            }
        }
    }
    if let Some(scheme) = wanted.scheme() {
        found.scheme_id.clone_from(&scheme.scheme_id);
        found.scheme_version = scheme.version;
        found.codes = codes(scheme, &told);
        found.components = components(scheme, &told);
    }
    found
}

fn covers(filter: &Filter, project: &ProjectFacts) -> bool {
    let row = &project.project;
    let in_region =
        filter.region_id.is_empty() || row.regions.iter().any(|it| it.region_id == filter.region_id);
    in_region && wants(&filter.block_id, &row.block_id) && wants(&filter.theme_id, &row.theme_id)
}

/// The projects that tell of each code, with the positions of the events that say so.
#[derive(Debug, Default)]
struct Told<'a>(BTreeMap<&'a str, BTreeMap<&'a str, (&'a ProjectFacts, Vec<u64>)>>);

impl<'a> Told<'a> {
    fn by(&mut self, project: &'a ProjectFacts, coded: &'a CodedRow) {
        for code_id in &coded.code_ids {
            let projects = self.0.entry(code_id).or_default();
            let (_, positions) = projects
                .entry(&project.project.project_id)
                .or_insert_with(|| (project, Vec::new()));
            positions.push(coded.position);
        }
    }

    /// In how many projects any of some codes appears.
    fn appearance(&self, code_ids: &[&str]) -> CultureAppearance {
        let mut projects = BTreeMap::<&str, (&ProjectFacts, BTreeSet<u64>)>::new();
        let told = code_ids.iter().filter_map(|code_id| self.0.get(code_id));
        for (project_id, (project, positions)) in told.flatten() {
            let (_, all) = projects
                .entry(project_id)
                .or_insert_with(|| (project, BTreeSet::new()));
            all.extend(positions);
        }
        let mut counted = Counted::default();
        for (project, positions) in projects.into_values() {
            counted.project(project, &positions.into_iter().collect::<Vec<_>>());
        }
        counted.shown()
    }
}

#[derive(Debug, Default)]
struct Counted {
    all: Traced,
    blocks: BTreeMap<String, Traced>,
    themes: BTreeMap<String, Traced>,
    regions: BTreeMap<String, Traced>,
}

impl Counted {
    fn project(&mut self, project: &ProjectFacts, positions: &[u64]) {
        let row = &project.project;
        self.all.one(positions);
        let count = |tally: &mut BTreeMap<String, Traced>, id: &str| {
            let id = if id.is_empty() { UNASSIGNED } else { id };
            tally.entry(id.to_owned()).or_default().one(positions);
        };
        count(&mut self.blocks, &row.block_id);
        count(&mut self.themes, &row.theme_id);
        for share in &row.regions {
            count(&mut self.regions, &share.region_id);
        }
    }

    fn shown(self) -> CultureAppearance {
        let tallies = |tally: BTreeMap<String, Traced>| {
            let tallies = tally.into_iter().map(|(id, projects)| CultureTally {
                id,
                projects: Some(projects.count()),
            });
            tallies.collect()
        };
        CultureAppearance {
            projects: Some(self.all.count()),
            blocks: tallies(self.blocks),
            themes: tallies(self.themes),
            regions: tallies(self.regions),
            ..CultureAppearance::default()
        }
    }
}

fn codes(scheme: &CodingScheme, told: &Told<'_>) -> Vec<CultureAppearance> {
    let codes = scheme.codes.iter().map(|code| CultureAppearance {
        code_id: code.code_id.clone(),
        label: code.label.clone(),
        component: code.component,
        ..told.appearance(&[&code.code_id])
    });
    codes.collect()
}

fn components(scheme: &CodingScheme, told: &Told<'_>) -> Vec<CultureAppearance> {
    let of = |component: Component| {
        let codes = scheme.codes.iter().filter(|code| code.component() == component);
        let code_ids: Vec<&str> = codes.map(|code| code.code_id.as_str()).collect();
        CultureAppearance {
            component: component.into(),
            ..told.appearance(&code_ids)
        }
    };
    COMPONENTS.map(of).into()
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::{TracedFigure, traced_figure::Value};

    use super::*;
    use crate::{
        coherence::fixture::{Known, answering, coded, known, scheme},
        figure::fixture::project,
    };

    fn value(figure: Option<&TracedFigure>) -> (i64, Vec<u64>) {
        let figure = figure.unwrap();
        match figure.value {
            Some(Value::Count(count)) => (count, figure.positions.clone()),
            _ => panic!("{figure:?} is no count"),
        }
    }

    fn told() -> Known {
        let mut other = answering("p2", &["r3"], 30);
        other.project.block_id = "professionalisation".into();
        other.project.theme_id = String::new();
        known()
            .with(scheme(
                "s",
                1,
                &[
                    ("tijd", Component::StimulatingFactors),
                    ("plan", Component::LearningBehaviour),
                ],
                1,
            ))
            .with(answering("p1", &["r1", "r2"], 10))
            .with(other)
            .with(coded("r1", "p1", &["tijd", "plan"], 41))
            .with(coded("r2", "p1", &["tijd"], 42))
            .with(coded("r3", "p2", &["tijd"], 43))
    }

    fn found(facts: &Facts, filter: &Filter) -> Answers {
        in_projects(facts, Wanted::find(&facts.culture, "", 0).unwrap(), filter)
    }

    #[test]
    fn a_project_that_says_the_same_twice_says_it_once_with_both_events_behind_it() {
        let facts = told().facts();
        let answers = found(&facts, &Filter::default());
        assert_eq!((answers.reports.total(), answers.answered.total()), (3, 3));
        assert_eq!((answers.coded.total(), answers.scheme_version), (3, 1));
        let time = &answers.codes[0];
        assert_eq!(
            (time.code_id.as_str(), value(time.projects.as_ref())),
            ("tijd", (2, vec![41, 42, 43]))
        );
        let blocks: Vec<_> = time
            .blocks
            .iter()
            .map(|it| (it.id.as_str(), value(it.projects.as_ref()).0))
            .collect();
        assert_eq!(blocks, [("professionalisation", 1), ("transitions", 1)]);
        assert_eq!(time.themes[0].id, "-");
    }

    #[test]
    fn components_stand_side_by_side() {
        let facts = told().facts();
        let components = found(&facts, &Filter::default()).components;
        let counts: Vec<_> = components
            .iter()
            .map(|it| value(it.projects.as_ref()).0)
            .collect();
        assert_eq!(counts, [1, 0, 2]);
    }

    #[test]
    fn what_was_coded_of_an_earlier_round_does_not_hold_any_more() {
        let mut corrected = answering("p1", &["r1"], 10);
        corrected
            .reports
            .change(|_| true, |report| report.accepted_revision = Some(2));
        let facts = told().with(corrected).facts();
        let answers = found(&facts, &Filter::default());
        assert_eq!((answers.answered.total(), answers.coded.total()), (2, 1));
    }

    #[test]
    fn a_report_without_an_answer_is_in_the_share() {
        let mut silent = answering("p3", &["r4"], 50);
        silent
            .reports
            .change(|_| true, |report| report.learning_culture = " ".into());
        let facts = told().with(silent).with(project("p4")).facts();
        assert_eq!(found(&facts, &Filter::default()).share(), Some(0.75));
        assert_eq!(found(&known().facts(), &Filter::default()).share(), None);
    }

    #[test]
    fn projects_are_found_by_block_theme_and_region() {
        let facts = told().facts();
        let reports = |filter: Filter| found(&facts, &filter).reports.total();
        let of = |block: &str, theme: &str, region: &str| Filter {
            block_id: block.into(),
            theme_id: theme.into(),
            region_id: region.into(),
        };
        assert_eq!(reports(of("transitions", "", "")), 2);
        assert_eq!(reports(of("", "-", "")), 1);
        assert_eq!(reports(of("", "", "AM99")), 0);
    }

    #[test]
    fn a_scheme_that_nobody_defined_is_not_known_and_without_any_nothing_is_coded() {
        let facts = told().facts();
        assert!(Wanted::find(&facts.culture, "other", 0).is_none());
        assert!(Wanted::find(&facts.culture, "s", 9).is_none());
        let without = known().with(answering("p1", &["r1"], 10)).facts();
        let answers = found(&without, &Filter::default());
        assert!(answers.codes.is_empty() && answers.answered.total() == 1);
    }
}
