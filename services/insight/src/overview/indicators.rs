//! The indicators of an overview: as reported, as observed, and the target; or listed per project where they do not add up.

use contracts::{
    insight::v1::{IndicatorFigure, ProjectValue},
    programme::v1::{Aggregation, Indicator, OwnerLevel},
};

use super::Figures;
use crate::figure::{IndicatorSource, Measure, Scope, newest_values};

/// The indicators with something to show, and those that the scope is about even when nothing was measured yet.
pub(super) fn all(figures: &Figures<'_>) -> Vec<IndicatorFigure> {
    let defined = figures.selection.facts().reference.indicators.values();
    defined
        .map(|indicator| (indicator, one(figures, indicator)))
        .filter(|(indicator, figure)| shows_something(figure) || is_about(figures.scope, indicator))
        .map(|(_, figure)| figure)
        .collect()
}

fn one(figures: &Figures<'_>, indicator: &Indicator) -> IndicatorFigure {
    let figure = |source| {
        figures.present(Measure::Indicator {
            indicator_id: indicator.indicator_id.clone(),
            source,
        })
    };
    IndicatorFigure {
        indicator_id: indicator.indicator_id.clone(),
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        aggregation: indicator.aggregation,
        reported: figure(IndicatorSource::Reported),
        observed: figure(IndicatorSource::Observed),
        target: figure(IndicatorSource::Target),
        per_project: per_project(figures, indicator),
    }
}

/// Values that do not become one figure: no aggregation, or a value that another level owns.
fn per_project(figures: &Figures<'_>, indicator: &Indicator) -> Vec<ProjectValue> {
    let adds_up = match indicator.aggregation() {
        Aggregation::None | Aggregation::Unspecified => false,
        Aggregation::Sum
        | Aggregation::Last
        | Aggregation::Max
        | Aggregation::Ratio
        | Aggregation::Distinct => true,
    };
    if adds_up && indicator.owner_level() == OwnerLevel::Project {
        return Vec::new();
    }
    let values = newest_values(&figures.selection, &indicator.indicator_id);
    values
        .into_iter()
        .map(|(member, _, value)| ProjectValue {
            project_id: member.facts.project.project_id.clone(),
            value,
        })
        .collect()
}

fn shows_something(figure: &IndicatorFigure) -> bool {
    figure.reported.is_some()
        || figure.observed.is_some()
        || figure.target.is_some()
        || !figure.per_project.is_empty()
}

/// The whole programme is about every indicator, a block about its own.
fn is_about(scope: &Scope, indicator: &Indicator) -> bool {
    let other = Scope {
        block: String::new(),
        ..scope.clone()
    };
    other == Scope::default() && (scope.block.is_empty() || scope.block == indicator.block_id)
}
