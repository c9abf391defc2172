//! The rows kept by one identifier, and which event goes where.

use std::sync::Arc;

use contracts::ledger::v1::Entry;
use eventing::ProjectionError;

use super::{award, demand, solution};
use crate::{
    projections::{
        events::TransitionsEvent,
        fold::{Fold, Place, put, stored},
    },
    rows::{ApplicationRow, AwardRow, BottleneckRow, DemandRow, List, ReuseRow, SolutionRow},
    views::Gathered,
};

/// The rows kept by one identifier: at most one of each kind, and the reuse of a solution.
#[derive(Debug, Clone, Default)]
pub(in crate::projections) struct Rows {
    pub(super) bottlenecks: List<BottleneckRow>,
    pub(super) demands: List<DemandRow>,
    pub(super) applications: List<ApplicationRow>,
    pub(super) awards: List<AwardRow>,
    pub(super) solutions: List<SolutionRow>,
    pub(super) reuse: List<ReuseRow>,
}

impl Fold for Rows {
    type Event = TransitionsEvent;

    fn decode(entry: &Entry) -> Result<Option<TransitionsEvent>, ProjectionError> {
        TransitionsEvent::decode(entry)
    }

    fn kept_by(event: &TransitionsEvent) -> &str {
        use TransitionsEvent as Event;
        match event {
            Event::BottleneckRecorded(event) => event.bottleneck.as_ref().map_or("", |it| &it.bottleneck_id),
            Event::BottleneckResolved(event) => &event.bottleneck_id,
            Event::DemandSignalled(event) => event.demand.as_ref().map_or("", |it| &it.demand_id),
            Event::DemandAdvanced(event) => &event.demand_id,
            Event::DemandDropped(event) => &event.demand_id,
            Event::ApplicationSubmitted(event) => {
                event.application.as_ref().map_or("", |it| &it.application_id)
            }
            Event::ApplicationWithdrawn(event) => &event.application_id,
            Event::ApplicationAssessed(event) => &event.application_id,
            Event::AwardRecorded(event) => &event.application_id,
            Event::ConditionDecided(event) => &event.application_id,
            Event::AdvancePaid(event) => &event.application_id,
            Event::AwardChangeDecided(event) => &event.application_id,
            Event::GrantDetermined(event) => &event.application_id,
            Event::SolutionDesigned(event) => event.solution.as_ref().map_or("", |it| &it.solution_id),
            Event::SolutionPiloted(event) => &event.solution_id,
            Event::SolutionScaled(event) => &event.solution_id,
            Event::SolutionReused(event) => &event.solution_id,
        }
    }

    fn apply(&mut self, event: TransitionsEvent, at: Place) -> Result<(), ProjectionError> {
        use TransitionsEvent as Event;
        match event {
            Event::BottleneckRecorded(event) => demand::recorded(self, event, at),
            Event::BottleneckResolved(event) => demand::resolved(self, &event, at),
            Event::DemandSignalled(event) => demand::signalled(self, event, at),
            Event::DemandAdvanced(event) => demand::advanced(self, &event, at),
            Event::DemandDropped(event) => demand::dropped(self, &event, at),
            Event::ApplicationSubmitted(event) => award::submitted(self, event, at),
            Event::ApplicationWithdrawn(event) => award::withdrawn(self, &event, at),
            Event::ApplicationAssessed(event) => award::assessed(self, &event, at),
            Event::AwardRecorded(event) => award::recorded(self, event, at),
            Event::ConditionDecided(event) => award::condition_decided(self, &event, at),
            Event::AdvancePaid(event) => award::paid(self, &event, at),
            Event::AwardChangeDecided(event) => award::changed(self, &event, at),
            Event::GrantDetermined(event) => award::determined(self, &event, at),
            Event::SolutionDesigned(event) => solution::designed(self, event, at),
            Event::SolutionPiloted(event) => solution::piloted(self, &event, at),
            Event::SolutionScaled(event) => solution::scaled(self, &event, at),
            Event::SolutionReused(event) => solution::reused(self, event, at),
        }
    }

    fn show(&self, id: &str, views: &mut Gathered) {
        let known = views.transitions();
        put(&mut known.bottlenecks, id, self.bottlenecks.only(), Arc::ptr_eq);
        put(&mut known.demands, id, self.demands.only(), Arc::ptr_eq);
        put(&mut known.applications, id, self.applications.only(), Arc::ptr_eq);
        put(&mut known.awards, id, self.awards.only(), Arc::ptr_eq);
        put(&mut known.solutions, id, self.solutions.only(), Arc::ptr_eq);
        put(
            &mut known.reuse,
            id,
            Some(self.reuse.clone()).filter(|rows| !rows.is_empty()),
            List::is_copy_of,
        );
    }

    fn shown(views: &Gathered) -> Vec<String> {
        views.transitions_ids()
    }
}

stored!(Rows {
    bottlenecks: BottleneckRow,
    demands: DemandRow,
    applications: ApplicationRow,
    awards: AwardRow,
    solutions: SolutionRow,
    reuse: ReuseRow,
});
