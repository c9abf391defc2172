//! What can be done to the hub: one file each, one line in [`FAULTS`].
//!
//! A fault leaves the servers running and the networks fair, and every process started again; what it did is its answer.

mod broker;
mod clock;
mod connections;
mod database;
mod deliveries;
mod disk;
mod frozen;
mod kill;
mod lock;
mod lost_rows;
mod network;
mod programmes;
pub(crate) mod rebuild;
pub(crate) mod step;

use futures::future::LocalBoxFuture;

use crate::{
    dice::Dice,
    world::{Layout, Setting, World},
};

/// A fault, with the dice that decide its details.
type Strike = for<'a> fn(&'a mut World, Dice) -> LocalBoxFuture<'a, anyhow::Result<String>>;

/// What a fault is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A process of the hub.
    Process,
    /// What processes stand on.
    Ground,
}

/// Something that goes wrong.
#[derive(Clone, Copy)]
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) kind: Kind,
    /// How often it is drawn, compared with the others of its kind.
    pub(crate) weight: u64,
    /// Whether it can be done to a hub like this.
    pub(crate) fits: fn(Setting) -> bool,
    pub(crate) strike: Strike,
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.name)
    }
}

/// All faults.
pub(crate) const FAULTS: &[Fault] = &[
    kill::RANDOM,
    kill::TOGETHER,
    step::STEP,
    rebuild::KILLED,
    frozen::AT_RANDOM,
    frozen::AT_A_STEP,
    database::CRASH,
    connections::CUT,
    lock::LONG_TRANSACTION,
    lost_rows::LOST,
    broker::KILLED,
    broker::EMPTY,
    broker::OLD,
    programmes::KILLED,
    programmes::EMPTY,
    network::SLOW,
    network::STILL,
    network::SWALLOWING,
    network::CUT,
    deliveries::AGAIN,
    deliveries::OUT_OF_ORDER,
    clock::DEVELOPMENT,
    clock::SYSTEM,
    disk::FULL,
];

/// The fault of this name.
pub(crate) fn named(name: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| fault.name == name)
}

const fn anywhere(_: Setting) -> bool {
    true
}

fn doubled(setting: Setting) -> bool {
    setting.layout == Layout::Doubled
}

#[test]
fn every_fault_has_a_name_of_its_own_and_says_what_it_is() {
    for fault in FAULTS {
        let same = FAULTS.iter().filter(|other| other.name == fault.name).count();
        assert_eq!((same, fault.about.is_empty()), (1, false), "{}", fault.name);
    }
}
