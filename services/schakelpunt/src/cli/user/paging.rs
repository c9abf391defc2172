//! Options of lists that come in pages, and of changes that can be repeated.

use clap::Args;

/// How much of a list, and from where.
#[derive(Clone, Debug, Default, Args)]
pub struct PagesArgs {
    /// Most entries to show; without it all.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Go on after an earlier answer that was cut off.
    #[arg(long, value_name = "TOKEN")]
    pub page_token: Option<String>,
}

/// Makes a change safe to repeat.
#[derive(Clone, Debug, Default, Args)]
pub struct RequestArgs {
    /// Identifier of this request; the same id with the same content is carried out once.
    #[arg(long, value_name = "UUID")]
    pub request_id: Option<String>,
}
