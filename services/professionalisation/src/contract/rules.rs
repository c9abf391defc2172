//! Instruments and quality frameworks.

use contracts::professionalisation::v1;
use runtime::parse::Faults;

use super::{
    provider::{kind, read_kind},
    values::{
        NAME_CHARS_MAX, REASON_CHARS_MAX, REFERENCE_CHARS_MAX, read_choice, read_given, read_text, text,
    },
};
use crate::domain::{
    framework::{self, SizeUnit},
    instrument::{self, Dimension, Level},
};

/// Most items of a list that are read at all.
const LIST_MAX: usize = 200;

/// Reads an instrument; `instrument` is the path of its fields.
pub fn read_instrument(faults: &mut Faults, it: Option<v1::Instrument>) -> Option<instrument::Version> {
    let it = read_given(faults, "instrument", it);
    let at = |field: &str| format!("instrument.{field}");
    faults.at_most(&at("dimensions"), &it.dimensions, LIST_MAX);
    let dimensions = it.dimensions.into_iter().take(LIST_MAX).enumerate();
    Some(instrument::Version {
        instrument_id: faults.id(&at("instrument_id"), &it.instrument_id),
        version: it.version,
        name: read_text(faults, &at("name"), it.name, NAME_CHARS_MAX, true),
        source: faults.text(&at("source"), &it.source, REFERENCE_CHARS_MAX, true),
        dimensions: dimensions
            .map(|(index, it)| read_dimension(faults, &at(&format!("dimensions[{index}]")), it))
            .collect(),
        example: it.example,
    })
}

fn read_dimension(faults: &mut Faults, field: &str, it: v1::Dimension) -> Dimension {
    let at = |name: &str| format!("{field}.{name}");
    faults.at_most(&at("levels"), &it.levels, LIST_MAX);
    let levels = it.levels.into_iter().take(LIST_MAX).enumerate();
    Dimension {
        dimension_id: faults.id(&at("dimension_id"), &it.dimension_id),
        name: read_text(faults, &at("name"), it.name, NAME_CHARS_MAX, true),
        levels: levels
            .map(|(index, it)| {
                let field = at(&format!("levels[{index}].description"));
                Level {
                    level: it.level,
                    description: read_text(faults, &field, it.description, REASON_CHARS_MAX, true),
                }
            })
            .collect(),
    }
}

/// Writes an instrument.
#[must_use]
pub fn instrument(it: &instrument::Version) -> v1::Instrument {
    v1::Instrument {
        instrument_id: it.instrument_id.clone(),
        version: it.version,
        name: Some(text(&it.name)),
        source: it.source.clone(),
        dimensions: it.dimensions.iter().map(dimension).collect(),
        example: it.example,
    }
}

fn dimension(it: &Dimension) -> v1::Dimension {
    let level = |it: &Level| v1::Level {
        level: it.level,
        description: Some(text(&it.description)),
    };
    v1::Dimension {
        dimension_id: it.dimension_id.clone(),
        name: Some(text(&it.name)),
        levels: it.levels.iter().map(level).collect(),
    }
}

/// Reads a quality framework; `framework` is the path of its fields.
pub fn read_framework(faults: &mut Faults, it: Option<v1::Framework>) -> Option<framework::Version> {
    let it = read_given(faults, "framework", it);
    let at = |field: &str| format!("framework.{field}");
    let unit = read_choice(faults, &at("unit"), it.unit, |unit| match unit {
        v1::SizeUnit::Unspecified => None,
        v1::SizeUnit::Ec => Some(SizeUnit::Ec),
        v1::SizeUnit::Hours => Some(SizeUnit::Hours),
    });
    let kinds = it.provider_kinds.iter().take(LIST_MAX).enumerate();
    let kinds: Vec<_> = kinds
        .filter_map(|(index, kind)| read_kind(faults, &at(&format!("provider_kinds[{index}]")), *kind))
        .collect();
    Some(framework::Version {
        framework_id: faults.id(&at("framework_id"), &it.framework_id),
        version: it.version,
        name: read_text(faults, &at("name"), it.name, NAME_CHARS_MAX, true),
        source: faults.text(&at("source"), &it.source, REFERENCE_CHARS_MAX, true),
        provider_kinds: kinds,
        unit: unit?,
        size_least: it.size_least,
        size_most: it.size_most,
        nlqf_lowest: it.nlqf_lowest,
        nlqf_highest: it.nlqf_highest,
        example: it.example,
    })
}

/// Writes a quality framework.
#[must_use]
pub fn framework(it: &framework::Version) -> v1::Framework {
    let unit = match it.unit {
        SizeUnit::Ec => v1::SizeUnit::Ec,
        SizeUnit::Hours => v1::SizeUnit::Hours,
    };
    let kinds = it.provider_kinds.iter();
    v1::Framework {
        framework_id: it.framework_id.clone(),
        version: it.version,
        name: Some(text(&it.name)),
        source: it.source.clone(),
        provider_kinds: kinds.map(|it| kind(*it).into()).collect(),
        unit: unit.into(),
        size_least: it.size_least,
        size_most: it.size_most,
        nlqf_lowest: it.nlqf_lowest,
        nlqf_highest: it.nlqf_highest,
        example: it.example,
    }
}
