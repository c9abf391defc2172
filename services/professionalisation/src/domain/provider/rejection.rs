//! Why providers refuse.

use eventing::{FieldFault, RejectionKind};

use super::LIST_MAX;

/// Why a command on a provider is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It was registered before.
    #[error("the provider was registered before")]
    Exists,
    /// It was not registered.
    #[error("there is no such provider")]
    Unknown,
    /// The scan has an identifier that is taken.
    #[error("the provider has a scan with this identifier already")]
    ScanExists,
    /// There is no such scan.
    #[error("the provider has no scan {0}")]
    ScanUnknown(String),
    /// The scans measure differently.
    #[error("the scans were made with different instruments or versions, whose levels mean different things")]
    ScansIncomparable,
    /// The plan has an identifier that is taken.
    #[error("the provider has a development plan with this identifier already")]
    PlanExists,
    /// The track has an identifier that is taken.
    #[error("the provider has a track with this identifier already")]
    TrackExists,
    /// There is no such track.
    #[error("the provider has no track {0}")]
    TrackUnknown(String),
    /// The track was started before.
    #[error("the track was started before")]
    TrackStarted,
    /// The track was not started.
    #[error("the track was not started yet")]
    TrackNotStarted,
    /// The track was completed before.
    #[error("the track was completed before")]
    TrackCompleted,
    /// There are too many.
    #[error("a provider has at most {LIST_MAX} {0}")]
    Limit(&'static str),
    /// Fields are wrong.
    #[error("the request cannot be carried out as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "PROVIDER_EXISTS",
            Self::Unknown => "PROVIDER_UNKNOWN",
            Self::ScanExists => "SCAN_EXISTS",
            Self::ScanUnknown(_) => "SCAN_UNKNOWN",
            Self::ScansIncomparable => "SCANS_INCOMPARABLE",
            Self::PlanExists => "DEVELOPMENT_PLAN_EXISTS",
            Self::TrackExists => "TRACK_EXISTS",
            Self::TrackUnknown(_) => "TRACK_UNKNOWN",
            Self::TrackStarted => "TRACK_STARTED",
            Self::TrackNotStarted => "TRACK_NOT_STARTED",
            Self::TrackCompleted => "TRACK_COMPLETED",
            Self::Limit(_) => "PROVIDER_LIMIT",
            Self::Invalid(_) => "PROVIDER_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists | Self::ScanExists | Self::PlanExists | Self::TrackExists => {
                RejectionKind::AlreadyExists
            }
            Self::Unknown | Self::ScanUnknown(_) | Self::TrackUnknown(_) => RejectionKind::NotFound,
            Self::ScansIncomparable
            | Self::TrackStarted
            | Self::TrackNotStarted
            | Self::TrackCompleted
            | Self::Limit(_) => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists
            | Self::Unknown
            | Self::ScanExists
            | Self::ScanUnknown(_)
            | Self::ScansIncomparable
            | Self::PlanExists
            | Self::TrackExists
            | Self::TrackUnknown(_)
            | Self::TrackStarted
            | Self::TrackNotStarted
            | Self::TrackCompleted
            | Self::Limit(_) => Vec::new(),
        }
    }
}
