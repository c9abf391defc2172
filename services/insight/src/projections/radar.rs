//! Projection `radar`: the skills that were published with what they rested on, and the editions that tell how they stand.

use std::sync::Arc;

use contracts::{
    ledger::v1::Entry,
    radar::v1::{DissentRecorded, EditionPublished, SkillMerged, SkillPublished, SkillRetired},
};
use eventing::ProjectionError;

use super::{
    events::{RadarEvent, day, required, unreadable},
    fold::{Fold, Place, put, stored},
};
use crate::{
    rows::{EditionRow, List, RadarSkillRow, remember},
    views::Gathered,
};

/// The rows kept by one identifier: at most one skill and one edition.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    skills: List<RadarSkillRow>,
    editions: List<EditionRow>,
}

impl Fold for Rows {
    type Event = Kept;

    fn decode(entry: &Entry) -> Result<Option<Kept>, ProjectionError> {
        Ok(RadarEvent::decode(entry)?.map(Kept::of))
    }

    fn kept_by(event: &Kept) -> &str {
        &event.by
    }

    fn apply(&mut self, event: Kept, at: Place) -> Result<(), ProjectionError> {
        use RadarEvent as Event;
        match event.event {
            Event::SkillPublished(event) => self.published(event, at),
            Event::SkillMerged(event) => self.merged(event, at),
            Event::SkillRetired(event) => self.retired(&event, at),
            Event::DissentRecorded(event) => self.dissented(&event, at),
            Event::EditionPublished(it) => self.edition_published(event.by, it, at),
        }
    }

    fn show(&self, id: &str, views: &mut Gathered) {
        let known = views.radar();
        put(&mut known.skills, id, self.skills.only(), Arc::ptr_eq);
        put(&mut known.editions, id, self.editions.only(), Arc::ptr_eq);
    }

    fn shown(views: &Gathered) -> Vec<String> {
        views.radar_ids()
    }
}

/// An event and by what its rows are kept.
pub(super) struct Kept {
    by: String,
    event: RadarEvent,
}

impl Kept {
    fn of(event: RadarEvent) -> Self {
        use RadarEvent as Event;
        let by = match &event {
            Event::SkillPublished(event) => event
                .skill
                .as_ref()
                .map(|it| it.skill_id.clone())
                .unwrap_or_default(),
            Event::SkillMerged(event) => event.skill_id.clone(),
            Event::SkillRetired(event) => event.skill_id.clone(),
            Event::DissentRecorded(event) => event.skill_id.clone(),
            Event::EditionPublished(event) => event.number.to_string(),
        };
        Self { by, event }
    }
}

impl Rows {
    /// A skill that is published again is on the radar again, with what it rests on now.
    fn published(&mut self, event: SkillPublished, at: Place) -> Result<(), ProjectionError> {
        let skill = required(at.position, "skill", event.skill)?;
        let reference = required(at.position, "reference", event.reference)?;
        let known = self.skills.take(|_| true);
        let mut row = RadarSkillRow {
            published_on: day(at.position, "published_on", &event.published_on)?,
            skill_id: skill.skill_id,
            reference,
            label: skill.label.unwrap_or_default(),
            theme_ids: skill.theme_ids,
            sources: event.sources,
            publishers: event.publishers,
            regions: event.regions,
            dissents: event.dissents,
            retired_on: None,
            merged_on: None,
            merged_into_reference: None,
            positions: known.map(|known| known.positions.clone()).unwrap_or_default(),
        };
        remember(&mut row.positions, at.position);
        self.skills.push(row);
        Ok(())
    }

    fn merged(&mut self, event: SkillMerged, at: Place) -> Result<(), ProjectionError> {
        let into = required(at.position, "into_reference", event.into_reference)?;
        let merged_on = day(at.position, "merged_on", &event.merged_on)?;
        let row = self.skill(&event.skill_id, at)?;
        row.merged_on = Some(merged_on);
        row.merged_into_reference = Some(into);
        Ok(())
    }

    fn retired(&mut self, event: &SkillRetired, at: Place) -> Result<(), ProjectionError> {
        let retired_on = day(at.position, "retired_on", &event.retired_on)?;
        self.skill(&event.skill_id, at)?.retired_on = Some(retired_on);
        Ok(())
    }

    /// Those from before publication were counted in it.
    fn dissented(&mut self, event: &DissentRecorded, at: Place) -> Result<(), ProjectionError> {
        let row = self.skill(&event.skill_id, at)?;
        row.dissents = row.dissents.saturating_add(1);
        Ok(())
    }

