//! The funnel of a call: from submitted to project, with the money asked and awarded against the ceiling of each size class.

use std::collections::BTreeMap;

use contracts::{
    insight::v1::{CallFunnel, SizeClassFunnel},
    programme::v1::{CallWindow, Ceiling, SizeClass},
    transitions::v1::{AwardOutcome, AwardState},
};

use super::{Traced, wants};
use crate::rows::{ApplicationRow, AwardRow, Facts};

/// What is wanted; empty fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Call.
    pub call_id: String,
    /// Tranche.
    pub tranche_id: String,
    /// Theme of the applications.
    pub theme_id: String,
}

/// What was counted of one size class.
#[derive(Debug, Default)]
struct Counted {
    submitted: Traced,
    withdrawn: Traced,
    assessed: Traced,
    undecided: Traced,
    granted: Traced,
    conditional_open: Traced,
    conditional_met: Traced,
    conditional_lapsed: Traced,
    rejected: Traced,
    projects_started: Traced,
    asked: Traced,
    awarded_granted: Traced,
    awarded_conditional: Traced,
}

/// What was counted of one call.
#[derive(Debug, Default)]
struct Call<'a> {
    tranche_id: &'a str,
    window: Option<&'a CallWindow>,
    size_classes: BTreeMap<i32, Counted>,
}

impl<'a> Call<'a> {
    fn of(tranche_id: &'a str) -> Self {
        Self {
            tranche_id,
            ..Self::default()
        }
    }

    fn counted(&mut self, size_class: SizeClass) -> &mut Counted {
        self.size_classes.entry(size_class.into()).or_default()
    }
}

/// The funnels, by call. One without a ceiling or an application is shown only when it is asked for by name.
#[must_use]
pub fn funnel(facts: &Facts, filter: &Filter) -> Vec<CallFunnel> {
    let mut calls = defined(facts);
    for row in facts.transitions.applications.values() {
        if wants(&filter.theme_id, &row.theme_id) {
            let call = calls
                .entry(&row.call_id)
                .or_insert_with(|| Call::of(&row.tranche_id));
            application(call.counted(row.size_class), facts, row);
        }
    }
    for row in facts.transitions.awards.values() {
        if wants(&filter.theme_id, &row.theme_id) {
            let call = calls
                .entry(&row.call_id)
                .or_insert_with(|| Call::of(&row.tranche_id));
            award(call.counted(row.size_class), facts, row);
        }
    }
    calls
        .into_iter()
        .filter(|(call_id, call)| {
            let anything = !call.size_classes.is_empty() || !filter.call_id.is_empty();
            anything && wants(&filter.call_id, call_id) && wants(&filter.tranche_id, call.tranche_id)
        })
        .map(|(call_id, call)| shown(call_id, call, filter))
        .collect()
}

/// Whether an invented application of the example season is counted in a funnel.
#[must_use]
pub fn contains_examples(facts: &Facts, filter: &Filter) -> bool {
    facts.transitions.applications.values().any(|row| {
        row.example
            && wants(&filter.call_id, &row.call_id)
            && wants(&filter.tranche_id, &row.tranche_id)
            && wants(&filter.theme_id, &row.theme_id)
    })
}

/// A size class with a ceiling is shown before anyone applied.
fn defined(facts: &Facts) -> BTreeMap<&str, Call<'_>> {
    let windows = facts.reference.call_windows.iter();
    let call = |window| {
        let mut call = Call {
            window: Some(window),
            ..Call::of(&window.tranche_id)
        };
        for ceiling in &window.ceilings {
            call.counted(ceiling.size_class());
        }
        call
    };
    windows
        .map(|(call_id, window)| (call_id.as_str(), call(window)))
        .collect()
}

fn application(counted: &mut Counted, facts: &Facts, row: &ApplicationRow) {
    counted.submitted.one(&row.positions);
    if row.assessed_on.is_some() {
        counted.assessed.one(&row.positions);
    }
    if row.is_withdrawn() {
        counted.withdrawn.one(&row.positions);
        return;
    }
    counted.asked.add(row.requested_cents, &row.positions);
    if facts.transitions.award_state(&row.application_id).is_none() {
        counted.undecided.one(&row.positions);
    }
}

fn award(counted: &mut Counted, facts: &Facts, row: &AwardRow) {
    let positions = &row.positions;
    match (row.outcome, row.state) {
        (_, AwardState::Rejected) => counted.rejected.one(positions),
        (_, AwardState::Lapsed) => counted.conditional_lapsed.one(positions),
        (_, AwardState::Conditional) => {
            counted.conditional_open.one(positions);
            counted.awarded_conditional.add(row.awarded_cents, positions);
        }
        (AwardOutcome::Conditional, AwardState::Granted | AwardState::Determined) => {
            counted.conditional_met.one(positions);
            counted.awarded_granted.add(row.awarded_cents, positions);
        }
        (_, AwardState::Granted | AwardState::Determined) => {
            counted.granted.one(positions);
            counted.awarded_granted.add(row.awarded_cents, positions);
        }
        (_, AwardState::Unspecified) => {}
    }
    if let Some(project) = facts.projects.get(&row.application_id) {
        counted
            .projects_started
            .one(&[project.project.registered_position]);
    }
}

