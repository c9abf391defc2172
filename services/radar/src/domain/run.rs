//! The runs of methods over the archive. There is one stream of them, so that one and only one is in use.

use blocks::values::{Actor, Id};
use eventing::{Decider, FieldFault, RejectionKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The one stream.
pub const ARCHIVE: &str = "archive";
/// Most runs that read at the same time: each of them reads all there is.
pub const ACTIVE_MAX: usize = 4;

/// A release that a run links to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReleaseRef {
    /// Scheme.
    pub scheme_id: Id,
    /// Version.
    pub version: String,
}

/// What a run reads by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Name of the method.
    pub method: String,
    /// Its version.
    pub method_version: u32,
    /// Releases it links to, by scheme.
    pub releases: Vec<ReleaseRef>,
}

impl Basis {
    /// The method with its version, such as `phrases/1`.
    #[must_use]
    pub fn method_name(&self) -> String {
        format!("{}/{}", self.method, self.method_version)
    }
}

/// State of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It reads along.
    Beside,
    /// It is in use.
    InUse,
    /// It was stopped.
    Stopped,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Identifier.
    pub run_id: Id,
    /// What it reads by.
    pub basis: Basis,
    /// Day it was begun.
    pub started_on: Date,
    /// Whether it goes into use by itself once it has read everything.
    pub takes_over: bool,
    /// State.
    pub state: State,
}

/// All runs.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runs {
    runs: Vec<Run>,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin a run.
    Start {
        /// Identifier.
        run_id: Id,
        /// What it reads by.
        basis: Basis,
        /// Whether it goes into use by itself once it has read everything.
        takes_over: bool,
        /// The block's day.
        today: Date,
    },
    /// Put one to use.
    Use {
        /// Run.
        run_id: Id,
        /// Sources it has still to read.
        waiting: u64,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Stop one.
    Stop {
        /// Run.
        run_id: Id,
    },
}

/// What can have happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A run was begun.
    Started {
        /// Identifier.
        run_id: Id,
        /// What it reads by.
        basis: Basis,
        /// Whether it goes into use by itself.
        takes_over: bool,
        /// Day.
        started_on: Date,
    },
    /// One was put to use; the one that was is beside it now.
    PutToUse {
        /// Identifier.
        run_id: Id,
        /// What it reads by.
        basis: Basis,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// Day.
        used_from: Date,
    },
    /// One was stopped.
    Stopped {
        /// Identifier.
        run_id: Id,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Started { .. } => "RunStarted",
            Self::PutToUse { .. } => "RunPutToUse",
            Self::Stopped { .. } => "RunStopped",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Why a command is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a run already")]
    Exists,
    /// There is none.
    #[error("there is no such run")]
    Unknown,
    /// An active run reads by the same.
    #[error("run {0} reads by the same method and the same releases")]
    Same(Id),
    /// Too many read already.
    #[error("{ACTIVE_MAX} runs read at most; stop one first")]
    TooMany,
    /// It was stopped.
    #[error("the run was stopped")]
    Stopped,
    /// It has not read everything.
    #[error("the run has still {0} sources to read")]
    Behind(u64),
    /// It is in use.
    #[error("the run is in use; put another one to use first")]
    InUse,
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "RUN_EXISTS",
            Self::Unknown => "RUN_UNKNOWN",
            Self::Same(_) => "RUN_SAME",
            Self::TooMany => "RUNS_TOO_MANY",
            Self::Stopped => "RUN_STOPPED",
            Self::Behind(_) => "RUN_BEHIND",
            Self::InUse => "RUN_IN_USE",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Same(_) | Self::TooMany | Self::Stopped | Self::Behind(_) | Self::InUse => {
                RejectionKind::WrongState
            }
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        Vec::new()
    }
}

