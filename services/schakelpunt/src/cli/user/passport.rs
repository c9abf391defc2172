//! Arguments of `schakelpunt passport`.

use std::path::PathBuf;

use clap::Subcommand;

use super::{PagesArgs, RequestArgs};

/// The skills passport of a holder.
#[derive(Clone, Debug, Subcommand)]
pub enum PassportCommand {
    /// What a passport holds, without the documents.
    Show {
        /// The holder, by pseudonym.
        #[arg(value_name = "HOLDER")]
        holder: String,
    },
    /// Writes all documents of a passport into a file.
    Export {
        /// The holder, by pseudonym.
        #[arg(value_name = "HOLDER")]
        holder: String,
        /// The file.
        #[arg(long, value_name = "FILE", required = true)]
        file: PathBuf,
    },
    /// Erases a passport. It cannot be undone.
    Erase {
        /// The holder, by pseudonym.
        #[arg(value_name = "HOLDER")]
        holder: String,
        /// Do not ask whether it is meant.
        #[arg(long)]
        yes: bool,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Who did what with the personal data of a passport.
    Processing {
        /// The holder, by pseudonym.
        #[arg(value_name = "HOLDER")]
        holder: String,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
}
