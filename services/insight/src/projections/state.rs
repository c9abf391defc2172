//! All rows of one projection, by what they are kept by: what is known, what the views have not been shown, and what the tables do
//! not have yet.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use contracts::ledger::v1::Entry;
use eventing::ProjectionError;
use sqlx::PgConnection;

use super::{
    events::logged_at,
    fold::{Change, Fold, Place},
};
use crate::{rows::Onto, views::Gathered};

/// A projection's rows in memory. Its size is that of the rows: nothing in it grows with the events that made them.
#[async_trait]
pub trait State: Send + Sync {
    /// Applies entries in order. When it fails the state is half changed and must be thrown away.
    ///
    /// # Errors
    /// An event cannot be understood.
    fn apply(&mut self, entries: &[Entry]) -> Result<(), ProjectionError>;

    /// Whether anything changed that the views have not been shown.
    fn has_news(&self) -> bool;

    /// Shows the views what changed since the last time.
    fn show(&mut self, views: &mut Gathered);

    /// Whether the tables lack something.
    fn is_unsaved(&self) -> bool;

    /// Hands out what the tables lack. What happens meanwhile is kept for the next time. Then comes [`State::saved`].
    fn save(&mut self) -> Box<dyn Unsaved>;

    /// Tells whether what was handed out last is in the tables now.
    fn saved(&mut self, done: bool);
}

/// What the tables lack.
#[async_trait]
pub trait Unsaved: Send + Sync {
    /// Writes it onto what the tables hold.
    ///
    /// # Errors
    /// The database's.
    async fn write(&self, db: &mut PgConnection, onto: Onto) -> Result<(), sqlx::Error>;
}

/// See [`State`].
pub(super) struct Kept<F> {
    now: BTreeMap<String, F>,
    /// Those of which the views have not been shown everything.
    news: BTreeSet<String>,
    /// Until the views have been shown all for the first time.
    is_new: bool,
    /// What the tables have, of those that changed since.
    unsaved: BTreeMap<String, F>,
    /// The same, of what was handed out and may come back.
    saving: BTreeMap<String, F>,
}

impl<F: Fold> Kept<F> {
    /// Nothing, as before the first event.
    pub(super) fn empty() -> Box<dyn State> {
        Self::of(BTreeMap::new())
    }

    /// What the tables hold.
    pub(super) async fn load(db: &mut PgConnection) -> Result<Box<dyn State>, sqlx::Error> {
        Ok(Self::of(F::load(db).await?))
    }

    fn of(now: BTreeMap<String, F>) -> Box<dyn State> {
        Box::new(Self::holding(now))
    }

    /// These rows and nothing else.
    pub(super) fn holding(now: BTreeMap<String, F>) -> Self {
        Self {
            now,
            news: BTreeSet::new(),
            is_new: true,
            unsaved: BTreeMap::new(),
            saving: BTreeMap::new(),
        }
    }

    /// What entries mean to this projection, in their order. Needs no state, so that several batches can be read at once.
    pub(super) fn decode(entries: &[Entry]) -> Result<Vec<(F::Event, Place)>, ProjectionError> {
        let mut events = Vec::new();
        for entry in entries {
            let Some(event) = F::decode(entry)? else { continue };
            let place = Place {
                position: entry.position,
                at: logged_at(entry)?,
            };
            events.push((event, place));
        }
        Ok(events)
    }

    /// Applies events in order.
    pub(super) fn apply_decoded(
        &mut self,
        events: impl IntoIterator<Item = (F::Event, Place)>,
    ) -> Result<(), ProjectionError> {
        events
            .into_iter()
            .try_for_each(|(event, place)| self.touch(F::kept_by(&event)).apply(event, place))
    }

    /// The rows kept by an identifier, about to change.
    fn touch(&mut self, id: &str) -> &mut F {
        if !self.now.contains_key(id) {
            self.now.insert(id.to_owned(), F::default());
        }
        let fold = self.now.entry(id.to_owned()).or_default();
        if !self.unsaved.contains_key(id) {
            self.unsaved.insert(id.to_owned(), fold.clone());
        }
        if !self.news.contains(id) {
            self.news.insert(id.to_owned());
        }
        fold
    }
}

#[async_trait]
impl<F: Fold> State for Kept<F> {
    fn apply(&mut self, entries: &[Entry]) -> Result<(), ProjectionError> {
        self.apply_decoded(Self::decode(entries)?)
    }

    fn has_news(&self) -> bool {
        self.is_new || !self.news.is_empty()
    }

    fn show(&mut self, views: &mut Gathered) {
        if std::mem::take(&mut self.is_new) {
            // Also what is no longer known: these rows take the place of others.
            self.news.extend(F::shown(views));
            self.news.extend(self.now.keys().cloned());
        }
        for id in std::mem::take(&mut self.news) {
            match self.now.get_mut(&id) {
                Some(fold) => {
                    fold.settle();
                    fold.show(&id, views);
                }
                None => F::default().show(&id, views),
            }
        }
    }

    fn is_unsaved(&self) -> bool {
        !self.unsaved.is_empty()
    }

    fn save(&mut self) -> Box<dyn Unsaved> {
        self.saving = std::mem::take(&mut self.unsaved);
        let changes = self.saving.iter().filter_map(|(id, before)| {
            let (before, now) = (before.clone(), self.now.get(id)?.clone());
            Some((id.clone(), Change { before, now }))
        });
        let (ids, changes) = changes.unzip();
        Box::new(Changes::<F> { ids, changes })
    }

    fn saved(&mut self, done: bool) {
        let before = std::mem::take(&mut self.saving);
        if !done {
            // What the tables have is still what they had then.
            self.unsaved.extend(before);
        }
    }
}

struct Changes<F> {
    ids: Vec<String>,
    changes: Vec<Change<F>>,
}

#[async_trait]
impl<F: Fold> Unsaved for Changes<F> {
    async fn write(&self, db: &mut PgConnection, onto: Onto) -> Result<(), sqlx::Error> {
        if onto != Onto::Unknown {
            return F::write(db, &self.changes, onto).await;
        }
        F::delete(db, &self.ids).await?;
        let all = self.changes.iter().map(|change| Change {
            before: F::default(),
            now: change.now.clone(),
        });
        F::write(db, &all.collect::<Vec<_>>(), onto).await
    }
}
