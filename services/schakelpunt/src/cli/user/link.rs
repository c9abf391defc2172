//! Arguments of `schakelpunt link`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{RequestArgs, application::FileArgs};

/// Links of other programmes.
#[derive(Clone, Debug, Subcommand)]
pub enum LinkCommand {
    /// The link of a programme.
    Show {
        /// The programme.
        #[arg(value_name = "PROGRAMME")]
        programme: String,
    },
    /// Requests one.
    Request(FileArgs),
    /// Approves one.
    Approve {
        /// The programme.
        #[arg(value_name = "PROGRAMME")]
        programme: String,
        /// Revision that was looked at.
        #[arg(long, value_name = "N", default_value_t = 1)]
        revision: u32,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Ends one.
    End {
        /// The programme.
        #[arg(value_name = "PROGRAMME")]
        programme: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Links a project.
    Project(ProgrammeFileArgs),
    /// Takes a project out of the national view.
    Remove {
        /// The programme.
        #[arg(value_name = "PROGRAMME")]
        programme: String,
        /// The project, as the programme names it.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Hands in an event.
    Report {
        /// The programme.
        #[arg(value_name = "PROGRAMME")]
        programme: String,
        /// File with a CloudEvent.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// A programme, and what it hands in.
#[derive(Clone, Debug, Args)]
pub struct ProgrammeFileArgs {
    /// The programme.
    #[arg(value_name = "PROGRAMME")]
    pub programme: String,
    /// What it hands in.
    #[command(flatten)]
    pub file: FileArgs,
}
