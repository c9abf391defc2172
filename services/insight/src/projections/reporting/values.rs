//! Values of indicators: as a report first said them, and as they read after corrections.

use contracts::programme::v1::ResultProgress;

use crate::{
    projections::fold::Place,
    rows::{IndicatorValueRow, ReportRow},
};

/// Takes over the results of an accepted report. A value the correction leaves out no longer stands, but what was first
/// reported is kept.
pub(super) fn take_over(
    values: &mut Vec<IndicatorValueRow>,
    report: &ReportRow,
    results: Vec<ResultProgress>,
    at: Place,
) {
    let mut open: Vec<&mut IndicatorValueRow> = values
        .iter_mut()
        .filter(|row| row.report_id == report.report_id)
        .collect();
    let mut new = Vec::new();
    for result in results {
        let Some(value) = value_of(&result) else { continue };
        match open
            .iter()
            .position(|row| row.indicator_id == result.indicator_id)
        {
            Some(index) => correct(open.swap_remove(index), value, result.items, at),
            None => new.push(row(report, value, result, at)),
        }
    }
    for gone in open.into_iter().filter(|row| row.as_corrected.is_some()) {
        gone.as_corrected = None;
        gone.items.clear();
        gone.positions.push(at.position);
    }
    values.extend(new);
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
    row.positions.push(at.position);
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
