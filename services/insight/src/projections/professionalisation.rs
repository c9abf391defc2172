//! Projection `professionalisation`: providers, what they offer, their credential classes, and what was counted of issued credentials.

use std::sync::Arc;

use contracts::{
    ledger::v1::Entry,
    professionalisation::v1::{
        CredentialClassPublished, CredentialClassWithdrawn, Flexibility, IssuanceCell, IssuanceCounted,
        OfferPublished, OfferWithdrawn, ProviderRegistered,
    },
};
use eventing::ProjectionError;

use super::{
    events::{ProfessionalisationEvent, day, required},
    fold::{Fold, Place, put, stored},
};
use crate::{
    rows::{ClassRow, IssuedRow, List, OfferRow, ProviderRow, remember},
    views::Gathered,
};

/// Longest wait, in days, with which an offer can be started within a month.
const MONTH_DAYS: u32 = 31;

/// The rows kept by one identifier: at most one provider, one offer and one class, or what one part of a month told.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    providers: List<ProviderRow>,
    offers: List<OfferRow>,
    classes: List<ClassRow>,
    issued: List<IssuedRow>,
}

impl Fold for Rows {
    type Event = Kept;

    fn decode(entry: &Entry) -> Result<Option<Kept>, ProjectionError> {
        Ok(ProfessionalisationEvent::decode(entry)?.map(Kept::of))
    }

    fn kept_by(event: &Kept) -> &str {
        &event.by
    }

    fn apply(&mut self, event: Kept, at: Place) -> Result<(), ProjectionError> {
        use ProfessionalisationEvent as Event;
        match event.event {
            Event::ProviderRegistered(event) => self.provider_registered(event, at),
            Event::OfferPublished(event) => self.offer_published(event, at),
            Event::OfferWithdrawn(event) => self.offer_withdrawn(&event, at),
            Event::CredentialClassPublished(event) => self.class_published(event, at),
            Event::CredentialClassWithdrawn(event) => self.class_withdrawn(&event, at),
            Event::IssuanceCounted(it) => {
                self.counted(&event.by, it, at);
                Ok(())
            }
        }
    }

    fn show(&self, id: &str, views: &mut Gathered) {
        let known = views.professionalisation();
        put(&mut known.providers, id, self.providers.only(), Arc::ptr_eq);
        put(&mut known.offers, id, self.offers.only(), Arc::ptr_eq);
        put(&mut known.classes, id, self.classes.only(), Arc::ptr_eq);
        let issued = Some(self.issued.clone()).filter(|rows| !rows.is_empty());
        put(&mut known.issued, id, issued, List::is_copy_of);
    }

    fn shown(views: &Gathered) -> Vec<String> {
        views.professionalisation_ids()
    }
}

/// An event and by what its rows are kept.
pub(super) struct Kept {
    by: String,
    event: ProfessionalisationEvent,
}

impl Kept {
    fn of(event: ProfessionalisationEvent) -> Self {
        use ProfessionalisationEvent as Event;
        let by = match &event {
            Event::ProviderRegistered(event) => event
                .provider
                .as_ref()
                .map(|it| it.provider_id.clone())
                .unwrap_or_default(),
            Event::OfferPublished(event) => event
                .offer
                .as_ref()
                .map(|it| it.offer_id.clone())
                .unwrap_or_default(),
            Event::OfferWithdrawn(event) => event.offer_id.clone(),
            Event::CredentialClassPublished(event) => event
                .credential_class
                .as_ref()
                .map(|it| it.class_id.clone())
                .unwrap_or_default(),
            Event::CredentialClassWithdrawn(event) => event.class_id.clone(),
            Event::IssuanceCounted(event) => format!("{}/{}", event.month, event.part),
        };
        Self { by, event }
    }
}

impl Rows {
    /// A provider that reads otherwise now takes the place of the one before.
    fn provider_registered(&mut self, event: ProviderRegistered, at: Place) -> Result<(), ProjectionError> {
        let it = required(at.position, "provider", event.provider)?;
        let known = self.providers.take(|_| true);
        let mut row = ProviderRow {
            provider_id: it.provider_id,
            name: it.name,
            region_ids: it.region_ids,
            positions: known.map(|known| known.positions.clone()).unwrap_or_default(),
        };
        remember(&mut row.positions, at.position);
        self.providers.push(row);
        Ok(())
    }

    /// An offer that reads otherwise now takes the place of the one before.
    fn offer_published(&mut self, event: OfferPublished, at: Place) -> Result<(), ProjectionError> {
        let it = required(at.position, "offer", event.offer)?;
        let open_from = day(at.position, "offer.open_from", &it.open_from)?;
        let mut row = OfferRow {
            is_flexible: is_flexible(it.flexibility.unwrap_or_default()),
            offer_id: it.offer_id,
            provider_id: it.provider_id,
            project_id: it.project_id,
            title: it.title,
            skills: it.skills,
            region_ids: it.region_ids,
            target_group: it.target_group,
            class_ids: it.class_ids,
            open_from,
            withdrawn_on: None,
            positions: vec![at.position],
        };
        match self.offers.find_mut(|_| true) {
            Some(known) => {
                row.positions = std::mem::take(&mut known.positions);
                remember(&mut row.positions, at.position);
                *known = row;
            }
            None => self.offers.push(row),
        }
        Ok(())
    }

