//! Arguments of `schakelpunt framework` and `schakelpunt instrument`.

use clap::Subcommand;

/// Quality frameworks for microcredentials.
#[derive(Clone, Debug, Subcommand)]
pub enum FrameworkCommand {
    /// All versions of a quality framework.
    Show {
        /// The framework.
        #[arg(value_name = "FRAMEWORK")]
        framework: String,
    },
}

/// Instruments of maturity scans.
#[derive(Clone, Debug, Subcommand)]
pub enum InstrumentCommand {
    /// All versions of an instrument.
    Show {
        /// The instrument.
        #[arg(value_name = "INSTRUMENT")]
        instrument: String,
    },
}
