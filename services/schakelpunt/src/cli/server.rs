//! Arguments of the commands for whoever runs a hub.

use std::path::PathBuf;

use clap::{Args, Subcommand, builder::PossibleValuesParser};

use crate::blocks::BLOCKS;

/// Starts the whole hub in this process.
#[derive(Clone, Debug, Args)]
pub struct UpArgs {
    /// Also load the invented projects of the example season.
    #[arg(long)]
    pub with_example_season: bool,
    /// Directory with the data files of the programme and the example season.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data_files: PathBuf,
    /// Configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Starts one or more blocks in this process.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// Blocks to serve, such as `programme`.
    #[arg(required = true, value_name = "BLOCK", value_parser = PossibleValuesParser::new(BLOCKS.iter().map(|block| block.name)))]
    pub blocks: Vec<String>,
    /// Configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Brings the databases of the blocks up to date.
#[derive(Clone, Debug, Args)]
pub struct MigrateArgs {
    /// The database; without it the one of the configuration.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Builds projections again from their log.
#[derive(Clone, Debug, Args)]
pub struct RebuildArgs {
    /// The projections: names of insight's, `all` of them, or `programme/<name>`.
    #[arg(value_name = "PROJECTION", required = true)]
    pub projections: Vec<String>,
    /// Configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Looks after the configuration.
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Reads and checks the whole configuration without starting anything.
    Check(ConfigCheckArgs),
    /// What the NATS for programmes is started with.
    Nats(ConfigNatsArgs),
}

/// What the NATS for programmes is started with: part of its configuration, which trusts this installation's key.
#[derive(Clone, Debug, Args)]
pub struct ConfigNatsArgs {
    /// Folder in which the server keeps accounts.
    #[arg(long, value_name = "DIR", required = true)]
    pub accounts: PathBuf,
    /// Configuration file of the hub.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Reads and checks the whole configuration without starting anything.
#[derive(Clone, Debug, Args)]
pub struct ConfigCheckArgs {
    /// Configuration file; without it what a hub started here would read.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}
