//! The learning culture on feedback pages.

use contracts::insight::v1::{CultureFeedback, WorkgroupFigure, WorkgroupFigureKind as Kind};

use super::{
    super::language::pick,
    page::{Column, Page},
};
use crate::judgement::Message;

/// What a project tells, beside how many others of its building block tell the same.
pub(super) fn of_project(page: &mut Page, culture: Option<&CultureFeedback>) {
    let Some(culture) = culture else { return };
    page.title(2, "feedback-heading-culture");
    let counted = Message::new("feedback-culture-counted")
        .count("reports", i64::from(culture.reports))
        .count("answered", i64::from(culture.answered))
        .count("coded", i64::from(culture.coded))
        .count("others", i64::from(culture.others));
    page.paragraph(&counted);
    let columns = [
        Column::Text("feedback-column-code"),
        Column::Text("feedback-column-own-project"),
        Column::Figure("feedback-column-others"),
    ];
    let mut rows = Vec::new();
    for code in &culture.codes {
        let label = code.label.as_ref().map(|label| pick(page.lang, label));
        let told = if code.positions.is_empty() {
            "feedback-culture-not-told"
        } else {
            "feedback-culture-told"
        };
        rows.push(vec![
            page.data(label.unwrap_or(&code.code_id)),
            page.word(told),
            code.others.to_string(),
        ]);
    }
    page.table(&columns, &rows);
}

/// What there is of the workgroup's own building block.
pub(super) fn of_workgroup(page: &mut Page, figures: &[WorkgroupFigure]) {
    if figures.is_empty() {
        return;
    }
    page.title(2, "feedback-heading-own-block");
    let columns = [
        Column::Text("feedback-column-about"),
        Column::Figure("feedback-column-value"),
    ];
    let rows = figures
        .iter()
        .map(|it| vec![page.word(key(it.kind())), it.count.to_string()]);
    let rows: Vec<_> = rows.collect();
    page.table(&columns, &rows);
}

fn key(kind: Kind) -> &'static str {
    match kind {
        Kind::Unspecified => "feedback-block-unspecified",
        Kind::RadarSkills => "feedback-block-radar-skills",
        Kind::RadarEditions => "feedback-block-radar-editions",
        Kind::RadarEmerging => "feedback-block-radar-emerging",
        Kind::RadarDeclining => "feedback-block-radar-declining",
        Kind::InterventionsPlanned => "feedback-block-interventions-planned",
        Kind::InterventionsRunning => "feedback-block-interventions-running",
        Kind::InterventionsFinished => "feedback-block-interventions-finished",
        Kind::EffectsObserved => "feedback-block-effects-observed",
        Kind::MeasurementsPublished => "feedback-block-measurements-published",
    }
}
