//! Figures: their names, what they cover, how they are computed, and what each event behind them adds.
//!
//! A view and its explanation call the same [`compute`] with the same [`FigureId`], so they cannot differ.
//! To add a figure: a variant of [`Measure`], its path in `id`, its rule in `locales/rules.*.ftl`, and its arm in [`compute`].

mod computed;
mod id;
mod indicators;
mod measure;
mod milestones;
mod money;
mod reports;
mod samples;
mod selection;
mod share;
mod tally;

pub use computed::{Amount, Computed, Contribution, Value};
pub use id::{Cover, FigureId, UnknownFigure};
pub use indicators::{attainment, newest_values};
pub use measure::{IndicatorSource, Measure, MilestoneMeasure, ReportMeasure};
pub(crate) use reports::oldest_wait;
pub use reports::{Waiting, waiting};
pub use selection::{Member, Scope, Selection, UNASSIGNED};
pub(crate) use selection::{Parts, wants};
pub use share::split_cents;
pub use tally::Tallies;

use contracts::programme::v1::ProjectState;

/// Version of the rules by which figures are computed, as told with an explanation. Raised when a rule changes.
pub const RULE_VERSION: u32 = 1;

/// The figure `measure` over the projects of a selection.
#[must_use]
pub fn compute(selection: &Selection<'_>, measure: &Measure) -> Computed {
    match measure {
        Measure::Projects(state) => projects(selection, *state),
        Measure::Milestones(which) => milestones::compute(selection, *which),
        Measure::Indicator { indicator_id, source } => indicators::compute(selection, indicator_id, *source),
        Measure::Money(state) => money::compute(selection, *state),
        Measure::Reports(which) => reports::compute(selection, *which),
        Measure::Waiting(whom) => reports::compute_waiting(selection, *whom),
        Measure::OpenAttentionPoints => open_attention_points(selection),
    }
}

fn projects(selection: &Selection<'_>, state: ProjectState) -> Computed {
    let mut count = Computed::count(selection);
    for member in selection.members() {
        let project = &member.facts.project;
        if project.state == state {
            count.one(project.state_position, &project.positions);
        }
    }
    count
}

fn open_attention_points(selection: &Selection<'_>) -> Computed {
    if let Some(tallies) = selection.tallies() {
        return Computed::counted(selection, tallies.map(|tally| tally.open_attention_points).sum());
    }
    let mut count = Computed::count(selection);
    let points = selection
        .members()
        .iter()
        .flat_map(|member| &member.facts.attention_points);
    for point in points.filter(|point| point.is_open()) {
        count.last_of(&point.positions);
    }
    count
}

#[cfg(test)]
mod additivity;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
