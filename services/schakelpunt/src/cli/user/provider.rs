//! Arguments of `schakelpunt provider`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contracts::professionalisation::v1::ProviderKind;

use super::{PagesArgs, RequestArgs, application::FileArgs};

/// Education providers: who they are, how mature they are in teaching adults, and how they develop.
#[derive(Clone, Debug, Subcommand)]
pub enum ProviderCommand {
    /// Providers.
    List {
        /// Only of this kind.
        #[arg(long, value_enum)]
        kind: Option<ProviderKindArg>,
        /// Only those that teach in this region.
        #[arg(long, value_name = "REGION")]
        region: Option<String>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One provider with its scans, plans and tracks.
    Show {
        /// The provider.
        #[arg(value_name = "PROVIDER")]
        provider: String,
    },
    /// Registers a provider.
    Register(FileArgs),
    /// Replaces what is recorded of a provider.
    Revise(FileArgs),
    /// Records a maturity scan.
    Scan(OfProviderArgs),
    /// How a provider changed from one scan to another.
    Compare {
        /// The provider.
        #[arg(value_name = "PROVIDER")]
        provider: String,
        /// The earlier scan.
        #[arg(value_name = "FROM_SCAN")]
        from_scan: String,
        /// The later scan.
        #[arg(value_name = "TO_SCAN")]
        to_scan: String,
    },
    /// Records a development plan that rests on a scan.
    Plan(OfProviderArgs),
    /// Tracks for educators.
    #[command(subcommand)]
    Track(TrackCommand),
}

/// Development tracks for cohorts of educators.
#[derive(Clone, Debug, Subcommand)]
pub enum TrackCommand {
    /// Plans a track.
    Plan(OfProviderArgs),
    /// Records that a track was started.
    Start(TrackStepArgs),
    /// Records that a track was completed.
    Complete(TrackStepArgs),
}

/// A thing of a provider, from a file.
#[derive(Clone, Debug, Args)]
pub struct OfProviderArgs {
    /// The provider.
    #[arg(value_name = "PROVIDER")]
    pub provider: String,
    /// The thing as JSON of the contract; `-` is standard input.
    #[arg(long, value_name = "FILE", required = true)]
    pub file: PathBuf,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// A step of a track.
#[derive(Clone, Debug, Args)]
pub struct TrackStepArgs {
    /// The provider.
    #[arg(value_name = "PROVIDER")]
    pub provider: String,
    /// The track.
    #[arg(value_name = "TRACK")]
    pub track: String,
    /// Its day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", required = true)]
    pub on: String,
    /// Educators who took the step.
    #[arg(long, value_name = "N", required = true)]
    pub educators: u32,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Kind of provider, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ProviderKindArg {
    /// Secondary vocational education.
    Mbo,
    /// University of applied sciences.
    Hbo,
    /// Research university.
    Wo,
    /// Private provider.
    Private,
    /// Provider of a sector.
    Sector,
}

impl ProviderKindArg {
    /// As the contract writes it.
    pub fn kind(self) -> ProviderKind {
        match self {
            Self::Mbo => ProviderKind::Mbo,
            Self::Hbo => ProviderKind::Hbo,
            Self::Wo => ProviderKind::Wo,
            Self::Private => ProviderKind::Private,
            Self::Sector => ProviderKind::Sector,
        }
    }
}
