//! Instruments and bridges.

use contracts::culture::v1;
use runtime::parse::Faults;

use super::{
    component::{self, LIST_MAX},
    values::{NAME_CHARS_MAX, REASON_CHARS_MAX, REFERENCE_CHARS_MAX, read_given, read_text, text},
};
use crate::domain::{
    component::{Component, PerComponent},
    instrument::{AnswerOption, Bridge, Item, Kept, KeptBridge, Line, Scale, Standing, Version},
};

/// Reads a version; `instrument` is the path of its fields.
pub fn read_version(faults: &mut Faults, it: Option<v1::Instrument>) -> Option<Version> {
    let it = read_given(faults, "instrument", it);
    let at = |field: &str| format!("instrument.{field}");
    faults.at_most(&at("scales"), &it.scales, LIST_MAX);
    faults.at_most(&at("items"), &it.items, LIST_MAX);
    let scales = it.scales.into_iter().take(LIST_MAX).enumerate();
    let scales = scales.map(|(index, it)| read_scale(faults, &at(&format!("scales[{index}]")), it));
    let scales = scales.collect();
    let items = it.items.into_iter().take(LIST_MAX).enumerate();
    let items: Vec<_> = items
        .map(|(index, it)| read_item(faults, &at(&format!("items[{index}]")), it))
        .collect();
    let items: Option<Vec<Item>> = items.into_iter().collect();
    Some(Version {
        instrument_id: faults.id(&at("instrument_id"), &it.instrument_id),
        version: it.version,
        name: read_text(faults, &at("name"), it.name, NAME_CHARS_MAX, true),
        source: faults.text(&at("source"), &it.source, REFERENCE_CHARS_MAX, true),
        scales,
        least_cell: it.least_cell,
        example: it.example,
        items: items?,
    })
}

fn read_scale(faults: &mut Faults, field: &str, it: v1::Scale) -> Scale {
    let at = |name: &str| format!("{field}.{name}");
    faults.at_most(&at("options"), &it.options, LIST_MAX);
    let options = it.options.into_iter().take(LIST_MAX).enumerate();
    Scale {
        scale_id: faults.id(&at("scale_id"), &it.scale_id),
        options: options
            .map(|(index, it)| {
                let field = at(&format!("options[{index}].label"));
                AnswerOption {
                    value: it.value,
                    label: read_text(faults, &field, it.label, NAME_CHARS_MAX, true),
                }
            })
            .collect(),
    }
}

fn read_item(faults: &mut Faults, field: &str, it: v1::Item) -> Option<Item> {
    let at = |name: &str| format!("{field}.{name}");
    let component = component::read(faults, &at("component"), it.component);
    Some(Item {
        item_id: faults.id(&at("item_id"), &it.item_id),
        text: read_text(faults, &at("text"), it.text, REASON_CHARS_MAX, true),
        scale_id: faults.id(&at("scale_id"), &it.scale_id),
        reversed: it.reversed,
        definition_id: faults.optional_id(&at("definition_id"), &it.definition_id),
        component: component?,
    })
}

/// Writes a version.
#[must_use]
pub fn version(it: &Version) -> v1::Instrument {
    let option = |it: &AnswerOption| v1::AnswerOption {
        value: it.value,
        label: Some(text(&it.label)),
    };
    let scale = |it: &Scale| v1::Scale {
        scale_id: it.scale_id.clone(),
        options: it.options.iter().map(option).collect(),
    };
    let item = |it: &Item| v1::Item {
        item_id: it.item_id.clone(),
        text: Some(text(&it.text)),
        component: component::component(it.component).into(),
        scale_id: it.scale_id.clone(),
        reversed: it.reversed,
        definition_id: it.definition_id.clone().unwrap_or_default(),
    };
    v1::Instrument {
        instrument_id: it.instrument_id.clone(),
        version: it.version,
        name: Some(text(&it.name)),
        source: it.source.clone(),
        scales: it.scales.iter().map(scale).collect(),
        items: it.items.iter().map(item).collect(),
        least_cell: it.least_cell,
        example: it.example,
    }
}

/// Writes a version as it is kept.
#[must_use]
pub fn kept(it: &Kept) -> v1::KeptInstrument {
    let (state, released_on, retired) = match &it.standing {
        Standing::Draft => (v1::InstrumentState::Draft, None, None),
        Standing::Released { released_on } => (v1::InstrumentState::Released, Some(released_on), None),
        Standing::Retired {
            released_on,
            retired_on,
            reason,
        } => (
            v1::InstrumentState::Retired,
            Some(released_on),
            Some((retired_on, reason)),
        ),
    };
    v1::KeptInstrument {
        instrument: Some(version(&it.version)),
        state: state.into(),
        released_on: released_on.map(ToString::to_string).unwrap_or_default(),
        retired_on: retired.map(|(day, _)| day.to_string()).unwrap_or_default(),
        retired_because: retired.map(|(_, why)| why.clone()).unwrap_or_default(),
    }
}

/// Reads a bridge; `bridge` is the path of its fields.
pub fn read_bridge(faults: &mut Faults, it: Option<v1::Bridge>) -> Bridge {
    let it = read_given(faults, "bridge", it);
    let at = |field: &str| format!("bridge.{field}");
    let lines = PerComponent::of_each(|component| {
        let (name, line) = match component {
            Component::LearningBehaviour => ("learning_behaviour", it.learning_behaviour),
            Component::Urgency => ("urgency", it.urgency),
            Component::StimulatingFactors => ("stimulating_factors", it.stimulating_factors),
        };
        read_line(faults, &at(name), line)
    });
    Bridge {
        instrument_id: faults.id(&at("instrument_id"), &it.instrument_id),
        from_version: it.from_version,
        to_version: it.to_version,
        lines,
        n: it.n,
        method: faults.text(&at("method"), &it.method, REFERENCE_CHARS_MAX, true),
        study: faults.text(&at("study"), &it.study, REFERENCE_CHARS_MAX, true),
    }
}

fn read_line(faults: &mut Faults, field: &str, it: Option<v1::ComponentBridge>) -> Line {
    let it = read_given(faults, field, it);
    let mut number = |name: &str, value| faults.number(&format!("{field}.{name}"), value);
    Line {
        slope: number("slope", it.slope),
        slope_error: number("slope_error", it.slope_error),
        shift: number("shift", it.shift),
        shift_error: number("shift_error", it.shift_error),
        correlation: number("correlation", it.correlation),
    }
}

/// Writes a bridge as it is kept.
#[must_use]
pub fn bridge(it: &KeptBridge) -> v1::KeptBridge {
    let line = |it: &Line| v1::ComponentBridge {
        slope: it.slope,
        slope_error: it.slope_error,
        shift: it.shift,
        shift_error: it.shift_error,
        correlation: it.correlation,
    };
    let of = &it.bridge;
    v1::KeptBridge {
        bridge: Some(v1::Bridge {
            instrument_id: of.instrument_id.clone(),
            from_version: of.from_version,
            to_version: of.to_version,
            learning_behaviour: Some(line(&of.lines.learning_behaviour)),
            urgency: Some(line(&of.lines.urgency)),
            stimulating_factors: Some(line(&of.lines.stimulating_factors)),
            n: of.n,
            method: of.method.clone(),
            study: of.study.clone(),
        }),
        revision: it.revision,
        recorded_on: it.recorded_on.to_string(),
    }
}
