//! Arguments of `schakelpunt offer`.

use clap::{Args, Subcommand};

use super::{PagesArgs, RequestArgs, application::FileArgs};

/// What providers offer adults to learn.
#[derive(Clone, Debug, Subcommand)]
pub enum OfferCommand {
    /// Offers.
    List(OfferListArgs),
    /// One offer.
    Show {
        /// The offer.
        #[arg(value_name = "OFFER")]
        offer: String,
    },
    /// Publishes an offer.
    Publish(FileArgs),
    /// Replaces what an offer says.
    Revise(FileArgs),
    /// Records that an offer is none any more.
    Withdraw {
        /// The offer.
        #[arg(value_name = "OFFER")]
        offer: String,
        /// Its provider; asked of the hub when left out.
        #[arg(long, value_name = "PROVIDER")]
        provider: Option<String>,
        /// Last day of enrolment, YYYY-MM-DD.
        #[arg(long, value_name = "DAY", required = true)]
        on: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// How flexible the present offer is.
    Flexibility {
        /// Only of this provider.
        #[arg(long, value_name = "PROVIDER")]
        provider: Option<String>,
        /// Only in this region.
        #[arg(long, value_name = "REGION")]
        region: Option<String>,
    },
}

/// Which offers.
#[derive(Clone, Debug, Args)]
pub struct OfferListArgs {
    /// Only of this provider.
    #[arg(long, value_name = "PROVIDER")]
    pub provider: Option<String>,
    /// Only in this region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Only those that teach this skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// Also those that were withdrawn.
    #[arg(long)]
    pub withdrawn: bool,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
}
