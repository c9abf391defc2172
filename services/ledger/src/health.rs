//! What is wrong at the moment, for the block's checks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is wrong at the moment, by what it concerns. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health {
    troubles: Arc<Mutex<BTreeMap<Concern, String>>>,
}

/// What a trouble concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Concern {
    /// Fetching the events of one block from the broker.
    Intake(String),
    /// Reading the ledger's tables.
    Reading,
    /// Writing the ledger's tables.
    Writing,
    /// Signing checkpoints.
    Signing,
}

impl Health {
    /// Notes a trouble; true when it is a new one, and so worth a line in the log.
    pub(crate) fn trouble(&self, concern: Concern, what: String) -> bool {
        self.lock().insert(concern, what).is_none()
    }

    /// Notes that it is over; true when there was one.
    pub(crate) fn well(&self, concern: &Concern) -> bool {
        self.lock().remove(concern).is_some()
    }

    /// Forgets the troubles of the writer: a process that does not write the ledger fetches, writes and signs nothing.
    pub(crate) fn forget_writer(&self) {
        self.lock().retain(|concern, _| *concern == Concern::Reading);
    }

    /// Whether events can be fetched; in the error, why not.
    ///
    /// # Errors
    /// What the broker said, for the first block concerned.
    pub(crate) fn broker(&self) -> Result<(), String> {
        self.first(|concern| matches!(concern, Concern::Intake(_)))
    }

    /// Whether the tables can be read and written; in the error, why not.
    ///
    /// # Errors
    /// What PostgreSQL said.
    pub(crate) fn database(&self) -> Result<(), String> {
        self.first(|concern| matches!(concern, Concern::Reading | Concern::Writing))
    }

    /// Whether checkpoints are signed; in the error, why not.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub(crate) fn proof(&self) -> Result<(), String> {
        self.first(|concern| *concern == Concern::Signing)
    }

    fn first(&self, about: impl Fn(&Concern) -> bool) -> Result<(), String> {
        let troubles = self.lock();
        let trouble = troubles.iter().find(|(concern, _)| about(concern));
        trouble.map_or(Ok(()), |(_, what)| Err(what.clone()))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Concern, String>> {
        // Each change is one operation on the map, so a panic elsewhere cannot have left it half done.
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_news_once_and_so_is_its_end() {
        let health = Health::default();
        let radar = || Concern::Intake("radar".into());
        assert!(health.trouble(radar(), "away".into()));
        assert!(!health.trouble(radar(), "still away".into()));
        assert_eq!(health.broker(), Err("still away".into()));
        assert_eq!(health.database(), Ok(()));
        assert!(health.well(&radar()));
        assert!(!health.well(&radar()));
        assert_eq!(health.broker(), Ok(()));
    }

    #[test]
    fn who_no_longer_writes_has_only_the_troubles_of_a_reader() {
        let health = Health::default();
        for concern in [
            Concern::Intake("radar".into()),
            Concern::Reading,
            Concern::Writing,
            Concern::Signing,
        ] {
            health.trouble(concern, "away".into());
        }
        health.forget_writer();
        assert_eq!((health.broker(), health.proof()), (Ok(()), Ok(())));
        assert_eq!(health.database(), Err("away".into()));
        assert!(health.well(&Concern::Reading));
        assert_eq!(health.database(), Ok(()));
    }
}
