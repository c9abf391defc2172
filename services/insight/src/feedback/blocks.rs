//! What there is of the radar and of the learning culture, for workgroups of those two building blocks: they have few projects or
//! none, and what they do shows elsewhere.

use contracts::{
    culture::v1::InterventionState,
    insight::v1::{WorkgroupFigure, WorkgroupFigureKind as Kind},
    radar::v1::Ring,
};

use crate::{
    coherence::Traced,
    rows::{Culture, Facts, Radar},
};

/// The figures of a workgroup's own building block; none for workgroups of other blocks.
pub(super) fn of_workgroup(facts: &Facts, workgroup_id: &str) -> Vec<WorkgroupFigure> {
    let workgroup = facts.reference.workgroups.get(workgroup_id);
    match workgroup.map(|it| it.block_id.as_str()) {
        Some("radar") => of_radar(&facts.radar),
        Some("culture") => of_culture(&facts.culture, workgroup_id),
        _ => Vec::new(),
    }
}

/// The radar is one: its skills belong to no workgroup.
fn of_radar(radar: &Radar) -> Vec<WorkgroupFigure> {
    let mut published = Traced::default();
    let on_radar = radar.skills.values().filter(|row| row.is_on_radar());
    on_radar.for_each(|row| published.one(&row.positions));
    let mut editions = Traced::default();
    radar
        .editions
        .values()
        .for_each(|row| editions.one(&[row.position]));
    let in_ring = |ring: Ring| {
        let mut skills = Traced::default();
        if let Some(edition) = radar.newest_edition() {
            let there = edition.skills.iter().filter(|skill| skill.ring() == ring);
            there.for_each(|_| skills.one(&[edition.position]));
        }
        skills
    };
    vec![
        figure(Kind::RadarSkills, &published),
        figure(Kind::RadarEditions, &editions),
        figure(Kind::RadarEmerging, &in_ring(Ring::Emerging)),
        figure(Kind::RadarDeclining, &in_ring(Ring::Declining)),
    ]
}

/// Interventions are the workgroup's own; measurements are everybody's.
fn of_culture(culture: &Culture, workgroup_id: &str) -> Vec<WorkgroupFigure> {
    let own = || {
        let all = culture.interventions.values();
        all.filter(|row| row.intervention.workgroup_id == workgroup_id)
    };
    let in_state = |state: InterventionState| {
        let mut counted = Traced::default();
        let there = own().filter(|row| row.state == state);
        there.for_each(|row| counted.one(&row.positions));
        counted
    };
    let mut effects = Traced::default();
    let observed = own().flat_map(|row| culture.effects_of(&row.intervention_id));
    observed.for_each(|effect| effects.one(&[effect.position]));
    let mut measured = Traced::default();
    let estimated = culture.waves.values().filter(|wave| wave.is_estimated());
    estimated.for_each(|wave| measured.one(&wave.positions));
    vec![
        figure(Kind::InterventionsPlanned, &in_state(InterventionState::Planned)),
        figure(Kind::InterventionsRunning, &in_state(InterventionState::Running)),
        figure(
            Kind::InterventionsFinished,
            &in_state(InterventionState::Finished),
        ),
        figure(Kind::EffectsObserved, &effects),
        figure(Kind::MeasurementsPublished, &measured),
    ]
}

fn figure(kind: Kind, counted: &Traced) -> WorkgroupFigure {
    let traced = counted.count();
    WorkgroupFigure {
        kind: kind.into(),
        count: u32::try_from(counted.total()).unwrap_or(0),
        positions: traced.positions,
    }
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::Workgroup;

    use super::*;
    use crate::coherence::fixture::{edition, effect, intervention, known, merged, on_radar, wave};

    fn facts() -> Facts {
        let mut running = intervention("n1", 100, 1);
        running.state = InterventionState::Running;
        let mut of_others = intervention("n2", 100, 2);
        of_others.intervention.workgroup_id = "wg-9".into();
        let mut facts = known()
            .with(running)
            .with(of_others)
            .with(effect("n1", "e1", 3))
            .with(wave("w1", "bevolking", "2023", 4))
            .with(on_radar("s1", "urn:1", 5))
            .with(merged(on_radar("s2", "urn:2", 6), "urn:1", 7))
            .with(edition(1, &[("s1", Ring::Emerging)], 8))
            .facts();
        let workgroups = [("wg-1", "culture"), ("wg-2", "radar"), ("wg-3", "transitions")];
        for (workgroup_id, block_id) in workgroups {
            let workgroup = Workgroup {
                workgroup_id: workgroup_id.into(),
                block_id: block_id.into(),
                ..Workgroup::default()
            };
            let reference = std::sync::Arc::make_mut(&mut facts.reference);
            reference.workgroups.insert(workgroup_id.into(), workgroup);
        }
        facts
    }

    fn shown(workgroup_id: &str) -> Vec<(Kind, u32, Vec<u64>)> {
        of_workgroup(&facts(), workgroup_id)
            .into_iter()
            .map(|it| (it.kind(), it.count, it.positions))
            .collect()
    }

    #[test]
    fn a_workgroup_of_the_radar_sees_the_radar() {
        assert_eq!(
            shown("wg-2"),
            [
                (Kind::RadarSkills, 1, vec![5]),
                (Kind::RadarEditions, 1, vec![8]),
                (Kind::RadarEmerging, 1, vec![8]),
                (Kind::RadarDeclining, 0, vec![]),
            ]
        );
    }

    #[test]
    fn a_workgroup_of_the_learning_culture_sees_its_own_interventions() {
        assert_eq!(
            shown("wg-1"),
            [
                (Kind::InterventionsPlanned, 0, vec![]),
                (Kind::InterventionsRunning, 1, vec![1]),
                (Kind::InterventionsFinished, 0, vec![]),
                (Kind::EffectsObserved, 1, vec![3]),
                (Kind::MeasurementsPublished, 1, vec![4]),
            ]
        );
    }

    #[test]
    fn other_workgroups_see_neither() {
        assert!(shown("wg-3").is_empty() && shown("wg-none").is_empty());
    }
}
