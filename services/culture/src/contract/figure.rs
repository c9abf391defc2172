//! Reference figures.

use contracts::culture::v1;
use runtime::parse::Faults;

use super::values::{NAME_CHARS_MAX, REASON_CHARS_MAX, period, read_given, read_period, read_text, text};
use crate::domain::figure::{Content, Revision};

/// Reads a figure; `figure` is the path of its fields.
pub fn read_content(faults: &mut Faults, it: Option<v1::ReferenceFigure>) -> Option<Content> {
    let it = read_given(faults, "figure", it);
    let at = |field: &str| format!("figure.{field}");
    let figure_period = read_period(faults, &at("period"), it.period);
    let retrieved_on = faults.date(&at("retrieved_on"), &it.retrieved_on);
    faults.check(&at("url"), !it.url.is_empty(), "where the table is found");
    Some(Content {
        figure_id: faults.id(&at("figure_id"), &it.figure_id),
        name: read_text(faults, &at("name"), it.name, NAME_CHARS_MAX, true),
        definition_id: faults.id(&at("definition_id"), &it.definition_id),
        definition: read_text(faults, &at("definition"), it.definition, REASON_CHARS_MAX, true),
        population_id: faults.id(&at("population_id"), &it.population_id),
        population: read_text(faults, &at("population"), it.population, REASON_CHARS_MAX, true),
        unit: faults.text(&at("unit"), &it.unit, NAME_CHARS_MAX, true),
        count: it.count,
        out_of: it.out_of,
        publisher: faults.text(&at("publisher"), &it.publisher, NAME_CHARS_MAX, true),
        table: faults.text(&at("table"), &it.table, NAME_CHARS_MAX, true),
        url: faults.optional_uri(&at("url"), &it.url).unwrap_or_default(),
        example: it.example,
        period: figure_period?,
        retrieved_on: retrieved_on?,
    })
}

/// Writes a revision of a figure.
#[must_use]
pub fn kept(it: &Revision) -> v1::KeptFigure {
    let of = &it.content;
    v1::KeptFigure {
        figure: Some(v1::ReferenceFigure {
            figure_id: of.figure_id.clone(),
            name: Some(text(&of.name)),
            definition_id: of.definition_id.clone(),
            definition: Some(text(&of.definition)),
            population_id: of.population_id.clone(),
            population: Some(text(&of.population)),
            unit: of.unit.clone(),
            count: of.count,
            out_of: of.out_of,
            period: Some(period(&of.period)),
            publisher: of.publisher.clone(),
            table: of.table.clone(),
            url: of.url.clone(),
            retrieved_on: of.retrieved_on.to_string(),
            example: of.example,
        }),
        revision: it.revision,
        reason: it.reason.clone(),
        recorded_on: it.recorded_on.to_string(),
        share: of.share().unwrap_or_default(),
    }
}
