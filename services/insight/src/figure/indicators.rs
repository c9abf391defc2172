//! Indicators: how the values of several projects become one figure, or do not.

use std::collections::BTreeSet;

use contracts::programme::v1::{Aggregation, Indicator, OwnerLevel};

use super::{Amount, Computed, IndicatorSource, Member, Selection, Value};
use crate::rows::{IndicatorValueRow, ObservationRow};

/// The figure over a selection; absent for an indicator nobody defined.
pub(super) fn compute(selection: &Selection<'_>, indicator_id: &str, source: IndicatorSource) -> Computed {
    let Some(indicator) = selection.facts().reference.indicators.get(indicator_id) else {
        return Computed::absent(selection);
    };
    match source {
        IndicatorSource::Reported if selection.is_single() => of_project(selection, indicator_id),
        IndicatorSource::Reported => reported(selection, indicator),
        IndicatorSource::Observed => aggregate(selection, indicator, observed_samples),
        IndicatorSource::Target => target(selection, indicator),
    }
}

/// One value that takes part in a figure.
struct Sample<'a> {
    member: Option<&'a Member<'a>>,
    value: f64,
    items: Vec<&'a str>,
    position: u64,
    /// Orders values in time: by end of period, or by ledger position.
    at: (String, u64),
}

impl Sample<'_> {
    /// The part that falls in the selection's region.
    fn part(&self) -> f64 {
        self.member
            .map_or(self.value, |member| member.quantity(self.value))
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
        OwnerLevel::Project => aggregate(selection, indicator, reported_samples),
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

type Samples = for<'a> fn(&'a Selection<'a>, &str) -> Vec<Sample<'a>>;

fn aggregate(selection: &Selection<'_>, indicator: &Indicator, samples: Samples) -> Computed {
    let own = samples(selection, &indicator.indicator_id);
    match indicator.aggregation() {
        Aggregation::Sum => sum(selection, &own),
        Aggregation::Last => chosen(selection, own.iter().max_by(|a, b| a.at.cmp(&b.at))),
        Aggregation::Max => chosen(
            selection,
            own.iter()
                .max_by(|a, b| a.value.total_cmp(&b.value).then(b.at.cmp(&a.at))),
        ),
        Aggregation::Ratio => {
            let above = samples(selection, &indicator.numerator_id);
            ratio(selection, &above, &samples(selection, &indicator.denominator_id))
        }
        Aggregation::Distinct => distinct(selection, &own),
        Aggregation::None | Aggregation::Unspecified => Computed::absent(selection),
    }
}

fn sum(selection: &Selection<'_>, samples: &[Sample<'_>]) -> Computed {
    let mut figure = Computed::value(selection, None, true);
    for sample in samples {
        figure.add(sample.position, Amount::Quantity(sample.part()));
    }
    let total = samples.iter().map(Sample::part).sum();
    figure.value = (!samples.is_empty()).then_some(Value::Quantity(total));
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
    let line: f64 = below.iter().map(Sample::part).sum();
    let over: f64 = above.iter().map(Sample::part).sum();
    figure.value = (line != 0.0 && !above.is_empty()).then_some(Value::Ratio(over / line));
    figure
}

/// Each item counts once, for the event that named it first.
fn distinct(selection: &Selection<'_>, samples: &[Sample<'_>]) -> Computed {
    let mut figure = Computed::absent(selection);
    let mut seen = BTreeSet::new();
    let mut ordered: Vec<_> = samples.iter().collect();
    ordered.sort_by_key(|sample| sample.position);
    for sample in ordered {
        let new = sample.items.iter().filter(|item| seen.insert(**item)).count();
        figure.add(
            sample.position,
            Amount::Count(i64::try_from(new).unwrap_or(i64::MAX)),
        );
    }
    let total = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    figure.value = (!samples.is_empty()).then_some(Value::Count(total));
    figure
}

fn reported_samples<'a>(selection: &'a Selection<'a>, indicator_id: &str) -> Vec<Sample<'a>> {
    let sample = |(member, row, value): (&'a Member<'a>, &'a IndicatorValueRow, f64)| {
        let position = row.positions.last().copied().unwrap_or_default();
        Sample {
            member: Some(member),
            value,
            items: row.items.iter().map(String::as_str).collect(),
            position,
            at: (row.period_ends_on.to_string(), position),
        }
    };
    newest_values(selection, indicator_id)
        .into_iter()
        .map(sample)
        .collect()
}

/// Observations of the events that the definition names. An indicator of a project, workgroup or block counts what happened
/// in projects of its own block; one of the programme counts all. What belongs to no project counts for the whole only.
fn observed_samples<'a>(selection: &'a Selection<'a>, indicator_id: &str) -> Vec<Sample<'a>> {
    let Some(indicator) = selection.facts().reference.indicators.get(indicator_id) else {
        return Vec::new();
    };
    let national = indicator.owner_level() == OwnerLevel::Programme;
    let concerned = selection
        .members()
        .iter()
        .filter(|member| national || member.facts.project.block_id == indicator.block_id);
    let mut samples: Vec<Sample<'a>> = concerned
        .flat_map(|member| {
            member
                .facts
                .observations
                .iter()
                .map(move |row| (Some(member), row))
        })
        .filter(|(_, row)| shows(indicator, row))
        .map(|(member, row)| observed_sample(member, row))
        .collect();
    if selection.covers_everything() {
        let others = selection
            .facts()
            .observations
            .iter()
            .filter(|row| shows(indicator, row));
        samples.extend(others.map(|row| observed_sample(None, row)));
    }
    samples
}

fn shows(indicator: &Indicator, row: &ObservationRow) -> bool {
    row.quantity != 0.0 && indicator.observed_by.contains(&row.event_type)
}

fn observed_sample<'a>(member: Option<&'a Member<'a>>, row: &'a ObservationRow) -> Sample<'a> {
    Sample {
        member,
        value: row.quantity,
        items: vec![&row.item],
        position: row.position,
        at: (String::new(), row.position),
    }
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
