//! Arguments of `schakelpunt award`.

use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};
use contracts::transitions::v1::{AwardOutcome, AwardState};

use super::{PagesArgs, RequestArgs};
use crate::output::money::parse_euros;

/// What the agency decided, and what became of it.
#[derive(Clone, Debug, Subcommand)]
pub enum AwardCommand {
    /// The awards of a call, as far as the caller may see them.
    List {
        /// The call.
        #[arg(value_name = "CALL")]
        call: String,
        /// Only those that stand so.
        #[arg(long, value_enum)]
        state: Option<AwardStateArg>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// The award on one application.
    Show {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
    },
    /// Records the agency's decision on an application.
    Record(Box<RecordArgs>),
    /// Records whether a condition was met.
    DecideCondition {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// The condition.
        #[arg(value_name = "CONDITION")]
        condition: String,
        /// Whether it was met.
        #[arg(value_enum, value_name = "MET")]
        met: MetArg,
        /// Where the decision can be found.
        #[command(flatten)]
        decision: DecisionArgs,
    },
    /// Records an advance that was paid.
    Pay {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// Amount in euros.
        #[arg(long, value_name = "EUROS", value_parser = parse_euros)]
        amount: i64,
        /// Where the payment can be found.
        #[command(flatten)]
        payment: DecisionArgs,
    },
    /// Asks for a change of what was awarded.
    RequestChange {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// Identifier of the change, chosen by whoever asks.
        #[arg(value_name = "CHANGE")]
        change: String,
        /// What is asked, and why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Amount that would be awarded instead, in euros.
        #[arg(long, value_name = "EUROS", value_parser = parse_euros)]
        amount: Option<i64>,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Records the agency's decision on a change.
    DecideChange {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// The change.
        #[arg(value_name = "CHANGE")]
        change: String,
        /// What was decided.
        #[arg(value_enum, value_name = "DECISION")]
        approved: ApprovedArg,
        /// Where the decision can be found.
        #[command(flatten)]
        decision: DecisionArgs,
    },
    /// Records the final grant determination.
    Determine {
        /// The application.
        #[arg(value_name = "APPLICATION")]
        application: String,
        /// Final amount in euros.
        #[arg(long, value_name = "EUROS", value_parser = parse_euros)]
        amount: i64,
        /// Where the decision can be found.
        #[command(flatten)]
        decision: DecisionArgs,
    },
}

/// Where something that the agency did can be found.
#[derive(Clone, Debug, Args)]
pub struct DecisionArgs {
    /// The agency's reference.
    #[arg(long, value_name = "REFERENCE", required = true)]
    pub reference: String,
    /// Its day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", required = true)]
    pub on: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// The agency's decision on an application.
#[derive(Clone, Debug, Args)]
pub struct RecordArgs {
    /// The application.
    #[arg(value_name = "APPLICATION")]
    pub application: String,
    /// What was decided.
    #[arg(value_enum, value_name = "OUTCOME")]
    pub outcome: OutcomeArg,
    /// Amount awarded in euros; none when it was rejected.
    #[arg(long, value_name = "EUROS", value_parser = parse_euros, default_value = "0")]
    pub amount: i64,
    /// A condition with its last day; may be given more than once.
    #[arg(long, value_name = "ID=DAY=TEXT")]
    pub condition: Vec<ConditionArg>,
    /// Why, in the agency's words.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub motivation: String,
    /// Where the decision can be found.
    #[command(flatten)]
    pub decision: DecisionArgs,
}

/// A condition: `ID=DAY=TEXT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionArg {
    /// Identifier within the award.
    pub id: String,
    /// Last day on which it can be met.
    pub due_on: String,
    /// The condition in words.
    pub text: String,
}

impl FromStr for ConditionArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '=').map(str::to_owned);
        let (id, due_on, text) = (parts.next(), parts.next(), parts.next());
        match (id, due_on, text) {
            (Some(id), Some(due_on), Some(text)) => Ok(Self { id, due_on, text }),
            _ => Err("write ID=DAY=TEXT".to_owned()),
        }
    }
}

/// What was decided on an application, as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutcomeArg {
    /// Granted.
    Granted,
    /// Granted on conditions.
    Conditional,
    /// Rejected.
    Rejected,
}

impl OutcomeArg {
    /// As the contract writes it.
    pub fn outcome(self) -> AwardOutcome {
        match self {
            Self::Granted => AwardOutcome::Granted,
            Self::Conditional => AwardOutcome::Conditional,
            Self::Rejected => AwardOutcome::Rejected,
        }
    }
}

/// Whether a condition was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MetArg {
    /// It was.
    Met,
    /// It was not.
    NotMet,
}

/// Whether a change was approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ApprovedArg {
    /// It was.
    Approved,
    /// It was not.
    Rejected,
}

/// How an award stands, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum AwardStateArg {
    /// Granted.
    Granted,
    /// Granted on conditions that are not all met.
    Conditional,
    /// Rejected.
    Rejected,
    /// A condition was not met.
    Lapsed,
    /// The final amount was determined.
    Determined,
}

impl AwardStateArg {
    /// As the contract writes it.
    pub fn state(self) -> AwardState {
        match self {
            Self::Granted => AwardState::Granted,
            Self::Conditional => AwardState::Conditional,
            Self::Rejected => AwardState::Rejected,
            Self::Lapsed => AwardState::Lapsed,
            Self::Determined => AwardState::Determined,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_keeps_what_follows_its_day() {
        let condition: ConditionArg = "c1=2024-12-15=norm a=b".parse().unwrap();
        assert_eq!(
            (
                condition.id.as_str(),
                condition.due_on.as_str(),
                condition.text.as_str()
            ),
            ("c1", "2024-12-15", "norm a=b")
        );
        assert!("c1=2024-12-15".parse::<ConditionArg>().is_err());
    }
}
