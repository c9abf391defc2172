//! Arguments of `schakelpunt event-types`.

use clap::Args;

use super::PagesArgs;

/// Which event types.
#[derive(Clone, Debug, Args)]
pub struct EventTypesArgs {
    /// Only this one, with its fields and a sample.
    #[arg(value_name = "TYPE", conflicts_with_all = ["domain", "block", "limit", "page_token"])]
    pub name: Option<String>,
    /// Only of this domain.
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// Only those that this block publishes.
    #[arg(long, value_name = "BLOCK")]
    pub block: Option<String>,
    /// How much, and from where.
    #[command(flatten)]
    pub pages: PagesArgs,
}
