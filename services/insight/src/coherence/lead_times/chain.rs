//! A demand with what became of it.

use std::collections::HashMap;

use contracts::{
    insight::v1::{DemandChain, LeadTimeStep},
    transitions::v1::AwardState,
};
use jiff::civil::Date;

use crate::{
    coherence::traced,
    rows::{ApplicationRow, AwardRow, DemandRow, SolutionRow, Transitions},
};

/// Where a chain came to, and the events that say so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage<'a> {
    /// Day.
    pub on: Date,
    /// The application or solution with which it came there; the demand itself before that.
    pub with: &'a str,
    /// Ledger positions.
    pub positions: &'a [u64],
}

/// A demand and the first time it came to each stage.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    /// The demand.
    pub demand: &'a DemandRow,
    /// The first application that answers it and was not withdrawn.
    pub submitted: Option<Stage<'a>>,
    /// The first award to an application that answers it; a lapsed one is none.
    pub awarded: Option<Stage<'a>>,
    /// The first learners of a solution that answers it.
    pub piloted: Option<Stage<'a>>,
}

/// By demand, the first stage of a kind.
type First<'a> = HashMap<&'a str, Stage<'a>>;

/// The chains of all demands, by demand.
#[must_use]
pub fn chains(known: &Transitions) -> Vec<Chain<'_>> {
    let (mut submitted, mut awarded, mut piloted) = (First::new(), First::new(), First::new());
    for row in known.applications.values().filter(|row| !row.is_withdrawn()) {
        first(&mut submitted, &row.demand_ids, application(row));
    }
    for row in known.awards.values() {
        if row.takes() && row.state != AwardState::Lapsed {
            first(&mut awarded, &row.demand_ids, award(row));
        }
    }
    for row in known.solutions.values() {
        if let Some(stage) = pilot(row) {
            first(&mut piloted, &row.demand_ids, stage);
        }
    }
    known
        .demands
        .values()
        .map(|demand| Chain {
            submitted: submitted.get(demand.demand_id.as_str()).copied(),
            awarded: awarded.get(demand.demand_id.as_str()).copied(),
            piloted: piloted.get(demand.demand_id.as_str()).copied(),
            demand,
        })
        .collect()
}

/// Of two on one day the one with the lower identifier, whatever the order in which they come.
fn first<'a>(known: &mut First<'a>, demand_ids: &'a [String], new: Stage<'a>) {
    for demand_id in demand_ids {
        let stage = known.entry(demand_id).or_insert(new);
        if (new.on, new.with) < (stage.on, stage.with) {
            *stage = new;
        }
    }
}

fn application(row: &ApplicationRow) -> Stage<'_> {
    Stage {
        on: row.submitted_on,
        with: &row.application_id,
        positions: &row.positions,
    }
}

fn award(row: &AwardRow) -> Stage<'_> {
    Stage {
        on: row.decided_on,
        with: &row.application_id,
        positions: &row.positions,
    }
}

fn pilot(row: &SolutionRow) -> Option<Stage<'_>> {
    Some(Stage {
        on: row.piloted_on?,
        with: &row.solution_id,
        positions: &row.positions,
    })
}

impl<'a> Chain<'a> {
    fn signalled(&self) -> Stage<'a> {
        self.of_demand(self.demand.signalled_on)
    }

    fn understood(&self) -> Option<Stage<'a>> {
        self.demand.understood_on.map(|on| self.of_demand(on))
    }

    fn of_demand(&self, on: Date) -> Stage<'a> {
        Stage {
            on,
            with: &self.demand.demand_id,
            positions: &self.demand.positions,
        }
    }

    /// Where a step begins and ends in this chain, as far as it came.
    #[must_use]
    pub fn ends(&self, step: LeadTimeStep) -> (Option<Stage<'a>>, Option<Stage<'a>>) {
        match step {
            LeadTimeStep::SignalledToUnderstood => (Some(self.signalled()), self.understood()),
            LeadTimeStep::UnderstoodToSubmitted => (self.understood(), self.submitted),
            LeadTimeStep::SubmittedToAwarded => (self.submitted, self.awarded),
            LeadTimeStep::AwardedToPiloted => (self.awarded, self.piloted),
            LeadTimeStep::SignalledToPiloted => (Some(self.signalled()), self.piloted),
            LeadTimeStep::Unspecified => (None, None),
        }
    }

    /// As the contract shows it.
    #[must_use]
    pub fn shown(&self) -> DemandChain {
        let demand = self.demand;
        let (submitted, awarded, piloted) = (self.submitted, self.awarded, self.piloted);
        let on = |stage: Option<Stage<'_>>| written(stage.map(|stage| stage.on));
        let with = |stage: Option<Stage<'_>>| stage.map_or_else(String::new, |stage| stage.with.to_owned());
        let stages = [submitted, awarded, piloted].into_iter().flatten();
        let behind: Vec<u64> = stages.flat_map(|stage| stage.positions).copied().collect();
        DemandChain {
            demand_id: demand.demand_id.clone(),
            title: demand.title.clone(),
            theme_id: demand.theme_id.clone(),
            region_ids: demand.region_ids.clone(),
            signalled_on: demand.signalled_on.to_string(),
            understood_on: written(demand.understood_on),
            submitted_on: on(submitted),
            application_id: with(submitted),
            awarded_on: on(awarded),
            awarded_application_id: with(awarded),
            piloted_on: on(piloted),
            solution_id: with(piloted),
            dropped_on: written(demand.dropped_on),
            positions: traced::in_order(&[demand.positions.clone(), behind].concat()),
        }
    }
}

fn written(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
