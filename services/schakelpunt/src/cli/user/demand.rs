//! Arguments of `schakelpunt bottleneck` and `schakelpunt demand`.

use clap::{Args, Subcommand, ValueEnum};
use contracts::transitions::v1::{BottleneckState, DemandPhase};

use super::PagesArgs;

/// Competence bottlenecks.
#[derive(Clone, Debug, Subcommand)]
pub enum BottleneckCommand {
    /// Bottlenecks.
    List {
        /// Which ones.
        #[command(flatten)]
        filters: SkillFilters,
        /// Only in this state.
        #[arg(long, value_enum)]
        state: Option<BottleneckStateArg>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One bottleneck.
    Show {
        /// The bottleneck.
        #[arg(value_name = "BOTTLENECK")]
        bottleneck: String,
    },
}

/// Demands.
#[derive(Clone, Debug, Subcommand)]
pub enum DemandCommand {
    /// Demands.
    List {
        /// Which ones.
        #[command(flatten)]
        filters: SkillFilters,
        /// Only in this phase.
        #[arg(long, value_enum)]
        phase: Option<PhaseArg>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One demand with what was contributed.
    Show {
        /// The demand.
        #[arg(value_name = "DEMAND")]
        demand: String,
    },
}

/// By region and skill.
#[derive(Clone, Debug, Default, Args)]
pub struct SkillFilters {
    /// Only of this region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Only with this skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
}

/// State of a bottleneck, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum BottleneckStateArg {
    /// It is felt.
    Open,
    /// It is none any more.
    Resolved,
}

impl BottleneckStateArg {
    /// As the contract writes it.
    pub fn state(self) -> BottleneckState {
        match self {
            Self::Open => BottleneckState::Open,
            Self::Resolved => BottleneckState::Resolved,
        }
    }
}

/// Phase of a demand, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum PhaseArg {
    /// Signalled.
    Signal,
    /// Explored.
    Explore,
    /// Understood.
    Understand,
    /// Not pursued.
    Dropped,
}

impl PhaseArg {
    /// As the contract writes it.
    pub fn phase(self) -> DemandPhase {
        match self {
            Self::Signal => DemandPhase::Signal,
            Self::Explore => DemandPhase::Explore,
            Self::Understand => DemandPhase::Understand,
            Self::Dropped => DemandPhase::Dropped,
        }
    }
}
