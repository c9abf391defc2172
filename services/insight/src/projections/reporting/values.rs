//! Values of indicators: as a report first said them, and as they read after corrections.

use std::collections::BTreeSet;

use contracts::programme::v1::ResultProgress;

use crate::{
    projections::fold::Place,
    rows::{IndicatorValueRow, List, ReportRow, remember},
};

/// Takes over the results of an accepted report. A value the correction leaves out no longer stands, but what was first
/// reported is kept.
pub(super) fn take_over(
    values: &mut List<IndicatorValueRow>,
    report: &ReportRow,
    results: Vec<ResultProgress>,
    at: Place,
) {
    let mut standing: BTreeSet<String> = BTreeSet::new();
    for result in results {
        let Some(value) = value_of(&result) else { continue };
        let id = result.indicator_id.clone();
        let first = standing.insert(id.clone());
        let known = values.find_mut(|row| row.report_id == report.report_id && row.indicator_id == id);
        match known {
            Some(row) if first => correct(row, value, result.items, at),
            Some(_) => {}
            None => values.push(row(report, value, result, at)),
        }
    }
    values.change(
        |row| {
            row.report_id == report.report_id
                && row.as_corrected.is_some()
                && !standing.contains(&row.indicator_id)
        },
        |gone| {
            gone.as_corrected = None;
            gone.items.clear();
            remember(&mut gone.positions, at.position);
        },
    );
}

/// What was not measured has no value; items without a number count themselves.
fn value_of(result: &ResultProgress) -> Option<f64> {
    let counted = (!result.items.is_empty()).then_some(result.items.len() as f64);
    result.current_value.or(counted)
}

/// The newest acceptance is the event behind the value, also when it repeats it.
fn correct(row: &mut IndicatorValueRow, value: f64, items: Vec<String>, at: Place) {
    row.as_corrected = Some(value);
    row.items = items;
    remember(&mut row.positions, at.position);
}

fn row(report: &ReportRow, value: f64, result: ResultProgress, at: Place) -> IndicatorValueRow {
    IndicatorValueRow {
        project_id: report.project_id.clone(),
        indicator_id: result.indicator_id,
        report_id: report.report_id.clone(),
        period_label: report.period_label.clone(),
        period_starts_on: report.period_starts_on,
        period_ends_on: report.period_ends_on,
        as_reported: value,
        as_corrected: Some(value),
        items: result.items,
        positions: vec![at.position],
    }
}
