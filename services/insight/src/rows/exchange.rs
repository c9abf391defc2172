//! Rows of the projection `exchange`: subscriptions that stand still, or did. Each is kept by its subscription.

use std::{collections::BTreeMap, sync::Arc};

use contracts::exchange::v1::StallRule;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::table::table;

table!(StallRow, "stalls", of subscription_id = "subscription_id", [], by []);

/// What is known of the exchange.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exchange {
    /// Of each subscription when it stood still last, by subscription.
    pub stalls: Arc<BTreeMap<String, Arc<StallRow>>>,
}

/// A subscription that stands still, or did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StallRow {
    /// Subscription.
    pub subscription_id: String,
    /// Programme.
    pub programme_id: String,
    /// By which rule.
    pub rule: StallRule,
    /// Position up to which it was done.
    pub position: u64,
    /// Events that waited.
    pub waiting: u64,
    /// When the oldest of them was logged.
    pub waiting_since: Option<Timestamp>,
    /// When one was acknowledged last.
    pub last_acknowledged_at: Option<Timestamp>,
    /// Failures since then.
    pub failures_in_a_row: u32,
    /// When it was noticed.
    pub stalled_at: Timestamp,
    /// When it was over.
    pub over_at: Option<Timestamp>,
    /// Ledger positions of the events about it, oldest first.
    pub positions: Vec<u64>,
}
