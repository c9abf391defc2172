//! Arguments of `schakelpunt linked`.

use clap::Args;

use super::coherence::ShownArgs;

/// Projects of other programmes.
#[derive(Clone, Debug, Args)]
pub struct LinkedArgs {
    /// Programme.
    #[arg(long, value_name = "PROGRAMME")]
    pub programme: Option<String>,
    /// Labour-market region; `-` for those for the whole country.
    #[arg(long, value_name = "REGION", allow_hyphen_values = true)]
    pub region: Option<String>,
    /// Theme; `-` for those of none.
    #[arg(long, value_name = "THEME", allow_hyphen_values = true)]
    pub theme: Option<String>,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}
