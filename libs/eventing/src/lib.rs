//! Event sourcing on PostgreSQL and NATS: the only crate that knows cqrs-es, postgres-es and async-nats.

pub mod decider;
pub mod scenario;

pub use decider::{Aggregate, Decider, Fact, FieldFault, Rejection, RejectionKind};
