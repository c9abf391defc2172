//! Arguments of `schakelpunt call`.

use clap::Subcommand;

use super::PagesArgs;

/// Calls for applications.
#[derive(Clone, Debug, Subcommand)]
pub enum CallCommand {
    /// The calls with their windows and ceilings.
    List {
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One call: its window, its rules, and what is left of each ceiling.
    Show {
        /// The call.
        #[arg(value_name = "CALL")]
        call: String,
    },
}
