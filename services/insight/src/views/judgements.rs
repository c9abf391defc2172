//! Judgements, each made once for as long as nothing changes that it was made from.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use contracts::insight::v1::ProjectSummary;
use jiff::civil::Date;

use crate::{
    feedback::{
        language::Language,
        markdown::ProjectParts,
        peers::{Compared, Measures},
        waiting::{Waiting, waiting},
    },
    judgement::{Facts as Judged, Judgement, judge},
    rows::{Facts, List, MilestoneRow, ProjectFacts, Reference},
    status::{Depth, facts_of, summary},
};

/// A project put together for judging, and what follows from it.
#[derive(Debug)]
pub struct Verdict {
    /// What is known of it.
    pub facts: Judged,
    /// Its judgement.
    pub judgement: Judgement,
    /// Both, as lists show them.
    pub summary: ProjectSummary,
    /// What it is compared with others by.
    pub measures: Measures,
}

impl Verdict {
    /// The project as it is compared with others.
    #[must_use]
    pub fn compared(&self) -> Compared<'_> {
        Compared {
            profile: &self.facts.profile,
            measures: &self.measures,
        }
    }
}

/// All that is known of a project, judged: what is shown of it by itself.
#[derive(Debug)]
pub struct Whole {
    /// What is known of it.
    pub facts: Judged,
    /// Its judgement, which needs less than all that is known.
    pub verdict: Arc<Verdict>,
    /// What waits in it, longest first.
    pub waiting: Vec<Waiting>,
    today: Date,
    /// By language, written when it is asked for.
    parts: [OnceLock<ProjectParts>; Language::ALL.len()],
}

impl Whole {
    /// What its feedback report says of the project alone.
    #[must_use]
    pub fn parts(&self, language: Language) -> &ProjectParts {
        let write = || ProjectParts::write(&self.facts, &self.waiting, self.today, language);
        self.parts[language as usize].get_or_init(write)
    }
}

/// Gives out verdicts. Cheap to clone; holds one per project.
#[derive(Debug, Clone, Default)]
pub struct Judgements(Arc<Mutex<HashMap<String, Arc<Kept>>>>);

/// A verdict and everything it was made from. It holds as long as all of that is the very same.
#[derive(Debug)]
struct Kept {
    today: Date,
    project: Arc<ProjectFacts>,
    reference: Arc<Reference>,
    waited_for: Vec<(String, Option<List<MilestoneRow>>)>,
    verdict: Arc<Verdict>,
    /// Made when it is asked for.
    whole: OnceLock<Option<Arc<Whole>>>,
}

impl Judgements {
    /// The verdict on a project on a day; none when the project is not known.
    #[must_use]
    pub fn of(&self, facts: &Facts, project_id: &str, today: Date) -> Option<Arc<Verdict>> {
        self.kept(facts, project_id, today)
            .map(|kept| kept.verdict.clone())
    }

    /// All that is known of a project on a day; none when the project is not known.
    #[must_use]
    pub fn whole(&self, facts: &Facts, project_id: &str, today: Date) -> Option<Arc<Whole>> {
        let kept = self.kept(facts, project_id, today)?;
        let make = || {
            let known = facts_of(facts, project_id, today, Depth::Everything)?;
            Some(Arc::new(Whole {
                waiting: waiting(&known, today),
                facts: known,
                verdict: kept.verdict.clone(),
                today,
                parts: Default::default(),
            }))
        };
        kept.whole.get_or_init(make).clone()
    }

