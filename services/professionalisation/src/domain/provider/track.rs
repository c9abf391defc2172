//! Development tracks for educators: cohorts with counts, no persons.

use blocks::{findings::Findings, values::Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, LIST_MAX, Provider, Rejection};

/// Most educators in one cohort.
const EDUCATORS_MAX: u32 = 100_000;

/// A track as it was planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// Identifier within the provider.
    pub track_id: Id,
    /// Title.
    pub title: String,
    /// The cohort.
    pub cohort: String,
    /// Development plan it belongs to.
    pub plan_id: Option<Id>,
    /// Project it belongs to.
    pub project_id: Option<Id>,
    /// First day as planned.
    pub starts_on: Date,
    /// Last day as planned.
    pub ends_on: Date,
    /// Educators it is meant for.
    pub places: u32,
}

/// A track and how far it is: days, and how many educators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// As it was planned.
    pub track: Track,
    /// When it was started, and by how many.
    pub started: Option<(Date, u32)>,
    /// When it was completed, and by how many.
    pub completed: Option<(Date, u32)>,
}

/// How far a track is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackState {
    /// Planned.
    Planned,
    /// Started.
    Started,
    /// Completed.
    Completed,
}

impl Progress {
    pub(super) fn planned(track: Track) -> Self {
        Self {
            track,
            started: None,
            completed: None,
        }
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> TrackState {
        match (self.started, self.completed) {
            (_, Some(_)) => TrackState::Completed,
            (Some(_), None) => TrackState::Started,
            (None, None) => TrackState::Planned,
        }
    }
}

impl Provider {
    pub(super) fn progress(&mut self, track_id: &str, change: impl FnOnce(&mut Progress)) {
        if let Some(found) = self.tracks.iter_mut().find(|it| it.track.track_id == track_id) {
            change(found);
        }
    }

    fn track(&self, track_id: &str) -> Result<&Progress, Rejection> {
        self.registered()?;
        let found = self.tracks.iter().find(|it| it.track.track_id == track_id);
        found.ok_or_else(|| Rejection::TrackUnknown(track_id.to_owned()))
    }

    pub(super) fn plan_track(&self, track: Track) -> Result<Vec<Fact>, Rejection> {
        self.registered()?;
        if self.tracks.iter().any(|it| it.track.track_id == track.track_id) {
            return Err(Rejection::TrackExists);
        }
        if self.tracks.len() >= LIST_MAX {
            return Err(Rejection::Limit("tracks"));
        }
        let mut findings = Findings::below("track");
        let plan = track.plan_id.as_ref();
        let planned = plan.is_none_or(|id| self.plans.iter().any(|plan| plan.plan_id == *id));
        findings.check(planned, "plan_id", "a development plan of the provider");
        let ordered = track.starts_on <= track.ends_on;
        findings.check(ordered, "ends_on", "a day not before starts_on");
        check_educators(&mut findings, "places", track.places, EDUCATORS_MAX);
        findings.refuse_with(Rejection::Invalid)?;
        Ok(vec![Fact::TrackPlanned { track }])
    }

    pub(super) fn start_track(
        &self,
        track_id: Id,
        started_on: Date,
        educators: u32,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let known = self.track(&track_id)?;
        if known.started.is_some() {
            return Err(Rejection::TrackStarted);
        }
        let mut findings = Findings::below("");
        let past = started_on <= today;
        findings.check(past, "started_on", format!("a day not after today, {today}"));
        check_educators(&mut findings, "educators", educators, EDUCATORS_MAX);
        findings.refuse_with(Rejection::Invalid)?;
        let project_id = known.track.project_id.clone();
        Ok(vec![Fact::TrackStarted {
            track_id,
            project_id,
            started_on,
            educators,
        }])
    }

    pub(super) fn complete_track(
        &self,
        track_id: Id,
        completed_on: Date,
        educators: u32,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let known = self.track(&track_id)?;
        if known.completed.is_some() {
            return Err(Rejection::TrackCompleted);
        }
        let (started_on, started) = known.started.ok_or(Rejection::TrackNotStarted)?;
        let mut findings = Findings::below("");
        let fits = started_on <= completed_on && completed_on <= today;
        let expected = format!("a day from {started_on} to {today}");
        findings.check(fits, "completed_on", expected);
        let expected = format!("at most {started}, as many as started");
        findings.check(educators <= started, "educators", expected);
        findings.refuse_with(Rejection::Invalid)?;
        let project_id = known.track.project_id.clone();
        Ok(vec![Fact::TrackCompleted {
            track_id,
            project_id,
            completed_on,
            educators,
        }])
    }
}

fn check_educators(findings: &mut Findings, field: &str, educators: u32, most: u32) {
    let fits = (1..=most).contains(&educators);
    findings.check(fits, field, format!("1 to {most} educators"));
}
