//! The newest entries in memory: each commit is read from the tables once, for everyone in this process who follows the ledger.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contracts::ledger::v1::Entry;
use contracts::options::v1::Audience;
use prost::Message;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::filter::Filter;
use crate::head::Head;
use crate::store::{Found, LedgerStore, Query};

/// Most entries that are kept: several seconds of the busiest hub. Who is further behind reads the tables.
const ENTRIES_MAX: usize = 4_096;
/// Most bytes of entries that are kept, as they are sent.
const BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most bytes of entries that are read at once.
const READ_BYTES: usize = 4 * 1024 * 1024;

/// The newest entries. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Tail(Arc<Shared>);

#[derive(Default)]
struct Shared {
    kept: Mutex<Kept>,
    /// Position of the newest entry that is kept, or was.
    read_to: watch::Sender<u64>,
}

/// Entries whose positions follow on each other, oldest first.
#[derive(Default)]
struct Kept {
    entries: VecDeque<Weighed>,
    bytes: usize,
}

#[derive(Clone)]
struct Weighed {
    entry: Arc<Entry>,
    bytes: usize,
}

impl Tail {
    /// Up to where it is, to watch.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.0.read_to.subscribe()
    }

    /// Up to where it is.
    pub(crate) fn read_to(&self) -> u64 {
        *self.0.read_to.borrow()
    }

    /// Whether an entry is kept.
    pub(crate) fn has(&self, position: u64) -> bool {
        let kept = self.kept();
        let (first, last) = (kept.entries.front(), kept.entries.back());
        first.is_some_and(|it| it.entry.position <= position)
            && last.is_some_and(|it| it.entry.position >= position)
    }

    /// What a query finds, as the tables would tell it; `None` when its first entry is not kept.
    pub(crate) fn read(&self, query: &Query<'_>) -> Option<Found> {
        let (taken, read_to) = self.kept().find(query)?;
        Some(Found {
            entries: taken.into_iter().map(Arc::unwrap_or_clone).collect(),
            read_to,
        })
    }

    /// Follows the head until `shutdown`.
    pub(crate) async fn follow(self, store: LedgerStore, head: Head, shutdown: CancellationToken) {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = self.keep_up(&store, &head) => {}
        }
    }

    async fn keep_up(&self, store: &LedgerStore, head: &Head) {
        let (mut newest, mut backoff) = (head.watch(), Backoff::default());
        // What was there before is in the tables, for whoever wants it.
        self.move_to(newest.borrow().position);
        loop {
            let read_to = self.read_to();
            let Ok(to) = newest
                .wait_for(|it| it.position != read_to)
                .await
                .map(|it| it.position)
            else {
                return;
            };
            if to < read_to || to - read_to > ENTRIES_MAX as u64 {
                self.move_to(to);
                continue;
            }
            match read(store, read_to + 1, to).await {
                Ok(found) if found.read_to > read_to => {
                    self.push(found);
                    backoff = Backoff::default();
                }
                // The tables are away, or were restored from an older state: whoever follows the head tells, and turns it back.
                Ok(_) | Err(_) => backoff.pause().await,
            }
        }
    }

    /// Forgets everything, and goes on after a position.
    fn move_to(&self, position: u64) {
        *self.kept() = Kept::default();
        self.0.read_to.send_replace(position);
    }

    fn push(&self, found: Found) {
        self.kept().extend(found.entries);
        self.0.read_to.send_replace(found.read_to);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every entry of a stretch, or its beginning.
async fn read(store: &LedgerStore, from: u64, to: u64) -> Result<Found, sqlx::Error> {
    let query = Query {
        from,
        to,
        filter: &Filter::default(),
        audience: Audience::Hub,
        max_entries: u32::MAX,
        max_bytes: READ_BYTES,
    };
    store.read(&query).await
}

impl Kept {
    fn extend(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            let bytes = entry.encoded_len();
            self.bytes += bytes;
            let entry = Arc::new(entry);
            self.entries.push_back(Weighed { entry, bytes });
        }
        while self.entries.len() > ENTRIES_MAX || self.bytes > BYTES_MAX {
            let oldest = self.entries.pop_front();
            self.bytes -= oldest.map_or(self.bytes, |it| it.bytes);
        }
    }

    /// The entries that a query takes, and up to where was looked.
    fn find(&self, query: &Query<'_>) -> Option<(Vec<Arc<Entry>>, u64)> {
        self.entries
            .front()
            .filter(|it| it.entry.position <= query.from)?;
        let skipped = self.entries.partition_point(|it| it.entry.position < query.from);
        let stretch = self.entries.range(skipped..);
        let (mut taken, mut bytes, mut read_to) = (Vec::new(), 0, None);
        for Weighed { entry, bytes: size } in stretch {
            if entry.position > query.to {
                break;
            }
            read_to = Some(entry.position);
            if entry.audience > query.audience as i32 || !query.filter.takes(entry) {
                continue;
            }
            taken.push(entry.clone());
            bytes += size;
            if taken.len() >= query.max_entries as usize || bytes >= query.max_bytes {
                break;
            }
        }
        Some((taken, read_to?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(position: u64, project: &str) -> Entry {
        Entry {
            position,
            project_id: project.to_owned(),
            audience: Audience::Programmes.into(),
            data: vec![b'1'; 100].into(),
            ..Entry::default()
        }
    }

    fn tail(positions: std::ops::RangeInclusive<u64>) -> Tail {
        let tail = Tail::default();
        let read_to = *positions.end();
        let entries = positions.map(|it| entry(it, if it % 2 == 0 { "even" } else { "odd" }));
        tail.push(Found {
            entries: entries.collect(),
            read_to,
        });
        tail
    }

    const fn query(from: u64, to: u64, filter: &Filter) -> Query<'_> {
        Query {
            from,
            to,
            filter,
            audience: Audience::Hub,
            max_entries: 500,
            max_bytes: 1_000_000,
        }
    }

    fn found(tail: &Tail, query: &Query<'_>) -> Option<(Vec<u64>, u64)> {
        let found = tail.read(query)?;
        let positions = found.entries.iter().map(|it| it.position).collect();
        Some((positions, found.read_to))
    }

    #[test]
    fn what_is_kept_is_found_and_nothing_else() {
        let (tail, all) = (tail(11..=20), Filter::default());
        assert_eq!(found(&tail, &query(18, 30, &all)), Some((vec![18, 19, 20], 20)));
        assert_eq!(found(&tail, &query(11, 12, &all)), Some((vec![11, 12], 12)));
        assert_eq!(found(&tail, &query(10, 12, &all)), None, "it has to be read");
        assert_eq!(found(&tail, &query(21, 30, &all)), None, "it is not there yet");
        assert_eq!(found(&Tail::default(), &query(1, 9, &all)), None);
    }

    #[test]
    fn filter_audience_and_bounds_hold_as_in_the_tables() {
        let tail = tail(1..=9);
        let even = Filter {
            projects: vec!["even".into()],
            ..Filter::default()
        };
        assert_eq!(found(&tail, &query(1, 9, &even)), Some((vec![2, 4, 6, 8], 9)));
        let two = Query {
            max_entries: 2,
            ..query(1, 9, &even)
        };
        assert_eq!(found(&tail, &two), Some((vec![2, 4], 4)));
        let one = Query {
            max_bytes: 1,
            ..query(3, 9, &even)
        };
        assert_eq!(found(&tail, &one), Some((vec![4], 4)));
        let public = Query {
            audience: Audience::Public,
            ..query(1, 9, &even)
        };
        assert_eq!(found(&tail, &public), Some((vec![], 9)));
    }

    #[test]
    fn the_oldest_go_first() {
        let count = ENTRIES_MAX as u64;
        let (tail, all) = (tail(1..=count), Filter::default());
        tail.push(Found {
            entries: vec![entry(count + 1, "new")],
            read_to: count + 1,
        });
        assert_eq!(found(&tail, &query(1, 1, &all)), None);
        assert_eq!(found(&tail, &query(2, 2, &all)), Some((vec![2], 2)));
        let large = Entry {
            data: vec![b'1'; BYTES_MAX - 1_000].into(),
            ..entry(count + 2, "large")
        };
        tail.push(Found {
            entries: vec![large],
            read_to: count + 2,
        });
        assert_eq!(found(&tail, &query(count - 10, count, &all)), None);
        assert!(tail.kept().bytes <= BYTES_MAX);
    }

    #[test]
    fn after_a_move_nothing_of_before_is_left() {
        let (tail, all) = (tail(1..=9), Filter::default());
        tail.move_to(5);
        assert_eq!(tail.read_to(), 5);
        assert_eq!(found(&tail, &query(3, 9, &all)), None);
    }
}
