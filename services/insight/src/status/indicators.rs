//! The indicators of one project: target, newest reported value, observed value, and the series as reported and as corrected.

use std::collections::BTreeSet;

use contracts::programme::v1::Direction;
use jiff::civil::Date;

use super::Depth;
use crate::figure::{IndicatorSource, Measure, Selection, Value, compute};
use crate::judgement::facts::{Indicator, Measured, Period, Point, Target};
use crate::rows;

/// Indicators with a target or a value, by identifier; to be shown also those that were only observed.
pub(super) fn indicators(
    all: &rows::Facts,
    project: &rows::ProjectFacts,
    today: Date,
    depth: Depth,
) -> Vec<Indicator> {
    let mut ids: BTreeSet<&str> = project
        .targets
        .iter()
        .map(|row| row.indicator_id.as_str())
        .collect();
    ids.extend(project.values.iter().map(|row| row.indicator_id.as_str()));
    if depth == Depth::Everything {
        let observable = all
            .reference
            .indicators
            .values()
            .filter(|it| !it.observed_by.is_empty());
        ids.extend(observable.map(|it| it.indicator_id.as_str()));
    }
    let found = ids
        .into_iter()
        .map(|id| indicator(all, project, id, today, depth));
    found
        .filter(|it| it.target.is_some() || !it.series.is_empty() || it.observed.is_some())
        .collect()
}

fn indicator(
    all: &rows::Facts,
    project: &rows::ProjectFacts,
    id: &str,
    today: Date,
    depth: Depth,
) -> Indicator {
    let defined = all.reference.indicators.get(id);
    let target = project.targets.iter().find(|row| row.indicator_id == id);
    let reported = reported(project, id);
    let needed = depth == Depth::Everything || reported.is_none();
    Indicator {
        indicator_id: id.to_owned(),
        name: defined
            .and_then(|it| it.name.clone())
            .unwrap_or_else(|| rows::same(id)),
        unit: defined.map(|it| it.unit.clone()).unwrap_or_default(),
        direction: defined.map_or(Direction::Unspecified, |it| it.direction()),
        target: target.map(|row| Target {
            baseline: row.baseline_value,
            target: row.target_value,
        }),
        observed: if needed {
            observed(all, project, id, today)
        } else {
            None
        },
        reported,
        series: series(project, id),
        positions: target.map(|row| row.positions.clone()).unwrap_or_default(),
    }
}

fn reported(project: &rows::ProjectFacts, id: &str) -> Option<Measured> {
    let row = project.newest_value(id)?;
    Some(Measured {
        value: row.as_corrected?,
        until: row.period_ends_on,
        positions: row.positions.clone(),
    })
}

/// Computed by the same rule as the figure that is shown, so that `Explain` tells the same.
fn observed(all: &rows::Facts, project: &rows::ProjectFacts, id: &str, today: Date) -> Option<Measured> {
    let selection = Selection::of_project(all, &project.project.project_id, today).explained();
    let measure = Measure::Indicator {
        indicator_id: id.to_owned(),
        source: IndicatorSource::Observed,
    };
    let computed = compute(&selection, &measure);
    let value = match computed.value? {
        Value::Count(count) => count as f64,
        Value::Cents(cents) => cents as f64,
        Value::Ratio(value) | Value::Quantity(value) => value,
    };
    let positions = computed.contributions().iter().map(|it| it.position).collect();
    Some(Measured {
        value,
        until: today,
        positions,
    })
}

fn series(project: &rows::ProjectFacts, id: &str) -> Vec<Point> {
    project.values_of(id).map(point).collect()
}

fn point(row: &rows::IndicatorValueRow) -> Point {
    Point {
        period: Period {
            label: row.period_label.clone(),
            starts_on: row.period_starts_on,
            ends_on: row.period_ends_on,
        },
        as_reported: row.as_reported,
        as_corrected: row.as_corrected,
    }
}
