//! An education provider: who it is, its maturity scans, its development plans, and the tracks of its educators.

mod development;
mod profile;
mod rejection;
mod scan;
#[cfg(test)]
mod tests;
mod track;

use eventing::{Decider, Snapshots};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use development::{DevelopmentPlan, Goal};
pub use profile::{Kind, Profile};
pub use rejection::Rejection;
pub use scan::{DimensionChange, Finding, Scan};
pub use track::{Progress, Track, TrackState};

use super::{instrument::Version, values::Id};

/// Most scans, plans and tracks of one provider, each.
pub const LIST_MAX: usize = 500;

/// A provider as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    profile: Option<Profile>,
    /// How often it was registered or revised.
    revision: u32,
    scans: Vec<Scan>,
    plans: Vec<DevelopmentPlan>,
    tracks: Vec<Progress>,
}

/// What can be asked of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Register it.
    Register {
        /// Who it is.
        profile: Profile,
        /// Its kind as an organisation of the reference data; none when it is there as something that is no provider.
        organisation_kind: Option<Kind>,
    },
    /// Replace what is recorded of it.
    Revise {
        /// Who it is now.
        profile: Profile,
    },
    /// Record a maturity scan.
    RecordScan {
        /// The scan.
        scan: Scan,
        /// The version of the instrument it names, when it was defined.
        instrument: Option<Box<Version>>,
        /// The block's day.
        today: Date,
    },
    /// Record a development plan.
    PlanDevelopment {
        /// The plan.
        plan: DevelopmentPlan,
        /// The version of the instrument of the scan it rests on.
        instrument: Option<Box<Version>>,
    },
    /// Plan a track.
    PlanTrack {
        /// The track.
        track: Track,
    },
    /// Record that a track was started.
    StartTrack {
        /// Track.
        track_id: Id,
        /// Day.
        started_on: Date,
        /// Educators who started.
        educators: u32,
        /// The block's day.
        today: Date,
    },
    /// Record that a track was completed.
    CompleteTrack {
        /// Track.
        track_id: Id,
        /// Day.
        completed_on: Date,
        /// Educators who completed it.
        educators: u32,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was registered.
    Registered {
        /// Who it is.
        profile: Profile,
    },
    /// It is recorded otherwise now.
    Revised {
        /// Who it is.
        profile: Profile,
        /// How often it was registered or revised.
        revision: u32,
    },
    /// A scan was recorded.
    Scanned {
        /// The scan.
        scan: Scan,
    },
    /// A development plan was recorded.
    DevelopmentPlanned {
        /// The plan.
        plan: DevelopmentPlan,
    },
    /// A track was planned.
    TrackPlanned {
        /// The track.
        track: Track,
    },
    /// A track was started.
    TrackStarted {
        /// Track.
        track_id: Id,
        /// Project it belongs to.
        project_id: Option<Id>,
        /// Day.
        started_on: Date,
        /// Educators who started.
        educators: u32,
    },
    /// A track was completed.
    TrackCompleted {
        /// Track.
        track_id: Id,
        /// Project it belongs to.
        project_id: Option<Id>,
        /// Day.
        completed_on: Date,
        /// Educators who completed it.
        educators: u32,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Registered { .. } => "ProviderRegistered",
            Self::Revised { .. } => "ProviderRevised",
            Self::Scanned { .. } => "ProviderScanned",
            Self::DevelopmentPlanned { .. } => "DevelopmentPlanned",
            Self::TrackPlanned { .. } => "TrackPlanned",
            Self::TrackStarted { .. } => "TrackStarted",
            Self::TrackCompleted { .. } => "TrackCompleted",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Provider {
    /// Who it is; none when it was not registered.
    #[must_use]
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_ref()
    }

    /// Its scans, in the order in which they were recorded.
    #[must_use]
    pub fn scans(&self) -> &[Scan] {
        &self.scans
    }

    /// Its development plans, likewise.
    #[must_use]
    pub fn plans(&self) -> &[DevelopmentPlan] {
        &self.plans
    }

    /// Its tracks, likewise.
    #[must_use]
    pub fn tracks(&self) -> &[Progress] {
        &self.tracks
    }

    /// A scan.
    ///
    /// # Errors
    /// There is none.
    pub fn scan(&self, scan_id: &str) -> Result<&Scan, Rejection> {
        let scan = self.scans.iter().find(|scan| scan.scan_id == scan_id);
        scan.ok_or_else(|| Rejection::ScanUnknown(scan_id.to_owned()))
    }

    fn registered(&self) -> Result<&Profile, Rejection> {
        self.profile.as_ref().ok_or(Rejection::Unknown)
    }

    fn register(&self, profile: Profile, organisation_kind: Option<Kind>) -> Result<Vec<Fact>, Rejection> {
        if self.profile.is_some() {
            return Err(Rejection::Exists);
        }
        profile.check(organisation_kind)?;
        Ok(vec![Fact::Registered { profile }])
    }

    fn revise(&self, profile: Profile) -> Result<Vec<Fact>, Rejection> {
        let known = self.registered()?;
        if *known == profile {
            return Ok(Vec::new());
        }
        profile.check(Some(known.kind))?;
        let revision = self.revision + 1;
        Ok(vec![Fact::Revised { profile, revision }])
    }
}

impl Decider for Provider {
    const TYPE: &'static str = "provider";
    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: 100,
        shape: "1",
    });
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Register {
                profile,
                organisation_kind,
            } => self.register(profile, organisation_kind),
            Command::Revise { profile } => self.revise(profile),
            Command::RecordScan {
                scan,
                instrument,
                today,
            } => self.record_scan(scan, instrument.as_deref(), today),
            Command::PlanDevelopment { plan, instrument } => {
                self.plan_development(plan, instrument.as_deref())
            }
            Command::PlanTrack { track } => self.plan_track(track),
            Command::StartTrack {
                track_id,
                started_on,
                educators,
                today,
            } => self.start_track(track_id, started_on, educators, today),
            Command::CompleteTrack {
                track_id,
                completed_on,
                educators,
                today,
            } => self.complete_track(track_id, completed_on, educators, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Registered { profile } => {
                self.profile = Some(profile);
                self.revision = 1;
            }
            Fact::Revised { profile, revision } => {
                self.profile = Some(profile);
                self.revision = revision;
            }
            Fact::Scanned { scan } => self.scans.push(scan),
            Fact::DevelopmentPlanned { plan } => self.plans.push(plan),
            Fact::TrackPlanned { track } => self.tracks.push(Progress::planned(track)),
            Fact::TrackStarted {
                track_id,
                started_on,
                educators,
                ..
            } => self.progress(&track_id, |it| it.started = Some((started_on, educators))),
            Fact::TrackCompleted {
                track_id,
                completed_on,
                educators,
                ..
            } => self.progress(&track_id, |it| it.completed = Some((completed_on, educators))),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Registered { .. }
            | Fact::Revised { .. }
            | Fact::Scanned { .. }
            | Fact::DevelopmentPlanned { .. }
            | Fact::TrackPlanned { .. }
            | Fact::TrackStarted { .. }
            | Fact::TrackCompleted { .. } => true,
        }
    }
}
