//! Projection `observations`: progress as events show it, next to progress as it is reported.
//!
//! An indicator names in `observed_by` the event types it can be computed from. What an event of a type shows is told by
//! its observer: one line in [`OBSERVERS`] and a function.

use contracts::{
    culture::v1::InterventionStarted,
    ledger::v1::Entry,
    professionalisation::v1::{CredentialClassPublished, OfferPublished, ProviderScanned, TrackCompleted},
    programme::v1 as api,
    radar::v1::{SkillMerged, SkillPublished, SourceDistilled},
    transitions::v1::{DemandAdvanced, DemandPhase, SolutionDesigned, SolutionPiloted},
};
use eventing::{ProjectionError, clock::dutch_date, event_id::is_first};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    events::{day, json, logged_at, required},
    fold::{Fold, Place, stored},
};
use crate::{
    rows::{List, ObservationRow},
    views::Gathered,
};

/// What events show about one project, or about none.
#[derive(Debug, Clone, Default)]
pub(super) struct Observations {
    rows: List<ObservationRow>,
}

/// What one event shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The thing observed; the newest event about it holds.
    key: String,
    /// Quantity it adds; 0 takes back what was observed before.
    quantity: f64,
    /// What it counts, where different things are counted.
    item: String,
    /// Day it happened by the event's own words; none when it names no day, and then it is the day it was told.
    happened_on: Option<Date>,
    /// Type of the events whose observation it changes, where those are not of its own type.
    instead_of: Option<&'static str>,
}

/// Tells what an event of one type shows.
pub type Observer = fn(&Entry) -> Result<Observed, ProjectionError>;

/// The observers by CloudEvents type.
pub const OBSERVERS: &[(&str, Observer)] = &[
    // Each project.
    ("nl.projects.project-registered.v1", |entry| {
        Ok(once(&entry.project_id, &entry.project_id))
    }),
    // Each project whose final report was approved.
    ("nl.projects.project-closed.v1", |entry| {
        Ok(once(&entry.project_id, &entry.project_id))
    }),
    // Each milestone.
    ("nl.projects.milestone-achieved.v1", milestone_achieved),
    // Each accepted report that answers the learning-culture question; the item is the project.
    ("nl.reports.report-accepted.v1", learning_culture_answered),
    // Each demand that went through all phases. It belongs to no project.
    ("nl.demands.demand-advanced.v1", demand_understood),
    // Each solution.
    ("nl.solutions.solution-designed.v1", solution_designed),
    // Each solution that had its first learners.
    ("nl.solutions.solution-piloted.v1", solution_piloted),
    // Each offer, also when it was withdrawn since: it was developed.
    ("nl.offers.offer-published.v1", offer_published),
    // The educators who completed a track.
    ("nl.tracks.track-completed.v1", track_completed),
    // Each credential class.
    (
        "nl.credential-classes.credential-class-published.v1",
        class_published,
    ),
    // Each provider that was scanned for a project; the item is the provider.
    ("nl.providers.provider-scanned.v1", provider_scanned),
    // Each source in which skills were found, however often it was read.
    ("nl.sources.source-distilled.v1", source_distilled),
    // Each skill that was published, also when it was taken off the radar since.
    (SKILL_PUBLISHED, skill_published),
    // One that is merged is the other one from then on.
    ("nl.skills.skill-merged.v1", skill_merged),
    // Each intervention that was started.
    (
        "nl.culture-interventions.intervention-started.v1",
        intervention_started,
    ),
    // Each disagreement about what was published.
    ("nl.skills.dissent-recorded.v1", |entry| {
        let key = entry.position.to_string();
        Ok(once(&key, &key))
    }),
];

const SKILL_PUBLISHED: &str = "nl.skills.skill-published.v1";

fn once(key: &str, item: &str) -> Observed {
    Observed {
        key: key.to_owned(),
        quantity: 1.0,
        item: item.to_owned(),
        happened_on: None,
        instead_of: None,
    }
}

impl Observed {
    /// The same, on a day.
    fn on(self, day: Date) -> Self {
        Self {
            happened_on: Some(day),
            ..self
        }
    }
}

