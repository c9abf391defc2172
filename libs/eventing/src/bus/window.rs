//! What was sent and is not yet acknowledged, oldest first.

use std::collections::VecDeque;

use tokio::time::Instant;

/// Things under way, each with a number. Acknowledgements may come in any order; what leaves is the oldest, and those
/// behind it that were acknowledged before it.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Number of the oldest.
    first: u64,
    sent: VecDeque<Sent>,
    bytes: usize,
}

#[derive(Debug)]
struct Sent {
    bytes: usize,
    at: Instant,
    taken: bool,
}

impl Window {
    /// Whether nothing is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }

    /// How much is under way, counted from the oldest that is not acknowledged.
    pub(super) fn len(&self) -> usize {
        self.sent.len()
    }

    /// The same in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// When the oldest was sent.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.sent.front().map(|sent| sent.at)
    }

    /// Adds what is sent now, and gives its number.
    pub(super) fn add(&mut self, bytes: usize, at: Instant) -> u64 {
        self.bytes += bytes;
        self.sent.push_back(Sent {
            bytes,
            at,
            taken: false,
        });
        self.first + self.sent.len() as u64 - 1
    }

    /// Notes that a number was acknowledged. One that is not under way changes nothing.
    pub(super) fn taken(&mut self, number: u64) {
        let index = number
            .checked_sub(self.first)
            .and_then(|index| usize::try_from(index).ok());
        if let Some(sent) = index.and_then(|index| self.sent.get_mut(index)) {
            sent.taken = true;
        }
        while let Some(oldest) = self.sent.front().filter(|oldest| oldest.taken) {
            self.bytes -= oldest.bytes;
            self.first += 1;
            self.sent.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_acknowledged_out_of_order_stays_until_the_oldest_is() {
        let (mut window, now) = (Window::default(), Instant::now());
        let numbers: Vec<_> = [10, 20, 30].map(|bytes| window.add(bytes, now)).into();
        assert_eq!(numbers, [0, 1, 2]);
        window.taken(1);
        assert_eq!((window.len(), window.bytes()), (3, 60));
        window.taken(0);
        assert_eq!((window.len(), window.bytes()), (1, 30));
        window.taken(2);
        assert!(window.is_empty() && window.oldest().is_none());
    }

    #[test]
    fn an_acknowledgement_of_nothing_changes_nothing() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.taken(0);
        assert_eq!(window.add(5, now), 0);
        window.taken(0);
        window.taken(0);
        window.taken(9);
        assert_eq!(window.add(5, now), 1);
        assert_eq!((window.len(), window.bytes()), (1, 5));
    }
}
