//! What can have happened to an answer.

use blocks::values::{Actor, Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Coding, SchemeRef, Settled, Source};

/// What can have happened to an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was filed; what was coded of an earlier round does not hold any more.
    Filed {
        /// Where it comes from.
        source: Source,
        /// Day.
        filed_on: Date,
    },
    /// Several coders were asked.
    CodersAsked {
        /// How many.
        coders: u32,
    },
    /// Somebody coded it.
    Coded {
        /// By which scheme.
        scheme: SchemeRef,
        /// The codes.
        coding: Coding,
    },
    /// Its codes are settled.
    Settled {
        /// Project.
        project_id: Id,
        /// Round of correction.
        revision: u32,
        /// By which scheme.
        scheme: SchemeRef,
        /// The codes that hold.
        settled: Settled,
        /// How many coded it.
        coders: u32,
        /// Who settled it; none when all coders agreed.
        by: Option<Actor>,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Filed { .. } => "AnswerFiled",
            Self::CodersAsked { .. } => "CodersAsked",
            Self::Coded { .. } => "AnswerCoded",
            Self::Settled { .. } => "CodingSettled",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
