//! `schakelpunt ledger`: what an auditor does who trusts nobody.
//!
//! `verify` works the whole ledger out again, over the network ([`network`]) or from its tables ([`tables`]); `proof`
//! writes the proof of one event, and `check` checks it with nothing but the proof and a public key.

mod bundle;
mod check;
mod ends;
mod event;
mod files;
mod keys;
mod network;
mod outcome;
mod progress;
mod proof;
mod tables;
mod verify;

use super::Session;
use crate::{cli::LedgerCommand, failure::Failure};

pub(super) async fn run(command: LedgerCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        LedgerCommand::Verify(args) => verify::run(args, session).await,
        LedgerCommand::Proof(args) => proof::run(args, session).await,
        LedgerCommand::Check(args) => check::run(&args, session),
    }
}
