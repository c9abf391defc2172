//! Arguments of `schakelpunt application`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contracts::transitions::v1::ApplicationState;

use super::{PagesArgs, RequestArgs, report::Pair};

/// Applications for a grant.
#[derive(Clone, Debug, Subcommand)]
pub enum ApplicationCommand {
    /// Applications, as far as the caller may see them.
    List {
        /// Only of this call.
        #[arg(long, value_name = "CALL")]
        call: Option<String>,
        /// Only in this state.
        #[arg(long, value_enum)]
        state: Option<ApplicationStateArg>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One application.
    Show {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
    },
    /// Begins an application.
    Draft(FileArgs),
    /// Replaces what a draft says.
    Fill(FileArgs),
    /// Says which rules an application meets, without changing anything.
    Check {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
    },
    /// Submits an application.
    Submit {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Withdraws an application.
    Withdraw {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Records whether the caller, an assessor, has an interest in an application.
    DeclareInterest {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// Whether there is one.
        #[arg(value_enum, value_name = "INTEREST")]
        interest: InterestArg,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Records the scores of the caller, an assessor.
    Score(ScoreArgs),
    /// The ranking of a call.
    Ranking {
        /// The call.
        #[arg(value_name = "CALL")]
        call: String,
    },
}

/// A thing of the contract from a file.
#[derive(Clone, Debug, Args)]
pub struct FileArgs {
    /// The thing as JSON of the contract; `-` is standard input.
    #[arg(long, value_name = "FILE", required = true)]
    pub file: PathBuf,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Scores of an assessor.
#[derive(Clone, Debug, Args)]
pub struct ScoreArgs {
    /// The application.
    #[arg(value_name = "APPLICATION")]
    pub application: String,
    /// Points of a criterion, 0 to 100; once for each criterion.
    #[arg(long, value_name = "CRITERION=POINTS", required = true)]
    pub points: Vec<Pair<u32>>,
    /// Why a criterion got its points; once for each criterion.
    #[arg(long, value_name = "CRITERION=TEXT", required = true)]
    pub motivation: Vec<Pair<String>>,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Whether an assessor has an interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InterestArg {
    /// None.
    None,
    /// There is one.
    Conflict,
}

/// State of an application, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ApplicationStateArg {
    /// Being written.
    Draft,
    /// Submitted.
    Submitted,
    /// Withdrawn.
    Withdrawn,
}

impl ApplicationStateArg {
    /// As the contract writes it.
    pub fn state(self) -> ApplicationState {
        match self {
            Self::Draft => ApplicationState::Draft,
            Self::Submitted => ApplicationState::Submitted,
            Self::Withdrawn => ApplicationState::Withdrawn,
        }
    }
}
