//! Arguments of `schakelpunt ledger`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The ledger as a transparency log: audits and proofs.
#[derive(Clone, Debug, Subcommand)]
pub enum LedgerCommand {
    /// Works the whole ledger out again and names the first position that is wrong.
    Verify(VerifyArgs),
    /// Writes the proof that an event is in the ledger.
    Proof(ProofArgs),
    /// Checks such a proof without network.
    Check(CheckArgs),
}

/// Works the whole ledger out again and names the first position that is wrong.
#[derive(Clone, Debug, Default, Args)]
pub struct VerifyArgs {
    /// A checkpoint that was kept: what it covers was proven before.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Straight from the database instead of over the network.
    #[arg(long)]
    pub tables: bool,
    /// Configuration file with the database.
    #[arg(long, value_name = "FILE", requires = "tables")]
    pub config: Option<PathBuf>,
    /// A public key that is trusted, or a file with such keys.
    #[arg(id = "verifier_keys", long = "key", value_name = "KEY|FILE")]
    pub keys: Vec<String>,
    /// Where the new checkpoint is kept for the next time.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// How many readers work at a time.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub readers: Option<u16>,
}

/// Writes the proof that an event is in the ledger.
#[derive(Clone, Debug, Args)]
pub struct ProofArgs {
    /// Position, event id, or the consistency token of a receipt.
    #[arg(value_name = "POSITION|EVENT|TOKEN")]
    pub event: String,
    /// Where to write it; without it to standard output.
    #[arg(long = "file", value_name = "FILE")]
    pub proof_file: Option<PathBuf>,
    /// A public key that is trusted, or a file with such keys.
    #[arg(id = "verifier_keys", long = "key", value_name = "KEY|FILE")]
    pub keys: Vec<String>,
}

/// Checks a proof without network.
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// The proof.
    #[arg(value_name = "RECEIPT")]
    pub receipt: PathBuf,
    /// A public key that is trusted, or a file with such keys.
    #[arg(id = "verifier_keys", long = "key", required = true, value_name = "KEY|FILE")]
    pub keys: Vec<String>,
}
