//! An erasure of a passport. Whose it was is known neither here nor, from then on, anywhere: the fact has an identifier of its own.

use eventing::{Decider, FieldFault, RejectionKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An erasure as its fact has made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    erased_on: Option<Date>,
}

/// What can be asked of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Record it.
    Record {
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to an erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A passport was erased.
    Erased {
        /// Day.
        erased_on: Date,
    },
}

/// An erasure is never refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Erased { .. } => "PassportErased",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match *self {}
    }

    fn kind(&self) -> RejectionKind {
        match *self {}
    }

    fn faults(&self) -> Vec<FieldFault> {
        match *self {}
    }
}

impl Decider for Erasure {
    const TYPE: &'static str = "erasure";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        let Command::Record { today } = command;
        Ok(match self.erased_on {
            Some(_) => Vec::new(),
            None => vec![Fact::Erased { erased_on: today }],
        })
    }

    fn evolve(&mut self, fact: Fact) {
        let Fact::Erased { erased_on } = fact;
        self.erased_on = Some(erased_on);
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Erased { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_erasure_is_recorded_once() {
        let today = date(2025, 6, 1);
        let record = || Command::Record { today };
        let fact = Fact::Erased { erased_on: today };
        Scenario::<Erasure>::new().when(record()).then([fact]);
        Scenario::<Erasure>::new()
            .after([record()])
            .when(record())
            .then([]);
    }
}