impl Runs {
    /// All runs, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Run] {
        &self.runs
    }

    /// Those that read.
    pub fn active(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(|it| it.state != State::Stopped)
    }

    /// The one in use.
    #[must_use]
    pub fn in_use(&self) -> Option<&Run> {
        self.runs.iter().find(|it| it.state == State::InUse)
    }

    /// A run by its identifier.
    #[must_use]
    pub fn get(&self, run_id: &str) -> Option<&Run> {
        self.runs.iter().find(|it| it.run_id == run_id)
    }

    fn known(&self, run_id: &str) -> Result<&Run, Rejection> {
        self.get(run_id).ok_or(Rejection::Unknown)
    }

    fn start(&self, run_id: Id, basis: Basis, takes_over: bool, today: Date) -> Result<Vec<Fact>, Rejection> {
        if self.get(&run_id).is_some() {
            return Err(Rejection::Exists);
        }
        if let Some(same) = self.active().find(|it| it.basis == basis) {
            return Err(Rejection::Same(same.run_id.clone()));
        }
        if self.active().count() >= ACTIVE_MAX {
            return Err(Rejection::TooMany);
        }
        Ok(vec![Fact::Started {
            run_id,
            basis,
            takes_over,
            started_on: today,
        }])
    }

    fn put_to_use(
        &self,
        run_id: &str,
        waiting: u64,
        reason: String,
        by: Actor,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let run = self.known(run_id)?;
        match run.state {
            State::InUse => return Ok(Vec::new()),
            State::Stopped => return Err(Rejection::Stopped),
            State::Beside => {}
        }
        if waiting > 0 {
            return Err(Rejection::Behind(waiting));
        }
        Ok(vec![Fact::PutToUse {
            run_id: run_id.to_owned(),
            basis: run.basis.clone(),
            reason,
            by,
            used_from: today,
        }])
    }

    fn stop(&self, run_id: Id) -> Result<Vec<Fact>, Rejection> {
        match self.known(&run_id)?.state {
            State::Stopped => Ok(Vec::new()),
            State::InUse => Err(Rejection::InUse),
            State::Beside => Ok(vec![Fact::Stopped { run_id }]),
        }
    }

    fn set(&mut self, run_id: &str, state: State) {
        for run in self.runs.iter_mut().filter(|it| it.run_id == run_id) {
            run.state = state;
            run.takes_over = false;
        }
    }
}

impl Decider for Runs {
    const TYPE: &'static str = "runs";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Start {
                run_id,
                basis,
                takes_over,
                today,
            } => self.start(run_id, basis, takes_over, today),
            Command::Use {
                run_id,
                waiting,
                reason,
                by,
                today,
            } => self.put_to_use(&run_id, waiting, reason, by, today),
            Command::Stop { run_id } => self.stop(run_id),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Started {
                run_id,
                basis,
                takes_over,
                started_on,
            } => self.runs.push(Run {
                run_id,
                basis,
                started_on,
                takes_over,
                state: State::Beside,
            }),
            Fact::PutToUse { run_id, .. } => {
                if let Some(before) = self.in_use().map(|it| it.run_id.clone()) {
                    self.set(&before, State::Beside);
                }
                self.set(&run_id, State::InUse);
            }
            Fact::Stopped { run_id } => self.set(&run_id, State::Stopped),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::PutToUse { .. } => true,
            Fact::Started { .. } | Fact::Stopped { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::{DAY, basis};

    fn start(run_id: &str, version: u32) -> Command {
        Command::Start {
            run_id: run_id.into(),
            basis: Basis {
                method_version: version,
                ..basis()
            },
            takes_over: false,
            today: DAY,
        }
    }

    fn put_to_use(run_id: &str, waiting: u64) -> Command {
        Command::Use {
            run_id: run_id.into(),
            waiting,
            reason: "gemeten en beter".into(),
            by: "curator".into(),
            today: DAY,
        }
    }

    fn stop(run_id: &str) -> Command {
        Command::Stop {
            run_id: run_id.into(),
        }
    }

    fn two() -> Scenario<Runs> {
        Scenario::new().after([start("a", 1), put_to_use("a", 0), start("b", 2)])
    }

    #[test]
    fn one_and_only_one_is_in_use() {
        let runs = two().after([put_to_use("b", 0)]);
        assert_eq!(runs.state().in_use().unwrap().run_id, "b");
        assert_eq!(runs.state().active().count(), 2);
        two().when(put_to_use("a", 0)).then([]);
    }

    #[test]
    fn a_run_that_is_behind_or_stopped_is_not_put_to_use() {
        two().when(put_to_use("b", 1)).refused("RUN_BEHIND");
        two()
            .after([stop("b")])
            .when(put_to_use("b", 0))
            .refused("RUN_STOPPED");
        two().when(put_to_use("c", 0)).refused("RUN_UNKNOWN");
    }

    #[test]
    fn the_one_in_use_goes_on() {
        two().when(stop("a")).refused("RUN_IN_USE");
        two().after([stop("b")]).when(stop("b")).then([]);
    }

    #[test]
    fn runs_differ_and_are_few() {
        two().when(start("b", 3)).refused("RUN_EXISTS");
        two().when(start("c", 2)).refused("RUN_SAME");
        let four = two().after([start("c", 3), start("d", 4)]);
        four.when(start("e", 5)).refused("RUNS_TOO_MANY");
    }
}