    fn edition_published(
        &mut self,
        edition: String,
        event: EditionPublished,
        at: Place,
    ) -> Result<(), ProjectionError> {
        self.editions.push(EditionRow {
            edition,
            number: event.number,
            published_on: day(at.position, "published_on", &event.published_on)?,
            title: event.title.unwrap_or_default(),
            sources: event.sources,
            skills: event.skills,
            departed_skill_ids: event.departed_skill_ids,
            position: at.position,
        });
        Ok(())
    }

    /// The row of a skill, with this event remembered.
    fn skill(&mut self, skill_id: &str, at: Place) -> Result<&mut RadarSkillRow, ProjectionError> {
        let unknown = || unreadable(at.position, format!("skill '{skill_id}' was never published"));
        let row = self.skills.find_mut(|_| true).ok_or_else(unknown)?;
        remember(&mut row.positions, at.position);
        Ok(row)
    }
}

stored!(Rows {
    skills: RadarSkillRow,
    editions: EditionRow,
});

#[cfg(test)]
mod tests {
    use contracts::{
        hub::v1::SkillRef,
        radar::v1::{EditionSkill, EmergingSkill, RegionEvidence, Ring},
    };

    use super::*;

    fn place(position: u64) -> Place {
        Place {
            position,
            at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn reference(uri: &str) -> SkillRef {
        SkillRef {
            uri: uri.into(),
            ..SkillRef::default()
        }
    }

    fn published(skill_id: &str) -> Kept {
        Kept::of(RadarEvent::SkillPublished(SkillPublished {
            skill: Some(EmergingSkill {
                skill_id: skill_id.into(),
                ..EmergingSkill::default()
            }),
            reference: Some(reference("http://skill/1")),
            sources: 3,
            publishers: 2,
            regions: vec![RegionEvidence {
                region_id: "AM01".into(),
                sources: 2,
            }],
            dissents: 1,
            published_on: "2025-03-01".into(),
        }))
    }

    fn merged(skill_id: &str) -> Kept {
        Kept::of(RadarEvent::SkillMerged(SkillMerged {
            skill_id: skill_id.into(),
            into_reference: Some(reference("http://skill/2")),
            merged_on: "2025-05-01".into(),
            ..SkillMerged::default()
        }))
    }

    #[test]
    fn a_skill_knows_what_it_rested_on_and_what_became_of_it_with_all_events_behind_it() {
        let mut rows = Rows::default();
        rows.apply(published("s1"), place(1)).unwrap();
        let dissent = RadarEvent::DissentRecorded(DissentRecorded {
            skill_id: "s1".into(),
            ..DissentRecorded::default()
        });
        rows.apply(Kept::of(dissent), place(4)).unwrap();
        let row = rows.skills.only().unwrap();
        assert_eq!(
            (row.sources, row.publishers, row.sources_about("AM01")),
            (3, 2, 2)
        );
        assert_eq!(
            (row.dissents, row.sources_about(""), row.is_on_radar()),
            (2, 0, true)
        );
        rows.apply(merged("s1"), place(9)).unwrap();
        let row = rows.skills.only().unwrap();
        assert!(!row.is_on_radar());
        assert_eq!(row.merged_into_reference, Some(reference("http://skill/2")));
        assert_eq!(row.positions, [1, 4, 9]);
    }

    #[test]
    fn what_happens_to_a_skill_that_was_never_published_cannot_be_understood() {
        let mut rows = Rows::default();
        let error = rows.apply(merged("s1"), place(9)).unwrap_err();
        assert!(error.to_string().contains("never published"), "{error}");
        let mut retired = Rows::default();
        retired.apply(published("s1"), place(1)).unwrap();
        let event = RadarEvent::SkillRetired(SkillRetired {
            skill_id: "s1".into(),
            retired_on: "in spring".into(),
            ..SkillRetired::default()
        });
        let error = retired.apply(Kept::of(event), place(2)).unwrap_err();
        assert!(error.to_string().contains("retired_on"), "{error}");
    }

    #[test]
    fn an_edition_is_kept_as_it_was_published() {
        let event = Kept::of(RadarEvent::EditionPublished(EditionPublished {
            number: 12,
            published_on: "2025-06-01".into(),
            sources: 40,
            skills: vec![EditionSkill {
                skill_id: "s1".into(),
                ring: Ring::Growing.into(),
                ..EditionSkill::default()
            }],
            ..EditionPublished::default()
        }));
        assert_eq!(Rows::kept_by(&event), "12");
        let mut rows = Rows::default();
        rows.apply(event, place(7)).unwrap();
        let row = rows.editions.only().unwrap();
        assert_eq!((row.number, row.sources, row.position), (12, 40, 7));
        assert_eq!(row.skills[0].ring(), Ring::Growing);
    }
}
