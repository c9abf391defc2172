//! Delivering events: which ones, from where, and how far.

pub mod archive;
pub mod cloud_event;
pub mod cursor;
mod event;
mod known;
pub(crate) mod metrics;
pub mod moves;
pub(crate) mod stalls;
pub mod standing;
pub mod stream;
pub mod waiting;
pub mod waits;

use contracts::{ledger::v1::Entry, options::v1::Audience};

use crate::{
    contract::subscription::audience,
    domain::{
        filter::{Filter, hold},
        subscription::Content,
    },
};

/// Whether a subscription is about an event, and may have it.
#[must_use]
pub fn wants(content: &Content, entry: &Entry) -> bool {
    let widest = audience(content.data_class);
    // Compared as the numbers of the contract, which rise from everyone to the hub itself.
    let may_have = entry.audience() != Audience::Unspecified && entry.audience() as i32 <= widest as i32;
    may_have && all_hold(&content.filters, entry)
}

/// Whether all filters hold for an event.
#[must_use]
pub fn all_hold(filters: &[Filter], entry: &Entry) -> bool {
    hold(filters, &event::Event::new(entry))
}
