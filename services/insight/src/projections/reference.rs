//! Projection `reference`: the reference data as last defined.

use std::sync::Arc;

use contracts::{ledger::v1::Entry, programme::v1::ReferenceDataDefined};
use eventing::ProjectionError;

use super::{
    events::{ReferenceEvent, required},
    fold::{Fold, Place, stored},
};
use crate::{
    rows::{EntryRow, List, Reference, entry_key},
    views::Gathered,
};

/// All reference data; it belongs to no project.
#[derive(Debug, Clone, Default)]
pub(super) struct Entries {
    rows: List<EntryRow>,
}

impl Fold for Entries {
    type Event = ReferenceDataDefined;

    fn decode(entry: &Entry) -> Result<Option<ReferenceDataDefined>, ProjectionError> {
        let event = ReferenceEvent::decode(entry)?;
        Ok(event.map(|ReferenceEvent::ReferenceDataDefined(defined)| defined))
    }

    fn kept_by(_: &ReferenceDataDefined) -> &str {
        ""
    }

    fn apply(&mut self, defined: ReferenceDataDefined, at: Place) -> Result<(), ProjectionError> {
        let content = required(at.position, "entry", defined.entry)?;
        let (kind, entry_id) = required(at.position, "entry.content", entry_key(&content))?;
        let row = EntryRow {
            kind: kind.to_owned(),
            entry_id,
            entry: content,
            revision: defined.revision,
            position: at.position,
        };
        match self
            .rows
            .find_mut(|known| (&known.kind, &known.entry_id) == (&row.kind, &row.entry_id))
        {
            Some(known) => *known = row,
            None => self.rows.push(row),
        }
        Ok(())
    }

    fn show(&self, project_id: &str, views: &mut Gathered) {
        if !project_id.is_empty() {
            return;
        }
        let mut reference = Reference::default();
        self.rows
            .iter()
            .for_each(|row| reference.insert(row.entry.clone()));
        views.set_reference(Arc::new(reference));
    }
}

stored!(Entries { rows: EntryRow });