    fn kept(&self, facts: &Facts, project_id: &str, today: Date) -> Option<Arc<Kept>> {
        let project = facts.projects.get(project_id)?;
        let kept = self.lock().get(project_id).cloned();
        if let Some(kept) = kept.filter(|kept| kept.holds(facts, project, today)) {
            return Some(kept);
        }
        let made = Arc::new(Kept::make(facts, project, today)?);
        self.lock().insert(project_id.to_owned(), made.clone());
        Some(made)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Kept>>> {
        // Whoever panicked left whole entries: they are put in at once.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn make(facts: &Facts, project: &Arc<ProjectFacts>, today: Date) -> Option<Self> {
        let judged = facts_of(facts, &project.project.project_id, today, Depth::Judgement)?;
        let judgement = judge(&judged, today);
        let verdict = Verdict {
            summary: summary(&judged, &judgement),
            measures: Measures::of(&judged, today),
            facts: judged,
            judgement,
        };
        let waited_for = project.dependencies.iter().map(|it| {
            let other = milestones(facts, &it.on_project_id).cloned();
            (it.on_project_id.clone(), other)
        });
        Some(Self {
            today,
            waited_for: waited_for.collect(),
            project: project.clone(),
            reference: facts.reference.clone(),
            verdict: Arc::new(verdict),
            whole: OnceLock::new(),
        })
    }

    fn holds(&self, facts: &Facts, project: &Arc<ProjectFacts>, today: Date) -> bool {
        self.today == today
            && Arc::ptr_eq(&self.project, project)
            && Arc::ptr_eq(&self.reference, &facts.reference)
            && self
                .waited_for
                .iter()
                .all(|(other, then)| match (then, milestones(facts, other)) {
                    (Some(then), Some(now)) => then.is_copy_of(now),
                    (None, None) => true,
                    (Some(_), None) | (None, Some(_)) => false,
                })
    }
}

fn milestones<'a>(facts: &'a Facts, project_id: &str) -> Option<&'a List<MilestoneRow>> {
    facts.projects.get(project_id).map(|project| &project.milestones)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        figure::fixture::{facts, milestone, project, today},
        rows::DependencyRow,
    };

    fn waiting_project() -> ProjectFacts {
        let waits = DependencyRow {
            project_id: "p1".into(),
            dependency_id: "d1".into(),
            milestone_id: "m1".into(),
            on_project_id: "p2".into(),
            on_milestone_id: "x1".into(),
            note: String::new(),
            withdrawn: false,
            positions: vec![9],
        };
        ProjectFacts {
            milestones: vec![milestone("m1", "2025-12-01", "2025-12-01")].into(),
            dependencies: vec![waits].into(),
            ..project("p1")
        }
    }

    fn programme() -> Facts {
        let other = ProjectFacts {
            milestones: vec![milestone("x1", "2025-06-01", "2025-06-01")].into(),
            ..project("p2")
        };
        facts([waiting_project(), other, project("p3")], Vec::new())
    }

    fn is_kept(judgements: &Judgements, before: &Facts, after: &Facts) -> bool {
        let verdict = |facts| judgements.of(facts, "p1", today()).unwrap();
        Arc::ptr_eq(&verdict(before), &verdict(after))
    }

    #[test]
    fn a_verdict_is_made_once_while_nothing_of_the_project_changes() {
        let (judgements, before) = (Judgements::default(), programme());
        let mut after = before.clone();
        Arc::make_mut(after.projects.get_mut("p3").unwrap()).project.name = "new".into();
        assert!(is_kept(&judgements, &before, &after));
    }

    #[test]
    fn a_change_of_the_project_or_of_what_it_waits_for_makes_a_new_one() {
        for changed in ["p1", "p2"] {
            let (judgements, before) = (Judgements::default(), programme());
            let mut after = before.clone();
            let project = Arc::make_mut(after.projects.get_mut(changed).unwrap());
            project
                .milestones
                .change(|_| true, |row| row.title = "new".into());
            assert!(!is_kept(&judgements, &before, &after), "{changed}");
        }
    }

    #[test]
    fn a_new_day_or_other_reference_data_make_a_new_one() {
        let (judgements, before) = (Judgements::default(), programme());
        let mut after = before.clone();
        after.reference = Arc::default();
        assert!(!is_kept(&judgements, &before, &after));
        let verdict = judgements.of(&after, "p1", today()).unwrap();
        let tomorrow = judgements.of(&after, "p1", today().tomorrow().unwrap()).unwrap();
        assert!(!Arc::ptr_eq(&verdict, &tomorrow));
    }
}
