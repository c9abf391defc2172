//! What one run found in one source. The same method on the same text and the same releases finds the same: the digest says so. Where
//! in the text each mention stands, and the terms that no concept covers, lie beside the log ([`crate::archive`]).

use blocks::values::Id;
use eventing::{Decider, RejectionKind};
use serde::{Deserialize, Serialize};

/// How often a source names a concept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundConcept {
    /// URI of the concept.
    pub uri: String,
    /// Mentions of which something is said.
    pub asserted: u32,
    /// Mentions in mere lists.
    pub listed: u32,
    /// Mentions that are negated.
    pub negated: u32,
    /// Confidence of the surest of the mentions that are not negated, in thousandths.
    pub confidence_thousandths: u16,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Run.
    pub run_id: Id,
    /// Source.
    pub source_id: Id,
    /// Method, such as `phrases/1`.
    pub method: String,
    /// Language of the text.
    pub language: String,
    /// Words in it.
    pub words: u32,
    /// Concepts, by URI.
    pub concepts: Vec<FoundConcept>,
    /// Terms that no concept covers. Which ones lies beside the log: a term may turn out to be somebody's name.
    pub terms: u32,
    /// SHA-256 of everything that was found, in hexadecimal digits.
    pub digest: String,
}

/// What a run made of a source.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    digest: Option<String>,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Record what was found.
    Record(Box<Findings>),
    /// Record that the method cannot read this source.
    GiveUp {
        /// Run.
        run_id: Id,
        /// Source.
        source_id: Id,
    },
}

/// What can have happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// The source was read.
    Distilled(Box<Findings>),
    /// The method cannot read it.
    GivenUp {
        /// Run.
        run_id: Id,
        /// Source.
        source_id: Id,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Distilled(_) => "SourceDistilled",
            Self::GivenUp { .. } => "SourceGivenUp",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Why it is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The same method found something else before.
    #[error("the same method found something else in this source before")]
    Differs,
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Differs => "READING_DIFFERS",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Differs => RejectionKind::Conflict,
        }
    }
}

/// Name of the stream for a source and a run.
#[must_use]
pub fn stream(run_id: &str, source_id: &str) -> String {
    format!("{run_id}.{source_id}")
}

impl Decider for Reading {
    const TYPE: &'static str = "reading";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn begins(_: &Command) -> bool {
        true
    }

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match (command, self.digest.as_deref()) {
            (Command::Record(findings), None) => Ok(vec![Fact::Distilled(findings)]),
            (Command::Record(findings), Some(known)) if *known == findings.digest => Ok(Vec::new()),
            (Command::Record(_), Some(_)) => Err(Rejection::Differs),
            (Command::GiveUp { run_id, source_id }, None) => Ok(vec![Fact::GivenUp { run_id, source_id }]),
            (Command::GiveUp { .. }, Some(_)) => Ok(Vec::new()),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        self.digest = match fact {
            Fact::Distilled(findings) => Some(findings.digest),
            Fact::GivenUp { .. } => Some(String::new()),
        };
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Distilled(_) => true,
            Fact::GivenUp { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::findings;

    #[test]
    fn what_was_found_is_recorded_once() {
        let record = || Command::Record(Box::new(findings()));
        let distilled = || Fact::Distilled(Box::new(findings()));
        Scenario::<Reading>::new().when(record()).then([distilled()]);
        Scenario::<Reading>::given([distilled()]).when(record()).then([]);
    }

    #[test]
    fn a_method_that_finds_something_else_the_second_time_is_refused() {
        let other = Findings {
            digest: "ff".into(),
            ..findings()
        };
        Scenario::<Reading>::given([Fact::Distilled(Box::new(findings()))])
            .when(Command::Record(Box::new(other)))
            .refused("READING_DIFFERS");
    }
}
