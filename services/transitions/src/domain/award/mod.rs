//! The awards of one call: what the agency decided on its applications, and what became of it. One stream per call, so that the
//! sum awarded in a size class is known where it is added to: two decisions that arrive at once cannot exceed the ceiling together.
//!
//! The hub records; the agency decides. What is refused here cannot have been decided so: more than the ceiling, more than was
//! asked for, an advance before its condition.
//!
//! One file per decision: [`record`], [`condition`], [`advance`], [`change`], [`determine`].

mod advance;
mod change;
mod condition;
mod determine;
mod fact;
mod record;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use blocks::values::{Cents, Id};
use eventing::{Decider, Snapshots};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use advance::PayAdvance;
pub use change::{DecideChange, RequestChange};
pub use condition::DecideCondition;
pub use determine::Determine;
pub use fact::Fact;
pub use record::{Record, Requested};
pub use rejection::Rejection;

use super::rules::SizeClass;

/// What the agency decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Granted.
    Granted,
    /// Granted on conditions.
    Conditional,
    /// Rejected.
    Rejected,
}

/// How an award stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
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

impl Standing {
    /// Whether it takes of the ceiling.
    #[must_use]
    pub fn takes(self) -> bool {
        match self {
            Self::Granted | Self::Conditional | Self::Determined => true,
            Self::Rejected | Self::Lapsed => false,
        }
    }
}

/// The agency's decision with where it can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The agency's reference.
    pub reference: String,
    /// Its day.
    pub decided_on: Date,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Identifier within the award.
    pub condition_id: Id,
    /// The condition in words.
    pub text: String,
    /// Last day on which it can be met.
    pub due_on: Date,
    /// Whether it was met, once that was decided.
    pub met: Option<bool>,
    /// That decision.
    pub decision: Option<Decision>,
}

/// An advance that was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advance {
    /// Amount.
    pub amount: Cents,
    /// Day.
    pub paid_on: Date,
    /// Reference of the payment.
    pub reference: String,
}

/// A request to change an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Identifier within the award.
    pub change_id: Id,
    /// What is asked, and why.
    pub reason: String,
    /// What would be awarded instead; absent when the amount stays.
    pub awarded: Option<Cents>,
    /// Whether it was approved, once that was decided.
    pub approved: Option<bool>,
    /// That decision.
    pub decision: Option<Decision>,
}

/// The award on one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// How it stands.
    pub standing: Standing,
    /// Size class whose ceiling it counts under.
    pub size_class: SizeClass,
    /// Grant that was asked for.
    pub requested: Cents,
    /// Amount awarded; nothing when it was rejected.
    pub awarded: Cents,
    /// The agency's decision.
    pub decision: Decision,
    /// Why, in the agency's words.
    pub motivation: String,
    /// Conditions.
    pub conditions: Vec<Condition>,
    /// Share that may be paid before the conditions are met, in percent.
    pub conditional_advance_percent: u32,
    /// Advances.
    pub advances: Vec<Advance>,
    /// Requests to change it.
    pub changes: Vec<Change>,
    /// The final amount, once it was determined.
    pub determined: Option<Cents>,
}

impl Award {
    /// What may have been paid by now if so much were awarded: the scheme's share before the conditions are met (in whole cents,
    /// rounded down), and all after. None when nothing is awarded.
    #[must_use]
    pub fn payable(&self, awarded: Cents) -> Option<Cents> {
        match self.standing {
            Standing::Granted => Some(awarded),
            Standing::Determined => Some(self.determined.unwrap_or(awarded)),
            Standing::Conditional => {
                let share = i128::from(awarded.0) * i128::from(self.conditional_advance_percent) / 100;
                Some(Cents(i64::try_from(share).unwrap_or(i64::MAX)))
            }
            Standing::Rejected | Standing::Lapsed => None,
        }
    }

    /// What was paid so far.
    #[must_use]
    pub fn paid(&self) -> Cents {
        // Each advance was held against the award when it was paid: the sum fits.
        Cents::checked_sum(self.advances.iter().map(|advance| advance.amount)).unwrap_or_default()
    }
}

