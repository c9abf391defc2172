//! The aggregate of the model: it remembers everything that happened to it, in order, so that two tallies are equal only when
//! their histories are. In two kinds, one without snapshots and one with many.

use eventing::{Decider, Fact, Rejection, RejectionKind, Snapshots};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally<const KEPT: bool> {
    pub(crate) facts: Vec<Marked>,
}

#[derive(Debug, Clone)]
pub(crate) enum Command {
    /// Only allowed for a tally to which nothing has happened.
    Begin { mark: u64 },
    /// Adds facts as long as the ceiling holds.
    Add { mark: u64, facts: u8, ceiling: usize },
    /// Changes nothing.
    Nothing,
    /// Adds a fact that PostgreSQL cannot store, behind one that it can.
    Spoil { mark: u64 },
}

/// A fact says which command it is of, by its mark, and which of the command's facts it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Marked {
    Begun { mark: u64 },
    Added { mark: u64, nth: u8 },
    Spoiled { mark: u64 },
}

impl Marked {
    pub(crate) fn mark(&self) -> u64 {
        match self {
            Self::Begun { mark } | Self::Added { mark, .. } | Self::Spoiled { mark } => *mark,
        }
    }

    pub(crate) fn is_public(&self) -> bool {
        !matches!(self, Self::Added { nth, .. } if nth % 2 == 1)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the tally is not in that state")]
pub(crate) struct Refusal;

impl Fact for Marked {
    fn event_type(&self) -> String {
        match self {
            Self::Begun { .. } => "Begun".into(),
            Self::Added { .. } => "Added".into(),
            Self::Spoiled { .. } => "Spoi\0led".into(),
        }
    }

    fn event_version(&self) -> String {
        "1".into()
    }
}

impl Rejection for Refusal {
    fn reason(&self) -> &'static str {
        "NOT_IN_THAT_STATE"
    }

    fn kind(&self) -> RejectionKind {
        RejectionKind::WrongState
    }
}

impl<const KEPT: bool> Decider for Tally<KEPT> {
    const TYPE: &'static str = if KEPT { "kept" } else { "plain" };
    const SNAPSHOTS: Option<Snapshots> = if KEPT {
        Some(Snapshots { every: 4, shape: "1" })
    } else {
        None
    };
    type Command = Command;
    type Fact = Marked;
    type Rejection = Refusal;

    fn begins(command: &Command) -> bool {
        matches!(command, Command::Begin { .. })
    }

    fn decide(&self, command: Command) -> Result<Vec<Marked>, Refusal> {
        match command {
            Command::Begin { mark } if self.facts.is_empty() => Ok(vec![Marked::Begun { mark }]),
            Command::Add { mark, facts, ceiling } if self.facts.len() + usize::from(facts) <= ceiling => {
                Ok((0..facts).map(|nth| Marked::Added { mark, nth }).collect())
            }
            Command::Nothing => Ok(Vec::new()),
            Command::Spoil { mark } => Ok(vec![Marked::Added { mark, nth: 0 }, Marked::Spoiled { mark }]),
            Command::Begin { .. } | Command::Add { .. } => Err(Refusal),
        }
    }

    fn evolve(&mut self, fact: Marked) {
        self.facts.push(fact);
    }

    fn is_public(fact: &Marked) -> bool {
        fact.is_public()
    }
}
