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

use eventing::{Clock, Decider, ExecuteError, Meta, Reaction, ReactionError, Recorded, RequestKey, Store};

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

/// What every reaction works with.
#[derive(Clone)]
struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
}

impl Desk {
    /// Issues a command because of a fact. It is never refused in the ordinary course of things; a refusal is given up on, visibly.
    async fn issue<D: Decider>(
        &self,
        cause: &Recorded,
        reaction: &str,
        step: &str,
        id: &str,
        command: D::Command,
    ) -> Result<(), ReactionError> {
        self.issue_unless(cause, reaction, step, id, command, |_: &D| false)
            .await
    }

    /// Issues a command because of a fact. When it is refused and the state is `settled`, somebody was first or it is not owed any
    /// more, and nothing is left to do. Any other refusal is given up on, visibly.
    async fn issue_unless<D: Decider>(
        &self,
        cause: &Recorded,
        reaction: &str,
        step: &str,
        id: &str,
        command: D::Command,
        settled: impl Fn(&D) -> bool + Send,
    ) -> Result<(), ReactionError> {
        let meta = self.meta(cause, reaction, step);
        let refusal = match self.store.execute::<D>(id, command, &meta).await {
            Ok(_) => return Ok(()),
            Err(ExecuteError::Rejected(refusal)) => refusal,
            Err(error) => return Err(error.into()),
        };
        if settled(&self.store.load::<D>(id).await?.state) {
            return Ok(());
        }
        let (kind, reason) = (D::TYPE, refusal.reason());
        Err(ReactionError::GiveUp(format!("{kind} {id}: {reason}: {refusal}")))
    }

    fn meta(&self, cause: &Recorded, reaction: &str, step: &str) -> Meta {
        let block = self.store.block();
        Meta {
            actor: format!("hub-{reaction}"),
            at: self.clock.now(),
            request: Some(RequestKey::of_reaction(block, reaction, cause.position, step)),
            traceparent: cause.meta.traceparent.clone(),
            context: cause.meta.context.clone(),
        }
    }

    /// A project, and the reporting calendar of its scheme version.
    async fn project(&self, project_id: &str) -> Result<(Project, ReportingCalendar), ReactionError> {
        let project = self.store.load::<Project>(project_id).await?.state;
        let gone = || ReactionError::GiveUp(format!("project {project_id} has no scheme version"));
        let key = project.scheme_version_key().ok_or_else(gone)?;
        let scheme = self.store.load::<Entry>(&key.stream_id()).await?.state;
        let rules = scheme
            .scheme_version()
            .map(|version| version.reporting_calendar.clone());
        Ok((project, rules.ok_or_else(gone)?))
    }

    /// What a project owes under its present plan.
    async fn owed(&self, project_id: &str) -> Result<Vec<Owed>, ReactionError> {
        let (project, rules) = self.project(project_id).await?;
        let days = project
            .profile()
            .map(|profile| (profile.starts_on, profile.ends_on));
        Ok(days
            .map(|(starts_on, ends_on)| schedule_of(&rules, project_id, starts_on, ends_on))
            .unwrap_or_default())
    }
}

/// The fact of one aggregate, if it is that; a stored fact that cannot be read is given up on, visibly.
fn fact_of<D: Decider>(recorded: &Recorded) -> Result<Option<D::Fact>, ReactionError> {
    recorded
        .fact::<D>()
        .transpose()
        .map_err(|corrupt| ReactionError::GiveUp(corrupt.to_string()))
}

#[cfg(test)]
mod tests;