fn shown(call_id: &str, call: Call<'_>, filter: &Filter) -> CallFunnel {
    let window = call.window.cloned().unwrap_or_default();
    let size_classes = call.size_classes.into_iter().map(|(size_class, counted)| {
        let ceiling = window.ceilings.iter().find(|it| it.size_class == size_class);
        of_size_class(size_class, counted, ceiling, filter.theme_id.is_empty())
    });
    CallFunnel {
        call_id: call_id.to_owned(),
        tranche_id: call.tranche_id.to_owned(),
        size_classes: size_classes.collect(),
        scheme_id: window.scheme_id,
        opens_on: window.opens_on,
        closes_on: window.closes_on,
    }
}

fn of_size_class(size_class: i32, it: Counted, ceiling: Option<&Ceiling>, whole: bool) -> SizeClassFunnel {
    let awarded = it
        .awarded_granted
        .total()
        .saturating_add(it.awarded_conditional.total());
    let room = ceiling.map(|ceiling| ceiling.ceiling_cents.saturating_sub(awarded));
    SizeClassFunnel {
        size_class,
        ceiling_cents: ceiling.map(|ceiling| ceiling.ceiling_cents),
        ceiling_confirmed: ceiling.is_some_and(|ceiling| ceiling.confirmed),
        submitted: Some(it.submitted.count()),
        withdrawn: Some(it.withdrawn.count()),
        assessed: Some(it.assessed.count()),
        undecided: Some(it.undecided.count()),
        granted: Some(it.granted.count()),
        conditional_open: Some(it.conditional_open.count()),
        conditional_met: Some(it.conditional_met.count()),
        conditional_lapsed: Some(it.conditional_lapsed.count()),
        rejected: Some(it.rejected.count()),
        projects_started: Some(it.projects_started.count()),
        asked: Some(it.asked.cents()),
        awarded_granted: Some(it.awarded_granted.cents()),
        awarded_conditional: Some(it.awarded_conditional.cents()),
        // Of one theme it would leave out what other themes took of the same ceiling.
        room_cents: room.filter(|_| whole),
    }
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::{TracedFigure, traced_figure::Value};

    use super::*;
    use crate::{
        coherence::fixture::{application, award, day, known, withdrawn},
        figure::fixture::project,
    };

    fn value(figure: Option<TracedFigure>) -> i64 {
        match figure.unwrap().value.unwrap() {
            Value::Count(value) | Value::Cents(value) => value,
        }
    }

    fn one(facts: &Facts, filter: &Filter) -> SizeClassFunnel {
        let calls = funnel(facts, filter);
        assert_eq!(calls.len(), 1);
        calls[0].size_classes[0].clone()
    }

    fn a_call() -> Facts {
        let mut assessed = application("a2", 300, 2);
        assessed.assessed_on = Some(day("2024-05-01"));
        let met = AwardRow {
            outcome: AwardOutcome::Conditional,
            ..award("a3", AwardState::Granted, 200, 13)
        };
        known()
            .with(application("a1", 100, 1))
            .with(assessed)
            .with(application("a3", 200, 3))
            .with(application("a4", 250, 4))
            .with(application("a5", 250, 5))
            .with(application("a6", 250, 6))
            .with(withdrawn(application("a7", 999, 7)))
            .with(award("a2", AwardState::Granted, 280, 12))
            .with(met)
            .with(award("a4", AwardState::Conditional, 240, 14))
            .with(award("a5", AwardState::Lapsed, 0, 15))
            .with(award("a6", AwardState::Rejected, 0, 16))
            .with(project("a2"))
            .facts()
    }

    #[test]
    fn every_application_is_in_one_place_of_the_funnel() {
        let it = one(&a_call(), &Filter::default());
        assert_eq!(value(it.submitted), 7);
        assert_eq!((value(it.withdrawn), value(it.undecided)), (1, 1));
        assert_eq!((value(it.granted), value(it.conditional_met)), (1, 1));
        assert_eq!((value(it.conditional_open), value(it.conditional_lapsed)), (1, 1));
        assert_eq!(value(it.rejected), 1);
        assert_eq!((value(it.assessed), value(it.projects_started)), (1, 1));
    }

    #[test]
    fn money_that_is_granted_and_money_on_conditions_stand_apart_against_the_ceiling() {
        let it = one(&a_call(), &Filter::default());
        assert_eq!(value(it.asked.clone()), 1_350);
        assert_eq!(it.asked.unwrap().positions, [1, 2, 3, 4, 5, 6]);
        assert_eq!(
            (value(it.awarded_granted), value(it.awarded_conditional)),
            (480, 240)
        );
        assert_eq!((it.ceiling_cents, it.room_cents), (Some(1_000), Some(280)));
    }

    #[test]
    fn a_call_shows_its_ceiling_before_anyone_applied_and_no_room_for_one_theme() {
        let it = one(&known().facts(), &Filter::default());
        assert_eq!((value(it.submitted), it.room_cents), (0, Some(1_000)));
        let of_care = Filter {
            theme_id: "care".into(),
            ..Filter::default()
        };
        let it = one(&a_call(), &of_care);
        assert_eq!((value(it.submitted), it.room_cents), (0, None));
        let mut facts = known().facts();
        let reference = std::sync::Arc::make_mut(&mut facts.reference);
        reference.call_windows.get_mut("call-1").unwrap().ceilings.clear();
        assert!(funnel(&facts, &Filter::default()).is_empty());
        let by_name = Filter {
            call_id: "call-1".into(),
            ..Filter::default()
        };
        assert_eq!(funnel(&facts, &by_name).len(), 1);
        let elsewhere = Filter {
            tranche_id: "r2".into(),
            ..Filter::default()
        };
        assert!(funnel(&a_call(), &elsewhere).is_empty());
    }
}
