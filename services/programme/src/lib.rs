//! The programme block: the hub's own administration of the programme.

pub mod domain;
pub mod grpc;
pub mod projections;
pub mod publish;
pub mod reactions;
pub mod scheduler;
