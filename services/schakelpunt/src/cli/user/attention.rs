//! Arguments of `schakelpunt attention`.

use clap::Subcommand;

/// Attention points.
#[derive(Clone, Debug, Subcommand)]
pub enum AttentionCommand {
    /// The attention points of one project.
    List {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// Only those that are not closed.
        #[arg(long)]
        open: bool,
    },
    /// Raises an attention point.
    Raise {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// What is asked.
        #[arg(value_name = "TEXT")]
        text: String,
        /// Identifier within the project; made up when left out.
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// Report it concerns.
        #[arg(long, value_name = "REPORT")]
        report: Option<String>,
        /// Identifier of this request.
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
    },
    /// Answers an attention point outside a report.
    Answer {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// The attention point.
        #[arg(value_name = "ID")]
        id: String,
        /// The answer.
        #[arg(value_name = "TEXT")]
        text: String,
        /// Identifier of this request.
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
    },
    /// Closes an answered attention point.
    Close {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// The attention point.
        #[arg(value_name = "ID")]
        id: String,
        /// Why it is settled.
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        /// Identifier of this request.
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
    },
}
