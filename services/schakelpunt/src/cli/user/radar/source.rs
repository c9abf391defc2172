//! Arguments of `schakelpunt radar source`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use contracts::radar::v1::{SourceKind, SourceState, TextFormat};

use super::LanguageArg;
use crate::cli::{PagesArgs, RequestArgs};

/// What the radar reads.
#[derive(Clone, Debug, Subcommand)]
pub enum SourceCommand {
    /// Sources.
    List(SourceListArgs),
    /// One source.
    Show {
        /// The source.
        #[arg(value_name = "SOURCE")]
        source: String,
    },
    /// Takes in a document.
    Add(Box<SourceAddArgs>),
    /// Corrects what is known of a source.
    Revise(Box<SourceReviseArgs>),
    /// Records that a source no longer counts, and deletes its text.
    Withdraw {
        /// The source.
        #[arg(value_name = "SOURCE")]
        source: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Do not ask whether it is meant.
        #[arg(long)]
        yes: bool,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
}

/// Which sources.
#[derive(Clone, Debug, Args)]
pub struct SourceListArgs {
    /// Only of this kind.
    #[arg(long, value_enum)]
    pub kind: Option<SourceKindArg>,
    /// Only about this theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Only about this region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Only about this sector.
    #[arg(long, value_name = "SECTOR")]
    pub sector: Option<String>,
    /// Only in this state.
    #[arg(long, value_enum)]
    pub state: Option<SourceStateArg>,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
}

/// A document to take in.
#[derive(Clone, Debug, Args)]
pub struct SourceAddArgs {
    /// The document.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Title.
    #[arg(long, value_name = "TEXT", required = true)]
    pub title: String,
    /// Who published it.
    #[arg(long, value_name = "NAME", required = true)]
    pub publisher: String,
    /// Day it was published, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", required = true)]
    pub published_on: String,
    /// Licence or terms under which its text may be used.
    #[arg(long, value_name = "TEXT", required = true)]
    pub licence: String,
    /// Kind.
    #[arg(long, value_enum, required = true)]
    pub kind: SourceKindArg,
    /// What it is about.
    #[command(flatten)]
    pub about: SourceAboutArgs,
    /// Form of the text; without it from the file's name.
    #[arg(long, value_enum)]
    pub format: Option<FormatArg>,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// What is known of a source now; what is left out stays as it is.
#[derive(Clone, Debug, Args)]
pub struct SourceReviseArgs {
    /// The source.
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// Title.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Who published it.
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Day it was published, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub published_on: Option<String>,
    /// Licence or terms under which its text may be used.
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// Kind.
    #[arg(long, value_enum)]
    pub kind: Option<SourceKindArg>,
    /// What it is about.
    #[command(flatten)]
    pub about: SourceAboutArgs,
    /// Why.
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// What a source is about, and where it was published.
#[derive(Clone, Debug, Default, Args)]
pub struct SourceAboutArgs {
    /// Region it is about; may be given more than once, as may the next two.
    #[arg(long = "region", value_name = "REGION")]
    pub regions: Vec<String>,
    /// Sector it is about.
    #[arg(long = "sector", value_name = "SECTOR")]
    pub sectors: Vec<String>,
    /// Theme it is about.
    #[arg(long = "theme", value_name = "THEME")]
    pub themes: Vec<String>,
    /// Language of the text; without it that is found out.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
    /// Where it was published.
    #[arg(long, value_name = "URI")]
    pub uri: Option<String>,
}

/// Kind of source, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SourceKindArg {
    /// A study.
    Study,
    /// A corpus of vacancies.
    Vacancies,
    /// A policy paper.
    Policy,
    /// Something else.
    Other,
}

impl SourceKindArg {
    /// As the contract writes it.
    pub fn kind(self) -> SourceKind {
        match self {
            Self::Study => SourceKind::Study,
            Self::Vacancies => SourceKind::Vacancies,
            Self::Policy => SourceKind::Policy,
            Self::Other => SourceKind::Other,
        }
    }
}

/// State of a source, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SourceStateArg {
    /// It waits to be read.
    Waiting,
    /// It was read.
    Read,
    /// It no longer counts.
    Withdrawn,
}

impl SourceStateArg {
    /// As the contract writes it.
    pub fn state(self) -> SourceState {
        match self {
            Self::Waiting => SourceState::Waiting,
            Self::Read => SourceState::Read,
            Self::Withdrawn => SourceState::Withdrawn,
        }
    }
}

/// Form of a text, as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// PDF.
    Pdf,
}

impl FormatArg {
    /// The form that the ending of a file's name stands for, if it stands for one.
    pub fn of_name(file: &Path) -> Option<Self> {
        let ending = file.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// As the contract writes it.
    pub fn format(self) -> TextFormat {
        match self {
            Self::Plain => TextFormat::Plain,
            Self::Markdown => TextFormat::Markdown,
            Self::Html => TextFormat::Html,
            Self::Pdf => TextFormat::Pdf,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_follows_from_the_ending_of_the_name() {
        let of = |name: &str| FormatArg::of_name(Path::new(name));
        assert_eq!(of("map.d/studie.PDF"), Some(FormatArg::Pdf));
        assert_eq!(of("studie.htm"), Some(FormatArg::Html));
        assert_eq!(of("studie.v2.md"), Some(FormatArg::Markdown));
        assert_eq!(of("studie.txt"), Some(FormatArg::Plain));
        assert_eq!(of("studie.docx"), None);
        assert_eq!(of("pdf"), None);
    }
}
