//! What waits for one subscription, counted once as it comes: nobody has to read the ledger again to know it.

use std::collections::VecDeque;

use contracts::ledger::v1::Entry;

use super::wants;
use crate::domain::subscription::Content;

/// Most events that wait that are counted. What comes after them is looked at when there is room.
pub const WAITING_MAX: usize = 10_000;

/// Events that wait, as far as the ledger was looked through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    looked_to: u64,
    /// Position, and second in which it was logged, oldest first.
    events: VecDeque<(u64, i64)>,
}

impl Waiting {
    /// Nothing was looked through after this position.
    #[must_use]
    pub fn after(position: u64) -> Self {
        Self {
            looked_to: position,
            events: VecDeque::new(),
        }
    }

    /// Position up to which the ledger was looked through.
    #[must_use]
    pub fn looked_to(&self) -> u64 {
        self.looked_to
    }

    /// Events that wait.
    #[must_use]
    pub fn count(&self) -> usize {
        self.events.len()
    }

    /// Position of the oldest, and second in which it was logged, counted from 1970.
    #[must_use]
    pub fn oldest(&self) -> Option<(u64, i64)> {
        self.events.front().copied()
    }

    /// Whether no more are counted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.events.len() >= WAITING_MAX
    }

    /// Looks at the next entry; at one that was looked at, or while no more are counted, it does not look.
    pub fn look(&mut self, content: &Content, entry: &Entry) {
        if entry.position <= self.looked_to || self.is_full() {
            return;
        }
        self.looked_to = entry.position;
        if wants(content, entry) {
            let logged = entry.recorded_at.as_ref().map_or(0, |it| it.seconds);
            self.events.push_back((entry.position, logged));
        }
    }

    /// Up to this position nothing waits any more.
    pub fn done(&mut self, position: u64) {
        while self.events.front().is_some_and(|(it, _)| *it <= position) {
            self.events.pop_front();
        }
        self.looked_to = self.looked_to.max(position);
    }
}

#[cfg(test)]
mod tests {
    use contracts::options::v1::Audience;

    use super::*;
    use crate::domain::examples::content;

    fn entry(position: u64, event_type: &str) -> Entry {
        Entry {
            position,
            r#type: event_type.to_owned(),
            audience: Audience::Public.into(),
            recorded_at: Some(pbjson_types::Timestamp {
                seconds: 1_000 + position.cast_signed(),
                nanos: 0,
            }),
            ..Default::default()
        }
    }

    fn after(position: u64, entries: impl IntoIterator<Item = Entry>) -> Waiting {
        let mut waiting = Waiting::after(position);
        entries.into_iter().for_each(|it| waiting.look(&content(), &it));
        waiting
    }

    #[test]
    fn only_what_the_subscription_is_about_waits() {
        let wanted = entry(3, "nl.projects.milestone-achieved.v1");
        let waiting = after(1, [entry(2, "nl.reports.report-accepted.v1"), wanted]);
        assert_eq!((waiting.count(), waiting.oldest()), (1, Some((3, 1_003))));
        assert_eq!(waiting.looked_to(), 3);
    }

    #[test]
    fn an_entry_counts_once() {
        let wanted = || entry(3, "nl.projects.milestone-achieved.v1");
        assert_eq!(after(1, [wanted(), wanted()]).count(), 1);
        assert_eq!(after(3, [wanted()]).count(), 0);
    }

    #[test]
    fn what_is_acknowledged_does_not_wait_even_before_it_was_looked_at() {
        let wanted = |position| entry(position, "nl.projects.milestone-achieved.v1");
        let mut waiting = after(0, [wanted(1), wanted(2), wanted(3)]);
        waiting.done(2);
        assert_eq!((waiting.count(), waiting.oldest()), (1, Some((3, 1_003))));
        waiting.done(7);
        waiting.look(&content(), &wanted(6));
        assert_eq!((waiting.count(), waiting.looked_to()), (0, 7));
    }

    #[test]
    fn so_many_are_counted_and_the_rest_when_there_is_room() {
        let wanted = |position| entry(position, "nl.projects.milestone-achieved.v1");
        let most = WAITING_MAX as u64;
        let mut waiting = after(0, (1..=most + 5).map(wanted));
        assert_eq!((waiting.count(), waiting.looked_to()), (WAITING_MAX, most));
        waiting.done(3);
        waiting.look(&content(), &wanted(most + 1));
        assert_eq!(
            (waiting.count(), waiting.looked_to()),
            (WAITING_MAX - 2, most + 1)
        );
    }
}
