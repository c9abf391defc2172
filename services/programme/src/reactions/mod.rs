//! "When this happened, do that": one file per sentence. Each follows the block's own log and issues commands whose request ids
//! follow from the fact, so that a fact seen twice changes nothing the second time.
//!
//! To add one: write a file with a struct that implements [`Reaction`], and add it to [`all`].

mod when_a_baseline_is_set_schedule_the_obligations;
mod when_a_final_report_is_approved_close_the_project;
mod when_a_project_stops_waive_the_rest;
mod when_a_report_is_accepted_achieve_its_milestones;
mod when_a_report_is_submitted_answer_its_attention_points;
mod when_a_report_is_submitted_fulfil_its_obligation;
mod when_the_end_moves_reschedule_the_obligations;

use std::sync::Arc;

use blocks::desk::{Desk, fact_of};
use eventing::{Clock, Reaction, ReactionError, Store};

use crate::domain::{
    calendar::{Owed, schedule_of},
    project::Project,
    reference::{Entry, ReportingCalendar},
};

/// All reactions of the block, in the order in which they look at a fact.
#[must_use]
pub fn all(store: &Store, clock: &Arc<dyn Clock>) -> Vec<Arc<dyn Reaction>> {
    let desk = Desk {
        store: store.clone(),
        clock: clock.clone(),
    };
    vec![
        Arc::new(when_a_baseline_is_set_schedule_the_obligations::ScheduleObligations(desk.clone())),
        Arc::new(when_the_end_moves_reschedule_the_obligations::RescheduleObligations(desk.clone())),
        Arc::new(when_a_project_stops_waive_the_rest::WaiveTheRest(desk.clone())),
        Arc::new(when_a_report_is_submitted_fulfil_its_obligation::FulfilObligation(desk.clone())),
        Arc::new(when_a_report_is_submitted_answer_its_attention_points::AnswerPoints(desk.clone())),
        Arc::new(when_a_report_is_accepted_achieve_its_milestones::AchieveMilestones(desk.clone())),
        Arc::new(when_a_final_report_is_approved_close_the_project::CloseProject(
            desk,
        )),
    ]
}

/// A project, and the reporting calendar of its scheme version.
async fn project(desk: &Desk, project_id: &str) -> Result<(Project, ReportingCalendar), ReactionError> {
    let project = desk.store.load::<Project>(project_id).await?.state;
    let gone = || ReactionError::GiveUp(format!("project {project_id} has no scheme version"));
    let key = project.scheme_version_key().ok_or_else(gone)?;
    let scheme = desk.store.load::<Entry>(&key.stream_id()).await?.state;
    let rules = scheme
        .scheme_version()
        .map(|version| version.reporting_calendar.clone());
    Ok((project, rules.ok_or_else(gone)?))
}

/// What a project owes under its present plan.
async fn owed(desk: &Desk, project_id: &str) -> Result<Vec<Owed>, ReactionError> {
    let (project, rules) = project(desk, project_id).await?;
    let days = project
        .profile()
        .map(|profile| (profile.starts_on, profile.ends_on));
    Ok(days
        .map(|(starts_on, ends_on)| schedule_of(&rules, project_id, starts_on, ends_on))
        .unwrap_or_default())
}

#[cfg(test)]
mod tests;