fn milestone_achieved(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: api::MilestoneAchieved = json(entry)?;
    let key = format!("{}/{}", event.project_id, event.milestone_id);
    let happened_on = day(entry.position, "achieved_on", &event.achieved_on)?;
    Ok(once(&key, &key).on(happened_on))
}

/// The phases before the last one show nothing yet.
fn demand_understood(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: DemandAdvanced = json(entry)?;
    let understood = event.phase() == DemandPhase::Understand;
    let reached_on = day(entry.position, "reached_on", &event.reached_on)?;
    Ok(Observed {
        quantity: if understood { 1.0 } else { 0.0 },
        ..once(&event.demand_id, &event.demand_id).on(reached_on)
    })
}

fn solution_designed(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: SolutionDesigned = json(entry)?;
    let solution = required(entry.position, "solution", event.solution)?;
    let designed_on = day(entry.position, "solution.designed_on", &solution.designed_on)?;
    Ok(once(&solution.solution_id, &solution.solution_id).on(designed_on))
}

fn solution_piloted(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: SolutionPiloted = json(entry)?;
    let piloted_on = day(entry.position, "piloted_on", &event.piloted_on)?;
    Ok(once(&event.solution_id, &event.solution_id).on(piloted_on))
}

/// The first publication holds its day: a revision develops no other offer.
fn offer_published(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: OfferPublished = json(entry)?;
    let offer = required(entry.position, "offer", event.offer)?;
    let open_from = day(entry.position, "offer.open_from", &offer.open_from)?;
    Ok(once(&offer.offer_id, &offer.offer_id).on(open_from))
}

fn track_completed(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: TrackCompleted = json(entry)?;
    let completed_on = day(entry.position, "completed_on", &event.completed_on)?;
    let key = format!("{}/{}", event.provider_id, event.track_id);
    Ok(Observed {
        quantity: f64::from(event.educators),
        ..once(&key, &key).on(completed_on)
    })
}

fn class_published(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: CredentialClassPublished = json(entry)?;
    let class = required(entry.position, "credential_class", event.credential_class)?;
    let published_on = day(entry.position, "published_on", &event.published_on)?;
    Ok(once(&class.class_id, &class.class_id).on(published_on))
}

fn provider_scanned(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: ProviderScanned = json(entry)?;
    let scan = required(entry.position, "scan", event.scan)?;
    let taken_on = day(entry.position, "scan.taken_on", &scan.taken_on)?;
    let key = format!("{}/{}", event.provider_id, scan.scan_id);
    Ok(once(&key, &event.provider_id).on(taken_on))
}

/// A reading that finds no skill any more takes the source back.
fn source_distilled(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: SourceDistilled = json(entry)?;
    Ok(Observed {
        quantity: if event.concepts > 0 { 1.0 } else { 0.0 },
        ..once(&event.source_id, &event.source_id)
    })
}

fn skill_published(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: SkillPublished = json(entry)?;
    let skill = required(entry.position, "skill", event.skill)?;
    let published_on = day(entry.position, "published_on", &event.published_on)?;
    Ok(once(&skill.skill_id, &skill.skill_id).on(published_on))
}

/// Takes back that the skill was published: it counts with the one it was merged into.
fn skill_merged(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: SkillMerged = json(entry)?;
    let merged_on = day(entry.position, "merged_on", &event.merged_on)?;
    Ok(Observed {
        quantity: 0.0,
        instead_of: Some(SKILL_PUBLISHED),
        ..once(&event.skill_id, &event.skill_id).on(merged_on)
    })
}

fn intervention_started(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: InterventionStarted = json(entry)?;
    let started_on = day(entry.position, "started_on", &event.started_on)?;
    Ok(once(&event.intervention_id, &event.intervention_id).on(started_on))
}

/// The part of `ReportAccepted` that is looked at here; `reporting` reads the whole of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Accepted {
    #[serde(alias = "report_id")]
    report_id: String,
    #[serde(alias = "learning_culture")]
    learning_culture: String,
}

/// A correction that leaves the answer out takes the observation back.
fn learning_culture_answered(entry: &Entry) -> Result<Observed, ProjectionError> {
    let event: Accepted = json(entry)?;
    let answered = !event.learning_culture.trim().is_empty();
    let observed = once(&event.report_id, &entry.project_id);
    Ok(Observed {
        quantity: if answered { 1.0 } else { 0.0 },
        ..observed
    })
}

