//! Indicators: how the values of several projects become one figure, or do not.

use std::collections::BTreeSet;

use contracts::programme::v1::{Aggregation, Indicator, OwnerLevel};

use super::samples::{self, Sample, total};
use super::{Amount, Computed, IndicatorSource, Member, Selection, Value};
use crate::rows::IndicatorValueRow;

/// The figure over a selection; absent for an indicator nobody defined.
pub(super) fn compute(selection: &Selection<'_>, indicator_id: &str, source: IndicatorSource) -> Computed {
    let Some(indicator) = selection.facts().reference.indicators.get(indicator_id) else {
        return Computed::absent(selection);
    };
    match source {
        IndicatorSource::Reported if selection.is_single() => of_project(selection, indicator_id),
        IndicatorSource::Reported => reported(selection, indicator),
        IndicatorSource::Observed => aggregate(selection, indicator, samples::observed),
        IndicatorSource::Target => target(selection, indicator),
    }
}

/// The newest standing value of each project of the selection.
#[must_use]
pub fn newest_values<'a>(
    selection: &'a Selection<'_>,
    indicator_id: &str,
) -> Vec<(&'a Member<'a>, &'a IndicatorValueRow, f64)> {
    let newest = selection.newest_values(indicator_id).into_iter();
    newest
        .filter_map(|(member, row)| Some((member, row, row.as_corrected?)))
        .collect()
}

/// Share of the way from a baseline to a target; none when they are the same.
#[must_use]
pub fn attainment(baseline: f64, target: f64, value: f64) -> Option<f64> {
    let way = target - baseline;
    (way != 0.0).then(|| (value - baseline) / way)
}

/// What a project reports about something another level owns is listed, but never becomes that level's figure.
fn reported(selection: &Selection<'_>, indicator: &Indicator) -> Computed {
    match indicator.owner_level() {
        OwnerLevel::Project => aggregate(selection, indicator, samples::reported),
        OwnerLevel::Workgroup | OwnerLevel::Block | OwnerLevel::Programme | OwnerLevel::Unspecified => {
            Computed::absent(selection)
        }
    }
}

fn of_project(selection: &Selection<'_>, indicator_id: &str) -> Computed {
    let mut figure = Computed::absent(selection);
    for (_, row, value) in newest_values(selection, indicator_id) {
        figure.value = Some(Value::Quantity(value));
        figure.add(
            row.positions.last().copied().unwrap_or_default(),
            Amount::Quantity(value),
        );
        figure.background(row.positions.iter().copied());
    }
    figure
}

type Samples = for<'a> fn(&'a Selection<'a>, &str, Aggregation) -> Vec<Sample<'a>>;

fn aggregate(selection: &Selection<'_>, indicator: &Indicator, samples: Samples) -> Computed {
    let aggregation = indicator.aggregation();
    let of = |indicator_id: &str| samples(selection, indicator_id, aggregation);
    let own = of(&indicator.indicator_id);
    match aggregation {
        Aggregation::Sum => sum(selection, &own),
        Aggregation::Last => chosen(selection, own.iter().max_by(|a, b| a.at.cmp(&b.at))),
        Aggregation::Max => chosen(
            selection,
            own.iter()
                .max_by(|a, b| a.value.total_cmp(&b.value).then(b.at.cmp(&a.at))),
        ),
        Aggregation::Ratio => ratio(
            selection,
            &of(&indicator.numerator_id),
            &of(&indicator.denominator_id),
        ),
        Aggregation::Distinct => distinct(selection, &own),
        Aggregation::None | Aggregation::Unspecified => Computed::absent(selection),
    }
}

fn sum(selection: &Selection<'_>, samples: &[Sample<'_>]) -> Computed {
    let mut figure = Computed::value(selection, None, true);
    for sample in samples {
        figure.add(sample.position, Amount::Quantity(sample.part()));
    }
    figure.value = (!samples.is_empty()).then(|| Value::Quantity(total(samples)));
    figure
}

fn chosen(selection: &Selection<'_>, sample: Option<&Sample<'_>>) -> Computed {
    let Some(sample) = sample else {
        return Computed::absent(selection);
    };
    let mut figure = Computed::value(selection, Some(Value::Quantity(sample.value)), false);
    figure.add(sample.position, Amount::Quantity(sample.value));
    figure
}

fn ratio(selection: &Selection<'_>, above: &[Sample<'_>], below: &[Sample<'_>]) -> Computed {
    let mut figure = Computed::absent(selection);
    above
        .iter()
        .for_each(|sample| figure.add(sample.position, Amount::Above(sample.part())));
    below
        .iter()
        .for_each(|sample| figure.add(sample.position, Amount::Below(sample.part())));
    let line = total(below);
    figure.value = (line != 0.0 && !above.is_empty()).then(|| Value::Ratio(total(above) / line));
    figure
}

/// Each item counts once, for the event that named it first.
fn distinct(selection: &Selection<'_>, samples: &[Sample<'_>]) -> Computed {
    let mut figure = Computed::absent(selection);
    let mut seen = BTreeSet::new();
    let mut ordered: Vec<_> = samples.iter().collect();
    ordered.sort_by_key(|sample| sample.position);
    for sample in ordered {
        let new = sample
            .items
            .iter()
            .filter(|item| seen.insert(item.as_str()))
            .count();
        figure.add(
            sample.position,
            Amount::Count(i64::try_from(new).unwrap_or(i64::MAX)),
        );
    }
    let total = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    figure.value = (!samples.is_empty()).then_some(Value::Count(total));
    figure
}

/// A target adds up where the values themselves do, and is listed for one project.
fn target(selection: &Selection<'_>, indicator: &Indicator) -> Computed {
    let sums = indicator.aggregation() == Aggregation::Sum && indicator.owner_level() == OwnerLevel::Project;
    if !sums && !selection.is_single() {
        return Computed::absent(selection);
    }
    let mut figure = Computed::value(selection, None, sums);
    let mut total = None;
    for member in selection.members() {
        let rows = member
            .facts
            .targets
            .iter()
            .filter(|row| row.indicator_id == indicator.indicator_id);
        for row in rows {
            let part = member.quantity(row.target_value);
            figure.add(
                row.positions.last().copied().unwrap_or_default(),
                Amount::Quantity(part),
            );
            figure.background(row.positions.iter().copied());
            total = Some(total.unwrap_or(0.0) + part);
        }
    }
    figure.value = total.map(Value::Quantity);
    figure
}
