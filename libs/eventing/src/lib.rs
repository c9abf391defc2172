//! Event sourcing on PostgreSQL and NATS JetStream: the only crate that knows cqrs-es, postgres-es and async-nats.
//!
//! A block decides with [`Decider`]s, keeps their facts in a [`store::Store`], and everything else follows the committed
//! log: [`projection`]s build read models, [`reaction`]s issue further commands, and the [`relay`] publishes what the block
//! declares public, as [`cloudevent`]s over the [`bus`].

pub mod breakpoint;
pub mod bus;
mod checkpoint;
pub mod clock;
pub mod cloudevent;
pub mod decider;
pub mod failure;
pub mod lease;
pub mod projection;
pub mod reaction;
pub mod recorded;
pub mod relay;
pub mod scenario;
pub mod schema;
pub mod store;
pub mod trace;

pub use clock::{Clock, HeldClock, SystemClock};
pub use decider::{Aggregate, Decider, Fact, FieldFault, Rejection, RejectionKind, Snapshots};
pub use projection::{Projection, ProjectionError};
pub use reaction::{Reaction, ReactionError};
pub use recorded::{Context, CorruptFact, Meta, Recorded, RecordedMeta, RequestKey};
pub use relay::{Published, Publisher};
pub use store::{Committed, ExecuteError, Loaded, Reading, Store};
