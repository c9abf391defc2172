//! What the rows of a project add to the figures that everyone asks for, counted once for as long as the project does not
//! change. Overviews of hundreds of projects with thousands of rows would otherwise count all rows for every question.
//!
//! The rules are those of the figures: each of their files says what one row adds. A figure that is explained is counted row
//! by row, because it names them; a test holds that both are the same.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::civil::Date;

use super::{milestones, reports, samples::Observed};
use crate::rows::{IndicatorValueRow, List, ObservationRow, ProjectFacts};

/// What one project adds, on a day.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) milestones: milestones::Tally,
    pub(super) reports: reports::Tally,
    pub(super) open_attention_points: i64,
    /// Of the whole project.
    pub(super) realised_cents: i64,
    /// What was observed, by type of event.
    pub(super) observed: Vec<Observed>,
    /// Where the newest standing values are, one for each indicator that has one.
    newest_values: Vec<usize>,
}

impl Tally {
    fn of(project: &ProjectFacts, today: Date) -> Self {
        let open = project.attention_points.iter().filter(|point| point.is_open());
        let accepted = project.newest_accepted_report();
        Self {
            milestones: milestones::Tally::of(project, today),
            reports: reports::Tally::of(project, today),
            open_attention_points: i64::try_from(open.count()).unwrap_or(i64::MAX),
            realised_cents: accepted
                .and_then(|report| report.realised_cents)
                .unwrap_or_default(),
            observed: Observed::of(&project.observations),
            newest_values: newest_values(project),
        }
    }

    /// The newest standing values of the project, one for each indicator that has one.
    pub(super) fn newest_values<'a>(
        &self,
        project: &'a ProjectFacts,
    ) -> impl Iterator<Item = &'a IndicatorValueRow> {
        self.newest_values.iter().map(|index| &project.values[*index])
    }
}

/// The values stand in order of indicator, end of period and report.
fn newest_values(project: &ProjectFacts) -> Vec<usize> {
    let standing = project
        .values
        .iter()
        .enumerate()
        .filter(|(_, value)| value.as_corrected.is_some());
    let mut newest: Vec<usize> = Vec::new();
    for (index, value) in standing {
        match newest.last_mut() {
            Some(last) if project.values[*last].indicator_id == value.indicator_id => *last = index,
            _ => newest.push(index),
        }
    }
    newest
}

/// The tallies of all projects, and of what belongs to none. Cheap to clone; holds one per project.
#[derive(Debug, Clone, Default)]
pub struct Tallies(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    projects: HashMap<String, Kept>,
    elsewhere: Option<Elsewhere>,
}

/// What was observed that belongs to no project. It holds as long as these are the very same rows.
#[derive(Debug)]
struct Elsewhere {
    rows: List<ObservationRow>,
    observed: Arc<Vec<Observed>>,
}

/// A tally and what it was made from. It holds as long as that is the very same.
#[derive(Debug)]
struct Kept {
    today: Date,
    project: Arc<ProjectFacts>,
    tally: Arc<Tally>,
}

impl Tallies {
    /// The tally of a project on a day.
    pub(super) fn of(&self, project: &Arc<ProjectFacts>, today: Date) -> Arc<Tally> {
        let project_id = &project.project.project_id;
        if let Some(kept) = self.lock().projects.get(project_id)
            && kept.today == today
            && Arc::ptr_eq(&kept.project, project)
        {
            return kept.tally.clone();
        }
        let tally = Arc::new(Tally::of(project, today));
        let kept = Kept {
            today,
            project: project.clone(),
            tally: tally.clone(),
        };
        self.lock().projects.insert(project_id.clone(), kept);
        tally
    }

    /// What was observed in no project.
    pub(super) fn elsewhere(&self, rows: &List<ObservationRow>) -> Arc<Vec<Observed>> {
        if let Some(known) = &self.lock().elsewhere
            && known.rows.is_copy_of(rows)
        {
            return known.observed.clone();
        }
        let observed = Arc::new(Observed::of(rows));
        self.lock().elsewhere = Some(Elsewhere {
            rows: rows.clone(),
            observed: observed.clone(),
        });
        observed
    }

    /// Each change of it is one step, so whoever panics leaves it whole.
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use contracts::{insight::v1::WaitsOn, programme::v1::ReportState};

    use super::*;
    use crate::{
        figure::{
            Scope, Selection,
            fixture::{day, facts, milestone, project, report, today, value},
            oldest_wait,
        },
        rows::Facts,
    };

    fn programme() -> Facts {
        let one = ProjectFacts {
            milestones: vec![milestone("m1", "2025-01-01", "2025-01-01")].into(),
            reports: vec![
                report("r1", "2024-06-30", ReportState::Submitted),
                report("r2", "2024-12-31", ReportState::Returned),
            ]
            .into(),
            ..project("p1")
        };
        facts([one, project("p2")], Vec::new())
    }

    #[test]
    fn a_tally_is_made_once_while_the_project_stays_and_the_day() {
        let (tallies, mut known) = (Tallies::default(), programme());
        let tally = |known: &Facts, today| tallies.of(&known.projects["p1"], today);
        let first = tally(&known, today());
        assert!(Arc::ptr_eq(&first, &tally(&known, today())));
        let tomorrow = tally(&known, today().tomorrow().unwrap());
        assert!(!Arc::ptr_eq(&first, &tomorrow));

        let before = tally(&known, today());
        let changed = Arc::make_mut(known.projects.get_mut("p1").unwrap());
        changed.milestones = vec![].into();
        assert_ne!(tally(&known, today()), before);
    }

    #[test]
    fn the_newest_standing_value_of_each_indicator_is_found() {
        let mut void = value("p1", "a", "2025-06-30", 9.0, 40);
        void.as_corrected = None;
        let values = vec![
            value("p1", "a", "2024-06-30", 1.0, 10),
            value("p1", "a", "2024-12-31", 2.0, 20),
            void.clone(),
            value("p1", "b", "2024-06-30", 3.0, 30),
            {
                IndicatorValueRow {
                    indicator_id: "c".into(),
                    ..void
                }
            },
        ];
        let known = ProjectFacts {
            values: values.into(),
            ..project("p1")
        };
        let tally = Tally::of(&known, today());
        let found: Vec<_> = tally
            .newest_values(&known)
            .map(|row| (row.indicator_id.as_str(), row.as_corrected))
            .collect();
        assert_eq!(found, [("a", Some(2.0)), ("b", Some(3.0))]);
        for (indicator, _) in found {
            assert_eq!(
                known.newest_value(indicator).map(|row| row.period_ends_on),
                tally
                    .newest_values(&known)
                    .find(|row| row.indicator_id == indicator)
                    .map(|row| row.period_ends_on)
            );
        }
        assert!(known.newest_value("c").is_none());
    }

    #[test]
    fn the_oldest_wait_is_the_same_with_tallies() {
        let known = programme();
        let selection = || Selection::of_scope(&known, &Scope::default(), today());
        for whom in [WaitsOn::Reviewer, WaitsOn::Project, WaitsOn::Approver] {
            let plain = oldest_wait(&selection(), whom);
            assert_eq!(
                oldest_wait(&selection().tallied(&Tallies::default()), whom),
                plain
            );
        }
        let reviewer = oldest_wait(&selection(), WaitsOn::Reviewer).unwrap();
        assert_eq!(reviewer.since, day("2025-02-01"));
    }
}
