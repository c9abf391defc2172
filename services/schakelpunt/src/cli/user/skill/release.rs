//! Arguments of `schakelpunt skill release`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contracts::radar::v1::ConceptChangeKind;

use crate::cli::{PagesArgs, RequestArgs};

/// Releases of taxonomies.
#[derive(Clone, Debug, Subcommand)]
pub enum ReleaseCommand {
    /// Releases, newest first within a scheme.
    List {
        /// Only of this scheme.
        #[arg(long, value_name = "SCHEME")]
        scheme: Option<String>,
    },
    /// What a release changed.
    Changes {
        /// Scheme.
        #[arg(value_name = "SCHEME")]
        scheme: String,
        /// Version.
        #[arg(value_name = "VERSION")]
        release: String,
        /// Only changes of this kind.
        #[arg(long, value_enum)]
        kind: Option<ChangeKindArg>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// Imports a release from its files.
    Import(ImportArgs),
}

/// A release to import.
#[derive(Clone, Debug, Args)]
pub struct ImportArgs {
    /// Scheme, such as `esco`.
    #[arg(value_name = "SCHEME")]
    pub scheme: String,
    /// Version, such as `1.2.0`.
    #[arg(value_name = "VERSION")]
    pub release: String,
    /// Files.
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    pub files: Vec<PathBuf>,
    /// Name of the scheme.
    #[arg(long, value_name = "NAME", required = true)]
    pub title: String,
    /// Licence, with the acknowledgement it asks for.
    #[arg(long, value_name = "TEXT", required = true)]
    pub licence: String,
    /// Day it was published, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", required = true)]
    pub published_on: String,
    /// Where it was published.
    #[arg(long, value_name = "URI")]
    pub source_uri: Option<String>,
    /// Hand over all files anew, instead of going on where it broke off.
    #[arg(long)]
    pub anew: bool,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Kind of change, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ChangeKindArg {
    /// It was not there before.
    Added,
    /// It is called otherwise.
    Relabelled,
    /// It stands elsewhere.
    Moved,
    /// Others took its place.
    Replaced,
    /// It went without a successor.
    Withdrawn,
    /// It is back.
    Revived,
}

impl ChangeKindArg {
    /// As the contract writes it.
    pub fn kind(self) -> ConceptChangeKind {
        match self {
            Self::Added => ConceptChangeKind::Added,
            Self::Relabelled => ConceptChangeKind::Relabelled,
            Self::Moved => ConceptChangeKind::Moved,
            Self::Replaced => ConceptChangeKind::Replaced,
            Self::Withdrawn => ConceptChangeKind::Withdrawn,
            Self::Revived => ConceptChangeKind::Revived,
        }
    }
}