impl Fold for Observations {
    type Event = ObservationRow;

    fn decode(entry: &Entry) -> Result<Option<ObservationRow>, ProjectionError> {
        observe(entry)
    }

    fn kept_by(row: &ObservationRow) -> &str {
        &row.project_id
    }

    fn apply(&mut self, new: ObservationRow, _: Place) -> Result<(), ProjectionError> {
        match self
            .rows
            .find_mut(|row| row.key == new.key && row.event_type == new.event_type)
        {
            Some(row) => *row = new,
            None => self.rows.push(new),
        }
        Ok(())
    }

    fn show(&self, project_id: &str, views: &mut Gathered) {
        if project_id.is_empty() {
            views.set_observations(self.rows.clone());
        } else {
            views.project(project_id).observations.clone_from(&self.rows);
        }
    }
}

stored!(Observations { rows: ObservationRow });

fn observe(entry: &Entry) -> Result<Option<ObservationRow>, ProjectionError> {
    let Some((_, observer)) = OBSERVERS
        .iter()
        .find(|(event_type, _)| *event_type == entry.r#type)
        .filter(|_| is_first(&entry.event_id, &entry.block))
    else {
        return Ok(None);
    };
    let Observed {
        key,
        quantity,
        item,
        happened_on,
        instead_of,
    } = observer(entry)?;
    let logged_at = logged_at(entry)?;
    Ok(Some(ObservationRow {
        event_type: instead_of.map_or_else(|| entry.r#type.clone(), str::to_owned),
        key,
        project_id: entry.project_id.clone(),
        quantity,
        item,
        logged_at,
        happened_on: happened_on.unwrap_or_else(|| dutch_date(logged_at)),
        position: entry.position,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(answer: &str) -> Entry {
        let event = api::ReportAccepted {
            project_id: "p1".into(),
            report_id: "r1".into(),
            learning_culture: answer.into(),
            ..Default::default()
        };
        Entry {
            position: 4,
            r#type: "nl.reports.report-accepted.v1".into(),
            project_id: "p1".into(),
            time: Some(pbjson_types::Timestamp { seconds: 0, nanos: 0 }),
            data: serde_json::to_vec(&event).unwrap().into(),
            ..Entry::default()
        }
    }

    #[test]
    fn a_report_that_answers_the_learning_culture_question_shows_its_project() {
        let row = observe(&accepted("We asked our partners")).unwrap().unwrap();
        assert_eq!(
            (row.key.as_str(), row.item.as_str(), row.quantity),
            ("r1", "p1", 1.0)
        );
    }

    #[test]
    fn a_correction_without_the_answer_takes_it_back() {
        assert_eq!(observe(&accepted(" ")).unwrap().unwrap().quantity, 0.0);
    }

    #[test]
    fn a_skill_that_is_merged_is_no_longer_one_that_was_published() {
        let entry = |position, event_type: &str, data: Vec<u8>| Entry {
            position,
            r#type: event_type.into(),
            time: Some(pbjson_types::Timestamp { seconds: 0, nanos: 0 }),
            data: data.into(),
            ..Entry::default()
        };
        let published = SkillPublished {
            skill: Some(contracts::radar::v1::EmergingSkill {
                skill_id: "s1".into(),
                ..Default::default()
            }),
            published_on: "2025-03-01".into(),
            ..SkillPublished::default()
        };
        let merged = SkillMerged {
            skill_id: "s1".into(),
            merged_on: "2025-05-01".into(),
            ..SkillMerged::default()
        };
        let told = [
            entry(3, SKILL_PUBLISHED, serde_json::to_vec(&published).unwrap()),
            entry(
                8,
                "nl.skills.skill-merged.v1",
                serde_json::to_vec(&merged).unwrap(),
            ),
        ];
        let mut rows = Observations::default();
        let place = Place {
            position: 0,
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        let quantities = told.each_ref().map(|entry| {
            rows.apply(observe(entry).unwrap().unwrap(), place).unwrap();
            (rows.rows.len(), rows.rows[0].quantity, rows.rows[0].position)
        });
        assert_eq!(quantities, [(1, 1.0, 3), (1, 0.0, 8)]);
    }
}
