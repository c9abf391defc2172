//! Indicator definitions.

use contracts::programme::v1;
use runtime::parse::Faults;

use super::values::{NAME_CHARS_MAX, TEXT_CHARS_MAX, read_choice, read_text, text};
use crate::domain::reference::{Aggregation, Direction, Indicator, ObservedTolerance, OwnerLevel};

/// Most disaggregations, and most event types, of one indicator.
const LIST_MAX: usize = 50;

pub(super) fn read(faults: &mut Faults, it: v1::Indicator) -> Option<Indicator> {
    let at = |field: &str| format!("entry.indicator.{field}");
    let indicator_id = faults.id(&at("indicator_id"), &it.indicator_id);
    let name = read_text(faults, &at("name"), it.name, NAME_CHARS_MAX, true);
    let definition = read_text(faults, &at("definition"), it.definition, TEXT_CHARS_MAX, true);
    let block_id = faults.id(&at("block_id"), &it.block_id);
    let unit = faults.text(&at("unit"), &it.unit, NAME_CHARS_MAX, true);
    let direction = read_choice(faults, &at("direction"), it.direction, read_direction);
    let aggregation = read_choice(faults, &at("aggregation"), it.aggregation, read_aggregation);
    let numerator_id = faults.optional_id(&at("numerator_id"), &it.numerator_id);
    let denominator_id = faults.optional_id(&at("denominator_id"), &it.denominator_id);
    let disaggregations = read_list(faults, &at("disaggregations"), it.disaggregations);
    let owner_level = read_choice(faults, &at("owner_level"), it.owner_level, read_owner_level);
    let observed_by = read_list(faults, &at("observed_by"), it.observed_by);
    Some(Indicator {
        indicator_id,
        name,
        definition,
        block_id,
        unit,
        direction: direction?,
        aggregation: aggregation?,
        numerator_id,
        denominator_id,
        cumulative: it.cumulative,
        disaggregations,
        owner_level: owner_level?,
        observed_by,
        observed_tolerance: it.observed_tolerance.map(|it| ObservedTolerance {
            absolute: it.absolute,
            percent: it.percent,
        }),
    })
}

fn read_list(faults: &mut Faults, field: &str, list: Vec<String>) -> Vec<String> {
    faults.at_most(field, &list, LIST_MAX);
    let items = list.iter().take(LIST_MAX).enumerate();
    items
        .map(|(index, item)| faults.text(&format!("{field}[{index}]"), item, NAME_CHARS_MAX, true))
        .collect()
}

fn read_direction(direction: v1::Direction) -> Option<Direction> {
    match direction {
        v1::Direction::Unspecified => None,
        v1::Direction::Up => Some(Direction::Up),
        v1::Direction::Down => Some(Direction::Down),
        v1::Direction::Neutral => Some(Direction::Neutral),
    }
}

fn read_aggregation(aggregation: v1::Aggregation) -> Option<Aggregation> {
    match aggregation {
        v1::Aggregation::Unspecified => None,
        v1::Aggregation::Sum => Some(Aggregation::Sum),
        v1::Aggregation::Last => Some(Aggregation::Last),
        v1::Aggregation::Max => Some(Aggregation::Max),
        v1::Aggregation::Ratio => Some(Aggregation::Ratio),
        v1::Aggregation::Distinct => Some(Aggregation::Distinct),
        v1::Aggregation::None => Some(Aggregation::None),
    }
}

fn read_owner_level(level: v1::OwnerLevel) -> Option<OwnerLevel> {
    match level {
        v1::OwnerLevel::Unspecified => None,
        v1::OwnerLevel::Project => Some(OwnerLevel::Project),
        v1::OwnerLevel::Workgroup => Some(OwnerLevel::Workgroup),
        v1::OwnerLevel::Block => Some(OwnerLevel::Block),
        v1::OwnerLevel::Programme => Some(OwnerLevel::Programme),
    }
}

pub(super) fn indicator(it: &Indicator) -> v1::Indicator {
    v1::Indicator {
        indicator_id: it.indicator_id.clone(),
        name: Some(text(&it.name)),
        definition: Some(text(&it.definition)),
        block_id: it.block_id.clone(),
        unit: it.unit.clone(),
        direction: direction(it.direction).into(),
        aggregation: aggregation(it.aggregation).into(),
        numerator_id: it.numerator_id.clone().unwrap_or_default(),
        denominator_id: it.denominator_id.clone().unwrap_or_default(),
        cumulative: it.cumulative,
        disaggregations: it.disaggregations.clone(),
        owner_level: owner_level(it.owner_level).into(),
        observed_by: it.observed_by.clone(),
        observed_tolerance: it.observed_tolerance.map(|it| v1::ObservedTolerance {
            absolute: it.absolute,
            percent: it.percent,
        }),
    }
}

fn direction(direction: Direction) -> v1::Direction {
    match direction {
        Direction::Up => v1::Direction::Up,
        Direction::Down => v1::Direction::Down,
        Direction::Neutral => v1::Direction::Neutral,
    }
}

fn aggregation(aggregation: Aggregation) -> v1::Aggregation {
    match aggregation {
        Aggregation::Sum => v1::Aggregation::Sum,
        Aggregation::Last => v1::Aggregation::Last,
        Aggregation::Max => v1::Aggregation::Max,
        Aggregation::Ratio => v1::Aggregation::Ratio,
        Aggregation::Distinct => v1::Aggregation::Distinct,
        Aggregation::None => v1::Aggregation::None,
    }
}

fn owner_level(level: OwnerLevel) -> v1::OwnerLevel {
    match level {
        OwnerLevel::Project => v1::OwnerLevel::Project,
        OwnerLevel::Workgroup => v1::OwnerLevel::Workgroup,
        OwnerLevel::Block => v1::OwnerLevel::Block,
        OwnerLevel::Programme => v1::OwnerLevel::Programme,
    }
}
