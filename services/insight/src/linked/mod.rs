//! Projects of other programmes beside those of the hub: what is counted of them, and what their programmes reported.
//!
//! A project that is the same as one of the hub is shown and marked, and counts nowhere here: it counts among the hub's own, whose
//! figures never look at linked projects. So what both count adds up, and nothing is counted twice.

use std::collections::BTreeMap;

use contracts::{
    exchange::v1::{
        LinkedMilestoneReached, LinkedParticipantsCounted, LinkedProgressDescribed, LinkedProject,
        LinkedProjectFinished,
    },
    insight::v1::{LinkedProgramme, LinkedProjectRef, LinkedProjectStatus},
};
use jiff::civil::Date;
use runtime::receipt::proto_time;

use crate::{
    coherence::{
        Traced,
        traced::{in_order, newest},
    },
    figure::{Scope, UNASSIGNED, wants},
    rows::{Facts, Linked, LinkedMilestoneRow, LinkedProjectRow, Participants, Progress, Told},
};

/// Which linked projects are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Programme; empty for all.
    pub programme_id: String,
    /// What they belong to. They are of no building block, tranche or workgroup; one without regions is for the whole country.
    pub scope: Scope,
}

impl Filter {
    fn covers(&self, row: &LinkedProjectRow) -> bool {
        let of_none = [&self.scope.block, &self.scope.tranche, &self.scope.workgroup];
        let in_region = match self.scope.region.as_str() {
            "" => true,
            UNASSIGNED => row.region_ids.is_empty(),
            region => row.region_ids.iter().any(|it| it == region),
        };
        of_none.iter().all(|wanted| wants(wanted, ""))
            && wants(&self.scope.theme, &row.theme_id)
            && (self.programme_id.is_empty() || self.programme_id == row.programme_id)
            && in_region
    }
}

/// What is counted of the projects of one programme.
#[derive(Debug, Default)]
struct Tally {
    linked: Traced,
    same_as_hub: Traced,
    counted: Traced,
    finished: Traced,
    participants: Traced,
    milestones: Traced,
}

/// What is counted, by programme.
#[must_use]
pub fn programmes(facts: &Facts, filter: &Filter) -> Vec<LinkedProgramme> {
    let mut tallies = BTreeMap::<&str, Tally>::new();
    for row in wanted(&facts.linked, filter) {
        let tally = tallies.entry(&row.programme_id).or_default();
        tally.count(row, &facts.linked);
    }
    let tallies = tallies.into_iter();
    tallies
        .map(|(programme_id, tally)| tally.shown(programme_id))
        .collect()
}

/// The projects with what was reported of them, by programme and identifier.
#[must_use]
pub fn projects(facts: &Facts, filter: &Filter) -> BTreeMap<String, LinkedProjectStatus> {
    let rows = wanted(&facts.linked, filter);
    rows.map(|row| (row.linked_id.clone(), status(row, &facts.linked)))
        .collect()
}

/// The linked projects that are the same as a project of the hub.
#[must_use]
pub fn same_as(facts: &Facts, project_id: &str) -> Vec<LinkedProjectRef> {
    let rows = facts.linked.projects.values();
    rows.filter(|row| row.same_as_project_id == project_id)
        .map(|row| LinkedProjectRef {
            programme_id: row.programme_id.clone(),
            project_id: row.project_id.clone(),
        })
        .collect()
}

fn wanted<'a>(linked: &'a Linked, filter: &'a Filter) -> impl Iterator<Item = &'a LinkedProjectRow> {
    let rows = linked.projects.values().map(AsRef::as_ref);
    rows.filter(|row| filter.covers(row))
}

impl Tally {
    fn count(&mut self, row: &LinkedProjectRow, linked: &Linked) {
        self.linked.one(&row.positions);
        if !row.is_counted() {
            return self.same_as_hub.one(&row.positions);
        }
        self.counted.one(&row.positions);
        if let Some(finished) = &row.finished {
            self.finished.one(&[finished.position]);
        }
        if let Some(counted) = &row.participants {
            let people = i64::try_from(counted.what.number).unwrap_or(i64::MAX);
            self.participants.add(people, &[counted.position]);
        }
        for milestone in linked.milestones_of(&row.linked_id) {
            self.milestones.one(&[milestone.reached.position]);
        }
    }

    fn shown(&self, programme_id: &str) -> LinkedProgramme {
        LinkedProgramme {
            programme_id: programme_id.to_owned(),
            linked: Some(self.linked.count()),
            same_as_hub: Some(self.same_as_hub.count()),
            counted: Some(self.counted.count()),
            finished: Some(self.finished.count()),
            participants: Some(self.participants.count()),
            milestones: Some(self.milestones.count()),
        }
    }
}

fn status(row: &LinkedProjectRow, linked: &Linked) -> LinkedProjectStatus {
    let mut milestones: Vec<_> = linked.milestones_of(&row.linked_id).collect();
    milestones.sort_by_key(|it| it.reached.what.reached_on);
    LinkedProjectStatus {
        programme_id: row.programme_id.clone(),
        project: Some(described(row)),
        counted: row.is_counted(),
        finished: row.finished.as_ref().map(finished),
        participants: row.participants.as_ref().map(participants),
        progress: row.progress.as_ref().map(progress),
        milestones: milestones.iter().map(|it| milestone(it)).collect(),
        last_reported_at: row.last_reported_at.map(proto_time),
        positions: newest(in_order(&positions(row, &milestones))),
    }
}

/// Of all events behind what is shown of a project.
fn positions(row: &LinkedProjectRow, milestones: &[&LinkedMilestoneRow]) -> Vec<u64> {
    let told = [
        row.finished.as_ref().map(|it| it.position),
        row.participants.as_ref().map(|it| it.position),
        row.progress.as_ref().map(|it| it.position),
    ];
    (row.positions.iter().copied())
        .chain(told.into_iter().flatten())
        .chain(milestones.iter().map(|it| it.reached.position))
        .collect()
}

fn described(row: &LinkedProjectRow) -> LinkedProject {
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    LinkedProject {
        project_id: row.project_id.clone(),
        title: row.title.clone(),
        region_ids: row.region_ids.clone(),
        theme_id: row.theme_id.clone(),
        same_as_project_id: row.same_as_project_id.clone(),
        starts_on: text(row.starts_on),
        ends_on: text(row.ends_on),
    }
}

fn finished(told: &Told<Date>) -> LinkedProjectFinished {
    LinkedProjectFinished {
        finished_on: told.what.to_string(),
    }
}

fn participants(told: &Told<Participants>) -> LinkedParticipantsCounted {
    LinkedParticipantsCounted {
        participants: told.what.number,
        counted_until: told.what.counted_until.to_string(),
    }
}

fn progress(told: &Told<Progress>) -> LinkedProgressDescribed {
    LinkedProgressDescribed {
        from_date: told.what.from_date.to_string(),
        to_date: told.what.to_date.to_string(),
        summary: told.what.summary.clone(),
    }
}

fn milestone(row: &LinkedMilestoneRow) -> LinkedMilestoneReached {
    LinkedMilestoneReached {
        milestone_id: row.milestone_id.clone(),
        description: row.reached.what.description.clone(),
        reached_on: row.reached.what.reached_on.to_string(),
    }
}

#[cfg(test)]
mod tests;
