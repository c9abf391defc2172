//! What every building block works with, beside its log (`eventing`) and its surroundings (`runtime`): the values that
//! decisions are about, how the contract writes them, how facts are published, how reactions issue commands, and how a block
//! hears and knows what other blocks made public, and how whoever shows or passes on everything reads the ledger.
//!
//! A block depends on no other block. What two of them need alike is here.

pub mod contract;
pub mod desk;
pub mod feed;
pub mod findings;
pub mod following;
pub mod freshness;
pub mod inbox;
pub mod known;
pub mod ledger;
pub mod lists;
pub mod office;
pub mod publish;
pub mod read_models;
pub mod size;
pub mod skill;
pub mod values;
pub mod versions;
