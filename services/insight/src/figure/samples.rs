//! The values that take part in the figure of an indicator, as reported or as observed.

use std::collections::HashSet;

use contracts::programme::v1::{Aggregation, Indicator, OwnerLevel};
use jiff::civil::Date;

use super::{Member, Selection, indicators::newest_values};
use crate::rows::{List, ObservationRow};

/// One value that takes part in a figure.
pub(super) struct Sample<'a> {
    /// The project; none for what belongs to no project.
    member: Option<&'a Member<'a>>,
    /// Type of the events that were observed; empty for what was reported.
    event_type: &'a str,
    pub(super) value: f64,
    /// What it counts, for `distinct`.
    pub(super) items: &'a [String],
    pub(super) position: u64,
    /// Orders values in time: by end of period, or by ledger position.
    pub(super) at: (Option<Date>, u64),
}

impl Sample<'_> {
    /// The part that falls in the selection's region.
    pub(super) fn part(&self) -> f64 {
        self.part_of(self.value)
    }

    fn part_of(&self, value: f64) -> f64 {
        self.member.map_or(value, |member| member.quantity(value))
    }

    /// Whether both are of the same project and from events of the same type.
    fn is_like(&self, other: &Self) -> bool {
        let facts = |sample: &Self| sample.member.map(std::ptr::from_ref);
        facts(self) == facts(other) && self.event_type == other.event_type
    }
}

/// The sum of the parts. What is alike is added up before a region takes its part of it, as a tally has done, so that both
/// come to the very same number.
pub(super) fn total(samples: &[Sample<'_>]) -> f64 {
    samples
        .chunk_by(Sample::is_like)
        .map(|alike| alike[0].part_of(alike.iter().map(|sample| sample.value).sum()))
        .sum()
}

/// The newest standing value of each project.
pub(super) fn reported<'a>(
    selection: &'a Selection<'a>,
    indicator_id: &str,
    _: Aggregation,
) -> Vec<Sample<'a>> {
    let newest = newest_values(selection, indicator_id).into_iter();
    newest
        .map(|(member, row, value)| {
            let position = row.positions.last().copied().unwrap_or_default();
            Sample {
                member: Some(member),
                event_type: "",
                value,
                items: &row.items,
                position,
                at: (Some(row.period_ends_on), position),
            }
        })
        .collect()
}

/// Observations of the events that the definition names. An indicator of a project, workgroup or block counts what happened
/// in projects of its own block; one of the programme counts all. What belongs to no project counts for the whole only.
///
/// Where tallies are at hand, only what decides the figure: then nothing may be told of what it was made from.
pub(super) fn observed<'a>(
    selection: &'a Selection<'a>,
    indicator_id: &str,
    aggregation: Aggregation,
) -> Vec<Sample<'a>> {
    let Some(indicator) = selection.facts().reference.indicators.get(indicator_id) else {
        return Vec::new();
    };
    let national = indicator.owner_level() == OwnerLevel::Programme;
    let concerned = selection
        .members()
        .iter()
        .filter(|member| national || member.facts.project.block_id == indicator.block_id);
    let mut samples = Vec::new();
    for member in concerned {
        let rows = &member.facts.observations;
        match member.tally().filter(|_| selection.is_tallied()) {
            Some(tally) => decisive(
                indicator,
                aggregation,
                rows,
                &tally.observed,
                Some(member),
                &mut samples,
            ),
            None => each(selection, indicator, rows, Some(member), &mut samples),
        }
    }
    if selection.covers_everything() {
        let rows = &selection.facts().observations;
        match selection.observed_elsewhere() {
            Some(tally) => decisive(indicator, aggregation, rows, tally, None, &mut samples),
            None => each(selection, indicator, rows, None, &mut samples),
        }
    }
    samples
}

/// All that the definition names, what is alike together.
fn each<'a>(
    selection: &Selection<'_>,
    indicator: &Indicator,
    rows: &'a List<ObservationRow>,
    member: Option<&'a Member<'a>>,
    samples: &mut Vec<Sample<'a>>,
) {
    let from = samples.len();
    let shown = rows
        .iter()
        .filter(|row| counts(row) && indicator.observed_by.contains(&row.event_type))
        .filter(|row| selection.observes(row.happened_on));
    samples.extend(shown.map(|row| sample(member, row)));
    samples[from..].sort_by_key(|sample| sample.event_type);
}

