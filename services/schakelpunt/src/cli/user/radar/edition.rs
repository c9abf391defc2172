//! Arguments of `schakelpunt radar edition`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contracts::radar::v1::EditionFormat;

use super::{LanguageArg, PeriodsArgs};
use crate::cli::{PagesArgs, RequestArgs};

/// Editions of the radar: numbered and frozen.
#[derive(Clone, Debug, Subcommand)]
pub enum EditionCommand {
    /// Editions.
    List(PagesArgs),
    /// One edition, with how it differs from the one before.
    Show {
        /// Its number; without it the newest.
        #[arg(value_name = "N", default_value_t = 0, hide_default_value = true)]
        number: u32,
    },
    /// Freezes the radar as the next edition.
    Publish(EditionPublishArgs),
    /// Writes an edition as a file.
    Export {
        /// Its number; without it the newest.
        #[arg(value_name = "N", default_value_t = 0, hide_default_value = true)]
        number: u32,
        /// Form.
        #[arg(long, value_enum, required = true)]
        format: EditionFormatArg,
        /// Language; without it that of the command line.
        #[arg(long, value_enum)]
        language: Option<LanguageArg>,
        /// File to write; without it standard output.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// An edition to publish.
#[derive(Clone, Debug, Args)]
pub struct EditionPublishArgs {
    /// Title, in Dutch.
    #[arg(long, value_name = "TEXT", required = true)]
    pub title: String,
    /// Title, in English.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub title_en: String,
    /// What its readers should know, in Dutch.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note: String,
    /// What its readers should know, in English.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note_en: String,
    /// Periods.
    #[command(flatten)]
    pub periods: PeriodsArgs,
    /// Do not ask whether it is meant.
    #[arg(long)]
    pub yes: bool,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Form of an edition, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EditionFormatArg {
    /// JSON, as the contract writes it.
    Json,
    /// CSV.
    Csv,
    /// A picture.
    Svg,
    /// A page with the picture and its table.
    Html,
}

impl EditionFormatArg {
    /// As the contract writes it.
    pub fn format(self) -> EditionFormat {
        match self {
            Self::Json => EditionFormat::Json,
            Self::Csv => EditionFormat::Csv,
            Self::Svg => EditionFormat::Svg,
            Self::Html => EditionFormat::Html,
        }
    }
}
