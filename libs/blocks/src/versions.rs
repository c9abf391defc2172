//! Rules in versions: each is defined once and never changes, because what was judged by it stays so.

use std::fmt::Debug;

use eventing::{Decider, FieldFault, RejectionKind};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::findings::Findings;

/// One version of some rules.
pub trait Version: Debug + Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Permanent name of the streams.
    const TYPE: &'static str;
    /// Permanent name of the fact that a version was defined.
    const DEFINED: &'static str;
    /// Path of the version's fields in a request.
    const FIELD: &'static str;
    /// Code of the refusal to change a version.
    const FIXED: &'static str;
    /// Code of the refusal of a version that is wrong.
    const INVALID: &'static str;

    /// Its number, counting from 1.
    fn number(&self) -> u32;

    /// Notes what is wrong with it, but for its number.
    fn check(&self, findings: &mut Findings);
}

/// The versions of some rules, as their facts have made them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Versions<V: Version> {
    versions: Vec<V>,
}

/// What can be asked of rules.
#[derive(Debug, Clone, PartialEq)]
pub enum Command<V> {
    /// Define a version.
    Define(Box<V>),
}

/// What can have happened to rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "V: Version")]
pub enum Fact<V> {
    /// A version was defined.
    Defined {
        /// The version.
        version: V,
    },
}

/// Why a command on rules is refused; the code is that of the kind of rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The version is there and reads otherwise.
    #[error("version {version} was defined otherwise, and a version never changes")]
    Fixed {
        /// Its number.
        version: u32,
        /// Code.
        reason: &'static str,
    },
    /// Fields are wrong.
    #[error("the version cannot be taken over as it was given: {} field(s) are wrong", .faults.len())]
    Invalid {
        /// The fields.
        faults: Vec<FieldFault>,
        /// Code.
        reason: &'static str,
    },
}

impl<V: Version> Default for Versions<V> {
    fn default() -> Self {
        Self { versions: Vec::new() }
    }
}

impl<V: Version> eventing::Fact for Fact<V> {
    fn event_type(&self) -> String {
        match self {
            Self::Defined { .. } => V::DEFINED.to_owned(),
        }
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Fixed { reason, .. } | Self::Invalid { reason, .. } => reason,
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Fixed { .. } => RejectionKind::WrongState,
            Self::Invalid { .. } => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid { faults, .. } => faults.clone(),
            Self::Fixed { .. } => Vec::new(),
        }
    }
}

impl<V: Version> Versions<V> {
    /// All of them, oldest first.
    #[must_use]
    pub fn versions(&self) -> &[V] {
        &self.versions
    }

    /// One of them; none when it was not defined.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&V> {
        self.versions.iter().find(|it| it.number() == number)
    }

    fn define(&self, version: V) -> Result<Vec<Fact<V>>, Rejection> {
        match self.version(version.number()) {
            Some(known) if *known == version => return Ok(Vec::new()),
            Some(known) => {
                return Err(Rejection::Fixed {
                    version: known.number(),
                    reason: V::FIXED,
                });
            }
            None => {}
        }
        let next = self.versions.last().map_or(1, |last| last.number() + 1);
        let mut findings = Findings::below(V::FIELD);
        let follows = version.number() == next;
        findings.check(follows, "version", format!("{next}, the next version"));
        version.check(&mut findings);
        findings.refuse_with(|faults| Rejection::Invalid {
            faults,
            reason: V::INVALID,
        })?;
        Ok(vec![Fact::Defined { version }])
    }
}

impl<V: Version> Decider for Versions<V> {
    const TYPE: &'static str = V::TYPE;
    type Command = Command<V>;
    type Fact = Fact<V>;
    type Rejection = Rejection;

    fn decide(&self, command: Command<V>) -> Result<Vec<Fact<V>>, Rejection> {
        let Command::Define(version) = command;
        self.define(*version)
    }

    fn evolve(&mut self, fact: Fact<V>) {
        let Fact::Defined { version } = fact;
        self.versions.push(version);
    }

    fn is_public(fact: &Fact<V>) -> bool {
        match fact {
            Fact::Defined { .. } => true,
        }
    }
}