/// What is nothing any more is not observed.
fn counts(row: &ObservationRow) -> bool {
    row.quantity != 0.0
}

fn sample<'a>(member: Option<&'a Member<'a>>, row: &'a ObservationRow) -> Sample<'a> {
    Sample {
        member,
        event_type: &row.event_type,
        value: row.quantity,
        items: std::slice::from_ref(&row.item),
        position: row.position,
        at: (None, row.position),
    }
}

/// What figures need of the observations of one type of event in one project.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Observed {
    event_type: String,
    total: f64,
    /// Where the newest one is, and the first of the highest ones.
    newest: usize,
    highest: usize,
    /// Where each item was observed first.
    items: Vec<usize>,
}

impl Observed {
    /// One for each type of event, in order.
    pub(super) fn of(rows: &List<ObservationRow>) -> Vec<Self> {
        let mut places: Vec<usize> = (0..rows.len()).filter(|index| counts(&rows[*index])).collect();
        places.sort_by_key(|index| rows[*index].event_type.as_str());
        places
            .chunk_by(|one, next| rows[*one].event_type == rows[*next].event_type)
            .map(|places| Self::of_one_type(rows, places))
            .collect()
    }

    fn of_one_type(rows: &List<ObservationRow>, places: &[usize]) -> Self {
        let (mut newest, mut highest) = (places[0], places[0]);
        for &place in places {
            let row = &rows[place];
            if row.position > rows[newest].position {
                newest = place;
            }
            let higher = row.quantity.total_cmp(&rows[highest].quantity);
            if higher.then(rows[highest].position.cmp(&row.position)).is_gt() {
                highest = place;
            }
        }
        let mut items = places.to_vec();
        items.sort_by_key(|place| rows[*place].position);
        let mut seen = HashSet::new();
        items.retain(|place| seen.insert(rows[*place].item.as_str()));
        Self {
            event_type: rows[newest].event_type.clone(),
            total: places.iter().map(|place| rows[*place].quantity).sum(),
            newest,
            highest,
            items,
        }
    }
}

/// The few values that make the figure what it is.
fn decisive<'a>(
    indicator: &Indicator,
    aggregation: Aggregation,
    rows: &'a List<ObservationRow>,
    observed: &'a [Observed],
    member: Option<&'a Member<'a>>,
    samples: &mut Vec<Sample<'a>>,
) {
    let named = observed
        .iter()
        .filter(|known| indicator.observed_by.contains(&known.event_type));
    for known in named {
        let at = |place: usize| sample(member, &rows[place]);
        match aggregation {
            Aggregation::Sum | Aggregation::Ratio => samples.push(Sample {
                value: known.total,
                ..at(known.newest)
            }),
            Aggregation::Last => samples.push(at(known.newest)),
            Aggregation::Max => samples.push(at(known.highest)),
            Aggregation::Distinct => samples.extend(known.items.iter().map(|place| at(*place))),
            Aggregation::None | Aggregation::Unspecified => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::fixture::observation;

    fn row(event_type: &str, item: &str, quantity: f64, position: u64) -> ObservationRow {
        ObservationRow {
            quantity,
            ..observation(event_type, "p1", item, position)
        }
    }

    #[test]
    fn of_each_type_the_sum_the_newest_the_highest_and_each_item_once_are_kept() {
        let rows: List<_> = vec![
            row("b", "x", 1.0, 9),
            row("a", "x", 4.0, 3),
            row("a", "y", 4.0, 2),
            row("a", "x", 0.5, 8),
            row("a", "z", 0.0, 10),
        ]
        .into();
        let known = Observed::of(&rows);
        let a = Observed {
            event_type: "a".into(),
            total: 8.5,
            newest: 3,
            highest: 2,
            items: vec![2, 1],
        };
        let b = Observed {
            event_type: "b".into(),
            total: 1.0,
            newest: 0,
            highest: 0,
            items: vec![0],
        };
        assert_eq!(known, [a, b]);
        assert!(Observed::of(&List::default()).is_empty());
    }
}
