//! Counting what was issued, month by month, so that no count that becomes public is small, nor can be found by subtracting: see
//! [`layers`]. What was counted in one cell is never counted in another.

pub mod layers;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use eventing::{Decider, FieldFault, RejectionKind};
use serde::{Deserialize, Serialize};

use super::issuance::Month;
use layers::{Cell, layer};

/// Fewest credentials in a public cell.
pub const LEAST: u32 = 5;
/// Most cells in one event: what they take fits in its size.
pub const CELLS_MAX: usize = 200;

/// Credentials issued and revoked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Issued.
    pub issued: u32,
    /// Revoked.
    pub revoked: u32,
}

/// A count of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The cell.
    pub cell: Cell,
    /// Its count.
    pub count: Count,
}

/// What was counted so far, as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    month: Option<Month>,
    /// By finest cell, whatever coarser cell it went into. A list, because JSON knows no other keys than texts.
    #[serde(with = "as_list")]
    counted: BTreeMap<Cell, Count>,
}

/// What can be asked of the counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Count a month that is over.
    Count {
        /// Month.
        month: Month,
        /// All that was issued and revoked up to its end, by finest cell.
        totals: Vec<Counted>,
    },
}

/// What can have happened to the counting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A month was counted, or a part of it.
    MonthCounted {
        /// Month.
        month: Month,
        /// Public cells.
        cells: Vec<Counted>,
        /// What went into the month's cells, by finest cell: in the first part only, and never published.
        taken: Vec<Counted>,
        /// Fewest credentials in a cell.
        least: u32,
        /// Whether something waits for a later month.
        held_back: bool,
        /// Which part, counting from 1.
        part: u32,
        /// How many parts.
        parts: u32,
    },
}

/// The counting is never refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::MonthCounted { .. } => "MonthCounted",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match *self {}
    }

    fn kind(&self) -> RejectionKind {
        match *self {}
    }

    fn faults(&self) -> Vec<FieldFault> {
        match *self {}
    }
}

impl Counting {
    /// The last month that was counted.
    #[must_use]
    pub fn month(&self) -> Option<Month> {
        self.month
    }

    fn count(&self, month: Month, totals: Vec<Counted>) -> Vec<Fact> {
        if self.month.is_some_and(|last| last >= month) {
            return Vec::new();
        }
        let waiting = |of: fn(&Count) -> u32| {
            let waiting = totals.iter().map(|total| {
                let before = self.counted.get(&total.cell).map_or(0, of);
                (total.cell.clone(), of(&total.count).saturating_sub(before))
            });
            waiting.filter(|(_, count)| *count > 0).collect()
        };
        let issued = layer(waiting(|it| it.issued), LEAST);
        let revoked = layer(waiting(|it| it.revoked), LEAST);
        let as_issued = |issued| Count { issued, revoked: 0 };
        let as_revoked = |revoked| Count { issued: 0, revoked };
        let cells = [
            counted(issued.public, as_issued),
            counted(revoked.public, as_revoked),
        ]
        .concat();
        let taken = [
            counted(issued.taken, as_issued),
            counted(revoked.taken, as_revoked),
        ]
        .concat();
        in_parts(month, cells, taken, issued.held_back || revoked.held_back)
    }
}

fn counted(cells: BTreeMap<Cell, u32>, count: impl Fn(u32) -> Count) -> Vec<Counted> {
    let counted = cells.into_iter().map(|(cell, number)| Counted {
        cell,
        count: count(number),
    });
    counted.collect()
}

/// One fact for each part; a month in which nothing can be told is told too.
fn in_parts(month: Month, cells: Vec<Counted>, taken: Vec<Counted>, held_back: bool) -> Vec<Fact> {
    let chunks: Vec<Vec<Counted>> = if cells.is_empty() {
        vec![Vec::new()]
    } else {
        cells.chunks(CELLS_MAX).map(<[Counted]>::to_vec).collect()
    };
    let parts = u32::try_from(chunks.len()).unwrap_or(u32::MAX);
    let mut taken = Some(taken);
    let facts = chunks
        .into_iter()
        .zip(1..)
        .map(|(cells, part)| Fact::MonthCounted {
            month,
            cells,
            taken: taken.take().unwrap_or_default(),
            least: LEAST,
            held_back,
            part,
            parts,
        });
    facts.collect()
}

impl Decider for Counting {
    const TYPE: &'static str = "counting";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        let Command::Count { month, totals } = command;
        Ok(self.count(month, totals))
    }

    fn evolve(&mut self, fact: Fact) {
        let Fact::MonthCounted { month, taken, .. } = fact;
        self.month = Some(month);
        for Counted { cell, count } in taken {
            let known = self.counted.entry(cell).or_default();
            known.issued += count.issued;
            known.revoked += count.revoked;
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::MonthCounted { .. } => true,
        }
    }
}

mod as_list {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Cell, Count, Counted};

    pub(super) fn serialize<S: Serializer>(
        counted: &BTreeMap<Cell, Count>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let list = counted.iter().map(|(cell, count)| Counted {
            cell: cell.clone(),
            count: *count,
        });
        list.collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Cell, Count>, D::Error> {
        let list = Vec::<Counted>::deserialize(deserializer)?;
        Ok(list.into_iter().map(|it| (it.cell, it.count)).collect())
    }
}
