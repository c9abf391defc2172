//! Arguments of `schakelpunt subscription`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contracts::exchange::v1::SubscriptionState;

use super::{PagesArgs, RequestArgs, application::FileArgs};

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SubscriptionStateArg {
    /// Waits for a decision.
    Requested,
    /// Refused.
    Refused,
    /// Active.
    Active,
    /// Suspended.
    Suspended,
    /// Over.
    Ended,
}

impl SubscriptionStateArg {
    /// As the contract has it.
    #[must_use]
    pub fn state(self) -> SubscriptionState {
        match self {
            Self::Requested => SubscriptionState::Requested,
            Self::Refused => SubscriptionState::Refused,
            Self::Active => SubscriptionState::Active,
            Self::Suspended => SubscriptionState::Suspended,
            Self::Ended => SubscriptionState::Ended,
        }
    }
}

/// Subscriptions.
#[derive(Clone, Debug, Subcommand)]
pub enum SubscriptionCommand {
    /// Subscriptions.
    List {
        /// Only of this programme.
        #[arg(long, value_name = "PROGRAMME")]
        programme: Option<String>,
        /// Only in this state.
        #[arg(long, value_enum)]
        state: Option<SubscriptionStateArg>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One subscription and how it fares.
    Show {
        /// The subscription.
        #[arg(value_name = "SUBSCRIPTION")]
        subscription: String,
    },
    /// What one would have given over the last thirty days.
    Preview(FileArgs),
    /// Requests one.
    Request(FileArgs),
    /// Replaces what one asks for, until it is decided on.
    Revise(FileArgs),
    /// Approves one.
    Approve {
        /// The subscription.
        #[arg(value_name = "SUBSCRIPTION")]
        subscription: String,
        /// Revision that was looked at.
        #[arg(long, value_name = "N", default_value_t = 1)]
        revision: u32,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Refuses one.
    Refuse(SubscriptionReasonArgs),
    /// Suspends one.
    Suspend(SubscriptionReasonArgs),
    /// Lets one go on.
    Resume {
        /// The subscription.
        #[arg(value_name = "SUBSCRIPTION")]
        subscription: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Ends one.
    End(SubscriptionReasonArgs),
    /// Events that were parked.
    Parked {
        /// The subscription.
        #[arg(value_name = "SUBSCRIPTION")]
        subscription: String,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// Delivers events again.
    Replay(ReplayArgs),
    /// Keys of webhooks.
    Keys {
        /// The subscription.
        #[arg(value_name = "SUBSCRIPTION")]
        subscription: String,
        /// Gives new ones.
        #[arg(long)]
        rotate: bool,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Makes a user for NATS.
    NatsKey {
        /// File for the private key.
        #[arg(value_name = "FILE")]
        key_file: PathBuf,
    },
    /// How events are pulled from NATS.
    Nats {
        /// The subscription.
        #[arg(value_name = "SUBSCRIPTION")]
        subscription: String,
        /// File with the private key of the user.
        #[arg(long, value_name = "FILE", requires = "credentials")]
        key_file: Option<PathBuf>,
        /// File to write credentials to.
        #[arg(long, value_name = "FILE", requires = "key_file")]
        credentials: Option<PathBuf>,
    },
}

/// What is delivered again.
#[derive(Clone, Debug, Args)]
pub struct ReplayArgs {
    /// The subscription.
    #[arg(value_name = "SUBSCRIPTION")]
    pub subscription: String,
    /// Position of the first event.
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    pub from: u64,
    /// Position of the last event.
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    pub to: u64,
    /// What was parked, instead of a range.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    pub parked: bool,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// A subscription, and why something is done about it.
#[derive(Clone, Debug, Args)]
pub struct SubscriptionReasonArgs {
    /// The subscription.
    #[arg(value_name = "SUBSCRIPTION")]
    pub subscription: String,
    /// Why.
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}
