//! How far one query looks.

/// First stretch, in positions: as much as most readers want at once.
const SHORTEST: u64 = 5_000;

/// Longest stretch, in positions: a query that looks through so many without an index takes some tenths of a second.
const LONGEST: u64 = 200_000;

/// The stretch that the next query looks at. With a filter that matches little it grows, so that a reader gets
/// through the ledger fast and yet hears often how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window(u64);

impl Default for Window {
    fn default() -> Self {
        Self(SHORTEST)
    }
}

impl Window {
    /// Last position of a stretch that starts at `from` and ends no later than `until`.
    pub(super) fn end(self, from: u64, until: u64) -> u64 {
        from.saturating_add(self.0 - 1).min(until)
    }

    /// Adapts to how many entries were found, of how many there was room for.
    pub(super) fn adapt(&mut self, found: usize, room: usize) {
        self.0 = if found >= room {
            SHORTEST.max(self.0 / 2)
        } else {
            LONGEST.min(self.0 * 2)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_never_reaches_beyond_the_head() {
        assert_eq!(Window::default().end(1, 100), 100);
        assert_eq!(Window::default().end(1, 1_000_000), SHORTEST);
        assert_eq!(Window::default().end(u64::MAX, u64::MAX), u64::MAX);
    }

    #[test]
    fn stretches_grow_while_little_is_found_and_shrink_again() {
        let mut window = Window::default();
        for _ in 0..20 {
            window.adapt(0, 500);
        }
        assert_eq!(window, Window(LONGEST));
        for _ in 0..20 {
            window.adapt(500, 500);
        }
        assert_eq!(window, Window::default());
    }
}