/// The awards of one call.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awards {
    awards: BTreeMap<Id, Award>,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Record the agency's decision on an application.
    Record(Box<Record>),
    /// Record whether a condition was met.
    DecideCondition(DecideCondition),
    /// Record an advance.
    PayAdvance(PayAdvance),
    /// Ask for a change.
    RequestChange(RequestChange),
    /// Record the decision on such a request.
    DecideChange(DecideChange),
    /// Record the final determination.
    Determine(Determine),
}

impl Awards {
    /// The award on an application.
    #[must_use]
    pub fn award(&self, application_id: &str) -> Option<&Award> {
        self.awards.get(application_id)
    }

    /// All of them, by application.
    pub fn all(&self) -> impl Iterator<Item = (&Id, &Award)> {
        self.awards.iter()
    }

    /// What was awarded in a size class, that on one application left out. Absent when it does not fit.
    #[must_use]
    pub fn awarded(&self, size_class: SizeClass, but_for: &str) -> Option<Cents> {
        let others = self.awards.iter().filter(|(id, award)| {
            id.as_str() != but_for && award.size_class == size_class && award.standing.takes()
        });
        Cents::checked_sum(others.map(|(_, award)| award.awarded))
    }

    fn get(&self, application_id: &str) -> Result<&Award, Rejection> {
        self.awards.get(application_id).ok_or(Rejection::Unknown)
    }

    /// Whether an amount for one application fits beside all others of its size class. A ceiling that is not known holds nothing.
    fn check_ceiling(
        &self,
        application_id: &str,
        size_class: SizeClass,
        amount: Cents,
        ceiling: Option<Cents>,
    ) -> Result<(), Rejection> {
        let Some(ceiling) = ceiling else { return Ok(()) };
        let others = self.awarded(size_class, application_id);
        let left = others
            .and_then(|others| ceiling.checked_sub(others))
            .unwrap_or_default();
        if amount <= left {
            Ok(())
        } else {
            Err(Rejection::CeilingExceeded {
                ceiling,
                left,
                amount,
            })
        }
    }

    fn change<T>(&mut self, application_id: &str, change: impl FnOnce(&mut Award) -> T) {
        if let Some(award) = self.awards.get_mut(application_id) {
            change(award);
        }
    }
}

/// A call has as many awards as applications. After so many facts the state is put away.
const SNAPSHOT_FACTS: u64 = 200;

impl Decider for Awards {
    const TYPE: &'static str = "awards";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: SNAPSHOT_FACTS,
        shape: "1",
    });

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Record(command) => record::decide(self, *command),
            Command::DecideCondition(command) => condition::decide(self, command),
            Command::PayAdvance(command) => advance::decide(self, command),
            Command::RequestChange(command) => change::request(self, command),
            Command::DecideChange(command) => change::decide(self, command),
            Command::Determine(command) => determine::decide(self, command),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Recorded {
                application_id,
                award,
                ..
            } => {
                self.awards.insert(application_id, *award);
            }
            Fact::ConditionDecided {
                application_id,
                condition_id,
                met,
                decision,
                standing,
                awarded: _,
            } => self.change(&application_id, |award| {
                award.standing = standing;
                let mut conditions = award.conditions.iter_mut();
                if let Some(condition) = conditions.find(|it| it.condition_id == condition_id) {
                    (condition.met, condition.decision) = (Some(met), Some(decision));
                }
            }),
            Fact::AdvancePaid {
                application_id,
                advance,
                total: _,
            } => self.change(&application_id, |award| award.advances.push(advance)),
            Fact::ChangeRequested {
                application_id,
                change,
                ..
            } => self.change(&application_id, |award| award.changes.push(change)),
            Fact::ChangeDecided {
                application_id,
                change_id,
                approved,
                decision,
                awarded,
            } => self.change(&application_id, |award| {
                award.awarded = awarded;
                if let Some(change) = award.changes.iter_mut().find(|it| it.change_id == change_id) {
                    (change.approved, change.decision) = (Some(approved), Some(decision));
                }
            }),
            Fact::Determined {
                application_id,
                determined,
                ..
            } => self.change(&application_id, |award| {
                award.standing = Standing::Determined;
                award.determined = Some(determined);
            }),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Recorded { .. }
            | Fact::ConditionDecided { .. }
            | Fact::AdvancePaid { .. }
            | Fact::ChangeRequested { .. }
            | Fact::ChangeDecided { .. }
            | Fact::Determined { .. } => true,
        }
    }
}
