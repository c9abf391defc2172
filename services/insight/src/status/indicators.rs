//! The indicators of one project: target, newest reported value, observed value, and the series as reported and as corrected.

use std::collections::BTreeSet;

use contracts::programme::v1::{self as api, Direction};
use jiff::civil::Date;

use super::Depth;
use crate::figure::{IndicatorSource, Measure, Selection, Value, compute};
use crate::judgement::facts::{Comparison, Indicator, Measured, Period, Point, Target};
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
    let compared = reported.is_some() && defined.is_some_and(|it| it.observed_tolerance.is_some());
    let observed = (needed || compared)
        .then(|| observed(all, project, id, today))
        .flatten();
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
        comparison: defined.and_then(|defined| comparison(all, project, defined, observed.as_ref(), today)),
        observed: observed.filter(|_| needed),
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

fn observed(all: &rows::Facts, project: &rows::ProjectFacts, id: &str, today: Date) -> Option<Measured> {
    let selection = Selection::of_project(all, &project.project.project_id, today).explained();
    measured(&selection, id, today)
}

/// The newest reported value beside what events show of the same days: from the beginning for a value that counts from there, of its
/// period otherwise. Only for what was ever observed in the project: of the rest the hub was not told.
fn comparison(
    all: &rows::Facts,
    project: &rows::ProjectFacts,
    defined: &api::Indicator,
    observed: Option<&Measured>,
    today: Date,
) -> Option<Comparison> {
    let tolerance = defined.observed_tolerance?;
    let id = defined.indicator_id.as_str();
    observed?;
    let row = project.newest_value(id)?;
    let from = (!defined.cumulative).then_some(row.period_starts_on);
    let until = row.period_ends_on;
    let selection = Selection::of_project(all, &project.project.project_id, today)
        .explained()
        .observed_in(from, until);
    let nothing = Measured {
        value: 0.0,
        until,
        positions: Vec::new(),
    };
    Some(Comparison {
        reported: reported(project, id)?,
        observed: measured(&selection, id, until).unwrap_or(nothing),
        absolute: tolerance.absolute,
        percent: tolerance.percent,
    })
}

/// Computed by the same rule as the figure that is shown, so that `Explain` tells the same.
fn measured(selection: &Selection<'_>, id: &str, until: Date) -> Option<Measured> {
    let measure = Measure::Indicator {
        indicator_id: id.to_owned(),
        source: IndicatorSource::Observed,
    };
    let computed = compute(selection, &measure);
    let value = match computed.value? {
        Value::Count(count) => count as f64,
        Value::Cents(cents) => cents as f64,
        Value::Ratio(value) | Value::Quantity(value) => value,
    };
    let positions = computed.contributions().iter().map(|it| it.position).collect();
    Some(Measured {
        value,
        until,
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

#[cfg(test)]
mod tests {
    use contracts::programme::v1::{Aggregation, ObservedTolerance};

    use super::*;
    use crate::figure::fixture::{day, facts, indicator, observation, project, today, value};
    use crate::rows::ObservationRow;

    const DESIGNED: &str = "nl.solutions.solution-designed.v1";

    fn designed(item: &str, happened_on: &str, position: u64) -> ObservationRow {
        ObservationRow {
            happened_on: day(happened_on),
            ..observation(DESIGNED, "p1", item, position)
        }
    }

    /// A project that reported three solutions up to the end of 2024, and what the hub saw.
    fn known(cumulative: bool, seen: Vec<ObservationRow>) -> rows::Facts {
        let definition = api::Indicator {
            cumulative,
            observed_by: vec![DESIGNED.into()],
            observed_tolerance: Some(ObservedTolerance {
                absolute: 0,
                percent: 10,
            }),
            ..indicator("solutions", Aggregation::Sum)
        };
        let of_the_half_year = rows::IndicatorValueRow {
            period_starts_on: day("2024-07-01"),
            ..value("p1", "solutions", "2024-12-31", 3.0, 20)
        };
        let one = rows::ProjectFacts {
            values: vec![of_the_half_year].into(),
            observations: seen.into(),
            ..project("p1")
        };
        facts([one], vec![definition])
    }

    fn compared(known: &rows::Facts) -> Option<Comparison> {
        let definition = &known.reference.indicators["solutions"];
        let project = &known.projects["p1"];
        let ever = observed(known, project, "solutions", today());
        comparison(known, project, definition, ever.as_ref(), today())
    }

    fn seen() -> Vec<ObservationRow> {
        vec![
            designed("s1", "2024-03-01", 5),
            designed("s2", "2024-12-31", 6),
            designed("s3", "2025-01-01", 7),
        ]
    }

    #[test]
    fn both_values_count_up_to_the_last_day_of_the_reported_period() {
        let it = compared(&known(true, seen())).unwrap();
        assert_eq!((it.reported.value, it.observed.value), (3.0, 2.0));
        assert_eq!(
            (it.observed.until, it.observed.positions),
            (day("2024-12-31"), vec![5, 6])
        );
        assert_eq!((it.absolute, it.percent), (0, 10));
    }

    #[test]
    fn a_value_of_its_period_alone_is_compared_with_that_period() {
        let it = compared(&known(false, seen())).unwrap();
        assert_eq!((it.observed.value, it.observed.positions), (1.0, vec![6]));
    }

    #[test]
    fn what_happened_only_later_counts_as_nothing_and_what_never_happened_is_not_compared() {
        let later = vec![designed("s3", "2025-01-01", 7)];
        let it = compared(&known(true, later)).unwrap();
        assert_eq!((it.observed.value, it.observed.positions.len()), (0.0, 0));
        assert!(compared(&known(true, Vec::new())).is_none());
    }

    #[test]
    fn without_a_tolerance_there_is_no_comparison() {
        let mut known = known(true, seen());
        crate::figure::fixture::indicator_mut(&mut known, "solutions").observed_tolerance = None;
        assert!(compared(&known).is_none());
    }
}
