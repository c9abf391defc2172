//! Options that every command takes.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use runtime::access::Grant;

use crate::output::{Format, Lang};

/// Options that every command takes.
#[derive(Clone, Debug, Args)]
pub struct Globals {
    /// Address of the hub, such as `https://hub.example.nl`; without it the hub running from the data directory.
    #[arg(long, global = true, value_name = "URL", env = "SCHAKELPUNT_ADDRESS")]
    pub address: Option<String>,
    /// Bearer token. `SCHAKELPUNT_TOKEN` is read by hand, so that another way of saying who calls can be given beside it.
    #[arg(long, global = true, value_name = "TOKEN", conflicts_with_all = ["token_file", "acting_as"])]
    pub token: Option<String>,
    /// File that holds the bearer token.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "acting_as")]
    pub token_file: Option<PathBuf>,
    /// Development: act in this role with a token made on the spot; may be given more than once.
    #[arg(id = "acting_as", long = "as", global = true, value_name = "ROLE[:SCOPE]")]
    pub acting_as: Vec<Grant>,
    /// How answers are shown.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub output: Format,
    /// Language of what people read.
    #[arg(long, global = true, value_enum, default_value_t = Lang::Nl, env = "SCHAKELPUNT_LANG")]
    pub lang: Lang,
    /// Seconds a call may take.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub timeout: u64,
    /// Certificates of the authority that vouches for the hub, in PEM; without it the usual public ones.
    #[arg(long, global = true, value_name = "FILE", env = "SCHAKELPUNT_CA_FILE")]
    pub ca_file: Option<PathBuf>,
    /// Directory of a hub on this machine.
    #[arg(long, global = true, value_name = "DIR", env = "SCHAKELPUNT_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
}

impl Globals {
    /// How long a call may take.
    pub fn call_timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}
