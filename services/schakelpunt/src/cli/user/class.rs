//! Arguments of `schakelpunt credential class`.

use clap::{Args, Subcommand, ValueEnum};

use super::{PagesArgs, RequestArgs, application::FileArgs};

/// Classes of microcredentials, from proposal to publication.
#[derive(Clone, Debug, Subcommand)]
pub enum ClassCommand {
    /// Classes that were published.
    List(ClassListArgs),
    /// One class.
    Show {
        /// The class.
        #[arg(value_name = "CLASS")]
        class: String,
    },
    /// Proposes a class.
    Propose(FileArgs),
    /// Replaces what a class says, until it was accredited.
    Revise(FileArgs),
    /// Records a review, by somebody else than who proposed it.
    Review {
        /// The class.
        #[arg(value_name = "CLASS")]
        class: String,
        /// What the review came to.
        #[arg(value_enum, value_name = "REVIEW")]
        review: ReviewArg,
        /// Remarks; needed when it is sent back.
        #[arg(long, value_name = "TEXT", default_value = "")]
        remarks: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Records that a class was accredited.
    Accredit {
        /// The class.
        #[arg(value_name = "CLASS")]
        class: String,
        /// Reference of the decision.
        #[arg(long, value_name = "REFERENCE", required = true)]
        reference: String,
        /// Day of the decision, YYYY-MM-DD.
        #[arg(long, value_name = "DAY", required = true)]
        on: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Publishes a class that was accredited.
    Publish(ClassStepArgs),
    /// Withdraws a class: it is not issued any more.
    Withdraw {
        /// Which class.
        #[command(flatten)]
        step: ClassStepArgs,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
    },
}

/// Which classes.
#[derive(Clone, Debug, Args)]
pub struct ClassListArgs {
    /// Only of this provider.
    #[arg(long, value_name = "PROVIDER")]
    pub provider: Option<String>,
    /// Only those that stand for this skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// Only under this quality framework.
    #[arg(long, value_name = "FRAMEWORK")]
    pub framework: Option<String>,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
}

/// A step of a class by its provider.
#[derive(Clone, Debug, Args)]
pub struct ClassStepArgs {
    /// The class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// Its provider; asked of the hub when left out.
    #[arg(long, value_name = "PROVIDER")]
    pub provider: Option<String>,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// What a review came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReviewArg {
    /// It is good as it is.
    Approved,
    /// It is sent back.
    Returned,
}
