//! Calls to a hub: where it is, who calls, and what a refusal says.

mod credentials;
mod hub;
mod minting;
mod refusal;
pub mod ttl;

pub use credentials::{Bearer, read_token};
pub use hub::{Hub, Wire};
pub use minting::{Minter, subject};
pub use refusal::{Fault, Refusal, UNREACHABLE};
