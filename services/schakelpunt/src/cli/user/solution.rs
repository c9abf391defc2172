//! Arguments of `schakelpunt solution`.

use clap::{Args, Subcommand, ValueEnum};
use contracts::transitions::v1::SolutionState;

use super::{PagesArgs, RequestArgs, application::FileArgs};

/// Learning solutions.
#[derive(Clone, Debug, Subcommand)]
pub enum SolutionCommand {
    /// Solutions.
    List(SolutionListArgs),
    /// One solution with its reuse.
    Show {
        /// The solution.
        #[arg(value_name = "SOLUTION")]
        solution: String,
    },
    /// Records a solution that was designed.
    Design(FileArgs),
    /// Records a pilot.
    Pilot {
        /// Which solution, and when.
        #[command(flatten)]
        step: StepArgs,
        /// Learners who took part.
        #[arg(long, value_name = "N")]
        learners: u32,
    },
    /// Records that a solution became part of the regular offer.
    Scale {
        /// Which solution, and when.
        #[command(flatten)]
        step: StepArgs,
        /// Places for learners in a year.
        #[arg(long, value_name = "N")]
        places: u32,
    },
    /// Records that others use a solution elsewhere.
    Reuse(ReuseArgs),
}

/// Which solutions.
#[derive(Clone, Debug, Args)]
pub struct SolutionListArgs {
    /// Only of this project.
    #[arg(long, value_name = "PROJECT")]
    pub project: Option<String>,
    /// Only for, or used in, this region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Only those that teach this skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// Only those that are this far.
    #[arg(long, value_enum)]
    pub state: Option<SolutionStateArg>,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
}

/// A step of a solution.
#[derive(Clone, Debug, Args)]
pub struct StepArgs {
    /// The solution.
    #[arg(value_name = "SOLUTION")]
    pub solution: String,
    /// Its project; asked of the hub when left out.
    #[arg(long, value_name = "PROJECT")]
    pub project: Option<String>,
    /// Its day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", required = true)]
    pub on: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Use of a solution by others.
#[derive(Clone, Debug, Args)]
pub struct ReuseArgs {
    /// The solution.
    #[arg(value_name = "SOLUTION")]
    pub solution: String,
    /// Identifier of the use within the solution, chosen by whoever records it.
    #[arg(value_name = "REUSE")]
    pub reuse: String,
    /// Organisation that uses it.
    #[arg(long, value_name = "ORGANISATION", required = true)]
    pub organisation: String,
    /// Region in which it is used.
    #[arg(long, value_name = "REGION", required = true)]
    pub region: String,
    /// First day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", required = true)]
    pub on: String,
    /// What was changed to make it fit.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub adaptation: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// How far a solution is, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SolutionStateArg {
    /// Designed.
    Designed,
    /// Piloted.
    Piloted,
    /// Part of the regular offer.
    Scaled,
}

impl SolutionStateArg {
    /// As the contract writes it.
    pub fn state(self) -> SolutionState {
        match self {
            Self::Designed => SolutionState::Designed,
            Self::Piloted => SolutionState::Piloted,
            Self::Scaled => SolutionState::Scaled,
        }
    }
}
