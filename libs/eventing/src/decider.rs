//! The pure half of a block: what an aggregate decides and how its facts change it.

use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A fact as it is stored: serialisable, named and versioned. Facts are past tense and never change their meaning.
pub use cqrs_es::DomainEvent as Fact;

/// A state that decides on commands and is made of facts. No I/O, no clock, no randomness: when and who travel in the command.
pub trait Decider: Default + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Permanent name of the aggregate's streams.
    const TYPE: &'static str;
    /// What can be asked.
    type Command: Clone + Send + Sync + 'static;
    /// What can have happened.
    type Fact: Fact + Send + Sync + 'static;
    /// Why a command is refused.
    type Rejection: Rejection;

    /// Whether snapshots are kept of it, for streams that grow long.
    const SNAPSHOTS: Option<Snapshots> = None;

    /// Whether a command is meant for an aggregate to which nothing has happened yet. The log is then not asked first: if
    /// something has happened all the same, the append shows it, and the command is decided again.
    fn begins(_command: &Self::Command) -> bool {
        false
    }

    /// The facts that follow from a command; none when nothing has to change.
    ///
    /// # Errors
    /// The rule that refuses the command.
    fn decide(&self, command: Self::Command) -> Result<Vec<Self::Fact>, Self::Rejection>;

    /// The state after one more fact. Never fails: a fact has happened.
    fn evolve(&mut self, fact: Self::Fact);

    /// Publishing rule: whether the fact is published to the ledger. Must agree with the block's `publish`.
    fn is_public(fact: &Self::Fact) -> bool;
}

/// When snapshots of an aggregate are taken, and for what they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshots {
    /// After how many facts the next one is taken.
    pub every: u64,
    /// Names what the state looks like and how facts change it: change it whenever either changes.
    pub shape: &'static str,
}

/// What kind of refusal a rejection is; decides the gRPC code in one place (`runtime::fault`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectionKind {
    /// The request itself is wrong: INVALID_ARGUMENT.
    Invalid,
    /// It names something that does not exist: NOT_FOUND.
    NotFound,
    /// It would make something that exists already: ALREADY_EXISTS.
    AlreadyExists,
    /// It is fine, but not in the present state: FAILED_PRECONDITION.
    WrongState,
    /// Somebody else was first: ABORTED.
    Conflict,
    /// The caller may not do it: PERMISSION_DENIED.
    Forbidden,
}

/// One faulty field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// Path of the field as in the contract, such as `plan.milestones[2].due_on`.
    pub field: String,
    /// What was expected, in English, and what was found.
    pub expected: String,
}

impl FieldFault {
    /// A fault in `field`.
    pub fn new(field: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            expected: expected.into(),
        }
    }
}

/// Why a command was refused. `Display` says it in a sentence that names the values concerned.
pub trait Rejection: std::error::Error + Send + Sync + 'static {
    /// Stable code in UPPER_SNAKE_CASE; each has a page under `docs/errors/`.
    fn reason(&self) -> &'static str;
    /// What kind of refusal it is.
    fn kind(&self) -> RejectionKind;
    /// The faulty fields, all at once.
    fn faults(&self) -> Vec<FieldFault> {
        Vec::new()
    }
}

/// Runs a [`Decider`] as an aggregate of cqrs-es, so that its framework, stores and given/when/then tests apply.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Aggregate<D: Decider>(pub D);

impl<D: Decider> cqrs_es::Aggregate for Aggregate<D> {
    const TYPE: &'static str = D::TYPE;
    type Command = D::Command;
    type Event = D::Fact;
    type Error = D::Rejection;
    type Services = ();

    async fn handle(
        &mut self,
        command: Self::Command,
        _services: &Self::Services,
        sink: &EventSink<Self>,
    ) -> Result<(), Self::Error> {
        for fact in self.0.decide(command)? {
            sink.write(fact, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: Self::Event) {
        self.0.evolve(fact);
    }
}
