//! The ledger positions behind a row, kept within bounds.
//!
//! A report that goes back and forth for years would otherwise make its row grow with every event, and each event cost more
//! than the one before. The first event and the newest ones are kept; those in between are in the ledger under the project.

use super::MoneyChange;

/// Most positions kept with one row.
pub const POSITIONS_MAX: usize = 100;

/// Adds the newest position to a row's history.
pub fn remember(positions: &mut Vec<u64>, position: u64) {
    if positions.len() >= POSITIONS_MAX {
        // The first one says how the row came to be.
        positions.remove(1);
    }
    positions.push(position);
}

/// Adds the newest change of an amount. When there are too many, the oldest two become one, so that they still add up.
pub fn remember_change(changes: &mut Vec<MoneyChange>, change: MoneyChange) {
    if changes.len() >= POSITIONS_MAX {
        let oldest = changes.remove(0);
        if let Some(next) = changes.first_mut() {
            next.cents = next.cents.saturating_add(oldest.cents);
        }
    }
    changes.push(change);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_newest_positions_stay() {
        let mut positions = Vec::new();
        (1..=250).for_each(|position| remember(&mut positions, position));
        assert_eq!(positions.len(), POSITIONS_MAX);
        assert_eq!((positions[0], positions[1], positions[99]), (1, 152, 250));
    }

    #[test]
    fn changes_still_add_up_when_old_ones_are_put_together() {
        let mut changes = Vec::new();
        for position in 1..=250 {
            remember_change(&mut changes, MoneyChange { position, cents: 3 });
        }
        assert_eq!(changes.len(), POSITIONS_MAX);
        assert_eq!(changes.iter().map(|change| change.cents).sum::<i64>(), 750);
    }
}
