//! What a provider issued and revoked: numbers and counts, never persons. A credential is known here by its number, which is also its
//! place in the provider's status lists.

mod month;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use blocks::{findings::Findings, values::Id};
use eventing::{Decider, Snapshots};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use month::Month;
pub use rejection::Rejection;

use super::class;

/// Most credentials in one call.
pub const BATCH_MAX: usize = 500;

/// Why a credential is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// It was issued by mistake.
    IssuedInError,
    /// What it rests on turned out not to hold.
    GroundLapsed,
    /// It was replaced.
    Replaced,
    /// The holder asked for it.
    HolderAsked,
}

/// Credentials with consecutive numbers that were issued alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Class.
    pub class_id: Id,
    /// Region.
    pub region_id: Id,
    /// Number of the first.
    pub first: u32,
    /// How many.
    pub count: u32,
}

/// What a provider issued, as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuance {
    /// In order of their numbers; neighbours that are alike are one.
    batches: Vec<Batch>,
    revoked: BTreeSet<u32>,
}

/// What issuing rests on, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Project of the class, when the class can be issued by this provider.
    pub class: Result<Option<Id>, class::Rejection>,
    /// Regions of the provider.
    pub region_ids: Vec<Id>,
    /// The key that signs, if there is one of the algorithm.
    pub key_id: Option<Id>,
}

/// What can be asked of an issuance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Issue credentials.
    Issue {
        /// Class.
        class_id: Id,
        /// Region.
        region_id: Id,
        /// How many.
        count: u32,
        /// What it rests on.
        ground: Ground,
        /// The block's day.
        today: Date,
    },
    /// Revoke one.
    Revoke {
        /// Its number.
        number: u32,
        /// Why.
        reason: Reason,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to an issuance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// Credentials were issued.
    Issued {
        /// Class, region and numbers.
        batch: Batch,
        /// Project of the class.
        project_id: Option<Id>,
        /// Key that signs at that moment. Documents that are made later, after a stop, are signed with whatever key signs then.
        key_id: Id,
        /// Day.
        issued_on: Date,
    },
    /// One was revoked.
    Revoked {
        /// Its number.
        number: u32,
        /// Class.
        class_id: Id,
        /// Region.
        region_id: Id,
        /// Why.
        reason: Reason,
        /// Day.
        revoked_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Issued { .. } => "CredentialsIssued",
            Self::Revoked { .. } => "CredentialRevoked",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Batch {
    /// The number after the last.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.first.saturating_add(self.count)
    }

    fn continues(&self, before: &Self) -> bool {
        self.class_id == before.class_id && self.region_id == before.region_id && self.first == before.end()
    }
}

impl Issuance {
    /// How many were issued; the next number.
    #[must_use]
    pub fn issued(&self) -> u32 {
        self.batches.last().map_or(0, Batch::end)
    }

    /// The numbers that were revoked.
    #[must_use]
    pub fn revoked(&self) -> &BTreeSet<u32> {
        &self.revoked
    }

    /// The batch of a number.
    #[must_use]
    pub fn batch_of(&self, number: u32) -> Option<&Batch> {
        let place = self.batches.partition_point(|batch| batch.end() <= number);
        self.batches.get(place)
    }

    fn issue(
        &self,
        class_id: Id,
        region_id: Id,
        count: u32,
        ground: Ground,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let project_id = ground.class.map_err(Rejection::Class)?;
        let key_id = ground.key_id.ok_or(Rejection::KeyMissing)?;
        let mut findings = Findings::below("");
        let taught = ground.region_ids.contains(&region_id);
        findings.check(taught, "region_id", "a region of the provider");
        let some = (1..=BATCH_MAX).contains(&(count as usize));
        findings.check(some, "recipients", format!("1 to {BATCH_MAX} learners"));
        findings.refuse_with(Rejection::Invalid)?;
        let first = self.issued();
        first.checked_add(count).ok_or(Rejection::Limit)?;
        let batch = Batch {
            class_id,
            region_id,
            first,
            count,
        };
        Ok(vec![Fact::Issued {
            batch,
            project_id,
            key_id,
            issued_on: today,
        }])
    }

    fn revoke(&self, number: u32, reason: Reason, today: Date) -> Result<Vec<Fact>, Rejection> {
        let batch = self.batch_of(number).ok_or(Rejection::Unknown(number))?;
        if self.revoked.contains(&number) {
            return Err(Rejection::Revoked(number));
        }
        Ok(vec![Fact::Revoked {
            number,
            class_id: batch.class_id.clone(),
            region_id: batch.region_id.clone(),
            reason,
            revoked_on: today,
        }])
    }
}

impl Decider for Issuance {
    const TYPE: &'static str = "issuance";
    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: 500,
        shape: "1",
    });
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Issue {
                class_id,
                region_id,
                count,
                ground,
                today,
            } => self.issue(class_id, region_id, count, ground, today),
            Command::Revoke {
                number,
                reason,
                today,
            } => self.revoke(number, reason, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Issued { batch, .. } => match self.batches.last_mut() {
                Some(last) if batch.continues(last) => last.count += batch.count,
                _ => self.batches.push(batch),
            },
            Fact::Revoked { number, .. } => {
                self.revoked.insert(number);
            }
        }
    }

    /// None of them: the ledger gets counts, and those only where they are large enough; see [`counting`](super::counting).
    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Issued { .. } | Fact::Revoked { .. } => false,
        }
    }
}