    fn offer_withdrawn(&mut self, event: &OfferWithdrawn, at: Place) -> Result<(), ProjectionError> {
        let withdrawn_on = day(at.position, "withdrawn_on", &event.withdrawn_on)?;
        if let Some(known) = self.offers.find_mut(|_| true) {
            known.withdrawn_on = Some(withdrawn_on);
            remember(&mut known.positions, at.position);
        }
        Ok(())
    }

    fn class_published(&mut self, event: CredentialClassPublished, at: Place) -> Result<(), ProjectionError> {
        let it = required(at.position, "credential_class", event.credential_class)?;
        self.classes.push(ClassRow {
            published_on: day(at.position, "published_on", &event.published_on)?,
            class_id: it.class_id,
            provider_id: it.provider_id,
            name: it.name,
            skills: it.skills,
            withdrawn_on: None,
            positions: vec![at.position],
        });
        Ok(())
    }

    /// Of a class that was not published before it was withdrawn nothing is known here.
    fn class_withdrawn(
        &mut self,
        event: &CredentialClassWithdrawn,
        at: Place,
    ) -> Result<(), ProjectionError> {
        let withdrawn_on = day(at.position, "withdrawn_on", &event.withdrawn_on)?;
        if let Some(known) = self.classes.find_mut(|_| true) {
            known.withdrawn_on = Some(withdrawn_on);
            remember(&mut known.positions, at.position);
        }
        Ok(())
    }

    fn counted(&mut self, counted_in: &str, event: IssuanceCounted, at: Place) {
        for cell in event.cells {
            let same = |row: &IssuedRow| {
                row.class_id == cell.class_id
                    && row.provider_id == cell.provider_id
                    && row.region_id == cell.region_id
            };
            match self.issued.find_mut(same) {
                Some(row) => {
                    row.issued += cell.issued;
                    row.revoked += cell.revoked;
                }
                None => self.issued.push(issued(counted_in, cell, at)),
            }
        }
    }
}

fn issued(counted_in: &str, cell: IssuanceCell, at: Place) -> IssuedRow {
    IssuedRow {
        counted_in: counted_in.to_owned(),
        class_id: cell.class_id,
        provider_id: cell.provider_id,
        region_id: cell.region_id,
        issued: cell.issued,
        revoked: cell.revoked,
        position: at.position,
    }
}

/// As the block that published it measures it: startable within a month, in parts, or with recognition of prior learning.
fn is_flexible(it: Flexibility) -> bool {
    it.longest_wait_days <= MONTH_DAYS || it.in_parts || it.recognises_prior_learning
}

stored!(Rows {
    providers: ProviderRow,
    offers: OfferRow,
    classes: ClassRow,
    issued: IssuedRow,
});

#[cfg(test)]
mod tests {
    use contracts::professionalisation::v1::Offer;

    use super::*;

    fn place(position: u64) -> Place {
        Place {
            position,
            at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn published(title: &str, flexibility: Flexibility) -> Kept {
        let offer = Offer {
            offer_id: "a1".into(),
            title: title.into(),
            open_from: "2025-03-01".into(),
            flexibility: Some(flexibility),
            ..Offer::default()
        };
        Kept::of(ProfessionalisationEvent::OfferPublished(OfferPublished {
            offer: Some(offer),
            revision: 1,
        }))
    }

    #[test]
    fn an_offer_reads_as_it_was_told_last_with_all_events_behind_it() {
        let school_year = Flexibility {
            starts_per_year: 1,
            longest_wait_days: 365,
            ..Flexibility::default()
        };
        let modular = Flexibility {
            in_parts: true,
            ..school_year
        };
        let mut rows = Rows::default();
        rows.apply(published("before", school_year), place(1)).unwrap();
        assert!(!rows.offers.only().unwrap().is_flexible);
        rows.apply(published("now", modular), place(5)).unwrap();
        let withdrawn = ProfessionalisationEvent::OfferWithdrawn(OfferWithdrawn {
            offer_id: "a1".into(),
            withdrawn_on: "2025-09-01".into(),
        });
        rows.apply(Kept::of(withdrawn), place(9)).unwrap();
        let row = rows.offers.only().unwrap();
        assert_eq!((row.title.as_str(), row.is_flexible), ("now", true));
        assert_eq!(
            (row.withdrawn_on, row.positions.as_slice()),
            ("2025-09-01".parse().ok(), &[1, 5, 9][..])
        );
    }

    #[test]
    fn what_a_month_tells_of_one_cell_is_one_row() {
        let cell = |region: &str, issued, revoked| IssuanceCell {
            class_id: "c1".into(),
            provider_id: "o1".into(),
            region_id: region.into(),
            issued,
            revoked,
        };
        let counted = IssuanceCounted {
            month: "2025-06".into(),
            part: 1,
            cells: vec![cell("AM01", 12, 0), cell("AM01", 0, 5), cell("", 6, 0)],
            ..IssuanceCounted::default()
        };
        let event = Kept::of(ProfessionalisationEvent::IssuanceCounted(counted));
        assert_eq!(Rows::kept_by(&event), "2025-06/1");
        let mut rows = Rows::default();
        rows.apply(event, place(3)).unwrap();
        let nets: Vec<_> = rows
            .issued
            .iter()
            .map(|row| (row.region_id.as_str(), row.net()))
            .collect();
        assert_eq!(nets, [("AM01", 7), ("", 6)]);
    }
}
